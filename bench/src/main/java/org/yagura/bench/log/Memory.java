package org.yagura.bench.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.yagura.bench.Benchmark;
import org.yagura.bench.Deadline;
import org.yagura.bench.Figure;
import org.yagura.bench.ProcessFacts;
import org.yagura.bench.Results;
import org.yagura.bench.Stage;
import org.yagura.bench.Suite;

/** The memory of one logger that has taken lines at full rate and is idle again. */
public final class Memory implements Benchmark {
    private static final int LINE = 100;
    private static final int COUNT = 100_000;
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

    @Override
    public List<Figure> figures() {
        return List.of(PEAK, PSS, PRIVATE, TABLES);
    }

    @Override
    public List<Suite> suites() {
        return Suite.SUPERVISORS;
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
        ProcessBuilder builder =
                new ProcessBuilder(Loggers.command(suite, stage, directory, false)).directory(directory.toFile());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.appendTo(stage.log().toFile()));
        Process logger = builder.start();
        try (OutputStream to = logger.getOutputStream()) {
            Files.copy(input, to);
            to.flush();
            long whole = lines.bytes() + (long) Loggers.STAMP * COUNT;
            Path current = directory.resolve("main").resolve("current");
            Deadline.await(
                    "all lines in the log", PATIENCE, () -> Files.exists(current) && Files.size(current) >= whole);
            ProcessFacts facts = ProcessFacts.of(logger.pid());
            results.add(PEAK, suite, (double) facts.peakKib());
            results.add(PSS, suite, (double) facts.pssKib());
            results.add(PRIVATE, suite, (double) facts.privateDirtyKib());
            results.add(TABLES, suite, (double) facts.pageTablesKib());
        }
        if (logger.waitFor() != 0) {
            throw new IOException("exited " + logger.exitValue());
        }
        lines.check(directory.resolve("main"), Loggers.STAMP, false);
        Stage.remove(directory);
    }
}
