package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.yagura.sim.stage.Stage.MS;
import static org.yagura.sim.stage.Stage.SECOND;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yagura.os.Errno;
import org.yagura.os.Signal;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.Fault;
import org.yagura.sim.kernel.SimProcess;

/** Stories of svscan and what it starts. */
class SvscanTest {
    private final Stage stage = new Stage(11);

    private SimProcess svscan() {
        return stage.start("/tmp/said", "/", "svscan", "/service");
    }

    private void untilUp(String name) {
        stage.until(name + " is up", 10 * SECOND, () -> stage.isUp("/sv/" + name));
    }

    private void untilAllHaveEnded(SimProcess svscan, long within) {
        stage.until("all have ended", within, () -> !svscan.isAlive());
        assertEquals(0, stage.tools("supervise").size());
    }

    @Test
    void startsWhatIsThereAndEachSuperviseOnce() {
        for (int i = 0; i < 10; i++) {
            stage.service("s" + i, "sleeper");
        }
        svscan();
        stage.pass(20 * SECOND);
        for (int i = 0; i < 10; i++) {
            assertNotNull(stage.copy("/sv/s" + i));
        }
        assertEquals(10, stage.tools("supervise").size());
    }

    @Test
    void aDirectoryThatManyLinksLeadThroughIsWalkedToOnce() {
        for (int i = 0; i < 20; i++) {
            stage.service("s" + i, "sleeper");
        }
        // Of these the directory is a link, and another one the next time: it is walked to for each.
        stage.makeDirectory("/releases");
        stage.makeDirectory("/releases/1");
        for (int i = 0; i < 3; i++) {
            stage.makeDirectory("/releases/1/b" + i);
            stage.program("/releases/1/b" + i + "/run", "sleeper");
            stage.symlink("/current/b" + i, "/service/b" + i);
        }
        stage.symlink("releases/1", "/current");
        svscan();
        stage.until("all are up", 10 * SECOND, () -> stage.tools("supervise").size() == 23);
        assertEquals(1, looks("/sv = "));
        assertTrue(looks("/current = ") >= 3);
        stage.makeDirectory("/releases/2");
        for (int i = 0; i < 3; i++) {
            stage.makeDirectory("/releases/2/b" + i);
            stage.program("/releases/2/b" + i + "/run", "sleeper");
        }
        stage.symlink("releases/2", "/next");
        stage.rename("/next", "/current");
        stage.until("the next release runs", 10 * SECOND, () -> stage.isUp("/releases/2/b2"));
    }

    private long looks(String path) {
        return stage.kernel
                .trace
                .last(20_000)
                .lines()
                .filter(line -> line.contains("svscan[") && line.contains("READ_LINK " + path))
                .count();
    }

    @Test
    void aNewLinkIsRunningWithinTwentyMilliseconds() {
        svscan();
        stage.pass(SECOND);
        stage.service("x", "sleeper");
        stage.until("x is up", 20 * MS, () -> stage.isUp("/sv/x"));
    }

    @Test
    void aDirectoryCopiedInWithDownLastIsNeverStarted() {
        svscan();
        stage.pass(SECOND);
        stage.makeDirectory("/service/x");
        stage.pass(200 * MS);
        stage.program("/service/x/run", "sleeper");
        stage.pass(700 * MS);
        stage.write("/service/x/down", "");
        stage.pass(10 * SECOND);
        assertFalse(stage.isUp("/service/x"));
        stage.run("svok", "/service/x");
        assertEquals(0, stage.lastExitCode());
    }

    @Test
    void aLostEventIsMadeUpForByAFullScan() {
        SimProcess svscan = svscan();
        stage.service("a", "sleeper");
        untilUp("a");
        stage.kernel.overflowWatches(svscan, () -> stage.service("b", "sleeper"));
        stage.until("b is up", 6 * SECOND, () -> stage.isUp("/sv/b"));
    }

    @Test
    void termStopsServicesThenLoggersThenItself() {
        termAfter(3 * SECOND);
    }

    /** Once svscan opened the pipe while it waited for the end, and so kept it from the logger for ever. */
    @Test
    void termSoonAfterTheStartDoesSoToo() {
        termAfter(100 * MS);
    }

    private void termAfter(long ns) {
        stage.service("x", "polite 500");
        stage.prepare("x/log", "cat out");
        stage.service("y", "sleeper");
        SimProcess svscan = svscan();
        untilUp("x");
        untilUp("y");
        untilUp("x/log");
        stage.pass(ns);
        stage.kernel.kill(svscan, Signal.TERM);
        stage.pass(100 * MS);
        assertFalse(stage.isUp("/sv/y"));
        assertTrue(stage.isUp("/sv/x/log"));
        untilAllHaveEnded(svscan, 2 * SECOND);
        assertFalse(stage.isUp("/sv/x/log"));
        assertEquals(0, svscan.waitStatus());
    }

    @Test
    void termWaitsForAStubbornServiceAndSaysSoAndASecondTermKills() {
        stage.service("x", "stubborn");
        SimProcess svscan = svscan();
        untilUp("x");
        stage.pass(SECOND);
        stage.kernel.kill(svscan, Signal.TERM);
        stage.pass(16 * SECOND);
        assertTrue(stage.isUp("/sv/x"));
        assertTrue(stage.read("/tmp/said").contains("x"), stage.read("/tmp/said"));
        stage.kernel.kill(svscan, Signal.TERM);
        untilAllHaveEnded(svscan, 5 * SECOND);
        assertFalse(stage.isUp("/sv/x"));
    }

    @Test
    void quitLeavesEverythingLivingAndANewSvscanTakesOver() {
        stage.service("x", "sleeper");
        SimProcess svscan = svscan();
        untilUp("x");
        SimProcess copy = stage.copy("/sv/x");
        stage.kernel.kill(svscan, Signal.QUIT);
        stage.until("svscan has ended", SECOND, () -> !svscan.isAlive());
        stage.pass(SECOND);
        assertEquals(copy, stage.copy("/sv/x"));
        SimProcess second = svscan();
        stage.pass(10 * SECOND);
        assertEquals(copy, stage.copy("/sv/x"));
        assertEquals(1, stage.tools("supervise").size());
        stage.kernel.kill(second, Signal.TERM);
        untilAllHaveEnded(second, 5 * SECOND);
        assertFalse(stage.isUp("/sv/x"));
    }

    @Test
    void aKilledSvscanIsReplacedWithoutTouchingServices() {
        stage.service("x", "writer w 1000");
        stage.prepare("x/log", "cat out");
        SimProcess svscan = svscan();
        untilUp("x");
        untilUp("x/log");
        SimProcess copy = stage.copy("/sv/x");
        stage.kernel.kill(svscan, Signal.KILL);
        stage.pass(SECOND);
        svscan();
        stage.pass(10 * SECOND);
        assertEquals(copy, stage.copy("/sv/x"));
        assertEquals(1, stage.tools("supervise").size());
    }

    @Test
    void aFailedForkIsTriedAgain() {
        Fault fault = stage.kernel.faults.on(Call.FORK).by("svscan").times(4).fail(Errno.EAGAIN);
        stage.service("x", "sleeper");
        stage.service("y", "sleeper");
        svscan();
        stage.until("both are up", 30 * SECOND, () -> stage.isUp("/sv/x") && stage.isUp("/sv/y"));
        assertEquals(4, fault.hits());
        assertTrue(stage.read("/tmp/said").contains("unable to fork for "), stage.read("/tmp/said"));
    }

    @Test
    void aSlotToldToExitIsRevivedWhileItsEntryIsThere() {
        exitAfter(3 * SECOND);
    }

    /** Once such a slot stayed away for ever, because svscan had never seen it living. */
    @Test
    void aSlotToldToExitBeforeItWasSeenIsRevivedToo() {
        exitAfter(0);
    }

    private void exitAfter(long ns) {
        stage.service("x", "sleeper");
        stage.prepare("x/log", "cat out");
        svscan();
        untilUp("x");
        untilUp("x/log");
        SimProcess logger = stage.copy("/sv/x/log");
        SimProcess first = stage.copy("/sv/x");
        stage.pass(ns);
        stage.run("svc", "-dx", "/sv/x");
        stage.until("a new copy is up", 6 * SECOND, () -> stage.isUp("/sv/x") && stage.copy("/sv/x") != first);
        assertEquals(logger, stage.copy("/sv/x/log"));
    }

    /** Once one failed call made it take the supervise for a foreign one, for good. */
    @Test
    void aLoggerIsRevivedThoughItCannotBeToldAtFirst() {
        stage.service("x", "sleeper");
        stage.prepare("x/log", "cat out");
        svscan();
        untilUp("x");
        untilUp("x/log");
        stage.pass(3 * SECOND);
        SimProcess first = stage.copy("/sv/x/log");
        Fault fault = stage.kernel
                .faults
                .on(Call.OPEN)
                .by("svscan")
                .path("supervise/scan")
                .times(2)
                .fail(Errno.EMFILE);
        stage.run("svc", "-dx", "/sv/x/log");
        stage.until(
                "a new logger is up", 20 * SECOND, () -> stage.isUp("/sv/x/log") && stage.copy("/sv/x/log") != first);
        assertEquals(2, fault.hits());
    }

    /** Its supervise had trouble at its start when the next svscan came, who took it for a foreign one for good; later the logger ended. */
    @Test
    void aLoggerIsRevivedThoughANewSvscanCameWhileItsSuperviseHadTrouble() {
        stage.service("x", "sleeper");
        stage.prepare("x/log", "cat out");
        SimProcess first = svscan();
        untilUp("x/log");
        stage.pass(2 * SECOND);
        stage.kernel.kill(stage.copy("/sv/x/log"), Signal.KILL);
        stage.tools("supervise").forEach(process -> stage.kernel.kill(process, Signal.KILL));
        Fault noScan =
                stage.kernel.faults.on(Call.OPEN).by("supervise").path("scan").fail(Errno.EIO);
        Fault noOk = stage.kernel
                .faults
                .on(Call.OPEN)
                .by("supervise")
                .path("ok")
                .times(1)
                .fail(Errno.EIO);
        stage.until("its log is in trouble", SECOND, () -> noOk.hits() == 1);
        stage.kernel.kill(first, Signal.KILL);
        svscan();
        stage.pass(500 * MS);
        noScan.heal();
        untilUp("x/log");
        stage.pass(20 * SECOND);
        SimProcess logger = stage.copy("/sv/x/log");
        stage.run("svc", "-dx", "/sv/x/log");
        stage.until(
                "a new logger is up", 10 * SECOND, () -> stage.isUp("/sv/x/log") && stage.copy("/sv/x/log") != logger);
    }

    /** The supervise of an earlier svscan was killed, and closed one thing after the other: it was said not to be one of ours. */
    @Test
    void aSuperviseThatTakesLongToDieIsNotCalledForeign() {
        stage.kernel.closingNs = 3 * MS;
        stage.service("x", "sleeper");
        stage.prepare("x/log", "cat out");
        SimProcess first = svscan();
        untilUp("x/log");
        stage.pass(2 * SECOND);
        stage.kernel.kill(first, Signal.KILL);
        svscan();
        stage.pass(2 * SECOND);
        stage.tools("supervise").forEach(process -> stage.kernel.kill(process, Signal.KILL));
        stage.pass(5 * SECOND);
        assertEquals(2, stage.read("/tmp/said").split("going on with it", -1).length - 1);
        assertFalse(stage.read("/tmp/said").contains("is not one of ours"), stage.read("/tmp/said"));
    }

    /** Once the log slot stayed away, because only the service slot was looked at when the name came back. */
    @Test
    void aLoggerThatEndedWhileItsServiceHadNoNameIsRevivedWithTheName() {
        stage.service("x", "sleeper");
        stage.prepare("x/log", "cat out");
        svscan();
        untilUp("x");
        untilUp("x/log");
        stage.pass(3 * SECOND);
        stage.remove("/service/x");
        stage.run("svc", "-dx", "/sv/x/log");
        stage.pass(3 * SECOND);
        assertFalse(stage.isUp("/sv/x/log"));
        stage.symlink("/sv/x", "/service/x");
        stage.until("a new logger is up", 6 * SECOND, () -> stage.isUp("/sv/x/log"));
    }

    @Test
    void aServiceWhoseLinkIsRemovedGoesOnUntilToldAndIsNotRevived() {
        stage.service("x", "sleeper");
        svscan();
        untilUp("x");
        stage.remove("/service/x");
        stage.pass(10 * SECOND);
        assertTrue(stage.isUp("/sv/x"));
        stage.run("svc", "-dx", "/sv/x");
        stage.until(
                "its supervise has ended",
                5 * SECOND,
                () -> stage.tools("supervise").isEmpty());
        stage.pass(10 * SECOND);
        assertTrue(stage.tools("supervise").isEmpty());
        assertFalse(stage.isUp("/sv/x"));
    }

    /** The window between fork and exec: the child keeps the lock, so that nobody starts a second copy beside it. */
    @Test
    void aSuperviseKilledWhileItsChildHasNotExecdIsNotReplacedBeforeTheChildHas() {
        stage.service("x", "sleeper");
        Fault fault = stage.kernel
                .faults
                .on(Call.CHILD_LIMIT)
                .by("supervise")
                .times(1)
                .holdUp(7 * SECOND);
        svscan();
        stage.until("the child is held up", 5 * SECOND, () -> fault.hits() == 1);
        SimProcess supervise = stage.tools("supervise").get(0);
        stage.kernel.kill(supervise, Signal.KILL);
        stage.pass(6 * SECOND);
        assertEquals(0, upCount());
        stage.until("the child has become run", 5 * SECOND, () -> upCount() == 1);
    }

    @Test
    void aLoggerAddedLaterStartsAtOnce() {
        stage.service("x", "writer w 1000");
        svscan();
        untilUp("x");
        stage.pass(3 * SECOND);
        stage.prepare("new", "cat out");
        stage.rename("/sv/new", "/sv/x/log");
        stage.until("the logger is up", 6 * SECOND, () -> stage.isUp("/sv/x/log"));
        stage.run("svc", "-t", "/sv/x");
        stage.until(
                "it gets lines", 5 * SECOND, () -> stage.read("/sv/x/log/out").length() > 10);
    }

    @Test
    void aStopReachesASuperviseThatCannotBeSignalled() {
        stage.service("x", "sleeper");
        SimProcess first = svscan();
        untilUp("x");
        stage.kernel.kill(first, Signal.QUIT);
        stage.until("svscan has ended", SECOND, () -> !first.isAlive());
        SimProcess second = svscan();
        stage.pass(2 * SECOND);
        Fault refused = stage.kernel.faults.on(Call.KILL).by("svscan").times(1).fail(Errno.EPERM);
        stage.kernel.kill(second, Signal.TERM);
        stage.until("all have ended", 4 * SECOND, () -> stage.kernel.processes().isEmpty());
        refused.heal();
    }

    /** An earlier svscan has started it; the stop comes before the look five seconds later. */
    @ParameterizedTest
    @EnumSource(
            value = Call.class,
            names = {"STAT", "OPEN", "LIST_DIRECTORY"})
    void aStopReachesAServiceThatCouldNotBeLookedAt(Call call) {
        stage.service("x", "sleeper");
        SimProcess first = svscan();
        untilUp("x");
        stage.kernel.kill(first, Signal.QUIT);
        stage.until("svscan has ended", SECOND, () -> !first.isAlive());
        Fault fault = stage.kernel.faults.on(call).by("svscan").fail(Errno.EIO);
        fault.path(call == Call.LIST_DIRECTORY ? "" : "x");
        SimProcess second = svscan();
        stage.pass(SECOND);
        assertTrue(fault.hits() > 0);
        fault.heal();
        stage.kernel.kill(second, Signal.TERM);
        stage.until("all have ended", 4 * SECOND, () -> stage.kernel.processes().isEmpty());
    }

    @Test
    void threeHundredServicesComeAndGo() {
        SimProcess svscan = svscan();
        for (int i = 0; i < 300; i++) {
            stage.service("s" + i, "sleeper");
        }
        stage.until("all are up", 30 * SECOND, () -> upCount() == 300);
        stage.kernel.kill(svscan, Signal.TERM);
        untilAllHaveEnded(svscan, 30 * SECOND);
        assertEquals(0, upCount());
    }

    private int upCount() {
        int up = 0;
        for (SimProcess process : stage.kernel.processes()) {
            up += process.isAlive() && process.service() != null ? 1 : 0;
        }
        return up;
    }

    @Test
    void anIdleTreeDoesNothingAtAll() {
        stage.service("x", "sleeper");
        stage.prepare("x/log", "cat out");
        svscan();
        untilUp("x");
        untilUp("x/log");
        stage.pass(20 * SECOND);
        long before = stage.kernel.trace.count();
        stage.pass(3600 * SECOND);
        assertEquals(before, stage.kernel.trace.count(), () -> stage.kernel.trace.last(30));
    }

    /** It was read, then removed, then looked at: nobody needs to hear that it is not there. */
    @Test
    void aNameThatIsRemovedWhileItIsLookedAtIsNoTrouble() {
        stage.start("/tmp/said", "/", "svscan", "/service");
        stage.pass(SECOND);
        Fault look = stage.kernel.faults.on(Call.STAT).by("svscan").path("x");
        look.times(1).holdUp(100 * MS);
        stage.service("x", "sleeper");
        stage.until("it is looked at", SECOND, () -> look.hits() == 1);
        stage.remove("/service/x");
        stage.pass(2 * SECOND);
        assertEquals("", stage.read("/tmp/said"));
    }
}
