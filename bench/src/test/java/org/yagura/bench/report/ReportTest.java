package org.yagura.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yagura.bench.Benchmark.Effort;
import org.yagura.bench.Curve;
import org.yagura.bench.Figure;
import org.yagura.bench.Machine;
import org.yagura.bench.Results;
import org.yagura.bench.Suite;

class ReportTest {
    private static final Figure DELAY = new Figure("delay", "Delay", "ms", Figure.Better.LESS, "");
    private static final Figure RATE = new Figure("rate", "Rate", "MB/s", Figure.Better.MORE, "");
    private static final Curve BOOT =
            new Curve("growth.boot", "Boot", "s", "services", Figure.Better.LESS, true, "Until all are up.");

    private final Results results = new Results();

    @Test
    void takesTheMedianOfAnOddAndAnEvenNumberOfValues() {
        assertEquals(2, Results.median(new double[] {9, 1, 2}));
        assertEquals(3, Results.median(new double[] {1, 2, 4, 9}));
    }

    @Test
    void comparesWithTheBestPeerWhicheverWayIsBetter() {
        add(DELAY, 2, 10, 8);
        add(RATE, 200, 40, 50);
        String page = report().markdown();
        assertTrue(page.contains("| Delay | 2 ms | 8 ms (s6) | 4.00 | 0 % |"), page);
        assertTrue(page.contains("| Rate | 200 MB/s | 50 MB/s (s6) | 4.00 | 0 % |"), page);
    }

    @Test
    void neverTakesTheFloorForAPeer() {
        add(DELAY, 2, 10, 8);
        results.add(DELAY, Suite.FLOOR, 1);
        results.add(DELAY, Suite.CAT, 1);
        assertTrue(report().markdown().contains("| Delay | 2 ms | 8 ms (s6) | 4.00 | 0 % |"));
    }

    @Test
    void showsHowFarTheSameProgramIsOffItself() {
        add(DELAY, 2, 10, 8);
        results.add(DELAY, Suite.YAGURA_AGAIN, 3);
        assertTrue(report().markdown().contains("| 4.00 | 25 % |"));
    }

    @Test
    void tellsOfAMeasurementThatFailed() {
        results.failed(Suite.S6, "Delay", "lost a line");
        assertTrue(report().markdown().contains("- **Failed:** Delay, s6: lost a line"));
    }

    @Test
    void drawsACurveWithOneLineForEachSuite(@TempDir Path directory) throws IOException {
        for (long services : new long[] {10, 100, 1000}) {
            results.add(BOOT, Suite.YAGURA, services, services / 1000.0);
            results.add(BOOT, Suite.RUNIT, services, services / 100.0);
        }
        report().write(directory);
        String page = Files.readString(directory.resolve("performance.md"));
        assertTrue(page.contains("![Boot against services](performance/growth.boot.svg)"), page);
        assertTrue(page.contains("| 100 | 0.10 | 1 |"), page);
        String svg = Files.readString(directory.resolve("performance/growth.boot.svg"), StandardCharsets.UTF_8);
        // Letters are drawn as paths: the lines are known by their colours.
        assertTrue(svg.contains(rgb(Suite.YAGURA)));
        assertTrue(svg.contains(rgb(Suite.RUNIT)));
        assertFalse(svg.contains(rgb(Suite.DAEMONTOOLS)));
    }

    @Test
    void writesAFileForProgramsToo() {
        add(DELAY, 2, 10, 8);
        results.add(BOOT, Suite.YAGURA, 10, 0.5);
        String json = report().json();
        assertTrue(json.contains("\"id\": \"delay\""), json);
        assertTrue(json.contains("\"daemontools\": [10.0]"), json);
        assertTrue(json.contains("\"medians\": {\"yagura\": {\"10\": 0.5}}"), json);
        assertEquals(count(json, '{'), count(json, '}'));
        assertEquals(count(json, '['), count(json, ']'));
    }

    private static String rgb(Suite suite) {
        Color colour = Objects.requireNonNull(Plot.COLOURS.get(suite));
        return "stroke:rgb(" + colour.getRed() + "," + colour.getGreen() + "," + colour.getBlue() + ")";
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }

    private void add(Figure figure, double ours, double daemontools, double s6) {
        results.add(figure, Suite.YAGURA, ours);
        results.add(figure, Suite.YAGURA_AGAIN, ours);
        results.add(figure, Suite.DAEMONTOOLS, daemontools);
        results.add(figure, Suite.S6, s6);
    }

    private Report report() {
        Machine machine = new Machine("processor", 2, "1 kB", "6.0", "2026-01-01", Map.of(), Map.of());
        return new Report(machine, results, new Report.Circumstances("0.00", Effort.FULL, 60));
    }
}
