package org.yagura.core.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yagura.core.adopt.ExitNote;
import org.yagura.core.status.Status;
import org.yagura.core.status.Want;

/** What a slot makes of what an earlier supervise has left. The clock of the bench stands at 2,000 s after boot. */
class ResumeTest {
    private static final long S = Bench.SECOND_NS;
    private static final int PID = 99;

    private final Status last = new Status();
    private final Predecessor before = new Predecessor();
    private final Bench bench = new Bench();
    private byte[] bootId = {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    ResumeTest() {
        System.arraycopy(bootId, 0, last.bootId, 0, bootId.length);
        last.starts = 5;
        last.commands = 12;
        last.startedBootNs = 1_900 * S;
        last.changedAt(1_699_999_900 * S, 1_900 * S);
    }

    private Bench begin(boolean down) {
        byte[] bytes = new byte[Status.LENGTH];
        last.encode(bytes);
        before.readStatus(bytes, bytes.length, bootId);
        return bench.begin(down, before);
    }

    @ParameterizedTest(name = "{0} {1}, down file {2}, runs {3}")
    @CsvSource(delimiter = '|', textBlock = """
            # want | flags         | down  | runs  | asked for | then
            UP     | running       | true  | true  | publish   | up running
            UP     | running       | true  | false | publish start publish | up running
            UP     | running       | false | true  | publish   | up running
            UP     | running pause | false | true  | publish   | up running paused
            DOWN   | running term  | false | true  | publish   | down running term
            DOWN   | running       | false | true  | publish   | down running due+0
            DOWN   | running term  | false | false | publish   | down
            DOWN   | -             | false | false | publish   | down
            ONCE   | running       | false | true  | publish   | once running
            ONCE   | running       | false | false | publish   | once
            UP     | -             | true  | false | publish   | up due+0
            UP     | running exit  | false | true  | publish   | up running exiting
            DOWN   | running exit  | false | false | publish   | up due+0
            DOWN   | clean         | false | false | publish   | up due+0
            DOWN   | clean         | true  | false | publish   | down
            DOWN   | clean         | false | true  | publish   | up running
            UP     | reboot        | true  | false | publish   | down
            UP     | reboot        | false | false | publish   | up due+0
            """)
    void goesOnAsItWas(Want want, String flags, boolean down, boolean runs, String asked, String then) {
        last.want = want;
        last.pid = flags.contains("running") ? PID : 0;
        last.paused = flags.contains("pause");
        last.termSent = flags.contains("term");
        last.exiting = flags.contains("exit");
        last.endedCleanly = flags.contains("clean");
        if (flags.contains("reboot")) {
            bootId = new byte[16];
            bootId[0] = 2;
        }
        before.pid = runs ? PID : 0;
        begin(down);
        assertEquals(asked, bench.seen());
        assertEquals(then, bench.state());
    }

    @Test
    void countsAndTimesGoOn() {
        last.want = Want.UP;
        last.pid = PID;
        before.pid = PID;
        before.started(0, 1_900 * S - 5);
        begin(false);
        Status status = bench.slot.status;
        assertEquals(5, status.starts);
        assertEquals(12, status.commands);
        assertEquals(1_900 * S, status.startedBootNs);
        assertEquals(1_900 * S, status.changedBootNs);
        assertEquals(1_699_999_900, status.changedWallSeconds);
    }

    @Test
    void aStartThatTheStatusDoesNotKnowOfIsTakenFromTheRecord() {
        last.want = Want.UP;
        last.pid = PID - 1;
        last.paused = true;
        before.pid = PID;
        before.started(0, 1_950 * S);
        begin(false);
        Status status = bench.slot.status;
        assertEquals("up running", bench.state());
        assertEquals(6, status.starts);
        assertEquals(1_950 * S, status.startedBootNs);
        assertEquals(1_950 * S, status.changedBootNs);
        assertEquals(1_699_999_950, status.changedWallSeconds);
    }

    @Test
    void theSameNumberStartedAgainIsAnotherProcess() {
        last.want = Want.UP;
        last.pid = PID;
        last.paused = true;
        before.pid = PID;
        before.started(0, 1_950 * S);
        begin(false);
        assertFalse(bench.slot.status.paused);
        assertEquals(6, bench.slot.status.starts);
    }

    @Test
    void theSecondBetweenTwoStartsIsKept() {
        last.want = Want.UP;
        before.started(0, 2_000 * S - 300_000_000);
        begin(false);
        assertEquals("up due+700", bench.state());
    }

    @Test
    void anUnseenDeathIsToldWithItsExit() {
        last.want = Want.DOWN;
        last.pid = PID;
        before.started(0, 1_900 * S);
        before.waitStatus = 0x300;
        begin(false);
        Status status = bench.slot.status;
        assertTrue(status.waitStatusKnown);
        assertEquals(0x300, status.waitStatus);
        assertEquals(2_000 * S, status.changedBootNs);
    }

    @Test
    void anUnseenDeathWithoutANoteIsUnknown() {
        last.want = Want.DOWN;
        last.pid = PID;
        last.waitStatusKnown = true;
        last.waitStatus = 7;
        begin(false);
        assertFalse(bench.slot.status.waitStatusKnown);
    }

    @Test
    void downSinceStaysDownSince() {
        last.want = Want.DOWN;
        last.waitStatusKnown = true;
        last.waitStatus = 7;
        begin(false);
        assertEquals(1_900 * S, bench.slot.status.changedBootNs);
        assertEquals(7, bench.slot.status.waitStatus);
    }

    @Test
    void theEndOfAnAdoptedOneIsAnyEnd() {
        last.want = Want.UP;
        last.pid = PID;
        before.pid = PID;
        before.started(0, 1_900 * S);
        begin(true);
        bench.seen();
        bench.childExits(ExitNote.UNKNOWN);
        assertEquals("publish start publish", bench.seen());
        assertFalse(bench.slot.status.waitStatusKnown);
        assertEquals(6, bench.slot.status.starts);
    }
}
