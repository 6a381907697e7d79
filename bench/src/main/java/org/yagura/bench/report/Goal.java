package org.yagura.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yagura.bench.Figure;
import org.yagura.bench.Results;
import org.yagura.bench.Results.Summary;
import org.yagura.bench.Suite;

/**
 * Something to be reached.
 *
 * @param number of the goal that it is a part of
 * @param what is wanted, for people
 * @param figure name of the figure that tells
 * @param worst whether the worst value counts, not the median
 * @param against whose best is the measure; none where the limit is a value
 * @param factor so many times theirs, or the value
 */
record Goal(int number, String what, String figure, boolean worst, List<Suite> against, double factor) {
    private static final String RATE = ".rate";

    /** Whether it is reached. */
    enum Outcome {
        REACHED("reached"),
        MISSED("**not reached**"),
        UNKNOWN("not measured");

        final String words;

        Outcome(String words) {
            this.words = words;
        }
    }

    /**
     * What came of it.
     *
     * @param measured our value and its unit
     * @param limit what was to be reached, in the same unit
     * @param ratio our value to that of the peer, as the goal counts
     * @param why where it is missed: what the floor reaches
     */
    record Verdict(Goal goal, Outcome outcome, String measured, String limit, String ratio, String why) {}

    Verdict judge(Results results) {
        Figure found = results.figure(figure);
        if (found == null) {
            return unknown();
        }
        Map<Suite, Summary> summaries = results.summaries(found);
        Summary ours = summaries.get(Suite.YAGURA);
        if (ours == null) {
            return unknown();
        }
        boolean less = found.better() == Figure.Better.LESS;
        double value = worst ? (less ? ours.max() : ours.min()) : ours.median();
        double limit = factor;
        double theirs = Double.NaN;
        Suite measure = null;
        if (!against.isEmpty()) {
            measure = measure(found, summaries);
            if (measure == null) {
                return unknown();
            }
            theirs = Numbers.median(summaries, measure);
            limit = factor * theirs;
        }
        boolean reached = less ? value <= limit : value >= limit;
        String sign = less ? "≤ " : "≥ ";
        String wanted = sign
                + Numbers.withUnit(limit, found.unit())
                + (measure == null ? "" : " (" + Numbers.number(factor) + " × " + measure.title + ")");
        return new Verdict(
                this,
                reached ? Outcome.REACHED : Outcome.MISSED,
                Numbers.withUnit(value, found.unit()),
                wanted,
                measure == null ? "" : Numbers.number(value / theirs),
                reached ? "" : why(results, found, summaries, theirs));
    }

    private @Nullable Suite measure(Figure found, Map<Suite, Summary> summaries) {
        Suite only = against.get(0);
        if (against.size() == 1) {
            return summaries.containsKey(only) ? only : null;
        }
        return Numbers.best(found, summaries, against);
    }

    /** What programs reach that do less than any logger or supervisor can. */
    private String why(Results results, Figure found, Map<Suite, Summary> summaries, double theirs) {
        List<String> parts = new ArrayList<>();
        for (Suite suite : List.of(Suite.FLOOR, Suite.FLOOR_TELLING, Suite.RUN_ALONE, Suite.CAT)) {
            Summary summary = summaries.get(suite);
            if (summary != null && !against.contains(suite)) {
                String ratio =
                        Double.isNaN(theirs) ? "" : ", " + Numbers.number(summary.median() / theirs) + " × theirs";
                parts.add((suite.floor() ? "the " : "") + suite.title + " "
                        + Numbers.withUnit(summary.median(), found.unit()) + ratio);
            }
        }
        if (figure.endsWith(RATE)) {
            String cost = figure.substring(0, figure.length() - RATE.length()) + ".cpu";
            processorTime(results, cost, parts);
        }
        parts.add("noise " + Numbers.noise(summaries));
        return String.join("; ", parts);
    }

    private static void processorTime(Results results, String cost, List<String> parts) {
        List<String> each = new ArrayList<>();
        for (Suite suite : List.of(Suite.YAGURA, Suite.FLOOR, Suite.CAT)) {
            Summary summary = results.summary(cost, suite);
            if (summary != null) {
                each.add(suite.title + " " + Numbers.withUnit(summary.median(), "ns"));
            }
        }
        if (!each.isEmpty()) {
            parts.add("processor time a line: " + String.join(", ", each));
        }
    }

    private Verdict unknown() {
        return new Verdict(this, Outcome.UNKNOWN, "–", "–", "", "");
    }
}
