package org.yagura.bench.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.yagura.bench.Benchmark;
import org.yagura.bench.Curve;
import org.yagura.bench.Figure;
import org.yagura.bench.Results;
import org.yagura.bench.Stage;
import org.yagura.bench.Suite;

/** How many bytes of lines many loggers take at once, each from a pipe of its own. */
public final class ManyLoggers implements Benchmark {
    private static final double NS_PER_SECOND = 1e9;
    private static final double BYTES_PER_MB = 1e6;
    private static final int LINE = 100;
    /** With less the start of the processes is most of it. */
    private static final long LEAST = 2_000_000;

    private final List<Integer> numbers;
    private final long bytes;
    private final long least;
    private final Curve rate;

    /**
     * A measurement.
     *
     * @param numbers so many loggers at once, one number after the other
     * @param bytes what all of them take together
     */
    public ManyLoggers(List<Integer> numbers, long bytes) {
        this.numbers = List.copyOf(numbers);
        this.bytes = bytes;
        this.least = Math.min(bytes, LEAST);
        this.rate = new Curve(
                "growth.logging",
                "Logging, all loggers together",
                "MB/s",
                "loggers at once",
                Figure.Better.MORE,
                false,
                "Lines of 100 bytes, stamped, " + Math.round(bytes / BYTES_PER_MB)
                        + " MB in all, but 2 MB each at the least; each logger fed by a `cat` through a pipe. The start of these processes is part of it. "
                        + "Checked: all lines there.");
    }

    @Override
    public Area area() {
        return Area.GROWTH;
    }

    @Override
    public List<Figure> figures() {
        return List.of();
    }

    @Override
    public List<Curve> curves() {
        return List.of(rate);
    }

    @Override
    public List<Suite> suites() {
        return Suite.with(Suite.TOOLS, Suite.FLOOR);
    }

    @Override
    public int rounds(Effort effort) {
        return effort == Effort.QUICK ? 1 : 3;
    }

    @Override
    public Duration atMost(Effort effort) {
        return Duration.ofSeconds(90);
    }

    @Override
    public void measure(Suite suite, Stage stage, Results results) throws IOException, InterruptedException {
        for (int number : numbers) {
            Lines lines = new Lines(LINE, Math.toIntExact(Math.max(bytes / number, least) / LINE));
            Path directory = stage.directory();
            Path input = directory.resolve("input");
            lines.write(input);
            List<Path> places = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                places.add(Files.createDirectory(directory.resolve(Integer.toString(i))));
            }
            List<String> command = Loggers.piped(input, suite, Loggers.command(suite, stage, places, false));
            Stage.Run run = stage.together(suite, number, command, input, directory);
            for (Path place : places) {
                lines.check(place.resolve("main"), Loggers.stamp(suite), false);
            }
            Stage.remove(directory);
            results.add(rate, suite, number, lines.bytes() * number / BYTES_PER_MB / (run.wallNs() / NS_PER_SECOND));
        }
    }
}
