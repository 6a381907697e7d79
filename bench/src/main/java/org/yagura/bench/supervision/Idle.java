package org.yagura.bench.supervision;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yagura.bench.Benchmark;
import org.yagura.bench.Figure;
import org.yagura.bench.ProcessFacts;
import org.yagura.bench.Results;
import org.yagura.bench.Stage;
import org.yagura.bench.Suite;
import org.yagura.bench.supervision.Dialect.Keeper;

/** How often an idle supervisor wakes, and what that costs. All suites idle side by side, for they do not disturb each other's counts. */
public final class Idle implements Benchmark {
    private static final double NS_PER_MS = 1e6;
    private static final double SECONDS_PER_MINUTE = 60;
    private static final long SETTLE_MS = 3_000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final int services;
    private final int seconds;
    private final Figure wakeUps;
    private final Figure processor;
    private final Map<Suite, Scan> scans = new EnumMap<>(Suite.class);

    public Idle(int services, int seconds) {
        this.services = services;
        this.seconds = seconds;
        this.wakeUps = new Figure(
                "idle.wakeups",
                "Wake-ups in a minute, " + services + " logged services, idle",
                "",
                Figure.Better.LESS,
                "Voluntary context switches of the supervisor's processes and of the loggers in " + seconds + " s.");
        this.processor = new Figure(
                "idle.cpu",
                "Processor time in a minute, " + services + " logged services, idle",
                "ms",
                Figure.Better.LESS,
                "As before.");
    }

    @Override
    public Area area() {
        return Area.REACTION;
    }

    @Override
    public List<Figure> figures() {
        return List.of(wakeUps, processor);
    }

    @Override
    public List<Suite> suites() {
        return Suite.SUPERVISORS;
    }

    @Override
    public int rounds(Effort effort) {
        return 1;
    }

    @Override
    public void measure(Suite suite, Stage stage, Results results) throws IOException, InterruptedException {
        Scan scan = Scan.start(suite, stage, new Scan.Wanted(services, true, 0, Keeper.NONE));
        try {
            scan.awaitAll(services, true, PATIENCE);
            scans.put(suite, scan);
        } catch (IOException e) {
            scan.close();
            throw e;
        }
    }

    @Override
    public void finish(Stage stage, Results results) throws IOException, InterruptedException {
        try {
            // What follows a boot (a second's pause after each start, and the like) is not idleness.
            Thread.sleep(SETTLE_MS);
            Map<Suite, List<Long>> pids = new HashMap<>();
            Map<Suite, ProcessFacts> before = new HashMap<>();
            for (Map.Entry<Suite, Scan> scan : scans.entrySet()) {
                List<Long> own = scan.getValue().ownPids();
                pids.put(scan.getKey(), own);
                before.put(scan.getKey(), ProcessFacts.activity(own));
            }
            Thread.sleep(seconds * 1000L);
            double minute = SECONDS_PER_MINUTE / seconds;
            for (Suite suite : scans.keySet()) {
                ProcessFacts then = before.getOrDefault(suite, ProcessFacts.NONE);
                ProcessFacts now = ProcessFacts.activity(pids.getOrDefault(suite, List.of()));
                results.add(wakeUps, suite, (now.switches() - then.switches()) * minute);
                results.add(processor, suite, (now.processorNs() - then.processorNs()) / NS_PER_MS * minute);
            }
        } finally {
            for (Scan scan : scans.values()) {
                scan.close();
            }
            scans.clear();
        }
    }
}
