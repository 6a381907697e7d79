package org.yagura.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.yagura.bench.Benchmark.Effort;
import org.yagura.bench.Curve;
import org.yagura.bench.Machine;
import org.yagura.bench.Results;

/** The figures as a page for people, with plots, and as JSON for programs. */
public final class Report {
    /** The directory of the plots, beside the page. */
    static final String PLOTS = "performance";

    /**
     * Under which circumstances was measured.
     *
     * @param load load average before
     * @param effort how thoroughly
     * @param seconds how long it took
     */
    public record Circumstances(String load, Effort effort, double seconds) {}

    private final Machine machine;
    private final Results results;
    private final Circumstances circumstances;

    public Report(Machine machine, Results results, Circumstances circumstances) {
        this.machine = machine;
        this.results = results;
        this.circumstances = circumstances;
    }

    public String markdown() {
        return new Page(machine, results, circumstances).markdown();
    }

    public String json() {
        return new Json(machine, results, circumstances).text();
    }

    /** The goals that were missed, and how many were not, for a terminal. */
    public String goals() {
        List<Goal.Verdict> verdicts = Goals.judge(results);
        StringBuilder said = new StringBuilder();
        for (Goal.Verdict verdict : verdicts) {
            if (verdict.outcome() != Goal.Outcome.UNKNOWN) {
                said.append(verdict.outcome() == Goal.Outcome.REACHED ? "reached      " : "NOT reached  ")
                        .append(verdict.goal().number())
                        .append(" ")
                        .append(verdict.goal().what())
                        .append(": ")
                        .append(verdict.measured())
                        .append(", wanted ")
                        .append(verdict.limit())
                        .append("\n");
            }
        }
        return said.append(count(verdicts)).append("\n").toString();
    }

    static String count(List<Goal.Verdict> verdicts) {
        return count(verdicts, Goal.Outcome.REACHED) + " reached, " + count(verdicts, Goal.Outcome.MISSED)
                + " not reached, " + count(verdicts, Goal.Outcome.UNKNOWN) + " not measured.";
    }

    private static long count(List<Goal.Verdict> verdicts, Goal.Outcome outcome) {
        return verdicts.stream().filter(verdict -> verdict.outcome() == outcome).count();
    }

    /** Writes performance.md, performance.json and the plots. */
    public void write(Path directory) throws IOException {
        Path plots = Files.createDirectories(directory.resolve(PLOTS));
        Files.writeString(directory.resolve("performance.md"), markdown());
        Files.writeString(directory.resolve("performance.json"), json());
        for (Curve curve : results.curves()) {
            draw(curve, plots.resolve(curve.id() + ".svg"));
        }
    }

    /** A plot that cannot be drawn (where a machine has no fonts, say) does not take the rest with it. */
    private void draw(Curve curve, Path file) throws IOException {
        byte[] svg;
        try {
            svg = Plot.svg(curve, results.medians(curve));
        } catch (RuntimeException | LinkageError | InternalError e) {
            System.err.println("bench: unable to draw " + curve.id() + ": " + e);
            return;
        }
        if (svg.length > 0) {
            Files.write(file, svg);
        }
    }
}
