package org.yagura.core.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.yagura.core.control.Progress.Verdict;
import org.yagura.core.status.Status;
import org.yagura.core.status.Want;
import org.yagura.core.text.ByteBuilder;

/** What is told to a service, and when it is so. */
class ProgressTest {
    private static final long SECOND = 1_000_000_000L;

    private final Status status = new Status();

    private static String bytes(Deed deed, Status status, int signal, boolean group) {
        ByteBuilder out = new ByteBuilder(4);
        deed.appendBytes(status, signal, group, out);
        return new String(out.toBytes(), StandardCharsets.ISO_8859_1);
    }

    private void up(int pid) {
        status.pid = pid;
        status.want = Want.UP;
        status.starts++;
    }

    @Test
    void whatIsToldDependsOnHowItIs() {
        assertEquals("u", bytes(Deed.START, status, 0, false));
        assertEquals("u", bytes(Deed.RESTART, status, 0, true));
        up(7);
        assertEquals("ut", bytes(Deed.RESTART, status, 0, false));
        assertEquals("u+t", bytes(Deed.RESTART, status, 0, true));
        status.paused = true;
        assertEquals("utc", bytes(Deed.RESTART, status, 0, false));
        assertEquals("uc", bytes(Deed.START, status, 0, false));
        assertEquals("d", bytes(Deed.STOP, status, 0, false));
        assertEquals("+d", bytes(Deed.STOP, status, 0, true));
        assertEquals("1", bytes(Deed.SIGNAL, status, 10, false));
        assertEquals("t", bytes(Deed.SIGNAL, status, 15, false));
        assertEquals(0, Deed.letterOf(30));
        assertEquals(0, Deed.letterOf(0));
    }

    @Test
    void aStopIsDoneWhenTheByteWasObeyedAndNothingIsLeft() {
        status.commands = 4;
        up(7);
        Progress progress = new Progress(Deed.STOP, status, true, 0);
        progress.told(1);
        status.pid = 0;
        status.want = Want.DOWN;
        assertEquals(Verdict.WAITING, progress.look(status, 0));
        status.commands = 5;
        assertEquals(Verdict.DONE, progress.look(status, 0));
        status.scriptPid = 9;
        assertEquals(Verdict.WAITING, progress.look(status, 0));
    }

    @Test
    void aStartIsDoneWhenItHasStayedUp() {
        Progress progress = new Progress(Deed.START, status, true, SECOND);
        assertEquals(Verdict.WAITING, progress.look(status, 0));
        up(7);
        status.startedBootNs = SECOND;
        assertEquals(Verdict.WAITING, progress.look(status, 2 * SECOND - 1));
        assertEquals(Verdict.DONE, progress.look(status, 2 * SECOND));
    }

    @Test
    void aServiceThatEndsAtOnceFellOver() {
        Progress progress = new Progress(Deed.START, status, true, SECOND);
        up(7);
        assertEquals(Verdict.WAITING, progress.look(status, 0));
        status.pid = 0;
        assertEquals(Verdict.FELL_OVER, progress.look(status, 0));
        up(8);
        assertEquals(Verdict.FELL_OVER, progress.look(status, 0));
    }

    @Test
    void anEndThatNobodySawIsSeenByTheCount() {
        Progress progress = new Progress(Deed.START, status, true, SECOND);
        status.starts = 1;
        assertEquals(Verdict.FELL_OVER, progress.look(status, 0));
    }

    @Test
    void whatRunsAndIsOnlyWantedUpIsDoneAtOnce() {
        up(7);
        status.want = Want.ONCE;
        Progress progress = new Progress(Deed.START, status, true, SECOND);
        status.want = Want.UP;
        assertEquals(Verdict.DONE, progress.look(status, 5 * SECOND));
    }

    @Test
    void aRestartNeedsAnotherStart() {
        up(7);
        Progress progress = new Progress(Deed.RESTART, status, true, 0);
        assertEquals(Verdict.WAITING, progress.look(status, 0));
        up(8);
        assertEquals(Verdict.DONE, progress.look(status, 0));
    }

    @Test
    void whereNothingIsCountedThePidTells() {
        status.pid = 7;
        Progress progress = new Progress(Deed.RESTART, status, false, SECOND);
        assertEquals(Verdict.WAITING, progress.look(status, 0));
        status.pid = 8;
        assertEquals(Verdict.DONE, progress.look(status, 0));
    }

    @Test
    void aServiceMayRefuse() {
        Progress progress = new Progress(Deed.START, status, true, SECOND);
        status.failed = true;
        assertEquals(Verdict.REFUSED, progress.look(status, 0));
    }

    @Test
    void whatIsSoAlreadyNeedsNoTelling() {
        assertFalse(Deed.STOP.isSo(status));
        status.want = Want.DOWN;
        assertTrue(Deed.STOP.isSo(status));
        up(7);
        assertTrue(Deed.START.isSo(status));
        assertTrue(Deed.CONTINUE.isSo(status));
        status.paused = true;
        assertFalse(Deed.START.isSo(status));
        assertTrue(Deed.PAUSE.isSo(status));
        assertFalse(Deed.RESTART.isSo(status));
    }
}
