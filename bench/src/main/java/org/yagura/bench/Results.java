package org.yagura.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All values of all figures. */
public final class Results {
    private final Map<Figure, EnumMap<Suite, List<Double>>> values = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();

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

    public void failed(Suite suite, Figure figure, String reason) {
        failures.add(figure.title() + ", " + suite.title + ": " + reason);
    }

    public List<String> failures() {
        return Collections.unmodifiableList(failures);
    }

    public List<Figure> figures() {
        return List.copyOf(values.keySet());
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
