package org.yagura.bench.supervision;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.yagura.bench.Benchmark;
import org.yagura.bench.Figure;
import org.yagura.bench.ProcessFacts;
import org.yagura.bench.Results;
import org.yagura.bench.Stage;
import org.yagura.bench.Stamps.Stamp;
import org.yagura.bench.Suite;

/** Many logged services at once: how fast they are all up, how fast their state is told, how often an idle supervisor wakes. */
public final class ManyServices implements Benchmark {
    private static final double NS_PER_MS = 1e6;
    private static final int STATUS_RUNS = 15;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int services;
    private final long idleMs;
    private final Figure boot;
    private final Figure status;
    private final Figure wakeUps;

    public ManyServices(int services, long idleMs) {
        this.services = services;
        this.idleMs = idleMs;
        String what = services + " logged services";
        this.boot = new Figure(
                "boot." + services,
                "Boot of " + what,
                "ms",
                Figure.Better.LESS,
                "From the start of the supervisor until the last of all services and loggers has become what its run says. Each run is a "
                        + "shell script with one exec. Floor: a C program that does nothing but start the same scripts joined by pipes.");
        this.status = new Figure(
                "status." + services,
                "State of " + what,
                "ms",
                Figure.Better.LESS,
                "One command for all (s6: one for each, from a shell). Median of " + STATUS_RUNS + " runs each round.");
        this.wakeUps = new Figure(
                "wakeups." + services,
                "Wake-ups of the idle supervisor, " + what,
                "a minute",
                Figure.Better.LESS,
                "Voluntary context switches of all its processes and loggers in " + idleMs / 1000 + " s, in a minute.");
    }

    @Override
    public List<Figure> figures() {
        return List.of(boot, status, wakeUps);
    }

    @Override
    public List<Suite> suites() {
        return Suite.ALL;
    }

    @Override
    public int rounds(Effort effort) {
        return effort == Effort.QUICK ? 1 : 3;
    }

    @Override
    public void measure(Suite suite, Stage stage, Results results) throws IOException, InterruptedException {
        try (Scan scan = Scan.start(suite, stage, services, true, 0)) {
            List<Stamp> all = scan.stamps.await("all up", 2 * services, PATIENCE, stamp -> true);
            if (all.stream()
                            .map(stamp -> stamp.kind() + " " + stamp.name())
                            .distinct()
                            .count()
                    != 2L * services) {
                throw new IOException("some were started twice");
            }
            long lastNs = all.stream().mapToLong(Stamp::ns).max().orElseThrow();
            results.add(boot, suite, (lastNs - scan.startNs()) / NS_PER_MS);
            if (suite != Suite.FLOOR) {
                double[] ms = stage.timed(STATUS_RUNS, scan.status(), null, Path.of("/")).stream()
                        .mapToDouble(run -> run.wallNs() / NS_PER_MS)
                        .toArray();
                results.add(status, suite, Results.median(ms));
                idle(scan, results);
            }
        }
    }

    private void idle(Scan scan, Results results) throws IOException, InterruptedException {
        // What follows a boot (a second's pause after each start, and the like) is not idleness.
        Thread.sleep(Math.min(idleMs, 3000));
        List<Long> pids = scan.ownPids();
        long before = switches(pids);
        Thread.sleep(idleMs);
        results.add(wakeUps, scan.suite, (switches(pids) - before) * 60_000.0 / idleMs);
    }

    private static long switches(List<Long> pids) throws IOException {
        long sum = 0;
        for (long pid : pids) {
            sum += ProcessFacts.of(pid).switches();
        }
        return sum;
    }
}
