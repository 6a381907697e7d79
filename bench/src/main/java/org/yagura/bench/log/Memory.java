package org.yagura.bench.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.yagura.bench.Benchmark;
import org.yagura.bench.Deadline;
import org.yagura.bench.Figure;
import org.yagura.bench.ProcessFacts;
import org.yagura.bench.Results;
import org.yagura.bench.Stage;
import org.yagura.bench.Suite;

/** The memory of one logger that has taken lines at full rate and is idle again; and how soon a single line is written then. */
public final class Memory implements Benchmark {
    private static final int LINE = 100;
    private static final int COUNT = 100_000;
    private static final int TRICKLE = 9;
    private static final long TRICKLE_MS = 100;
    private static final double NS_PER_MS = 1e6;
    private static final String NOTE = "One process, alone, after 10 MB in lines of 100 bytes at full rate.";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Figure PEAK =
            new Figure("log.memory.peak", "Logger: peak resident size", "KiB", Figure.Better.LESS, NOTE);
    private static final Figure PSS =
            new Figure("log.memory.pss", "Logger: Pss", "KiB", Figure.Better.LESS, "As before.");
    private static final Figure PRIVATE =
            new Figure("log.memory.private", "Logger: private and dirty", "KiB", Figure.Better.LESS, "As before.");
    private static final Figure TABLES =
            new Figure("log.memory.tables", "Logger: page tables", "KiB", Figure.Better.LESS, "As before.");
    private static final Figure SINGLE = new Figure(
            "log.trickle",
            "A single line, from the pipe to the file",
            "ms",
            Figure.Better.LESS,
            "A line every tenth of a second; from its write into the pipe until it can be read in `current`.");

    @Override
    public Area area() {
        return Area.MEMORY;
    }

    @Override
    public List<Figure> figures() {
        return List.of(PEAK, PSS, PRIVATE, TABLES, SINGLE);
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
    public void measure(Suite suite, Stage stage, Results results) throws IOException, InterruptedException {
        Path directory = stage.directory();
        Lines lines = new Lines(LINE, COUNT);
        Path input = directory.resolve("input");
        lines.write(input);
        ProcessBuilder builder = stage.process(suite, Loggers.command(suite, stage, List.of(directory), false))
                .directory(directory.toFile());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Process logger = builder.start();
        try (OutputStream to = logger.getOutputStream()) {
            Files.copy(input, to);
            to.flush();
            long whole = lines.bytes() + (long) Loggers.stamp(suite) * COUNT;
            Path current = directory.resolve("main").resolve("current");
            Deadline.await(
                    "all lines in the log", PATIENCE, () -> Files.exists(current) && Files.size(current) >= whole);
            lines.check(directory.resolve("main"), Loggers.stamp(suite), false);
            ProcessFacts facts = ProcessFacts.of(logger.pid());
            results.add(PEAK, suite, (double) facts.peakKib());
            results.add(PSS, suite, (double) facts.pssKib());
            results.add(PRIVATE, suite, (double) facts.privateDirtyKib());
            results.add(TABLES, suite, (double) facts.pageTablesKib());
            results.add(SINGLE, suite, single(to, current, whole, Loggers.stamp(suite)));
        } finally {
            if (!logger.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                logger.destroyForcibly();
            }
        }
        if (logger.exitValue() != 0) {
            throw new IOException("exited " + logger.exitValue());
        }
        Stage.remove(directory);
    }

    private static double single(OutputStream to, Path current, long whole, int stamp)
            throws IOException, InterruptedException {
        byte[] line = "a line that comes alone\n".getBytes(StandardCharsets.US_ASCII);
        double[] ms = new double[TRICKLE];
        for (int i = 0; i < TRICKLE; i++) {
            Thread.sleep(TRICKLE_MS);
            long wanted = whole + (long) (i + 1) * (stamp + line.length);
            long beginNs = System.nanoTime();
            to.write(line);
            to.flush();
            while (Files.size(current) < wanted) {
                if (System.nanoTime() - beginNs > PATIENCE.toNanos()) {
                    throw new IOException("a single line is not written");
                }
                Thread.onSpinWait();
            }
            ms[i] = (System.nanoTime() - beginNs) / NS_PER_MS;
        }
        return Results.median(ms);
    }
}
