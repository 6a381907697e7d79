package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.yagura.sim.stage.Stage.MS;
import static org.yagura.sim.stage.Stage.SECOND;

import org.junit.jupiter.api.Test;
import org.yagura.os.Errno;
import org.yagura.sim.check.OneCopy;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.Fault;
import org.yagura.sim.kernel.SimProcess;

/** By what a new supervise knows the service of the one before, and what it does where it cannot. */
class RecognitionTest extends AdoptionStory {
    @Test
    void aPidThatIsUsedAgainIsNotMistakenForTheServiceNorSignalled() {
        SimProcess supervise = byHand("sleeper");
        SimProcess service = copy();
        kill(supervise);
        kill(service);
        stage.pass(100 * MS);
        stage.kernel.nextPid(service.pid);
        SimProcess other = stage.start("/tmp/other", "/", "sleeper");
        assertEquals(service.pid, other.pid);
        superviseAgain();
        stage.until("x is up", 3 * SECOND, () -> stage.isUp("/sv/x"));
        assertNotEquals(other.pid, copy().pid);
        command("dk");
        untilDown();
        stage.pass(SECOND);
        assertTrue(other.isAlive());
    }

    @Test
    void withoutInodesOfHandlesTheStartTimeTells() {
        stage.kernel.handlesHaveInodes = false;
        SimProcess supervise = byHand("sleeper");
        SimProcess service = copy();
        kill(supervise);
        stage.pass(100 * MS);
        SimProcess second = superviseAgain();
        untilAnswers();
        assertSame(service, copy());
        kill(second);
        kill(service);
        stage.pass(100 * MS);
        stage.kernel.nextPid(service.pid);
        SimProcess other = stage.start("/tmp/other", "/", "sleeper");
        superviseAgain();
        stage.until("x is up", 3 * SECOND, () -> stage.isUp("/sv/x"));
        command("dk");
        stage.pass(SECOND);
        assertTrue(other.isAlive());
    }

    @Test
    void withoutHandlesTheStartTimeIsLookedAtBeforeEachSignalAndOnceASecond() {
        stage.kernel.hasHandles = false;
        SimProcess supervise = byHand("sleeper");
        SimProcess service = copy();
        kill(supervise);
        stage.pass(100 * MS);
        superviseAgain();
        untilAnswers();
        assertSame(service, copy());
        command("d");
        untilDown();
        stage.pass(1100 * MS);
        assertEquals(0, status().pid);
        assertFalse(status().waitStatusKnown);
        command("u");
        stage.until("x is up", SECOND, () -> stage.isUp("/sv/x"));
    }

    @Test
    void withoutHandlesAPidThatIsUsedAgainGetsNoSignal() {
        stage.kernel.hasHandles = false;
        SimProcess supervise = byHand("sleeper");
        SimProcess service = copy();
        kill(supervise);
        stage.pass(100 * MS);
        superviseAgain();
        untilAnswers();
        stage.pass(10 * MS);
        kill(service);
        stage.kernel.nextPid(service.pid);
        SimProcess other = stage.start("/tmp/other", "/", "sleeper");
        assertEquals(service.pid, other.pid);
        command("dk");
        stage.pass(3 * SECOND);
        assertTrue(other.isAlive());
        assertEquals(0, status().pid);
    }

    @Test
    void withoutHandlesButWithARecordOfOneItWaitsUntilItCanTell() {
        SimProcess supervise = byHand("sleeper");
        SimProcess service = copy();
        kill(supervise);
        stage.pass(100 * MS);
        stage.kernel.hasHandles = false;
        superviseAgain();
        stage.pass(5 * SECOND);
        assertEquals(1, starts);
        String line = "supervise: warning: unable to tell whether x still runs: ";
        assertTrue(said().contains(line), said());
        assertEquals(said().indexOf(line), said().lastIndexOf(line));
        kill(service);
        stage.until("x is up", 3 * SECOND, () -> stage.isUp("/sv/x"));
    }

    /** A part of it was taken for none, and so a second copy was started. */
    @Test
    void aBootIdThatIsReadInPiecesIsWhole() {
        stage.kernel.faults.on(Call.READ).by("supervise").path("boot_id").shorten(7);
        stage.prepare("x", "sleeper");
        SimProcess supervise = superviseAgain();
        stage.until("x is up", 10 * SECOND, () -> stage.isUp("/sv/x"));
        SimProcess first = copy();
        kill(supervise);
        superviseAgain();
        untilAnswers();
        stage.pass(3 * SECOND);
        assertEquals(first, copy());
        assertFalse(said().contains("no boot id"), said());
    }

    @Test
    void withoutABootIdNothingIsAdoptedAndThatIsSaidOnce() {
        stage.kernel.hasProc = false;
        stage.prepare("x", "sleeper");
        SimProcess supervise = superviseAgain();
        stage.until("x is up", 10 * SECOND, () -> stage.isUp("/sv/x"));
        SimProcess first = copy();
        stage.pass(SECOND);
        kill(supervise);
        stage.pass(100 * MS);
        superviseAgain();
        stage.until("there are two", 3 * SECOND, () -> stage.copies("/sv/x").size() == 2);
        assertTrue(first.isAlive());
        String line = "supervise: warning: no boot id: unable to tell whether x still runs\n";
        assertTrue(said().contains(line), said());
        assertEquals(said().indexOf(line), said().lastIndexOf(line));
    }

    @Test
    void afterARebootNothingIsAdoptedAndTheDownFileDecides() {
        byHand("sleeper");
        SimProcess service = copy();
        command("d");
        untilDown();
        stage.pass(SECOND);
        stage.kernel.reboot();
        stage.kernel.nextPid(service.pid);
        SimProcess other = stage.start("/tmp/other", "/", "sleeper");
        superviseAgain();
        stage.until("x is up", SECOND, () -> stage.isUp("/sv/x"));
        command("dk");
        stage.pass(SECOND);
        assertTrue(other.isAlive());
    }

    @Test
    void aFullDiskHidesNothing() {
        SimProcess supervise = byHand("sleeper");
        stage.kernel.disk().capacityBytes = stage.kernel.disk().usedBytes();
        stage.kernel.disk().namesFull = true;
        kill(copy());
        stage.until("it is up again", 2 * SECOND, () -> stage.isUp("/sv/x"));
        SimProcess service = copy();
        assertNotEquals(service.pid, status().pid);
        long started = stage.nowNs();
        stage.pass(5 * SECOND);
        kill(supervise);
        stage.pass(100 * MS);
        superviseAgain();
        untilAnswers();
        assertSame(service, copy());
        stage.kernel.disk().capacityBytes = Long.MAX_VALUE;
        stage.kernel.disk().namesFull = false;
        stage.until("the status is true", 10 * SECOND, () -> status().pid == service.pid);
        assertTrue(Math.abs(started - status().startedBootNs) <= 20 * MS);
        assertEquals(2, starts);
    }

    @Test
    void shortOfDescriptorsItWaitsUntilItCanLook() {
        SimProcess supervise = byHand("sleeper");
        SimProcess service = copy();
        kill(supervise);
        stage.pass(100 * MS);
        Fault fault = stage.kernel.faults.on(Call.OPEN_PROCESS).times(3).fail(Errno.EMFILE);
        superviseAgain();
        untilAnswers();
        assertEquals(3, fault.hits());
        assertSame(service, copy());
        assertEquals(1, starts);
    }

    @Test
    void betweenForkAndRecordTheLockIsHeldAndTheNextSuperviseWaits() {
        new OneCopy(stage.kernel);
        stage.service("x", "sleeper");
        stage.kernel.faults.on(Call.CHILD_RECORD).holdUp(2 * SECOND).times(1);
        stage.start("/tmp/said", "/", "svscan", "/service");
        stage.until(
                "a child is on its way",
                SECOND,
                () -> stage.kernel.processes().stream().anyMatch(SimProcess::isBeforeExec)
                        && stage.exists("/sv/x/supervise/record"));
        stage.pass(300 * MS);
        killSupervise();
        stage.until("x is up", 5 * SECOND, () -> stage.isUp("/sv/x"));
        untilAnswers();
        stage.pass(10 * SECOND);
        assertEquals(1, starts);
        assertEquals(copy().pid, status().pid);
    }

    @Test
    void byHandALockThatAChildStillHoldsIsBusy() {
        stage.prepare("x", "sleeper");
        stage.kernel.faults.on(Call.CHILD_RECORD).holdUp(2 * SECOND).times(1);
        SimProcess supervise = superviseAgain();
        stage.pass(500 * MS);
        kill(supervise);
        SimProcess second = superviseAgain();
        stage.until("the second has ended", SECOND, () -> !second.isAlive());
        assertEquals(111 << 8, second.waitStatus());
    }
}
