package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.yagura.sim.stage.Stage.MS;
import static org.yagura.sim.stage.Stage.SECOND;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yagura.core.status.Want;
import org.yagura.os.Errno;
import org.yagura.os.Signal;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.Fault;
import org.yagura.sim.kernel.ProcessListener;
import org.yagura.sim.kernel.SimProcess;

/** Stories of one supervise. */
class SuperviseTest {
    private final Stage stage = new Stage(3);
    private final List<Long> starts = new ArrayList<>();

    private SimProcess supervise(String name, String script) {
        stage.prepare(name, script);
        stage.kernel.listen(new ProcessListener() {
            @Override
            public void execed(SimProcess process) {
                if (process.service() != null) {
                    starts.add(stage.nowNs());
                }
            }
        });
        return stage.start("/tmp/said", "/sv", "supervise", name);
    }

    private void untilUp(String name) {
        stage.until(name + " is up", 10 * SECOND, () -> stage.isUp("/sv/" + name));
    }

    private void command(String letters) {
        assertEquals(letters.length(), stage.poke("/sv/x/supervise/control", letters));
    }

    @Test
    void startsAtOnceAndAgainAtOnceAfterALongLife() {
        supervise("x", "sleeper");
        stage.until("it is up", 20 * MS, () -> stage.isUp("/sv/x"));
        stage.pass(5 * SECOND);
        SimProcess first = stage.copy("/sv/x");
        stage.kernel.kill(first, Signal.KILL);
        stage.until("it is up again", 20 * MS, () -> stage.isUp("/sv/x"));
    }

    @Test
    void startsAgainNoSoonerThanOneSecondAfterTheLastStart() {
        supervise("x", "exit 0");
        stage.pass(10 * SECOND);
        assertEquals(10, starts.size(), 1);
        for (int i = 1; i < starts.size(); i++) {
            long gap = starts.get(i) - starts.get(i - 1);
            assertTrue(gap >= SECOND - MS && gap < SECOND + 20 * MS, () -> "gap " + gap);
        }
    }

    @Test
    void obeysDownWithinTheFirstSecond() {
        supervise("x", "sleeper");
        untilUp("x");
        command("d");
        stage.until("it is down", 20 * MS, () -> !stage.isUp("/sv/x"));
        stage.pass(5 * SECOND);
        assertEquals(1, starts.size());
        assertTrue(stage.run("svstat", "/sv/x").endsWith(", normally up\n"));
    }

    @Test
    void aStopGoesOnByItselfWhereTermCouldNotBeSentOnce() {
        SimProcess supervise = supervise("x", "sleeper");
        untilUp("x");
        stage.kernel.faults.on(Call.KILL).by("supervise").times(2).fail(Errno.EPERM);
        stage.kernel.kill(supervise, Signal.TERM);
        stage.until("all have ended", 6 * SECOND, () -> stage.kernel.processes().isEmpty());
        assertTrue(stage.read("/tmp/said")
                .contains("supervise: warning: unable to send signal 15 to x: permission denied\n"));
    }

    @Test
    void upWithinTheSecondAfterADeathWaitsForTheDeadlineOnly() {
        supervise("x", "sleeper");
        untilUp("x");
        long started = stage.nowNs();
        command("d");
        stage.until("it is down", 20 * MS, () -> !stage.isUp("/sv/x"));
        command("u");
        untilUp("x");
        long waited = stage.nowNs() - started;
        assertTrue(waited > SECOND - 20 * MS && waited < SECOND + 20 * MS, () -> "waited " + waited);
    }

    @Test
    void upThenDownWithinTheSecondEndsDown() {
        supervise("x", "exit 1");
        stage.pass(100 * MS);
        command("ud");
        stage.pass(5 * SECOND);
        assertEquals(1, starts.size());
    }

    /** A {@code run} may ask for itself: {@code svok . && svstat .} */
    @Test
    void whatIsStartedFindsThatItsSuperviseAnswers() {
        List<Integer> answers = new ArrayList<>();
        stage.kernel.listen(new ProcessListener() {
            @Override
            public void execed(SimProcess process) {
                if (process.service() != null) {
                    answers.add(stage.poke("/sv/x/supervise/ok", ""));
                    assertEquals(Want.UP, UpgradeStory.status(stage, "/sv/x").want);
                }
            }
        });
        supervise("x", "sleeper");
        untilUp("x");
        assertEquals(List.of(0), answers);
    }

    @Test
    void whatCouldNotAnswerIsNotStarted() {
        stage.makeDirectory("/sv/x");
        stage.makeDirectory("/sv/x/supervise");
        stage.write("/sv/x/supervise/ok", "");
        stage.program("/sv/x/run", "sleeper");
        SimProcess supervise = stage.start("/tmp/said", "/sv", "supervise", "x");
        stage.until("it has ended", SECOND, () -> !supervise.isAlive());
        assertEquals("supervise: fatal: unable to read x/supervise/ok: not a fifo\n", stage.read("/tmp/said"));
        assertFalse(stage.isUp("/sv/x"));
    }

    @Test
    void onceStartsAndDoesNotRestart() {
        stage.prepare("x", "exit-after 100 0");
        stage.write("/sv/x/down", "");
        stage.start("/tmp/said", "/sv", "supervise", "x");
        stage.until("it answers", SECOND, () -> stage.exists("/sv/x/supervise/ok"));
        assertFalse(stage.isUp("/sv/x"));
        command("o");
        untilUp("x");
        stage.until("it has ended", SECOND, () -> !stage.isUp("/sv/x"));
        stage.pass(3 * SECOND);
        assertFalse(stage.isUp("/sv/x"));
    }

    @Test
    void exitWaitsForTheServiceAndDoesNotSignalIt() {
        SimProcess supervise = supervise("x", "sleeper");
        untilUp("x");
        command("x");
        stage.pass(3 * SECOND);
        assertTrue(supervise.isAlive());
        command("d");
        stage.until("supervise has ended", SECOND, () -> !supervise.isAlive());
        assertEquals(0, supervise.waitStatus());
        assertFalse(stage.isUp("/sv/x"));
    }

    @Test
    void aPausedServiceGetsTermWhenItGoesOn() {
        supervise("x", "sleeper");
        untilUp("x");
        command("p");
        stage.until(
                "it is stopped",
                SECOND,
                () -> assertNotNull(stage.copy("/sv/x")).isStopped());
        stage.eventually(
                "svstat says so", SECOND, () -> stage.run("svstat", "/sv/x").contains(", paused"));
        command("d");
        stage.until("it is down", SECOND, () -> !stage.isUp("/sv/x"));
    }

    private static SimProcess assertNotNull(SimProcess process) {
        org.junit.jupiter.api.Assertions.assertNotNull(process);
        return process;
    }

    @Test
    void aFailedForkIsTriedAgainAndCommandsAreObeyedMeanwhile() {
        Fault fault = stage.kernel.faults.on(Call.FORK).by("supervise").times(3).fail(Errno.EAGAIN);
        supervise("x", "sleeper");
        stage.until("it fails to fork", SECOND, () -> fault.hits() == 1);
        stage.eventually(
                "it says so",
                SECOND,
                () -> stage.read("/tmp/said")
                        .contains("supervise: warning: unable to fork for x, sleeping 5 seconds: temporary failure"));
        stage.until("it is up", 30 * SECOND, () -> stage.isUp("/sv/x"));
        assertEquals(3, fault.hits());
    }

    @Test
    void aFailedForkIsForgottenWhenToldDown() {
        Fault fault = stage.kernel.faults.on(Call.FORK).by("supervise").times(1).fail(Errno.EAGAIN);
        SimProcess supervise = supervise("x", "sleeper");
        stage.until("it fails to fork", SECOND, () -> fault.hits() == 1);
        command("dx");
        stage.until("supervise has ended", 20 * MS, () -> !supervise.isAlive());
    }

    @Test
    void aRunThatCannotBeStartedIsTriedOnceASecondAndSaysWhy() {
        stage.prepare("x", "sleeper");
        stage.remove("/sv/x/run");
        stage.start("/tmp/said", "/sv", "supervise", "x");
        stage.pass(5 * SECOND);
        String line = "supervise: fatal: unable to start x/run: file does not exist\n";
        assertEquals(5, stage.read("/tmp/said").length() / line.length(), 1);
        assertTrue(stage.read("/tmp/said").startsWith(line));
        stage.program("/sv/x/run", "sleeper");
        stage.until("it is up", 2 * SECOND, () -> stage.isUp("/sv/x"));
    }

    @Test
    void aChildThatIsKilledBeforeItsExecIsStartedAgain() {
        stage.kernel.faults.on(Call.EXEC).path("./run").times(2).kill();
        supervise("x", "sleeper");
        stage.until("it is up", 5 * SECOND, () -> stage.isUp("/sv/x"));
    }

    @Test
    void aFullDiskStopsNeitherStartsNorCommands() {
        SimProcess supervise = supervise("x", "sleeper");
        untilUp("x");
        stage.kernel.disk().capacityBytes = stage.kernel.disk().usedBytes();
        stage.kernel.disk().namesFull = true;
        stage.pass(2 * SECOND);
        stage.kernel.kill(stage.copy("/sv/x"), Signal.KILL);
        stage.pass(2 * SECOND);
        assertTrue(stage.isUp("/sv/x"));
        command("d");
        stage.until("it is down", SECOND, () -> !stage.isUp("/sv/x"));
        stage.kernel.disk().capacityBytes = Long.MAX_VALUE;
        stage.kernel.disk().namesFull = false;
        stage.eventually(
                "the status is true again",
                10 * SECOND,
                () -> stage.run("svstat", "/sv/x").contains(": down"));
        assertTrue(supervise.isAlive());
    }

    @Test
    void theRecordNamesTheChildBeforeItIsRun() {
        supervise("x", "sleeper");
        untilUp("x");
        SimProcess copy = assertNotNull(stage.copy("/sv/x"));
        String record = stage.read("/sv/x/supervise/record");
        assertEquals(64, record.length());
        assertEquals(copy.pid, record.charAt(24) | record.charAt(25) << 8);
        assertEquals(copy.handleInode, record.charAt(32) | record.charAt(33) << 8);
    }

    @Test
    void aSecondSuperviseDoesNotDisturbTheFirst() {
        supervise("x", "sleeper");
        untilUp("x");
        SimProcess second = stage.start("/tmp/second", "/sv", "supervise", "x");
        stage.until("the second has ended", SECOND, () -> !second.isAlive());
        assertEquals(111 << 8, second.waitStatus());
        assertEquals(
                "supervise: fatal: unable to acquire x/supervise/lock: temporary failure\n", stage.read("/tmp/second"));
        stage.pass(3 * SECOND);
        assertEquals(1, starts.size());
    }

    @Test
    void termEndsTheServiceAndThenSupervise() {
        SimProcess supervise = supervise("x", "polite 3000");
        untilUp("x");
        stage.pass(100 * MS);
        stage.kernel.kill(supervise, Signal.TERM);
        stage.pass(2 * SECOND);
        assertTrue(supervise.isAlive());
        stage.until("all have ended", 2 * SECOND, () -> !supervise.isAlive() && !stage.isUp("/sv/x"));
        assertEquals(0, supervise.waitStatus());
    }

    @Test
    void theWallClockMayStepWithoutDelayingAnything() {
        supervise("x", "exit-after 100 0");
        untilUp("x");
        stage.kernel.clock().stepWall(-7200 * SECOND);
        stage.pass(10 * SECOND);
        stage.kernel.clock().stepWall(14_400 * SECOND);
        stage.pass(10 * SECOND);
        assertEquals(20, starts.size(), 2);
        command("d");
        stage.until("it is down", SECOND, () -> !stage.isUp("/sv/x"));
        stage.kernel.clock().stepWall(3600 * SECOND);
        stage.pass(3 * SECOND);
        String line = stage.run("svstat", "/sv/x");
        assertTrue(line.matches("/sv/x: down [34] seconds, normally up\n"), line);
    }

    @Test
    void idleSuperviseDoesNothingAtAll() {
        supervise("x", "sleeper");
        untilUp("x");
        stage.pass(2 * SECOND);
        long before = stage.kernel.trace.count();
        stage.pass(3600 * SECOND);
        assertEquals(before, stage.kernel.trace.count());
    }

    @Test
    void floodsOfCommandsAreObeyedInOrder() {
        supervise("x", "sleeper");
        untilUp("x");
        command("du".repeat(2000) + "zzz" + "d");
        stage.until("it is down", SECOND, () -> !stage.isUp("/sv/x"));
        stage.pass(3 * SECOND);
        assertFalse(stage.isUp("/sv/x"));
        assertNull(stage.copy("/sv/x"));
    }
}
