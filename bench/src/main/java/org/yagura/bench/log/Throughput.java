package org.yagura.bench.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.bench.Benchmark;
import org.yagura.bench.Figure;
import org.yagura.bench.Results;
import org.yagura.bench.Stage;
import org.yagura.bench.Suite;

/** How many bytes of lines a logger takes in a second. */
public final class Throughput implements Benchmark {
    private static final double NS_PER_SECOND = 1e9;
    private static final double BYTES_PER_MB = 1e6;

    /** Where the lines come from. */
    public enum Source {
        FILE,
        PIPE
    }

    private final Lines lines;
    private final Source source;
    private final boolean selective;
    private final Figure rate;
    private final Figure cost;
    private @Nullable Path input;

    public Throughput(int lineLength, long bytes, Source source, boolean selective) {
        this.lines = new Lines(lineLength, Math.toIntExact(bytes / lineLength));
        this.source = source;
        this.selective = selective;
        String id = "log." + (source == Source.PIPE ? "pipe." : "") + (selective ? "select." : "") + lineLength;
        String what = "lines of " + lineLength + " bytes" + (source == Source.PIPE ? " from a pipe" : " from a file")
                + (selective ? ", one in ten selected by a pattern" : "");
        String note = "Stamped (`t`), log and input on tmpfs, files of 16 MB, " + lines.count()
                + " lines"
                + (source == Source.PIPE ? ", written by `cat`; Yagura keeps its journal" : "")
                + ". cat: it copies to a file and does nothing else. Floor: a C program that stamps"
                + (selective ? ", compares eight bytes" : "")
                + (source == Source.PIPE ? ", asks before each read how much there is, as a journal has to," : "")
                + " and writes files of 16 MB. Checked: all lines there, in order, each behind a stamp.";
        this.rate = new Figure(id + ".rate", "Logging, " + what, "MB/s", Figure.Better.MORE, note);
        this.cost = new Figure(
                id + ".cpu",
                "Processor time a line, " + what,
                "ns",
                Figure.Better.LESS,
                source == Source.PIPE ? "With that of the `cat` that feeds the pipe." : "");
    }

    @Override
    public Area area() {
        return Area.LOGGING;
    }

    @Override
    public List<Figure> figures() {
        return List.of(rate, cost);
    }

    @Override
    public List<Suite> suites() {
        // cat cannot select.
        return selective ? Suite.with(Suite.TOOLS, Suite.FLOOR) : Suite.with(Suite.TOOLS, Suite.CAT, Suite.FLOOR);
    }

    @Override
    public int rounds(Effort effort) {
        return effort == Effort.QUICK ? 2 : 7;
    }

    @Override
    public Duration atMost(Effort effort) {
        return Duration.ofSeconds(effort == Effort.QUICK ? 10 : 20);
    }

    @Override
    public void measure(Suite suite, Stage stage, Results results) throws IOException, InterruptedException {
        Path from = input;
        if (from == null) {
            from = stage.directory().resolve("input");
            lines.write(from);
            input = from;
        }
        Path directory = stage.directory();
        List<String> command = Loggers.command(suite, stage, List.of(directory), selective);
        if (source == Source.PIPE) {
            command = Loggers.piped(from, suite, command);
        }
        Stage.Run run = stage.timed(suite, 1, command, from, directory).get(0);
        lines.check(directory.resolve("main"), Loggers.stamp(suite), selective);
        Stage.remove(directory);
        results.add(rate, suite, lines.bytes() / BYTES_PER_MB / (run.wallNs() / NS_PER_SECOND));
        results.add(cost, suite, (double) run.cpuNs() / lines.count());
    }

    @Override
    public void finish(Stage stage, Results results) throws IOException {
        if (input != null) {
            Files.delete(input);
            input = null;
        }
    }
}
