package org.yagura.core.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yagura.core.supervise.Bench.Turnout;

class SupervisionTest {
    private static final int EXIT_0 = 0;
    private static final int KILLED = 9;
    private static final int EXIT_111 = 111 << 8;

    /** Puts a slot into a state by name. The last start was 300 ms ago where the name does not say otherwise. */
    private static Bench in(String state) {
        Bench bench = new Bench();
        switch (state) {
            case "down" -> bench.begin(true);
            case "waiting" -> bench.begin(false).milliseconds(300).childExits(EXIT_0);
            case "running" -> bench.begin(false).milliseconds(300);
            case "paused" -> bench.begin(false).milliseconds(300).command("p");
            case "once" -> bench.begin(true).command("o").milliseconds(300);
            case "ran-once" -> bench.begin(true).command("o").milliseconds(300).childExits(EXIT_0);
            case "stopping" -> bench.begin(false).milliseconds(300).command("d");
            case "exiting" -> bench.begin(false).milliseconds(300).command("x");
            case "retrying" -> {
                bench.turnout = Turnout.NO_CHILD;
                bench.begin(false).milliseconds(300);
                bench.turnout = Turnout.RUNS;
            }
            case "ended" -> bench.begin(true).command("x");
            default -> throw new IllegalArgumentException(state);
        }
        bench.seen();
        return bench;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            # state   | byte | asked for                | then
            down      | u | start publish publish       | up running
            down      | o | start publish publish       | once running
            down      | d | publish                     | down
            down      | x | publish end                 | down ended
            down      | p | publish                     | down paused
            down      | c | publish                     | down
            down      | h | publish                     | down
            down      | a | publish                     | down
            down      | i | publish                     | down
            down      | t | publish                     | down
            down      | k | publish                     | down
            down      | z | publish                     | down
            waiting   | u | publish                     | up due+700
            waiting   | o | publish                     | once due+700
            waiting   | d | publish                     | down
            waiting   | x | publish end                 | up ended
            waiting   | p | publish                     | up paused due+700
            waiting   | c | publish                     | up due+700
            waiting   | t | publish                     | up due+700
            waiting   | k | publish                     | up due+700
            running   | u | publish                     | up running
            running   | o | publish                     | once running
            running   | d | 15 18 publish               | down running term
            running   | x | publish                     | up running exiting
            running   | p | 19 publish                  | up running paused
            running   | c | 18 publish                  | up running
            running   | h | 1 publish                   | up running
            running   | a | 14 publish                  | up running
            running   | i | 2 publish                   | up running
            running   | t | 15 publish                  | up running term
            running   | k | 9 publish                   | up running
            running   | z | publish                     | up running
            paused    | u | publish                     | up running paused
            paused    | o | publish                     | once running paused
            paused    | d | 15 18 publish               | down running term
            paused    | x | publish                     | up running paused exiting
            paused    | p | 19 publish                  | up running paused
            paused    | c | 18 publish                  | up running
            paused    | h | 1 publish                   | up running paused
            paused    | a | 14 publish                  | up running paused
            paused    | i | 2 publish                   | up running paused
            paused    | t | 15 publish                  | up running paused term
            paused    | k | 9 publish                   | up running paused
            once      | u | publish                     | up running
            once      | o | publish                     | once running
            once      | d | 15 18 publish               | down running term
            once      | x | publish                     | once running exiting
            once      | t | 15 publish                  | once running term
            once      | k | 9 publish                   | once running
            ran-once  | u | publish                     | up due+700
            ran-once  | o | publish                     | once due+700
            ran-once  | d | publish                     | down
            ran-once  | x | publish end                 | once ended
            stopping  | u | publish                     | up running term
            stopping  | o | publish                     | once running term
            stopping  | d | 15 18 publish               | down running term
            stopping  | x | publish                     | down running term exiting
            stopping  | p | 19 publish                  | down running paused term
            stopping  | k | 9 publish                   | down running term
            exiting   | u | publish                     | up running exiting
            exiting   | o | publish                     | once running exiting
            exiting   | d | 15 18 publish               | down running term exiting
            exiting   | x | publish                     | up running exiting
            exiting   | c | 18 publish                  | up running exiting
            exiting   | t | 15 publish                  | up running term exiting
            exiting   | k | 9 publish                   | up running exiting
            retrying  | u | publish                     | up due+4700
            retrying  | o | publish                     | once due+4700
            retrying  | d | publish                     | down
            retrying  | x | publish end                 | up ended
            retrying  | t | publish                     | up due+4700
            ended     | u | ''                          | down ended
            ended     | d | ''                          | down ended
            ended     | x | ''                          | down ended
            """)
    void obeysACommand(String state, String letter, String askedFor, String then) {
        Bench bench = in(state);
        bench.command(letter);
        assertEquals(askedFor, bench.seen());
        assertEquals(then, bench.state());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            running   | publish                         | up due+700
            paused    | publish                         | up paused due+700
            once      | publish                         | once
            stopping  | publish                         | down
            exiting   | publish end                     | up ended
            """)
    void dealsWithTheChildsEnd(String state, String askedFor, String then) {
        Bench bench = in(state);
        bench.childExits(KILLED);
        assertEquals(askedFor, bench.seen());
        assertEquals(then, bench.state());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            down      | publish end                     | down ended
            waiting   | publish end                     | down ended
            running   | 15 18 publish                   | down running term exiting
            paused    | 15 18 publish                   | down running term exiting
            once      | 15 18 publish                   | down running term exiting
            exiting   | 15 18 publish                   | down running term exiting
            retrying  | publish end                     | down ended
            ended     | ''                              | down ended
            """)
    void stopsAndEndsWhenTerminated(String state, String askedFor, String then) {
        Bench bench = in(state);
        bench.terminate();
        assertEquals(askedFor, bench.seen());
        assertEquals(then, bench.state());
    }

    @Test
    void startsAtOnceUnlessDown() {
        Bench up = new Bench().begin(false);
        assertEquals("publish", up.seen());
        assertEquals("start publish", up.milliseconds(0).seen());
        Bench down = new Bench().begin(true);
        assertEquals("publish", down.milliseconds(100_000).seen());
    }

    @Test
    void startsAgainAtOnceAfterALifeOfASecond() {
        Bench bench = new Bench().begin(false).milliseconds(1_000);
        bench.seen();
        assertEquals("publish start publish", bench.childExits(EXIT_0).seen());
    }

    @Test
    void startsAgainNoSoonerThanOneSecondAfterTheLastStart() {
        Bench bench = new Bench().begin(false).milliseconds(1);
        bench.childExits(EXIT_0).seen();
        assertEquals("", bench.milliseconds(998).seen());
        assertEquals("start publish", bench.milliseconds(1).seen());
    }

    @Test
    void keepsTheSecondWhateverIsCommanded() {
        Bench bench = new Bench().begin(false);
        bench.milliseconds(0).seen();
        bench.childExits(EXIT_0).command("dudoucptu").milliseconds(999);
        assertFalse(bench.seen().contains("start"));
        assertEquals("start publish", bench.milliseconds(1).seen());
    }

    @Test
    void obeysDownWithinTheSecond() {
        Bench bench = new Bench().begin(false).milliseconds(100);
        bench.childExits(EXIT_0).command("d").seen();
        assertEquals("", bench.milliseconds(10_000).seen());
    }

    @Test
    void upAndDownWrittenTogetherEndDown() {
        Bench bench = new Bench().begin(true);
        bench.seen();
        assertEquals("start publish publish 15 18 publish", bench.command("ud").seen());
        assertEquals("down", bench.childExits(EXIT_0).milliseconds(5_000).state());
    }

    @Test
    void onceDuringTheSecondStartsJustOnce() {
        Bench bench = new Bench().begin(false).milliseconds(100);
        bench.childExits(EXIT_0).command("o").seen();
        assertEquals("start publish", bench.milliseconds(900).seen());
        assertEquals("publish", bench.childExits(EXIT_0).seen());
        assertEquals("", bench.milliseconds(60_000).seen());
    }

    @Test
    void onceThenExitRunsItOnceAndEndsEvenIfTheStartHasToWait() {
        Bench bench = new Bench().begin(false).milliseconds(100);
        bench.childExits(EXIT_0).command("ox");
        assertEquals("once exiting due+900", bench.state());
        bench.milliseconds(900).seen();
        assertEquals("once running exiting", bench.state());
        assertEquals("publish end", bench.childExits(EXIT_0).seen());
    }

    @Test
    void downTakesBackAStartThatAnExitWaitsFor() {
        Bench bench = new Bench().begin(false).milliseconds(100);
        bench.childExits(EXIT_0).command("ux").seen();
        assertEquals("publish end", bench.command("d").seen());
    }

    @Test
    void aTermThatCouldNotBeSentIsSentAgain() {
        Bench bench = in("running");
        bench.unsent = 1;
        assertEquals("15 18 publish", bench.command("d").seen());
        assertFalse(bench.slot.status.termSent);
        bench.unsent = 1;
        assertEquals("15 18 publish", bench.milliseconds(5_000).seen().substring(0, 13));
        bench.milliseconds(5_000).seen();
        assertEquals("down running term", bench.state());
        assertEquals("", bench.milliseconds(60_000).seen());
    }

    @ParameterizedTest
    @ValueSource(strings = {"u", "o"})
    void aTermThatIsNoLongerWantedIsNotSentAgain(String letter) {
        Bench bench = in("running");
        bench.unsent = 2;
        bench.command("d").command(letter).seen();
        assertEquals("", bench.milliseconds(60_000).seen());
    }

    @Test
    void exitIsSticky() {
        Bench bench = new Bench().begin(false).milliseconds(2_000).command("xuc");
        bench.seen();
        assertEquals("publish end", bench.childExits(EXIT_0).seen());
    }

    @Test
    void aFailedForkIsTriedAgainUntilItWorks() {
        Bench bench = new Bench();
        bench.turnout = Turnout.NO_CHILD;
        bench.begin(false).milliseconds(14_999);
        assertEquals("publish start start start", bench.seen());
        bench.turnout = Turnout.RUNS;
        assertEquals("start publish", bench.milliseconds(1).seen());
    }

    @Test
    void aFailedForkOfARunOnceIsTriedAgainToo() {
        Bench bench = new Bench().begin(true);
        bench.turnout = Turnout.NO_CHILD;
        bench.command("o").seen();
        bench.turnout = Turnout.RUNS;
        assertEquals("start publish", bench.milliseconds(5_000).seen());
        assertEquals("once running", bench.state());
    }

    @Test
    void whatCannotBeExecdIsNeverPublishedAsUpAndTriedOnceASecond() {
        Bench bench = new Bench();
        bench.turnout = Turnout.NO_EXEC;
        bench.begin(false).milliseconds(0);
        assertEquals("publish start", bench.seen());
        assertEquals("publish", bench.childExits(EXIT_111).seen());
        assertEquals("up due+1000", bench.state());
        assertEquals("start", bench.milliseconds(1_000).seen());
    }

    @Test
    void pauseDoesNotOutliveAStart() {
        Bench bench = new Bench().begin(false).milliseconds(100).command("p");
        assertEquals("up paused due+900", bench.childExits(KILLED).state());
        assertEquals("up running", bench.milliseconds(900).state());
    }

    @ParameterizedTest
    @ValueSource(strings = {"u", "o"})
    void livesAgainAsTheDownFileSays(String before) {
        Bench bench = new Bench().begin(true).command(before).milliseconds(5_000);
        bench.command("x").childExits(EXIT_0).seen();
        assertFalse(bench.slot.alive());
        assertTrue(bench.slot.status.endedCleanly);
        bench.begin(true);
        assertEquals("down", bench.state());
        assertFalse(bench.slot.status.endedCleanly);
        bench.terminate();
        bench.begin(false).milliseconds(0);
        assertEquals("up running", bench.state());
    }

    @Test
    void livingAgainKeepsTheSecondBetweenStarts() {
        Bench bench = new Bench().begin(false).milliseconds(200);
        bench.command("dx").childExits(EXIT_0).begin(false);
        assertEquals("up due+800", bench.state());
    }

    @Test
    void countsCommandsStartsAndTimes() {
        Bench bench = new Bench().begin(false).milliseconds(0);
        long startNs = bench.wallNs();
        bench.command("tz?h");
        assertEquals(4, bench.slot.status.commands);
        assertEquals(1, bench.slot.status.starts);
        assertEquals(startNs / Bench.SECOND_NS, bench.slot.status.changedWallSeconds);
        bench.milliseconds(7_000).childExits(KILLED);
        assertEquals(2, bench.slot.status.starts);
        assertEquals(KILLED, bench.slot.status.waitStatus);
        assertEquals(bench.wallNs(), bench.slot.status.waitStatusWallNs);
        assertTrue(bench.slot.status.waitStatusKnown);
        assertEquals(bench.wallNs() / Bench.SECOND_NS, bench.slot.status.changedWallSeconds);
    }

    /** Every sequence of up to four bytes, with an end of the child or a pause between them: the rules that hold always. */
    @Test
    void neverStartsASecondChildAndNeverSignalsWithoutOne() {
        List<String> letters = List.of("u", "d", "o", "x", "p", "t", "E", "W");
        for (int code = 0; code < 8 * 8 * 8 * 8; code++) {
            StringBuilder story = new StringBuilder();
            Bench bench = new Bench().begin(code % 2 == 0);
            for (int rest = code, i = 0; i < 4; i++, rest /= 8) {
                String event = letters.get(rest % 8);
                story.append(event);
                boolean running = bench.slot.pid() != 0;
                bench.seen();
                switch (event) {
                    case "E" -> {
                        if (running) {
                            bench.childExits(EXIT_0);
                        }
                    }
                    case "W" -> bench.milliseconds(600);
                    default -> bench.command(event);
                }
                String seen = bench.seen();
                if (running && !event.equals("E")) {
                    assertFalse(seen.contains("start"), () -> "started beside a living child: " + story);
                }
                if (!running) {
                    assertFalse(seen.matches(".*\\d.*"), () -> "signal to nobody: " + story);
                }
                assertEquals(seen.contains("end"), !bench.slot.alive() && seen.length() > 0, story::toString);
                assertTrue(bench.slot.alive() || bench.slot.pid() == 0, story::toString);
            }
        }
    }
}
