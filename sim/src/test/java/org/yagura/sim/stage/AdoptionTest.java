package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.yagura.sim.stage.Stage.MS;
import static org.yagura.sim.stage.Stage.SECOND;

import org.junit.jupiter.api.Test;
import org.yagura.core.status.Status;
import org.yagura.core.status.Want;
import org.yagura.os.Errno;
import org.yagura.os.Signal;
import org.yagura.sim.check.OneCopy;
import org.yagura.sim.check.StartInterval;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.Fault;
import org.yagura.sim.kernel.SimProcess;

/** Exactly one copy: what becomes of a service whose supervise is killed. */
class AdoptionTest extends AdoptionStory {
    @Test
    void aKilledSuperviseIsReplacedAtOnceAndTheServiceGoesOn() {
        svscan("sleeper");
        SimProcess service = copy();
        Status before = status();
        killSupervise();
        stage.until(
                "another one answers",
                20 * MS,
                () -> !stage.tools("supervise").isEmpty() && stage.poke("/sv/x/supervise/ok", "") == 0);
        assertSame(service, copy());
        Status after = status();
        assertEquals(service.pid, after.pid);
        assertEquals(Want.UP, after.want);
        assertEquals(before.changedBootNs, after.changedBootNs);
        assertEquals(before.startedBootNs, after.startedBootNs);
        assertEquals(before.starts, after.starts);
        stage.pass(10 * SECOND);
        assertEquals(1, starts);
        assertTrue(stage.run("svstat", "/sv/x").matches("/sv/x: up \\(pid " + service.pid + "\\) 1[3-9] seconds\n"));
    }

    @Test
    void svcReachesAnAdoptedService() {
        svscan("sleeper");
        killSupervise();
        untilAnswers();
        command("p");
        stage.until("it is stopped", SECOND, () -> copy().isStopped());
        command("c");
        stage.until("it goes on", SECOND, () -> !copy().isStopped());
        command("d");
        untilDown();
        stage.pass(3 * SECOND);
        assertFalse(stage.isUp("/sv/x"));
        assertEquals(Signal.TERM, status().waitStatus);
        command("u");
        stage.until("x is up", SECOND, () -> stage.isUp("/sv/x"));
    }

    @Test
    void theDeathOfAnAdoptedServiceIsSeenAtOnceWithItsExit() {
        svscan("exit-after 8000 3");
        killSupervise();
        untilAnswers();
        SimProcess first = copy();
        stage.until("it ends", 10 * SECOND, () -> !first.isAlive());
        stage.until("it is up again", 20 * MS, () -> stage.isUp("/sv/x"));
        Status status = status();
        assertTrue(status.waitStatusKnown);
        assertEquals(3 << 8, status.waitStatus);
    }

    @Test
    void svscanNotesTheExitWhereTheKernelDoesNotTell() {
        stage.kernel.handlesTellExit = false;
        svscan("exit-after 8000 3");
        killSupervise();
        untilAnswers();
        stage.until("it ends", 10 * SECOND, () -> !stage.isUp("/sv/x"));
        stage.until("it is up again", 20 * MS, () -> stage.isUp("/sv/x"));
        assertTrue(status().waitStatusKnown);
        assertEquals(3 << 8, status().waitStatus);
    }

    @Test
    void anExitThatNobodyCanTellIsShownAsUnknown() {
        stage.kernel.handlesTellExit = false;
        SimProcess supervise = byHand("exit-after 8000 3");
        kill(supervise);
        stage.pass(100 * MS);
        superviseAgain();
        untilAnswers();
        stage.until("it ends", 10 * SECOND, () -> !stage.isUp("/sv/x"));
        stage.until("it is up again", 20 * MS, () -> stage.isUp("/sv/x"));
        assertFalse(status().waitStatusKnown);
    }

    @Test
    void aDeathIsSeenAtOnceThoughTheParentReapsLate() {
        stage.kernel.initReapsAfterNs = 2 * SECOND;
        SimProcess supervise = byHand("exit-after 8000 3");
        kill(supervise);
        superviseAgain();
        untilAnswers();
        SimProcess first = copy();
        stage.until("it ends", 10 * SECOND, () -> !first.isAlive());
        stage.until("it is up again", 20 * MS, () -> stage.isUp("/sv/x"));
        assertTrue(first.isZombie(), "not reaped yet");
        assertTrue(status().waitStatusKnown);
        assertEquals(3 << 8, status().waitStatus);
        stage.until("it is reaped", 3 * SECOND, first::isReaped);
    }

    @Test
    void aServiceThatDiedBeforeItsSuperviseIsNotTakenForALivingOneThoughItIsReapedLate() {
        stage.kernel.initReapsAfterNs = 5 * SECOND;
        SimProcess supervise = byHand("sleeper");
        SimProcess first = copy();
        kill(first);
        kill(supervise);
        superviseAgain();
        stage.until("it is up again", 20 * MS, () -> stage.isUp("/sv/x"));
        assertTrue(first.isZombie(), "not reaped yet");
        assertFalse(stage.read("/tmp/said").contains("still runs"), stage.read("/tmp/said"));
        assertEquals(Signal.KILL, status().waitStatus);
    }

    @Test
    void anExitThatOnlyALateParentCouldTellIsNotWaitedForLong() {
        stage.kernel.initReapsAfterNs = 2 * SECOND;
        stage.kernel.procTellsExit = false;
        SimProcess supervise = byHand("exit-after 8000 0");
        kill(supervise);
        superviseAgain();
        untilAnswers();
        SimProcess first = copy();
        stage.until("it ends", 10 * SECOND, () -> !first.isAlive());
        stage.until("it is up again", 120 * MS, () -> stage.isUp("/sv/x"));
        assertFalse(status().waitStatusKnown);
    }

    @Test
    void aServiceThatEndsWhileNobodyLooksIsStartedAgainWithItsExitKnown() {
        svscan("sleeper");
        SimProcess service = copy();
        Fault slow =
                stage.kernel.faults.on(Call.EXEC).by("svscan").holdUp(500 * MS).times(1);
        killSupervise();
        stage.pass(100 * MS);
        kill(service);
        stage.until("it is up again", 3 * SECOND, () -> stage.isUp("/sv/x"));
        stage.pass(100 * MS);
        assertEquals(1, slow.hits());
        assertTrue(status().waitStatusKnown);
        assertEquals(Signal.KILL, status().waitStatus);
    }

    @Test
    void wantDownSurvives() {
        SimProcess supervise = byHand("stubborn");
        command("d");
        stage.pass(100 * MS);
        kill(supervise);
        stage.pass(SECOND);
        superviseAgain();
        untilAnswers();
        assertEquals(Want.DOWN, status().want);
        assertTrue(status().termSent);
        assertEquals(copy().pid, status().pid);
        command("k");
        untilDown();
        stage.pass(3 * SECOND);
        assertFalse(stage.isUp("/sv/x"));
    }

    @Test
    void downByCommandStaysDownThoughSuperviseIsKilled() {
        svscan("sleeper");
        command("d");
        untilDown();
        stage.pass(SECOND);
        long since = status().changedBootNs;
        killSupervise();
        untilAnswers();
        stage.pass(3 * SECOND);
        assertFalse(stage.isUp("/sv/x"));
        assertEquals(since, status().changedBootNs);
        assertTrue(stage.run("svstat", "/sv/x").endsWith(", normally up\n"));
    }

    @Test
    void upByCommandStaysUpThoughSuperviseIsKilled() {
        stage.prepare("x", "exit-after 2500 0");
        stage.write("/sv/x/down", "");
        SimProcess supervise = superviseAgain();
        untilAnswers();
        command("u");
        stage.until("x is up", SECOND, () -> stage.isUp("/sv/x"));
        stage.pass(SECOND);
        kill(supervise);
        superviseAgain();
        stage.until("it ends", 3 * SECOND, () -> !stage.isUp("/sv/x"));
        stage.until("it is up again", SECOND, () -> stage.isUp("/sv/x"));
    }

    @Test
    void onceIsNotDoneTwice() {
        stage.prepare("x", "exit-after 2500 0");
        stage.write("/sv/x/down", "");
        SimProcess supervise = superviseAgain();
        untilAnswers();
        command("o");
        stage.until("x is up", SECOND, () -> stage.isUp("/sv/x"));
        stage.pass(SECOND);
        kill(supervise);
        stage.pass(100 * MS);
        superviseAgain();
        untilAnswers();
        assertEquals(Want.ONCE, status().want);
        stage.pass(10 * SECOND);
        assertEquals(1, starts);
        assertFalse(stage.isUp("/sv/x"));
    }

    @Test
    void pausedSurvives() {
        SimProcess supervise = byHand("sleeper");
        command("p");
        stage.until("it is stopped", SECOND, () -> copy().isStopped());
        stage.pass(100 * MS);
        kill(supervise);
        stage.pass(100 * MS);
        superviseAgain();
        untilAnswers();
        assertTrue(status().paused);
        command("d");
        untilDown();
    }

    @Test
    void afterACleanExitTheDownFileDecides() {
        SimProcess supervise = byHand("sleeper");
        command("dx");
        stage.until("supervise has ended", SECOND, () -> !supervise.isAlive());
        superviseAgain();
        stage.until("x is up", SECOND, () -> stage.isUp("/sv/x"));
    }

    @Test
    void toldToExitItExitsWhenTheAdoptedServiceIsDown() {
        SimProcess supervise = byHand("sleeper");
        command("x");
        stage.pass(100 * MS);
        kill(supervise);
        stage.pass(100 * MS);
        SimProcess second = superviseAgain();
        untilAnswers();
        assertTrue(status().exiting);
        command("d");
        stage.until("it has ended", SECOND, () -> !second.isAlive());
        assertEquals(0, second.waitStatus());
    }

    @Test
    void theSecondBetweenTwoStartsOutlivesSupervise() {
        SimProcess supervise = byHand("sleeper");
        kill(copy());
        stage.until("it is up again", SECOND, () -> stage.isUp("/sv/x"));
        long started = stage.nowNs();
        stage.pass(50 * MS);
        kill(supervise);
        kill(copy());
        superviseAgain();
        stage.until("it is up again", 3 * SECOND, () -> stage.isUp("/sv/x"));
        assertTrue(stage.nowNs() - started >= SECOND - 10 * MS);
    }

    @Test
    void serviceAndLoggerAreBothAdoptedWhenAllOfOursAreKilled() {
        stage.prepare("x", "writer x 1000 50");
        stage.prepare("x/log", "cat out");
        stage.symlink("/sv/x", "/service/x");
        stage.service("y", "sleeper");
        new OneCopy(stage.kernel);
        stage.start("/tmp/said", "/", "svscan", "/service");
        stage.until("all are up", 5 * SECOND, () -> stage.isUp("/sv/x/log") && stage.isUp("/sv/y"));
        stage.until("x is up", 5 * SECOND, () -> stage.isUp("/sv/x"));
        stage.pass(SECOND);
        for (SimProcess process : stage.kernel.processes()) {
            if (process.name.equals("svscan") || process.name.equals("supervise")) {
                kill(process);
            }
        }
        stage.pass(SECOND);
        assertEquals(0, stage.tools("supervise").size());
        SimProcess svscan = stage.start("/tmp/said", "/", "svscan", "/service");
        stage.pass(10 * SECOND);
        assertEquals(3, starts);
        assertEquals(2, stage.tools("supervise").size());
        stage.kernel.kill(svscan, Signal.TERM);
        stage.until("all have ended", 10 * SECOND, () -> !svscan.isAlive());
        assertEquals(String.join("", stage.ledger.accepted("x")), stage.read("/sv/x/log/out"));
    }

    @Test
    void aServiceThatDaemonisesIsNoOtherThanBefore() {
        SimProcess supervise = byHand("daemonises");
        kill(supervise);
        stage.pass(100 * MS);
        int before = starts;
        superviseAgain();
        stage.pass(5 * SECOND);
        assertEquals(before + 5, starts, 1);
    }

    @Test
    void killedAtAnyCallThereIsOneCopyAlways() {
        int calls = 0;
        for (int call = 0; ; call++) {
            Stage story = new Stage(call);
            new OneCopy(story.kernel);
            story.service("x", "exit-after 700 0");
            Fault fault = story.kernel
                    .faults
                    .onAny()
                    .by("supervise")
                    .after(call)
                    .times(1)
                    .kill();
            story.start("/tmp/said", "/", "svscan", "/service");
            story.pass(8 * SECOND);
            story.until("x is up", 3 * SECOND, () -> story.isUp("/sv/x"));
            if (fault.hits() == 0) {
                break;
            }
            calls++;
        }
        assertTrue(calls > 60, "calls " + calls);
    }

    @Test
    void theLoggerOfARemovedNameIsFoundAgain() {
        SimProcess svscan = svscan("sleeper");
        SimProcess service = copy();
        stage.remove("/service/x");
        killSupervise();
        stage.pass(5 * SECOND);
        assertEquals(0, stage.tools("supervise").size());
        assertTrue(service.isAlive());
        stage.symlink("/sv/x", "/service/x");
        stage.until("supervise answers", 3 * SECOND, () -> stage.poke("/sv/x/supervise/ok", "") == 0);
        assertSame(service, copy());
        stage.kernel.kill(svscan, Signal.TERM);
        stage.until("all have ended", 5 * SECOND, () -> !svscan.isAlive());
        assertFalse(stage.isUp("/sv/x"));
    }

    @Test
    void idleWithAnAdoptedServiceItDoesNothingAtAll() {
        svscan("sleeper");
        killSupervise();
        untilAnswers();
        stage.pass(10 * SECOND);
        long before = stage.kernel.trace.count();
        stage.pass(3600 * SECOND);
        assertEquals(before, stage.kernel.trace.count());
    }

    /** The time in its record was from before its pipe was opened, which took long, and its status had found no room. */
    @Test
    void aStartThatTookLongAndIsKnownFromTheRecordOnly() {
        new StartInterval(stage.kernel);
        stage.prepare("x", "sleeper");
        stage.prepare("x/log", "exec /bin/multilog ./main");
        stage.symlink("/sv/x", "/service/x");
        stage.start("/tmp/said", "/", "svscan", "/service");
        stage.until("both are up", 10 * SECOND, () -> stage.isUp("/sv/x") && stage.isUp("/sv/x/log"));
        stage.pass(3 * SECOND);
        stage.kernel.faults.on(Call.WRITE).by("supervise").path("status.new").fail(Errno.ENOSPC);
        Fault slow =
                stage.kernel.faults.on(Call.SET_FLAG).by("supervise").times(1).holdUp(900 * MS);
        kill(copy());
        stage.until("it was started again", 2 * SECOND, () -> slow.hits() == 1 && stage.copy("/sv/x") != null);
        SimProcess second = copy();
        killSupervise();
        kill(second);
        stage.until("and again", 3 * SECOND, () -> {
            SimProcess third = stage.copy("/sv/x");
            return third != null && third != second;
        });
    }
}
