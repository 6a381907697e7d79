package org.yagura.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.bench.Benchmark.Effort;
import org.yagura.bench.log.Memory;
import org.yagura.bench.log.Throughput;
import org.yagura.bench.log.Throughput.Source;
import org.yagura.bench.net.Connections;
import org.yagura.bench.start.Chain;
import org.yagura.bench.start.Size;
import org.yagura.bench.start.StartUp;
import org.yagura.bench.supervision.ManyServices;
import org.yagura.bench.supervision.Reaction;
import org.yagura.bench.supervision.ServiceMemory;

/**
 * Runs the benchmarks.
 *
 * <pre>
 *   [--quick] [--only PREFIX]... [--out DIRECTORY] ROOT
 * </pre>
 *
 * ROOT is the source tree, with build/yagura in it. Results go to DIRECTORY (ROOT/doc) as performance.md and performance.json.
 */
public final class Main {
    private static final int USAGE = 100;
    private static final int TROUBLE = 111;
    private static final long MB = 1_000_000;

    private final Effort effort;
    private final List<String> only;
    private final Path root;
    private final Path out;

    private Main(Effort effort, List<String> only, Path root, Path out) {
        this.effort = effort;
        this.only = only;
        this.root = root;
        this.out = out;
    }

    public static void main(String[] arguments) {
        Main main = parse(arguments);
        if (main == null) {
            System.err.println("bench: usage: bench [--quick] [--only PREFIX]... [--out DIRECTORY] ROOT");
            System.exit(USAGE);
            return;
        }
        try {
            System.exit(main.run() ? 0 : TROUBLE);
        } catch (IOException | InterruptedException e) {
            System.err.println("bench: fatal: " + e.getMessage());
            System.exit(TROUBLE);
        }
    }

    private static @Nullable Main parse(String[] arguments) {
        Effort effort = Effort.FULL;
        List<String> only = new ArrayList<>();
        Path root = null;
        Path out = null;
        for (int i = 0; i < arguments.length; i++) {
            boolean last = i == arguments.length - 1;
            switch (arguments[i]) {
                case "--quick" -> effort = Effort.QUICK;
                case "--only" -> {
                    if (last) {
                        return null;
                    }
                    only.add(arguments[++i]);
                }
                case "--out" -> {
                    if (last) {
                        return null;
                    }
                    out = Path.of(arguments[++i]);
                }
                default -> root = Path.of(arguments[i]);
            }
        }
        return root == null ? null : new Main(effort, only, root, out == null ? root.resolve("doc") : out);
    }

    private List<Benchmark> benchmarks() {
        boolean quick = effort == Effort.QUICK;
        List<Benchmark> all = new ArrayList<>(List.of(
                new Throughput(100, (quick ? 20 : 100) * MB, Source.FILE, false),
                new Throughput(100, (quick ? 20 : 100) * MB, Source.PIPE, false),
                new Throughput(20, (quick ? 8 : 30) * MB, Source.FILE, false),
                new Throughput(1000, (quick ? 50 : 200) * MB, Source.FILE, false),
                new Throughput(100, (quick ? 20 : 100) * MB, Source.FILE, true),
                new Memory(),
                new ServiceMemory(quick ? 60 : 200),
                new StartUp(),
                new Reaction(),
                new ManyServices(quick ? 100 : 500, quick ? 5_000 : 10_000),
                new Connections(10, quick ? 1_000 : 4_000, false),
                new Connections(40, quick ? 1_000 : 4_000, false),
                new Connections(10, quick ? 1_000 : 4_000, true),
                new Size()));
        all.addAll(Chain.all());
        return all;
    }

    private boolean run() throws IOException, InterruptedException {
        Results results = new Results();
        String load = Machine.load();
        Stage stage = new Stage(root.resolve("bench/src/main/c"), root.resolve("build/yagura"));
        Thread cleaner = new Thread(() -> closeQuietly(stage));
        Runtime.getRuntime().addShutdownHook(cleaner);
        if (!stage.installed(Suite.YAGURA)) {
            System.err.println("bench: build/yagura is not there: only the peers are measured");
        }
        for (Benchmark benchmark : benchmarks()) {
            if (wanted(benchmark)) {
                measure(benchmark, stage, results);
            }
        }
        Report report = new Report(Machine.here(), results, load, effort);
        Files.createDirectories(out);
        Files.writeString(out.resolve("performance.md"), report.markdown());
        Files.writeString(out.resolve("performance.json"), report.json());
        return results.failures().isEmpty();
    }

    private boolean wanted(Benchmark benchmark) {
        return only.isEmpty()
                || benchmark.figures().stream().anyMatch(figure -> only.stream().anyMatch(figure.id()::startsWith));
    }

    private void measure(Benchmark benchmark, Stage stage, Results results) throws IOException, InterruptedException {
        Figure first = benchmark.figures().get(0);
        List<Suite> suites = new ArrayList<>(benchmark.suites());
        suites.removeIf(suite -> !stage.installed(suite));
        for (int round = 0; round < benchmark.rounds(effort); round++) {
            for (Suite suite : List.copyOf(suites)) {
                try {
                    benchmark.measure(suite, stage, results);
                } catch (IOException e) {
                    System.err.println("bench: " + first.id() + ": " + suite.title + ": " + e.getMessage());
                    results.failed(suite, first, String.valueOf(e.getMessage()));
                    suites.remove(suite);
                }
            }
            // Nobody is always the first.
            Collections.rotate(suites, 1);
        }
        benchmark.finish(stage);
        for (Figure figure : benchmark.figures()) {
            results.summaries(figure)
                    .forEach((suite, summary) -> System.out.println(figure.id() + " " + suite.title + ": "
                            + Math.round(summary.median() * 1000) / 1000.0 + " " + figure.unit()));
        }
    }

    private static void closeQuietly(Stage stage) {
        try {
            stage.close();
        } catch (IOException e) {
            System.err.println("bench: could not clean up: " + e.getMessage());
        }
    }
}
