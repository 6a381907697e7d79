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

/** How soon something happens: a new service starts, a killed one starts again, one that has just started is taken down. */
public final class Reaction implements Benchmark {
    private static final double NS_PER_MS = 1e6;
    private static final long OLDER_THAN_A_SECOND_MS = 1_300;
    private static final long SOON_MS = 100;
    private static final int PICK_UPS = 3;
    private static final int TIMES = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Figure PICK_UP = new Figure(
            "reaction.pickup",
            "From a new link to the running service",
            "ms",
            Figure.Better.LESS,
            "At no particular moment. s6 looks only when told to: there the command `s6-svscanctl -a` is part of it.");
    private static final Figure RESTART = new Figure(
            "reaction.restart",
            "From kill -9 of the service to its next start",
            "ms",
            Figure.Better.LESS,
            "The service is older than a second; until its run has become the program.");
    private static final Figure DOWN = new Figure(
            "reaction.down",
            "Down, 100 ms after a start",
            "ms",
            Figure.Better.LESS,
            "From the start of the command (`svc -d`; `s6-svc -d`; for runit a shell that writes to its FIFO) until the service gets TERM.");

    @Override
    public List<Figure> figures() {
        return List.of(PICK_UP, RESTART, DOWN);
    }

    @Override
    public List<Suite> suites() {
        return Suite.SUPERVISORS;
    }

    @Override
    public int rounds(Effort effort) {
        return effort == Effort.QUICK ? 1 : 3;
    }

    @Override
    public void measure(Suite suite, Stage stage, Results results) throws IOException, InterruptedException {
        try (Scan scan = Scan.start(suite, stage, 1, false, 0)) {
            scan.stamps.await("up", PATIENCE);
            pickUps(scan, results);
            restarts(scan, results);
            downs(scan, results);
        }
    }

    private static void pickUps(Scan scan, Results results) throws IOException, InterruptedException {
        for (int i = 0; i < PICK_UPS; i++) {
            String name = "new" + i;
            scan.make(name, false, 0);
            // Those who look every few seconds are to be met at any point of their round.
            Thread.sleep(700 + 600L * i);
            scan.stamps.forget();
            long beforeNs = System.nanoTime();
            scan.link(name);
            scan.announce();
            Stamp up = scan.stamps.await("up", PATIENCE);
            results.add(PICK_UP, scan.suite, (up.ns() - beforeNs) / NS_PER_MS);
        }
    }

    private static void restarts(Scan scan, Results results) throws IOException, InterruptedException {
        String name = "killed";
        scan.make(name, false, 0);
        scan.stamps.forget();
        scan.link(name);
        scan.announce();
        for (int i = 0; i < TIMES; i++) {
            Stamp up = scan.stamps.await("up", PATIENCE);
            Thread.sleep(OLDER_THAN_A_SECOND_MS);
            ProcessHandle service =
                    ProcessHandle.of(up.pid()).orElseThrow(() -> new IOException("the service has ended"));
            scan.stamps.forget();
            long beforeNs = System.nanoTime();
            if (!service.destroyForcibly()) {
                throw new IOException("could not kill the service");
            }
            Stamp again = scan.stamps.await("up", PATIENCE);
            if (again.pid() == up.pid()) {
                throw new IOException("it is the same process");
            }
            results.add(RESTART, scan.suite, (again.ns() - beforeNs) / NS_PER_MS);
        }
    }

    private static void downs(Scan scan, Results results) throws IOException, InterruptedException {
        String name = "s0";
        scan.down(name);
        scan.stamps.await("term", PATIENCE);
        for (int i = 0; i < TIMES; i++) {
            Thread.sleep(OLDER_THAN_A_SECOND_MS);
            scan.stamps.forget();
            scan.up(name);
            scan.stamps.await("up", PATIENCE);
            Thread.sleep(SOON_MS);
            long beforeNs = System.nanoTime();
            scan.down(name);
            Stamp term = scan.stamps.await("term", PATIENCE);
            results.add(DOWN, scan.suite, (term.ns() - beforeNs) / NS_PER_MS);
        }
    }
}
