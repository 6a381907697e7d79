package org.yagura.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.yagura.bench.Figure;
import org.yagura.bench.Results;
import org.yagura.bench.Suite;
import org.yagura.bench.report.Goal.Outcome;
import org.yagura.bench.report.Goal.Verdict;

class GoalTest {
    private static final Figure DELAY = new Figure("delay", "Delay", "ms", Figure.Better.LESS, "");
    private static final Figure RATE = new Figure("rate", "Rate", "MB/s", Figure.Better.MORE, "");

    private final Results results = new Results();

    @Test
    void isReachedWithSoManyTimesThePeersRateAndMissedWithLess() {
        results.add(RATE, Suite.DAEMONTOOLS, 100);
        results.add(RATE, Suite.YAGURA, 800);
        assertEquals(
                Outcome.REACHED, judge("rate", List.of(Suite.DAEMONTOOLS), 8).outcome());
        assertEquals(
                Outcome.MISSED, judge("rate", List.of(Suite.DAEMONTOOLS), 8.1).outcome());
    }

    @Test
    void isReachedWithAPartOfThePeersTimeAndMissedWithMore() {
        results.add(DELAY, Suite.DAEMONTOOLS, 10);
        results.add(DELAY, Suite.YAGURA, 6);
        assertEquals(
                Outcome.REACHED, judge("delay", List.of(Suite.DAEMONTOOLS), 0.6).outcome());
        assertEquals(
                Outcome.MISSED, judge("delay", List.of(Suite.DAEMONTOOLS), 0.5).outcome());
    }

    @Test
    void countsTheBestOfSeveralPeers() {
        results.add(DELAY, Suite.DAEMONTOOLS, 10);
        results.add(DELAY, Suite.S6, 5);
        results.add(DELAY, Suite.YAGURA, 4);
        Verdict verdict = judge("delay", List.of(Suite.DAEMONTOOLS, Suite.RUNIT, Suite.S6), 0.6);
        assertEquals(Outcome.MISSED, verdict.outcome());
        assertEquals("≤ 3 ms (0.60 × s6)", verdict.limit());
    }

    @Test
    void countsTheWorstValueWhereItIsAskedFor() {
        results.add(DELAY, Suite.YAGURA, 1);
        results.add(DELAY, Suite.YAGURA, 1);
        results.add(DELAY, Suite.YAGURA, 3);
        assertEquals(
                Outcome.REACHED,
                new Goal(1, "", "delay", false, List.of(), 2).judge(results).outcome());
        assertEquals(
                Outcome.MISSED,
                new Goal(1, "", "delay", true, List.of(), 2).judge(results).outcome());
    }

    @Test
    void showsWhatTheFloorReachesWhereItIsMissed() {
        results.add(RATE, Suite.DAEMONTOOLS, 100);
        results.add(RATE, Suite.YAGURA, 300);
        results.add(RATE, Suite.FLOOR, 400);
        String why = judge("rate", List.of(Suite.DAEMONTOOLS), 8).why();
        assertTrue(why.contains("the floor 400 MB/s, 4 × theirs"), why);
    }

    @Test
    void isNeitherReachedNorMissedWhereNothingWasMeasured() {
        assertEquals(
                Outcome.UNKNOWN, judge("rate", List.of(Suite.DAEMONTOOLS), 8).outcome());
        results.add(RATE, Suite.YAGURA, 300);
        assertEquals(
                Outcome.UNKNOWN, judge("rate", List.of(Suite.DAEMONTOOLS), 8).outcome());
    }

    private Verdict judge(String figure, List<Suite> against, double factor) {
        return new Goal(1, "", figure, false, against, factor).judge(results);
    }
}
