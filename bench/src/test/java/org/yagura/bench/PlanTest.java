package org.yagura.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.yagura.bench.Benchmark.Area;
import org.yagura.bench.Benchmark.Effort;

class PlanTest {
    @Test
    void measuresEverythingUnlessAPartIsAskedFor() {
        List<Benchmark> all = Plan.benchmarks(Effort.FULL, 0);
        assertEquals(all.size(), chosen(all, List.of()).size());
    }

    @Test
    void aPartIsAnAreaOrTheBeginningOfAName() {
        List<Benchmark> all = Plan.benchmarks(Effort.FULL, 0);
        List<Benchmark> logging = chosen(all, List.of("logging"));
        assertFalse(logging.isEmpty());
        assertTrue(logging.stream().allMatch(benchmark -> benchmark.area() == Area.LOGGING));
        assertEquals(1, chosen(all, List.of("boot.2000")).size());
        assertEquals(2, chosen(all, List.of("boot.2000", "size")).size());
    }

    @Test
    void aCurveCanBeAskedForToo() {
        assertEquals(
                1,
                chosen(Plan.benchmarks(Effort.QUICK, 0), List.of("growth.logging"))
                        .size());
    }

    private static List<Benchmark> chosen(List<Benchmark> all, List<String> parts) {
        return all.stream().filter(benchmark -> Main.isWanted(benchmark, parts)).toList();
    }
}
