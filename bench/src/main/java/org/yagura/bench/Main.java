package org.yagura.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.yagura.bench.Benchmark.Area;
import org.yagura.bench.Benchmark.Effort;
import org.yagura.bench.report.Report;

/**
 * Runs the benchmarks.
 *
 * <pre>
 *   [--quick] [--only PART]... [--log-gb N] [--out DIRECTORY] ROOT
 * </pre>
 *
 * ROOT is the source tree, with build/yagura in it. A PART is an area (logging, memory, boot, reaction, start, net, size, growth) or the
 * beginning of a figure's name in the machine-readable file. An hour is looked for in N GB of log, 1 by default, on the disk of /var/tmp. Results go to DIRECTORY as performance.md, performance.json and plots; a
 * whole run at full length puts them into ROOT/doc, any other into ROOT/build/bench.
 */
public final class Main {
    private static final int USAGE = 100;
    private static final int TROUBLE = 111;

    private final Effort effort;
    private final List<String> only;
    private final int searchedGb;
    private final Path root;
    private final @Nullable Path out;

    private Main(Effort effort, List<String> only, int searchedGb, Path root, @Nullable Path out) {
        this.effort = effort;
        this.only = only;
        this.searchedGb = searchedGb;
        this.root = root;
        this.out = out;
    }

    public static void main(String[] arguments) {
        Main main = parse(arguments);
        if (main == null) {
            System.err.println("bench: usage: bench [--quick] [--only PART]... [--log-gb N] [--out DIRECTORY] ROOT");
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
        int searchedGb = 0;
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
                case "--log-gb" -> {
                    if (last || !arguments[i + 1].matches("[1-9][0-9]{0,3}")) {
                        return null;
                    }
                    searchedGb = Integer.parseInt(arguments[++i]);
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
        return root == null ? null : new Main(effort, only, searchedGb, root, out);
    }

    private boolean run() throws IOException, InterruptedException {
        Results results = new Results();
        String load = Machine.load();
        long begunNs = System.nanoTime();
        List<Benchmark> wanted = Plan.benchmarks(effort, searchedGb).stream()
                .filter(benchmark -> isWanted(benchmark, only))
                .toList();
        if (wanted.isEmpty()) {
            System.err.println("bench: fatal: nothing is called " + only);
            return false;
        }
        Stage stage = new Stage(root);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> closeQuietly(stage)));
        if (!stage.programs.installed(Suite.YAGURA)) {
            System.err.println("bench: build/yagura is not there: only the peers are measured");
        }
        Machine machine = Machine.here(root, stage.programs);
        Runner runner = new Runner(stage, results, effort);
        Path sofar = root.resolve("build/bench");
        for (Benchmark benchmark : wanted) {
            runner.run(benchmark);
            // What there is so far is there also when the run is broken off.
            report(machine, results, load, begunNs).write(sofar);
        }
        Report report = report(machine, results, load, begunNs);
        boolean whole = effort == Effort.FULL && only.isEmpty();
        Path to = out != null ? out : whole ? root.resolve("doc") : sofar;
        report.write(to);
        System.out.println("# " + to.resolve("performance.md"));
        System.out.print(report.goals());
        return results.failures().isEmpty();
    }

    private Report report(Machine machine, Results results, String load, long begunNs) {
        return new Report(
                machine, results, new Report.Circumstances(load, effort, (System.nanoTime() - begunNs) / 1e9));
    }

    static boolean isWanted(Benchmark benchmark, List<String> only) {
        return only.isEmpty() || only.stream().anyMatch(part -> isPart(benchmark, part));
    }

    private static boolean isPart(Benchmark benchmark, String part) {
        Area area = benchmark.area();
        return area.name().toLowerCase(Locale.ROOT).equals(part)
                || benchmark.figures().stream().anyMatch(figure -> figure.id().startsWith(part))
                || benchmark.curves().stream().anyMatch(curve -> curve.id().startsWith(part));
    }

    private static void closeQuietly(Stage stage) {
        try {
            stage.close();
        } catch (IOException e) {
            System.err.println("bench: could not clean up: " + e.getMessage());
        }
    }
}
