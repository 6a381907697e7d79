package org.yagura.bench.supervision;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.yagura.bench.Benchmark;
import org.yagura.bench.Figure;
import org.yagura.bench.Results;
import org.yagura.bench.Stage;
import org.yagura.bench.Stamps.Stamp;
import org.yagura.bench.Suite;
import org.yagura.bench.supervision.Dialect.Keeper;
import org.yagura.bench.supervision.Dialect.Word;

/** How soon something happens: a new service starts, a killed one starts again, one is taken down or out. */
public final class Reaction implements Benchmark {
    private static final double NS_PER_MS = 1e6;
    private static final long OLDER_THAN_A_SECOND_MS = 1_300;
    private static final long SOON_MS = 100;
    /** Ages of a service, in ms, at which it is told to go down. */
    private static final long[] AGES_MS = {3, 150, 400, 700, 990, 1_400};

    private static final int SERVICES = AGES_MS.length;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Figure PICK_UP = less(
            "reaction.pickup",
            "From a new link to the running service",
            "At no particular moment. s6 looks only when told to: there the command `s6-svscanctl -an` is part of it; supervisord: a "
                    + "section in its configuration and `supervisorctl update`.");
    private static final Figure REMOVAL = less(
            "reaction.removal",
            "From the removal of a service until nothing of it runs",
            "The link is removed and the service told to end (`svc -dx`; runit: `dx` into its FIFO; s6: `s6-svscanctl -an`; supervisord: "
                    + "`supervisorctl update`), until it and its supervise have ended. The service is older than a second.");
    private static final Figure RESTART = less(
            "reaction.restart",
            "From kill -9 of the service to its next start",
            "The service is older than a second; until its run has become the program. Floor: a C program that waits and starts it again; "
                    + "with a status: it writes besides, to a file that it renames, that the service has ended and that it runs again. Run alone: "
                    + "of the floor's restarts the part from the exec of run on, which is nobody's but the script's and the program's.");
    private static final Figure DOWN = less(
            "reaction.down",
            "Down, 100 ms after a start",
            "From the start of the command (`svc -d`; `s6-svc -d`; for runit a shell that writes to its FIFO) until the service gets "
                    + "TERM.");
    private static final Figure DOWN_ANY = less(
            "reaction.down.any",
            "Down, 3 to 1400 ms after a start",
            "As before, at several ages of the service; max is the worst of all.");

    private final boolean quick;

    public Reaction(boolean quick) {
        this.quick = quick;
    }

    private static Figure less(String id, String title, String note) {
        return new Figure(id, title, "ms", Figure.Better.LESS, note);
    }

    @Override
    public Area area() {
        return Area.REACTION;
    }

    @Override
    public List<Figure> figures() {
        return List.of(PICK_UP, REMOVAL, RESTART, DOWN, DOWN_ANY);
    }

    @Override
    public List<Suite> suites() {
        return Suite.with(Suite.SUPERVISORS, Suite.FLOOR, Suite.FLOOR_TELLING);
    }

    @Override
    public int rounds(Effort effort) {
        return effort == Effort.QUICK ? 1 : 2;
    }

    @Override
    public Duration atMost(Effort effort) {
        return Duration.ofSeconds(effort == Effort.QUICK ? 100 : 230);
    }

    @Override
    public void measure(Suite suite, Stage stage, Results results) throws IOException, InterruptedException {
        try (Scan scan = Scan.start(suite, stage, new Scan.Wanted(SERVICES, false, 0, Keeper.STARTS_AGAIN))) {
            scan.awaitAll(SERVICES, false, PATIENCE);
            if (suite.floor()) {
                Thread.sleep(OLDER_THAN_A_SECOND_MS);
            } else {
                comingAndGoing(scan, stage, results);
            }
            // By now all are older than a second.
            int times = times(suite);
            for (int i = 0; i < times; i++) {
                Stamp up = scan.stamps.latest("up", "s" + i);
                results.add(RESTART, suite, restart(scan, "s" + i));
                if (suite == Suite.FLOOR) {
                    results.add(RESTART, Suite.RUN_ALONE, runAlone(scan, up));
                }
            }
            if (suite.floor()) {
                return;
            }
            Thread.sleep(OLDER_THAN_A_SECOND_MS);
            for (int i = 0; i < times; i++) {
                restart(scan, "s" + i);
                Thread.sleep(SOON_MS);
                results.add(DOWN, suite, down(scan, "s" + i));
            }
            Thread.sleep(OLDER_THAN_A_SECOND_MS);
            for (int i = 0; i < times; i++) {
                scan.stamps.forget();
                scan.tell(Word.UP, "s" + i);
                scan.stamps.await("up", PATIENCE);
                Thread.sleep(AGES_MS[i * SERVICES / times]);
                results.add(DOWN_ANY, suite, down(scan, "s" + i));
            }
        }
    }

    /** Those who take seconds are not asked as often: a run has to end some day. */
    private int times(Suite suite) {
        int most = quick ? SERVICES / 2 : SERVICES;
        return suite.ours() || suite.floor() ? most : suite == Suite.SUPERVISORD ? 2 : quick ? 2 : SERVICES / 2;
    }

    private void comingAndGoing(Scan scan, Stage stage, Results results) throws IOException, InterruptedException {
        for (int i = 0; i < (quick ? 1 : scan.suite.ours() ? 4 : 2); i++) {
            String name = "new" + i;
            scan.make(name, false, 0);
            // Those who look every few seconds are to be met at any point of their round.
            Thread.sleep(300 + 900L * i);
            scan.stamps.forget();
            long beginNs = scan.appear(name);
            Stamp up = scan.stamps.await("up", PATIENCE);
            results.add(PICK_UP, scan.suite, (up.ns() - beginNs) / NS_PER_MS);
            Thread.sleep(OLDER_THAN_A_SECOND_MS);
            long tookNs = Scan.gone(stage, scan.suite, scan.withKeeper(up), () -> scan.vanish(name));
            results.add(REMOVAL, scan.suite, tookNs / NS_PER_MS);
        }
    }

    private static double restart(Scan scan, String name) throws IOException, InterruptedException {
        Stamp up = scan.stamps.latest("up", name);
        long beginNs = Scan.kill(up);
        Stamp again = scan.stamps
                .await(
                        name + " up again",
                        1,
                        PATIENCE,
                        stamp -> stamp.kind().equals("up") && stamp.name().equals(name) && stamp.ns() > beginNs)
                .get(0);
        if (again.pid() == up.pid()) {
            throw new IOException("it is the same process");
        }
        return (again.ns() - beginNs) / NS_PER_MS;
    }

    /** Of the restart after a stamp: from the exec until the program was up. */
    private static double runAlone(Scan scan, Stamp before) throws IOException, InterruptedException {
        Stamp exec = scan.stamps
                .await(
                        before.name() + " told of its exec",
                        1,
                        PATIENCE,
                        stamp -> stamp.kind().equals("exec")
                                && stamp.name().equals(before.name())
                                && stamp.ns() > before.ns())
                .get(0);
        return (scan.stamps.latest("up", before.name()).ns() - exec.ns()) / NS_PER_MS;
    }

    private static double down(Scan scan, String name) throws IOException, InterruptedException {
        long beginNs = scan.tell(Word.DOWN, name);
        Stamp term = scan.stamps
                .await(
                        name + " told to end",
                        1,
                        PATIENCE,
                        stamp -> stamp.kind().equals("term") && stamp.name().equals(name) && stamp.ns() > beginNs)
                .get(0);
        return (term.ns() - beginNs) / NS_PER_MS;
    }
}
