package org.yagura.bench.report;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.yagura.bench.Benchmark.Effort;
import org.yagura.bench.Curve;
import org.yagura.bench.Figure;
import org.yagura.bench.Machine;
import org.yagura.bench.Results;
import org.yagura.bench.Results.Summary;
import org.yagura.bench.Suite;

/** The page for people. */
final class Page {
    private static final double SECONDS_PER_MINUTE = 60;

    private final Machine machine;
    private final Results results;
    private final Report.Circumstances circumstances;
    private final StringBuilder page = new StringBuilder();

    Page(Machine machine, Results results, Report.Circumstances circumstances) {
        this.machine = machine;
        this.results = results;
        this.circumstances = circumstances;
    }

    String markdown() {
        page.append("# Performance\n\n");
        page.append(
                "Written by `make bench`; not edited by hand. All suites were measured in turns in one run, so ratios can be\n");
        page.append(
                "trusted further than absolute values. Each benchmark checks first that the work was done right.\n\n");
        circumstances();
        goals();
        summary();
        growth();
        memory();
        page.append("\n## All figures\n");
        for (Figure figure : results.figures()) {
            table(figure);
        }
        return page.toString();
    }

    private void circumstances() {
        line(
                "- Machine: ",
                machine.processor(),
                ", ",
                machine.processors(),
                " processors, ",
                machine.memory(),
                ", Linux ",
                machine.kernel());
        line(
                "- Date: ",
                machine.date(),
                "; load before the run: ",
                circumstances.load(),
                "; the run took ",
                Numbers.number(circumstances.seconds() / SECONDS_PER_MINUTE),
                " minutes");
        machine.versions().forEach((name, version) -> line("- ", name, ": ", version));
        machine.limits().forEach((name, value) -> line("- ", name, ": ", value));
        line("- *Yagura again* is the same program measured a second time: how far it is off Yagura is the noise.");
        line("- *Ratio* is to the best peer; above 1 is better than it, whichever way is better.");
        line(
                "- The floor is a program that does the least that anyone must do, and little of what is useful; `cat` copies only.");
        if (Double.parseDouble(circumstances.load()) > machine.processors() / 2.0) {
            line(
                    "- **The machine was busy with other work**: times of waiting say little, processor times and memory more.");
        }
        if (circumstances.effort() == Effort.QUICK) {
            line("- **A quick run**: less work and fewer rounds than `make bench` does; the noise is higher.");
        }
        results.notes().forEach(note -> line("- ", note));
        results.failures().forEach(failure -> line("- **Failed:** ", failure));
    }

    private void goals() {
        List<Goal.Verdict> verdicts = Goals.judge(results);
        line("\n## Goals\n");
        line(
                "Yagura's medians (the worst value where it says so) against what is to be reached, in this run. *×* is Yagura's value");
        line(
                "divided by that of whom the goal names. Where one is not reached, the last column says what programs reach that do less.\n");
        line("| | goal | measured | wanted | × | | the limit |\n|---|---|---:|---:|---:|---|---|");
        // A part of a run is not to be a list of what it is not.
        long unknown = verdicts.stream()
                .filter(verdict -> verdict.outcome() == Goal.Outcome.UNKNOWN)
                .count();
        boolean part = unknown > verdicts.size() / 2;
        for (Goal.Verdict verdict : verdicts) {
            if (part && verdict.outcome() == Goal.Outcome.UNKNOWN) {
                continue;
            }
            line(
                    "| ",
                    verdict.goal().number(),
                    " | ",
                    verdict.goal().what(),
                    " | ",
                    verdict.measured(),
                    " | ",
                    verdict.limit(),
                    " | ",
                    verdict.ratio(),
                    " | ",
                    verdict.outcome().words,
                    " | ",
                    verdict.why(),
                    " |");
        }
        line("\n", Report.count(verdicts));
    }

    private void summary() {
        line("\n## In short\n\n| | Yagura | best peer | ratio | noise |\n|---|---:|---:|---:|---:|");
        for (Figure figure : results.figures()) {
            Map<Suite, Summary> summaries = results.summaries(figure);
            Summary ours = summaries.get(Suite.YAGURA);
            Suite best = Numbers.bestPeer(figure, summaries);
            if (ours == null || best == null) {
                continue;
            }
            double peer = Numbers.median(summaries, best);
            line(
                    "| ",
                    figure.title(),
                    " | ",
                    Numbers.withUnit(ours.median(), figure.unit()),
                    " | ",
                    Numbers.withUnit(peer, figure.unit()),
                    " (",
                    best.title,
                    ") | ",
                    Numbers.ratio(figure, ours.median(), peer),
                    " | ",
                    Numbers.noise(summaries),
                    " |");
        }
    }

    private void growth() {
        if (results.curves().isEmpty()) {
            return;
        }
        line("\n## How cost grows");
        for (Curve curve : results.curves()) {
            curve(curve);
        }
        new OnPaper(results, machine).append(page);
    }

    private void curve(Curve curve) {
        Map<Suite, SortedMap<Long, Double>> medians = results.medians(curve);
        line("\n### ", curve.title(), curve.unit().isEmpty() ? "" : ", " + curve.unit(), "\n\n", curve.note(), "\n");
        line("![", curve.title(), " against ", curve.across(), "](", Report.PLOTS, "/", curve.id(), ".svg)\n");
        Set<Long> numbers = new TreeSet<>();
        medians.values().forEach(line -> numbers.addAll(line.keySet()));
        StringBuilder head = new StringBuilder("| " + curve.across() + " |");
        StringBuilder rule = new StringBuilder("|---:|");
        medians.keySet().forEach(suite -> {
            head.append(" ").append(suite.title).append(" |");
            rule.append("---:|");
        });
        line(head, "\n", rule);
        for (long number : numbers) {
            StringBuilder row = new StringBuilder("| " + number + " |");
            medians.values().forEach(line -> {
                Double value = line.get(number);
                row.append(" ")
                        .append(value == null ? "" : Numbers.number(value))
                        .append(" |");
            });
            line(row);
        }
    }

    private void memory() {
        if (results.memory().isEmpty()) {
            return;
        }
        Set<String> kinds = new LinkedHashSet<>();
        results.memory().values().forEach(where -> kinds.addAll(where.keySet()));
        line("\n## Where the memory is\n");
        line(
                "One process of each kind while many run, KiB of Pss by what is mapped there; from the measurement of the memory for each");
        line("logged service. The journal is counted, the page tables are not part of Pss.\n");
        line("| | ", String.join(" | ", kinds), " |\n|---|", "---:|".repeat(kinds.size()));
        results.memory().forEach((process, where) -> {
            StringBuilder row = new StringBuilder("| " + process + " |");
            kinds.forEach(kind -> row.append(" ")
                    .append(Numbers.number(where.getOrDefault(kind, 0.0)))
                    .append(" |"));
            line(row);
        });
    }

    private void table(Figure figure) {
        Map<Suite, Summary> summaries = results.summaries(figure);
        Suite best = Numbers.bestPeer(figure, summaries);
        line("\n### ", figure.title(), "\n");
        if (!figure.note().isEmpty()) {
            line(figure.note(), "\n");
        }
        String unit = figure.unit().isEmpty() ? "" : ", " + figure.unit();
        line("| | median", unit, " | min | max | n | ratio |\n|---|---:|---:|---:|---:|---:|");
        summaries.forEach((suite, summary) -> line(
                "| ",
                suite.title,
                " | ",
                Numbers.number(summary.median()),
                " | ",
                Numbers.number(summary.min()),
                " | ",
                Numbers.number(summary.max()),
                " | ",
                summary.count(),
                " | ",
                best == null ? "" : Numbers.ratio(figure, summary.median(), Numbers.median(summaries, best)),
                " |"));
    }

    private void line(Object... parts) {
        for (Object part : parts) {
            page.append(part);
        }
        page.append("\n");
    }
}
