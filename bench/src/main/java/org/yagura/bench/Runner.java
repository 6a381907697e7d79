package org.yagura.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.yagura.bench.Benchmark.Effort;

/** Measures all suites in turns, and goes on without one that fails. */
final class Runner {
    private final Stage stage;
    private final Results results;
    private final Effort effort;

    Runner(Stage stage, Results results, Effort effort) {
        this.stage = stage;
        this.results = results;
        this.effort = effort;
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
            if (next.compareTo(benchmark.atMost(effort)) > 0) {
                break;
            }
        }
        try {
            benchmark.finish(stage, results);
        } catch (IOException e) {
            failed(benchmark, Suite.YAGURA, e);
        }
        tell(benchmark, Duration.ofNanos(System.nanoTime() - begunNs));
    }

    private void round(Benchmark benchmark, List<Suite> suites) throws InterruptedException {
        for (Suite suite : List.copyOf(suites)) {
            try {
                benchmark.measure(suite, stage, results);
            } catch (IOException e) {
                failed(benchmark, suite, e);
                suites.remove(suite);
            }
        }
    }

    private void failed(Benchmark benchmark, Suite suite, IOException e) {
        String what = name(benchmark);
        System.err.println("bench: " + what + ": " + suite.title + ": " + e.getMessage());
        results.failed(suite, what, String.valueOf(e.getMessage()));
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
