package org.yagura.bench.supervision;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.yagura.bench.Benchmark;
import org.yagura.bench.Figure;
import org.yagura.bench.Machine;
import org.yagura.bench.ProcessFacts;
import org.yagura.bench.Results;
import org.yagura.bench.Stage;
import org.yagura.bench.Suite;
import org.yagura.bench.supervision.Dialect.Keeper;

/** Many logged services at once: how fast they are all up, what that costs, and how fast their state is told. */
public final class ManyServices implements Benchmark {
    private static final double NS_PER_MS = 1e6;
    private static final int STATUS_RUNS = 15;
    private static final int SLOW_RUNS = 2;
    private static final int SPLIT = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final int services;
    private final Figure boot;
    private final Figure processor;
    private final Figure own;
    private final Figure status;

    public ManyServices(int services) {
        this.services = services;
        String what = services + " logged services";
        this.boot = less(
                "boot." + services,
                "Boot of " + what,
                "ms",
                "From the start of the supervisor until the last of all services and loggers has become what its run says. Each run is a "
                        + "shell script with one exec. supervisord writes the logs itself: half the processes. Floor: a C program that "
                        + "does nothing but start the same scripts joined by pipes, with a logger in C."
                        + (services > SPLIT
                                ? " daemontools and runit take 1000 services at most: several supervisors, each with a part."
                                : ""));
        this.processor = less(
                "boot." + services + ".cpu",
                "Boot of " + what + ": processor time for each service",
                "ms",
                "Of all processes that have come of the supervisor, when the last one is up.");
        this.own = less(
                "boot." + services + ".own",
                "Boot of " + what + ": that of the supervisor alone",
                "ms",
                "Of svscan, runsvdir, s6-svscan, supervisord themselves, for each service: what more processors do not make faster.");
        this.status = less(
                "status." + services,
                "State of " + what,
                "ms",
                "One command for all (s6: one for each, from a shell). Median of " + STATUS_RUNS
                        + " runs each round (supervisord, s6: of " + SLOW_RUNS
                        + "). Floor: a C program that opens ok and reads 18 bytes of status.");
    }

    private static Figure less(String id, String title, String unit, String note) {
        return new Figure(id, title, unit, Figure.Better.LESS, note);
    }

    @Override
    public Area area() {
        return Area.BOOT;
    }

    @Override
    public List<Figure> figures() {
        return List.of(boot, processor, own, status);
    }

    @Override
    public List<Suite> suites() {
        // supervisord takes minutes for as many.
        return services > SPLIT ? Suite.with(Suite.TOOLS, Suite.FLOOR) : Suite.with(Suite.SUPERVISORS, Suite.FLOOR);
    }

    @Override
    public int rounds(Effort effort) {
        return effort == Effort.QUICK ? 1 : 3;
    }

    @Override
    public Duration atMost(Effort effort) {
        return Duration.ofSeconds(effort == Effort.QUICK ? 20 : 120);
    }

    @Override
    public void measure(Suite suite, Stage stage, Results results) throws IOException, InterruptedException {
        if (3L * services + Growth.ROOM > Machine.processesAtMost() / 2) {
            results.note("pid_max is too low for " + services + " logged services.");
            return;
        }
        try (Scan scan = Scan.start(suite, stage, new Scan.Wanted(services, true, 0, Keeper.NONE))) {
            long lastNs = scan.awaitAll(services, true, PATIENCE);
            results.add(boot, suite, (lastNs - scan.startNs()) / NS_PER_MS);
            ProcessFacts all = ProcessFacts.activity(scan.pids());
            results.add(processor, suite, all.processorNs() / NS_PER_MS / services);
            results.add(own, suite, ProcessFacts.activity(scan.supervisors()).processorNs() / NS_PER_MS / services);
            if (suite != Suite.FLOOR) {
                int runs = suite == Suite.SUPERVISORD || suite == Suite.S6 ? SLOW_RUNS : STATUS_RUNS;
                results.add(status, suite, millis(stage, suite, runs, scan.status()));
            }
            if (suite == Suite.YAGURA) {
                List<String> least = new ArrayList<>(List.of(stage.programs.helper("state")));
                scan.services().forEach(service -> least.add(service.toString()));
                results.add(status, Suite.FLOOR, millis(stage, suite, STATUS_RUNS, least));
            }
        }
    }

    private static double millis(Stage stage, Suite suite, int runs, List<String> command)
            throws IOException, InterruptedException {
        return Results.median(stage.timed(suite, runs, command, null, Path.of("/")).stream()
                .mapToDouble(run -> run.wallNs() / NS_PER_MS)
                .toArray());
    }
}
