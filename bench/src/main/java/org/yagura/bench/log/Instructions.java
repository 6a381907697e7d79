package org.yagura.bench.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yagura.bench.Benchmark;
import org.yagura.bench.Figure;
import org.yagura.bench.Results;
import org.yagura.bench.Stage;
import org.yagura.bench.Suite;

/** How many instructions a logger takes for a line, as callgrind counts them: free of the noise that times have. */
public final class Instructions implements Benchmark {
    private static final Path VALGRIND = Path.of("/usr/bin/valgrind");
    private static final int FEW = 4_000;
    private static final int MANY = 24_000;

    /** One kind of lines. */
    private record Case(int length, boolean piped, boolean selective) {}

    private final Map<Case, Figure> cases = new LinkedHashMap<>();

    /**
     * A measurement.
     *
     * @param few whether only lines of 100 bytes are counted
     */
    public Instructions(boolean few) {
        add(new Case(100, false, false), "100", "lines of 100 bytes from a file");
        add(new Case(100, true, false), "pipe.100", "lines of 100 bytes from a pipe");
        if (few) {
            return;
        }
        add(new Case(20, false, false), "20", "lines of 20 bytes from a file");
        add(new Case(1000, false, false), "1000", "lines of 1000 bytes from a file");
        add(new Case(100, false, true), "select.100", "lines of 100 bytes from a file, one in ten selected");
    }

    private void add(Case one, String id, String what) {
        String note = one.length == 100 && !one.piped && !one.selective
                ? "Counted by callgrind, outside of the kernel: the difference between " + FEW + " and " + MANY
                        + " lines, for each line."
                : "As before.";
        cases.put(
                one,
                new Figure(
                        "log." + id + ".instructions", "Instructions a line, " + what, "", Figure.Better.LESS, note));
    }

    @Override
    public Area area() {
        return Area.LOGGING;
    }

    @Override
    public List<Figure> figures() {
        return List.copyOf(cases.values());
    }

    @Override
    public List<Suite> suites() {
        return List.of(Suite.YAGURA, Suite.DAEMONTOOLS, Suite.RUNIT, Suite.S6, Suite.FLOOR);
    }

    @Override
    public int rounds(Effort effort) {
        return 1;
    }

    @Override
    public Duration atMost(Effort effort) {
        return Duration.ofSeconds(60);
    }

    @Override
    public void measure(Suite suite, Stage stage, Results results) throws IOException, InterruptedException {
        if (!Files.isExecutable(VALGRIND)) {
            results.note("There is no valgrind here: instructions were not counted.");
            return;
        }
        for (Map.Entry<Case, Figure> one : cases.entrySet()) {
            long few = count(suite, stage, one.getKey(), FEW);
            long many = count(suite, stage, one.getKey(), MANY);
            results.add(one.getValue(), suite, (double) (many - few) / (MANY - FEW));
        }
    }

    private static long count(Suite suite, Stage stage, Case one, int count) throws IOException, InterruptedException {
        Lines lines = new Lines(one.length, count);
        Path directory = stage.directory();
        Path input = directory.resolve("input");
        lines.write(input);
        Path out = directory.resolve("callgrind");
        List<String> command =
                new ArrayList<>(List.of(VALGRIND.toString(), "-q", "--tool=callgrind", "--callgrind-out-file=" + out));
        command.addAll(Loggers.command(suite, stage, List.of(directory), one.selective));
        stage.timed(suite, 1, one.piped ? Loggers.piped(input, suite, command) : command, input, directory);
        lines.check(directory.resolve("main"), Loggers.stamp(suite), one.selective);
        long instructions = -1;
        for (String line : Files.readAllLines(out)) {
            if (line.startsWith("totals:") || line.startsWith("summary:")) {
                instructions = Long.parseLong(Stage.words(line).get(1));
            }
        }
        Stage.remove(directory);
        if (instructions < 0) {
            throw new IOException("callgrind tells no sum");
        }
        return instructions;
    }
}
