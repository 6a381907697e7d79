package org.yagura.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Figure DELAY = new Figure("delay", "Delay", "ms", Figure.Better.LESS, "");
    private static final Figure RATE = new Figure("rate", "Rate", "MB/s", Figure.Better.MORE, "");
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
        String page = report();
        assertTrue(page.contains("| Delay | 2 ms | 8 ms (s6) | 4.00 | 0 % |"), page);
        assertTrue(page.contains("| Rate | 200 MB/s | 50 MB/s (s6) | 4.00 | 0 % |"), page);
    }

    @Test
    void neverTakesTheFloorForAPeer() {
        add(DELAY, 2, 10, 8);
        results.add(DELAY, Suite.FLOOR, 1);
        assertTrue(report().contains("| Delay | 2 ms | 8 ms (s6) | 4.00 | 0 % |"));
    }

    @Test
    void showsHowFarTheSameProgramIsOffItself() {
        add(DELAY, 2, 10, 8);
        results.add(DELAY, Suite.YAGURA_AGAIN, 3);
        assertTrue(report().contains("| 4.00 | 25 % |"));
    }

    @Test
    void tellsOfAMeasurementThatFailed() {
        results.failed(Suite.S6, DELAY, "lost a line");
        assertTrue(report().contains("- **Failed:** Delay, s6: lost a line"));
    }

    private void add(Figure figure, double ours, double daemontools, double s6) {
        results.add(figure, Suite.YAGURA, ours);
        results.add(figure, Suite.YAGURA_AGAIN, ours);
        results.add(figure, Suite.DAEMONTOOLS, daemontools);
        results.add(figure, Suite.S6, s6);
    }

    private String report() {
        Machine machine = new Machine("processor", 2, "1 kB", "6.0", "2026-01-01", Map.of());
        return new Report(machine, results, "0.00", Benchmark.Effort.FULL).markdown();
    }
}
