package org.yagura.bench.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final Map<Stage, Path> inputs = new HashMap<>();

    public Throughput(int lineLength, long bytes, Source source, boolean selective) {
        this.lines = new Lines(lineLength, Math.toIntExact(bytes / lineLength));
        this.source = source;
        this.selective = selective;
        String id = "log." + (source == Source.PIPE ? "pipe." : "") + (selective ? "select." : "") + lineLength;
        String what = "lines of " + lineLength + " bytes" + (source == Source.PIPE ? " from a pipe" : "")
                + (selective ? ", one in ten selected by a pattern" : "");
        String note = "Stamped (`t`), log and input on tmpfs, files of 16 MB, " + lines.count()
                + " lines; floor: `cat` into a file. Checked: all lines there, in order, each behind a stamp.";
        this.rate = new Figure(id + ".rate", "Logging, " + what, "MB/s", Figure.Better.MORE, note);
        this.cost = new Figure(
                id + ".cpu",
                "Processor time a line, " + what,
                "ns",
                Figure.Better.LESS,
                source == Source.PIPE ? "With that of the `cat` that feeds the pipe." : "");
    }

    @Override
    public List<Figure> figures() {
        return List.of(rate, cost);
    }

    @Override
    public List<Suite> suites() {
        return selective ? Suite.SUPERVISORS : Suite.ALL;
    }

    @Override
    public int rounds(Effort effort) {
        return effort == Effort.QUICK ? 2 : 7;
    }

    @Override
    public void measure(Suite suite, Stage stage, Results results) throws IOException, InterruptedException {
        Path input = inputs.get(stage);
        if (input == null) {
            input = stage.directory().resolve("input");
            lines.write(input);
            inputs.put(stage, input);
        }
        Path directory = stage.directory();
        List<String> command = Loggers.command(suite, stage, directory, selective);
        if (source == Source.PIPE) {
            List<String> piped = new ArrayList<>(List.of("/bin/sh", "-c", "cat \"$0\" | \"$@\"", input.toString()));
            piped.addAll(command);
            command = piped;
        }
        Stage.Run run = stage.timed(1, command, input, directory).get(0);
        lines.check(directory.resolve("main"), suite == Suite.FLOOR ? 0 : Loggers.STAMP, selective);
        Stage.remove(directory);
        results.add(rate, suite, lines.bytes() / BYTES_PER_MB / (run.wallNs() / NS_PER_SECOND));
        results.add(cost, suite, (double) run.cpuNs() / lines.count());
    }

    @Override
    public void finish(Stage stage) throws IOException {
        Path input = inputs.remove(stage);
        if (input != null) {
            Files.delete(input);
        }
    }
}
