package org.yagura.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yagura.bench.Results.Summary;

/** The figures as a page for people, and as JSON for programs. */
final class Report {
    private static final double HUNDRED = 100;
    private static final double TEN = 10;

    private final Machine machine;
    private final Results results;
    private final String load;
    private final Benchmark.Effort effort;

    Report(Machine machine, Results results, String load, Benchmark.Effort effort) {
        this.effort = effort;
        this.machine = machine;
        this.results = results;
        this.load = load;
    }

    String markdown() {
        StringBuilder page = new StringBuilder();
        page.append("# Performance\n\n");
        page.append(
                "Written by `make bench`; not edited by hand. All suites were measured in turns in one run, so ratios can be\n");
        page.append(
                "trusted further than absolute values. Each benchmark checks first that the work was done right.\n\n");
        page.append("- Machine: ")
                .append(machine.processor())
                .append(", ")
                .append(machine.processors())
                .append(" processors, ");
        page.append(machine.memory())
                .append(", Linux ")
                .append(machine.kernel())
                .append("\n");
        page.append("- Date: ")
                .append(machine.date())
                .append("; load before the run: ")
                .append(load)
                .append("\n");
        machine.versions()
                .forEach((name, version) -> page.append("- ")
                        .append(name)
                        .append(": ")
                        .append(version)
                        .append("\n"));
        page.append(
                "- *Yagura again* is the same program measured a second time: how far it is off Yagura is the noise.\n");
        page.append("- *Ratio* is to the best peer; above 1 is better than it, whichever way is better.\n");
        if (Double.parseDouble(load) > machine.processors() / 2.0) {
            page.append(
                    "- **The machine was busy with other work**: times of waiting say little, processor times and memory more.\n");
        }
        if (effort == Benchmark.Effort.QUICK) {
            page.append("- **A quick run**: less work and fewer rounds than `make bench` does; the noise is higher.\n");
        }
        for (String failure : results.failures()) {
            page.append("- **Failed:** ").append(failure).append("\n");
        }
        summary(page);
        for (Figure figure : results.figures()) {
            table(page, figure);
        }
        return page.toString();
    }

    private void summary(StringBuilder page) {
        page.append("\n## In short\n\n| | Yagura | best peer | ratio | noise |\n|---|---:|---:|---:|---:|\n");
        for (Figure figure : results.figures()) {
            Map<Suite, Summary> summaries = results.summaries(figure);
            Summary ours = summaries.get(Suite.YAGURA);
            Suite best = bestPeer(figure, summaries);
            if (ours == null || best == null) {
                continue;
            }
            double peer = median(summaries, best);
            page.append("| ")
                    .append(figure.title())
                    .append(" | ")
                    .append(withUnit(ours.median(), figure))
                    .append(" | ");
            page.append(withUnit(peer, figure)).append(" (").append(best.title).append(") | ");
            page.append(ratio(figure, ours.median(), peer))
                    .append(" | ")
                    .append(noise(summaries))
                    .append(" |\n");
        }
    }

    private void table(StringBuilder page, Figure figure) {
        Map<Suite, Summary> summaries = results.summaries(figure);
        Suite best = bestPeer(figure, summaries);
        page.append("\n## ").append(figure.title()).append("\n\n");
        if (!figure.note().isEmpty()) {
            page.append(figure.note()).append("\n\n");
        }
        String unit = figure.unit().isEmpty() ? "" : ", " + figure.unit();
        page.append("| | median").append(unit).append(" | min | max | n | ratio |\n|---|---:|---:|---:|---:|---:|\n");
        summaries.forEach((suite, summary) -> {
            page.append("| ")
                    .append(suite.title)
                    .append(" | ")
                    .append(number(summary.median()))
                    .append(" | ");
            page.append(number(summary.min()))
                    .append(" | ")
                    .append(number(summary.max()))
                    .append(" | ");
            page.append(summary.count()).append(" | ");
            page.append(best == null ? "" : ratio(figure, summary.median(), median(summaries, best)))
                    .append(" |\n");
        });
    }

    String json() {
        StringBuilder json = new StringBuilder("{\n");
        json.append("  \"date\": ").append(quoted(machine.date())).append(",\n");
        json.append("  \"processor\": ").append(quoted(machine.processor())).append(",\n");
        json.append("  \"processors\": ").append(machine.processors()).append(",\n");
        json.append("  \"memory\": ").append(quoted(machine.memory())).append(",\n");
        json.append("  \"kernel\": ").append(quoted(machine.kernel())).append(",\n");
        json.append("  \"load\": ").append(quoted(load)).append(",\n");
        machine.versions()
                .forEach((name, version) -> json.append("  \"version of ")
                        .append(name)
                        .append("\": ")
                        .append(quoted(version))
                        .append(",\n"));
        json.append("  \"failures\": ")
                .append(results.failures().stream().map(Report::quoted).toList())
                .append(",\n");
        json.append("  \"figures\": [");
        String separator = "\n";
        for (Figure figure : results.figures()) {
            json.append(separator).append(jsonOf(figure));
            separator = ",\n";
        }
        return json.append("\n  ]\n}\n").toString();
    }

    private String jsonOf(Figure figure) {
        StringBuilder json = new StringBuilder("    {\"id\": ").append(quoted(figure.id()));
        json.append(", \"title\": ").append(quoted(figure.title()));
        json.append(", \"unit\": ").append(quoted(figure.unit()));
        json.append(", \"better\": ").append(quoted(figure.better().name().toLowerCase(Locale.ROOT)));
        json.append(", \"values\": {");
        String separator = "";
        for (Suite suite : results.summaries(figure).keySet()) {
            json.append(separator)
                    .append(quoted(suite.name().toLowerCase(Locale.ROOT)))
                    .append(": ");
            json.append(results.raw(figure, suite));
            separator = ", ";
        }
        return json.append("}}").toString();
    }

    private static @Nullable Suite bestPeer(Figure figure, Map<Suite, Summary> summaries) {
        Suite best = null;
        for (Suite suite : List.copyOf(summaries.keySet())) {
            if (suite.peer() && (best == null || isBetter(figure, median(summaries, suite), median(summaries, best)))) {
                best = suite;
            }
        }
        return best;
    }

    private static double median(Map<Suite, Summary> summaries, Suite suite) {
        Summary summary = summaries.get(suite);
        return summary == null ? Double.NaN : summary.median();
    }

    private static boolean isBetter(Figure figure, double one, double other) {
        return figure.better() == Figure.Better.LESS ? one < other : one > other;
    }

    private static String ratio(Figure figure, double value, double peer) {
        double ratio = figure.better() == Figure.Better.LESS ? peer / value : value / peer;
        return Double.isFinite(ratio) ? String.format(Locale.ROOT, "%.2f", ratio) : "–";
    }

    private static String noise(Map<Suite, Summary> summaries) {
        double one = median(summaries, Suite.YAGURA);
        double again = median(summaries, Suite.YAGURA_AGAIN);
        double off = Math.abs(again / one - 1) * HUNDRED;
        return Double.isFinite(off) ? String.format(Locale.ROOT, "%.0f %%", off) : "–";
    }

    private static String withUnit(double value, Figure figure) {
        return (number(value) + " " + figure.unit()).strip();
    }

    private static String number(double value) {
        if (value >= HUNDRED || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, value >= TEN ? "%.1f" : "%.2f", value);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c < ' ' || c == '"' || c == '\\') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append('"').toString();
    }
}
