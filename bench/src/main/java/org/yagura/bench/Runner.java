package org.yagura.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.yagura.bench.Benchmark.Effort;

/** Measures all suites in turns, and goes on without one that fails. */
final class Runner {
    /** A measurement that takes longer hangs. */
    private static final Duration HANGS = Duration.ofMinutes(5);

    private static final int REASON_MOST = 300;

    private final Stage stage;
    private final Results results;
    private final Effort effort;
    /** From then on there is one round of each. */
    private final long hurryNs;

    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "watchdog");
        thread.setDaemon(true);
        return thread;
    });

    Runner(Stage stage, Results results, Effort effort) {
        this.stage = stage;
        this.results = results;
        this.effort = effort;
        this.hurryNs =
                System.nanoTime() + (effort == Effort.QUICK ? Duration.ofMinutes(5) : Duration.ofMinutes(18)).toNanos();
    }

    void run(Benchmark benchmark) throws IOException, InterruptedException {
        List<Suite> suites = new ArrayList<>(benchmark.suites());
        suites.removeIf(suite -> !stage.programs.installed(suite));
        long begunNs = System.nanoTime();
        int rounds = benchmark.rounds(effort);
        for (int round = 0; round < rounds && !suites.isEmpty(); round++) {
            round(benchmark, suites);
            // Nobody is always the first.
            Collections.rotate(suites, 1);
            Duration sofar = Duration.ofNanos(System.nanoTime() - begunNs);
            Duration next = sofar.dividedBy(round + 1L).plus(sofar);
            if (next.compareTo(benchmark.atMost(effort)) > 0 || System.nanoTime() - hurryNs > 0) {
                break;
            }
        }
        try {
            benchmark.finish(stage, results);
        } catch (IOException | RuntimeException e) {
            failed(benchmark, Suite.YAGURA, e);
        }
        tell(benchmark, Duration.ofNanos(System.nanoTime() - begunNs));
    }

    private void round(Benchmark benchmark, List<Suite> suites) throws InterruptedException {
        for (Suite suite : List.copyOf(suites)) {
            ScheduledFuture<?> late = watchdog.schedule(Runner::endAll, HANGS.toSeconds(), TimeUnit.SECONDS);
            try {
                benchmark.measure(suite, stage, results);
            } catch (IOException | RuntimeException e) {
                failed(benchmark, suite, e);
                suites.remove(suite);
            } finally {
                late.cancel(false);
            }
        }
    }

    /** Ends all processes that we have started: what waits for one of them then goes on, and fails. */
    private static void endAll() {
        System.err.println("bench: a measurement hangs: all its processes are ended");
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    }

    private void failed(Benchmark benchmark, Suite suite, Exception e) {
        String what = name(benchmark);
        String whole = e instanceof IOException ? String.valueOf(e.getMessage()) : e.toString();
        // A command line can name thousands of services.
        String reason = whole.length() > REASON_MOST ? whole.substring(0, REASON_MOST) + " ..." : whole;
        System.err.println("bench: " + what + ": " + suite.title + ": " + reason);
        results.failed(suite, what, reason.replace('\n', ' '));
    }

    private static String name(Benchmark benchmark) {
        List<Figure> figures = benchmark.figures();
        return figures.isEmpty()
                ? benchmark.curves().get(0).title()
                : figures.get(0).title();
    }

    private void tell(Benchmark benchmark, Duration took) {
        System.out.println("# " + name(benchmark) + ": " + took.toSeconds() + " s");
        for (Figure figure : benchmark.figures()) {
            results.summaries(figure)
                    .forEach((suite, summary) -> System.out.println(figure.id() + " " + suite.title + ": "
                            + Math.round(summary.median() * 1000) / 1000.0 + " " + figure.unit()));
        }
        for (Curve curve : benchmark.curves()) {
            results.medians(curve)
                    .forEach((suite, line) ->
                            System.out.println(curve.id() + " " + suite.title + ": " + line + " " + curve.unit()));
        }
    }
}
