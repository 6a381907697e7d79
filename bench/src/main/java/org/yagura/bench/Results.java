package org.yagura.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All values of all figures and curves. */
public final class Results {
    private final Map<Figure, EnumMap<Suite, List<Double>>> values = new LinkedHashMap<>();
    private final Map<Curve, EnumMap<Suite, TreeMap<Long, List<Double>>>> points = new LinkedHashMap<>();
    /** By process: where its memory is, in KiB. */
    private final Map<String, Map<String, Double>> memory = new LinkedHashMap<>();

    private final List<String> failures = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** Median, least and greatest of some values. */
    public record Summary(double median, double min, double max, int count) {
        static Summary of(List<Double> values) {
            double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
            Arrays.sort(sorted);
            int middle = sorted.length / 2;
            double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
            return new Summary(median, sorted[0], sorted[sorted.length - 1], sorted.length);
        }
    }

    public void add(Figure figure, Suite suite, double value) {
        values.computeIfAbsent(figure, f -> new EnumMap<>(Suite.class))
                .computeIfAbsent(suite, s -> new ArrayList<>())
                .add(value);
    }

    public void add(Curve curve, Suite suite, long number, double value) {
        points.computeIfAbsent(curve, c -> new EnumMap<>(Suite.class))
                .computeIfAbsent(suite, s -> new TreeMap<>())
                .computeIfAbsent(number, n -> new ArrayList<>())
                .add(value);
    }

    /** Where the memory of a process is. */
    public void memory(String process, Map<String, Double> kib) {
        memory.put(process, new LinkedHashMap<>(kib));
    }

    public void failed(Suite suite, String what, String reason) {
        failures.add(what + ", " + suite.title + ": " + reason);
    }

    /** Something that a reader of the figures should know, said once. */
    public void note(String note) {
        if (!notes.contains(note)) {
            notes.add(note);
        }
    }

    public List<String> failures() {
        return Collections.unmodifiableList(failures);
    }

    public List<String> notes() {
        return Collections.unmodifiableList(notes);
    }

    public Map<String, Map<String, Double>> memory() {
        return Collections.unmodifiableMap(memory);
    }

    public List<Figure> figures() {
        return List.copyOf(values.keySet());
    }

    /** The figure of that name, if it was measured. */
    public @Nullable Figure figure(String id) {
        for (Figure figure : values.keySet()) {
            if (figure.id().equals(id)) {
                return figure;
            }
        }
        return null;
    }

    public List<Curve> curves() {
        return List.copyOf(points.keySet());
    }

    /** Who was measured for a figure, in the order of {@link Suite}. */
    public Map<Suite, Summary> summaries(Figure figure) {
        Map<Suite, Summary> summaries = new EnumMap<>(Suite.class);
        Map<Suite, List<Double>> measured = values.get(figure);
        if (measured != null) {
            measured.forEach((suite, list) -> summaries.put(suite, Summary.of(list)));
        }
        return summaries;
    }

    /** A suite's values of a figure in short, if it has any. */
    public @Nullable Summary summary(String id, Suite suite) {
        Figure figure = figure(id);
        return figure == null ? null : summaries(figure).get(suite);
    }

    /** The medians of a curve, by suite and number. */
    public Map<Suite, SortedMap<Long, Double>> medians(Curve curve) {
        Map<Suite, SortedMap<Long, Double>> medians = new EnumMap<>(Suite.class);
        Map<Suite, TreeMap<Long, List<Double>>> measured = points.get(curve);
        if (measured != null) {
            measured.forEach((suite, line) -> {
                SortedMap<Long, Double> one = new TreeMap<>();
                line.forEach((number, list) -> one.put(number, Summary.of(list).median()));
                medians.put(suite, one);
            });
        }
        return medians;
    }

    /** The raw values, for the machine-readable file. */
    public List<Double> raw(Figure figure, Suite suite) {
        Map<Suite, List<Double>> measured = values.get(figure);
        return measured == null ? List.of() : List.copyOf(measured.getOrDefault(suite, List.of()));
    }

    public static double median(double[] samples) {
        List<Double> list = new ArrayList<>();
        for (double sample : samples) {
            list.add(sample);
        }
        return Summary.of(list).median();
    }
}
