package org.yagura.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yagura.bench.Curve;
import org.yagura.bench.Figure;
import org.yagura.bench.Machine;
import org.yagura.bench.Results;
import org.yagura.bench.Suite;

/** The file for programs. */
final class Json {
    private final Machine machine;
    private final Results results;
    private final Report.Circumstances circumstances;

    Json(Machine machine, Results results, Report.Circumstances circumstances) {
        this.machine = machine;
        this.results = results;
        this.circumstances = circumstances;
    }

    String text() {
        List<String> members = new ArrayList<>();
        members.add(member("date", quoted(machine.date())));
        members.add(member("processor", quoted(machine.processor())));
        members.add(member("processors", Integer.toString(machine.processors())));
        members.add(member("memory", quoted(machine.memory())));
        members.add(member("kernel", quoted(machine.kernel())));
        members.add(member("load", quoted(circumstances.load())));
        members.add(member("effort", quoted(lower(circumstances.effort()))));
        members.add(member("seconds", Long.toString(Math.round(circumstances.seconds()))));
        members.add(member("versions", strings(machine.versions())));
        members.add(member("limits", strings(machine.limits())));
        members.add(
                member("notes", list(results.notes().stream().map(Json::quoted).toList())));
        members.add(member(
                "failures", list(results.failures().stream().map(Json::quoted).toList())));
        members.add(member(
                "goals", lines(Goals.judge(results).stream().map(Json::goal).toList())));
        members.add(member(
                "figures", lines(results.figures().stream().map(this::figure).toList())));
        members.add(member(
                "curves", lines(results.curves().stream().map(this::curve).toList())));
        return "{\n  " + String.join(",\n  ", members) + "\n}\n";
    }

    private static String goal(Goal.Verdict verdict) {
        return object(List.of(
                member("goal", Integer.toString(verdict.goal().number())),
                member("what", quoted(verdict.goal().what())),
                member("figure", quoted(verdict.goal().figure())),
                member("measured", quoted(verdict.measured())),
                member("wanted", quoted(verdict.limit())),
                member("outcome", quoted(lower(verdict.outcome())))));
    }

    private String figure(Figure figure) {
        List<String> values = new ArrayList<>();
        for (Suite suite : results.summaries(figure).keySet()) {
            values.add(member(lower(suite), results.raw(figure, suite).toString()));
        }
        return object(List.of(
                member("id", quoted(figure.id())),
                member("title", quoted(figure.title())),
                member("unit", quoted(figure.unit())),
                member("better", quoted(lower(figure.better()))),
                member("values", object(values))));
    }

    private String curve(Curve curve) {
        List<String> lines = new ArrayList<>();
        results.medians(curve).forEach((suite, line) -> {
            List<String> points = new ArrayList<>();
            line.forEach((number, value) -> points.add(member(Long.toString(number), Double.toString(value))));
            lines.add(member(lower(suite), object(points)));
        });
        return object(List.of(
                member("id", quoted(curve.id())),
                member("title", quoted(curve.title())),
                member("unit", quoted(curve.unit())),
                member("across", quoted(curve.across())),
                member("medians", object(lines))));
    }

    private static String strings(Map<String, String> map) {
        List<String> members = new ArrayList<>();
        map.forEach((name, value) -> members.add(member(name, quoted(value))));
        return object(members);
    }

    private static String member(String name, String value) {
        return quoted(name) + ": " + value;
    }

    private static String object(List<String> members) {
        return "{" + String.join(", ", members) + "}";
    }

    private static String list(List<String> items) {
        return "[" + String.join(", ", items) + "]";
    }

    private static String lines(List<String> items) {
        return items.isEmpty() ? "[]" : "[\n    " + String.join(",\n    ", items) + "\n  ]";
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
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
