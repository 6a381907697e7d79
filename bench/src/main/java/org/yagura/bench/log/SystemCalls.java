package org.yagura.bench.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.yagura.bench.Benchmark;
import org.yagura.bench.Figure;
import org.yagura.bench.Results;
import org.yagura.bench.Stage;
import org.yagura.bench.Suite;

/** How often a logger calls the kernel for a full pipe, as strace counts it. */
public final class SystemCalls implements Benchmark {
    private static final int LINE = 100;
    private static final int FEW = 30_000;
    private static final int MANY = 150_000;
    private static final double PIPE_BYTES = 65_536;
    private static final Figure CALLS = new Figure(
            "log.calls",
            "System calls for 64 KiB of lines from a pipe",
            "",
            Figure.Better.LESS,
            "Lines of 100 bytes, stamped; counted by strace, readings of the clock apart: the difference between " + FEW
                    + " and " + MANY + " lines. The least is a read and a write.");

    @Override
    public Area area() {
        return Area.LOGGING;
    }

    @Override
    public List<Figure> figures() {
        return List.of(CALLS);
    }

    @Override
    public List<Suite> suites() {
        return List.of(Suite.YAGURA, Suite.DAEMONTOOLS, Suite.RUNIT, Suite.S6, Suite.FLOOR);
    }

    @Override
    public int rounds(Effort effort) {
        // A count, but not without chance: who is kept from writing meanwhile leaves the pipe half empty.
        return effort == Effort.QUICK ? 1 : 5;
    }

    @Override
    public Duration atMost(Effort effort) {
        return Duration.ofSeconds(60);
    }

    @Override
    public void measure(Suite suite, Stage stage, Results results) throws IOException, InterruptedException {
        if (!stage.programs.canTrace()) {
            results.note("There is no strace here: system calls were not counted.");
            return;
        }
        long few = count(suite, stage, FEW);
        long many = count(suite, stage, MANY);
        results.add(CALLS, suite, (many - few) * PIPE_BYTES / ((double) (MANY - FEW) * LINE));
    }

    private static long count(Suite suite, Stage stage, int count) throws IOException, InterruptedException {
        Lines lines = new Lines(LINE, count);
        Path directory = stage.directory();
        Path input = directory.resolve("input");
        lines.write(input);
        Path out = directory.resolve("strace");
        List<String> command = new ArrayList<>(
                List.of(stage.programs.strace(), "-c", "-e", "trace=!clock_gettime", "-o", out.toString()));
        command.addAll(Loggers.command(suite, stage, List.of(directory), false));
        stage.timed(suite, 1, Loggers.piped(input, suite, command), input, directory);
        lines.check(directory.resolve("main"), Loggers.stamp(suite), false);
        long calls = -1;
        for (String line : Files.readAllLines(out)) {
            List<String> words = Stage.words(line);
            if (words.size() >= 5 && words.get(words.size() - 1).equals("total")) {
                calls = Long.parseLong(words.get(3));
            }
        }
        Stage.remove(directory);
        if (calls < 0) {
            throw new IOException("strace tells no sum");
        }
        return calls;
    }
}
