package org.yagura.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yagura.bench.Figure;
import org.yagura.bench.Results.Summary;
import org.yagura.bench.Suite;

/** How numbers and ratios are written and compared. */
final class Numbers {
    private static final double HUNDRED = 100;
    private static final double TEN = 10;

    private Numbers() {}

    static String number(double value) {
        if (!Double.isFinite(value)) {
            return "–";
        }
        if (Math.rint(value) == value || Math.abs(value) >= HUNDRED) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, Math.abs(value) >= TEN ? "%.1f" : "%.2f", value);
    }

    static String withUnit(double value, String unit) {
        return (number(value) + " " + unit).strip();
    }

    /** How many times better a value is than a peer's, whichever way is better. */
    static String ratio(Figure figure, double value, double peer) {
        double ratio = figure.better() == Figure.Better.LESS ? peer / value : value / peer;
        return Double.isFinite(ratio) ? String.format(Locale.ROOT, "%.2f", ratio) : "–";
    }

    static @Nullable Suite bestPeer(Figure figure, Map<Suite, Summary> summaries) {
        return best(figure, summaries, List.of(Suite.values()));
    }

    /** The peer among these that is best, if one was measured. */
    static @Nullable Suite best(Figure figure, Map<Suite, Summary> summaries, List<Suite> among) {
        Suite best = null;
        for (Suite suite : among) {
            if (suite.peer()
                    && summaries.containsKey(suite)
                    && (best == null || isBetter(figure, median(summaries, suite), median(summaries, best)))) {
                best = suite;
            }
        }
        return best;
    }

    static double median(Map<Suite, Summary> summaries, Suite suite) {
        Summary summary = summaries.get(suite);
        return summary == null ? Double.NaN : summary.median();
    }

    static String noise(Map<Suite, Summary> summaries) {
        double one = median(summaries, Suite.YAGURA);
        double again = median(summaries, Suite.YAGURA_AGAIN);
        double off = Math.abs(again / one - 1) * HUNDRED;
        return Double.isFinite(off) ? String.format(Locale.ROOT, "%.0f %%", off) : "–";
    }

    private static boolean isBetter(Figure figure, double one, double other) {
        return figure.better() == Figure.Better.LESS ? one < other : one > other;
    }
}
