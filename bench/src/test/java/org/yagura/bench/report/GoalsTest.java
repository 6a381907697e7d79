package org.yagura.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.yagura.bench.Benchmark.Effort;
import org.yagura.bench.Plan;

class GoalsTest {
    @Test
    void whateverAGoalAsksForIsMeasuredByAWholeRun() {
        Set<String> measured = new HashSet<>();
        Plan.benchmarks(Effort.FULL, 0)
                .forEach(benchmark -> benchmark.figures().forEach(figure -> measured.add(figure.id())));
        List<String> missing = Goals.all().stream()
                .map(Goal::figure)
                .filter(figure -> !measured.contains(figure))
                .toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void noGoalIsLeftOut() {
        Set<Integer> numbers = new TreeSet<>();
        Goals.all().forEach(goal -> numbers.add(goal.number()));
        assertEquals(Set.of(1, 2, 3, 4, 5, 6, 7), numbers);
    }

    @Test
    void noTwoFiguresHaveOneName() {
        for (Effort effort : Effort.values()) {
            Set<String> seen = new HashSet<>();
            Plan.benchmarks(effort, 0)
                    .forEach(benchmark ->
                            benchmark.figures().forEach(figure -> assertTrue(seen.add(figure.id()), figure.id())));
        }
    }
}
