package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.yagura.sim.stage.Stage.MS;
import static org.yagura.sim.stage.Stage.SECOND;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.yagura.os.Errno;
import org.yagura.os.Signal;
import org.yagura.sim.check.DescriptorBaseline;
import org.yagura.sim.check.NoZombies;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.Fault;
import org.yagura.sim.kernel.SimProcess;

/** svscan becomes another program, and has its supervises do the same. */
class UpgradeTreeTest extends UpgradeStory {
    private static final String X = "/sv/x";

    UpgradeTreeTest() {
        super(47);
    }

    private SimProcess svscan() {
        return stage.start("/tmp/said", "/", "svscan", "/service");
    }

    private SimProcess tree(int services) {
        for (int i = 0; i < services; i++) {
            stage.prepare("s" + i, "writer s" + i + " 5000 100");
            stage.prepare("s" + i + "/log", "exec /bin/multilog s20000 n10000 ./main");
            stage.symlink("/sv/s" + i, "/service/s" + i);
        }
        SimProcess svscan = svscan();
        for (int i = 0; i < services; i++) {
            String directory = "/sv/s" + i;
            stage.until("all are up", 9 * SECOND, () -> stage.isUp(directory) && stage.isUp(directory + "/log"));
        }
        stage.pass(3 * SECOND);
        return svscan;
    }

    private void upgradeTree(SimProcess svscan) {
        int before = said().split("svscan: upgraded", -1).length;
        stage.kernel.kill(svscan, Signal.USR1);
        stage.until("all is upgraded", 5 * SECOND, () -> said().split("svscan: upgraded", -1).length > before);
        assertTrue(svscan.isAlive());
    }

    private void stop(SimProcess svscan) {
        stage.kernel.kill(svscan, Signal.TERM);
        stage.until("all have ended", 10 * SECOND, () -> !svscan.isAlive());
        assertEquals(0, svscan.waitStatus());
        stage.pass(SECOND);
        assertTrue(stage.kernel.processes().isEmpty(), stage.kernel.processes().toString());
    }

    private List<SimProcess> living() {
        List<SimProcess> living = new ArrayList<>();
        for (SimProcess process : stage.kernel.processes()) {
            if (process.isAlive()) {
                living.add(process);
            }
        }
        return living;
    }

    @Test
    void allOfATreeGoesOnAsItWas() {
        SimProcess svscan = tree(12);
        List<SimProcess> before = living();
        DescriptorBaseline baseline = new DescriptorBaseline(stage);
        upgradeTree(svscan);
        upgradeTree(svscan);
        stage.pass(10 * SECOND);
        assertEquals(before, living());
        for (int i = 0; i < 12; i++) {
            assertEquals(2, status("/sv/s" + i).upgradesDone);
            assertEquals(1, status("/sv/s" + i + "/log").starts);
        }
        assertEquals("svscan: upgraded, and so are supervises: 12\n".repeat(2), said());
        baseline.check();
        NoZombies.check(stage.kernel);
        stop(svscan);
        for (int i = 0; i < 12; i++) {
            checkLog("s" + i, "/sv/s" + i + "/log/main");
        }
    }

    @Test
    void idleAfterwardsItDoesNothingAtAll() {
        stage.service("x", "sleeper");
        SimProcess svscan = svscan();
        stage.until("x is up", 5 * SECOND, () -> stage.isUp(X));
        stage.pass(3 * SECOND);
        upgradeTree(svscan);
        stage.pass(10 * SECOND);
        long before = stage.kernel.trace.count();
        stage.pass(3600 * SECOND);
        assertEquals(before, stage.kernel.trace.count());
    }

    @Test
    void newServicesAndDeathsAreSeenAtOnceAfterIt() {
        stage.service("x", "sleeper");
        SimProcess svscan = svscan();
        stage.until("x is up", 5 * SECOND, () -> stage.isUp(X));
        stage.pass(3 * SECOND);
        upgradeTree(svscan);
        stage.service("y", "sleeper");
        stage.until("y is up", 50 * MS, () -> stage.isUp("/sv/y"));
        SimProcess service = Objects.requireNonNull(stage.copy(X));
        stage.kernel.kill(stage.process(status(X).supervisePid), Signal.KILL);
        stage.until("another one answers", 50 * MS, () -> stage.poke(X + "/supervise/ok", "") == 0);
        assertSame(service, stage.copy(X));
        stage.pass(SECOND);
        stage.prepare("x/new", "cat out");
        stage.rename("/sv/x/new", "/sv/x/log");
        stage.until("its log is up", 500 * MS, () -> stage.isUp(X + "/log"));
        stage.remove("/service/y");
        stage.poke("/sv/y/supervise/control", "dx");
        stage.until("y is down", SECOND, () -> !stage.isUp("/sv/y"));
        stop(svscan);
    }

    @Test
    void whatHappensInTheMomentOfItIsSeen() {
        for (int seed = 0; seed < 60; seed++) {
            UpgradeStory story = new UpgradeStory(seed);
            Stage at = story.stage;
            at.service("x", "sleeper");
            at.prepare("y", "sleeper");
            SimProcess svscan = at.start("/tmp/said", "/", "svscan", "/service");
            at.until("x is up", 5 * SECOND, () -> at.isUp(X));
            at.pass(3 * SECOND);
            SimProcess supervise = at.tools("supervise").get(0);
            at.kernel.kill(svscan, Signal.USR1);
            at.pass(at.kernel.prng.below(300) * 1000L);
            at.symlink("/sv/y", "/service/y");
            at.kernel.kill(supervise, Signal.KILL);
            at.until("y is up", SECOND, () -> at.isUp("/sv/y"));
            at.until("x is looked after", 2 * SECOND, () -> at.poke(X + "/supervise/ok", "") == 0);
            at.until("it is upgraded", 5 * SECOND, () -> at.read("/tmp/said").contains("svscan: upgraded"));
            assertEquals(2, story.starts);
            assertEquals(2, at.tools("supervise").size());
            NoZombies.check(at.kernel);
        }
    }

    @Test
    void supervisesOfAnEarlierSvscanAreUpgradedToo() {
        SimProcess first = tree(3);
        stage.kernel.kill(first, Signal.QUIT);
        stage.until("it has ended", SECOND, () -> !first.isAlive());
        SimProcess svscan = svscan();
        stage.pass(SECOND);
        List<SimProcess> before = living();
        upgradeTree(svscan);
        for (int i = 0; i < 3; i++) {
            assertEquals(1, status("/sv/s" + i).upgradesDone);
        }
        assertEquals("svscan: upgraded, and so are supervises: 3\n", said());
        upgradeTree(svscan);
        assertEquals(before, living());
        stop(svscan);
    }

    @Test
    void aLogWithASuperviseOfItsOwnIsUpgradedToo() {
        stage.prepare("x", "writer x 5000 100");
        stage.prepare("x/log", "exec /bin/multilog s20000 n10000 ./main");
        stage.start("/tmp/said", "/sv/x", "supervise", "log");
        stage.until("its log is up", 5 * SECOND, () -> stage.isUp(X + "/log"));
        stage.symlink(X, "/service/x");
        SimProcess svscan = svscan();
        stage.until("x is up", 5 * SECOND, () -> stage.isUp(X));
        stage.pass(3 * SECOND);
        upgradeTree(svscan);
        assertTrue(said().contains("svscan: upgraded, and so are supervises: 2\n"), said());
        assertEquals(1, status(X).upgradesDone);
        assertEquals(1, status(X + "/log").upgradesDone);
    }

    @Test
    void aSuperviseThatCouldNotOpenItsScanIsUpgradedToo() {
        stage.kernel.faults.on(Call.OPEN).by("supervise").path("scan").fail(Errno.EROFS);
        SimProcess svscan = tree(1);
        upgradeTree(svscan);
        assertTrue(said().endsWith("svscan: upgraded, and so are supervises: 1\n"), said());
        stop(svscan);
    }

    @Test
    void aForeignSuperviseIsLeftAlone() {
        stage.service("x", "sleeper");
        stage.service("y", "sleeper");
        stage.makeDirectory("/sv/y/supervise");
        stage.makeFifo("/sv/y/supervise/ok");
        stage.write("/sv/y/supervise/status", "123456789012345678");
        SimProcess svscan = svscan();
        stage.until("x is up", 5 * SECOND, () -> stage.isUp(X));
        stage.pass(3 * SECOND);
        upgradeTree(svscan);
        assertTrue(said().contains("svscan: upgraded, and so are supervises: 1\n"), said());
        stage.until(
                "it says who is not",
                SECOND,
                () -> said().contains("svscan: warning: not upgraded: the supervise of y\n"));
    }

    @Test
    void aProgramThatIsNoGoodIsRefusedOnceForAll() {
        SimProcess svscan = tree(3);
        List<SimProcess> before = living();
        stage.program("/bin/new", "exit 0");
        stage.rename("/bin/new", "/bin/yagura");
        stage.kernel.kill(svscan, Signal.USR1);
        stage.pass(3 * SECOND);
        assertEquals("svscan: warning: not upgraded: /bin/yagura does not go on from here\n", said());
        assertEquals(before, living());
        assertEquals(0, status("/sv/s0").upgradesAsked);
        stage.program("/bin/new", "yagura");
        stage.rename("/bin/new", "/bin/yagura");
        upgradeTree(svscan);
        stop(svscan);
    }

    @Test
    void aProgramThatHangsIsGivenUp() {
        SimProcess svscan = tree(1);
        stage.program("/bin/new", "stubborn");
        stage.rename("/bin/new", "/bin/yagura");
        stage.kernel.kill(svscan, Signal.USR1);
        stage.until("it is given up", 11 * SECOND, () -> said().contains("/bin/yagura gave no answer in time"));
        stage.pass(SECOND);
        NoZombies.check(stage.kernel);
        assertTrue(svscan.isAlive());
    }

    // ---- states

    @Test
    void aStopGoesOnAndASecondTermKills() {
        stage.service("x", "stubborn");
        stage.prepare("x/log", "cat out");
        SimProcess svscan = svscan();
        stage.until("x is up", 5 * SECOND, () -> stage.isUp(X) && stage.isUp(X + "/log"));
        stage.pass(3 * SECOND);
        stage.kernel.kill(svscan, Signal.TERM);
        stage.pass(SECOND);
        stage.kernel.kill(svscan, Signal.USR1);
        stage.pass(2 * SECOND);
        assertTrue(svscan.isAlive());
        stage.until("it says whom it waits for", 6 * SECOND, () -> said().contains("svscan: waiting for x\n"));
        assertFalse(said().contains("upgraded"), said());
        stop(svscan);
    }

    @Test
    void aStopOfTakenOverSupervisesGoesOn() {
        SimProcess first = tree(2);
        stage.kernel.kill(first, Signal.QUIT);
        stage.until("it has ended", SECOND, () -> !first.isAlive());
        SimProcess svscan = svscan();
        stage.pass(SECOND);
        stage.kernel.kill(svscan, Signal.USR1);
        stage.kernel.kill(svscan, Signal.TERM);
        stage.until("all have ended", 10 * SECOND, () -> !svscan.isAlive());
        stage.pass(SECOND);
        assertTrue(stage.kernel.processes().isEmpty(), stage.kernel.processes().toString());
    }

    @Test
    void aDirectoryThatIsBeingMadeIsStartedInItsTime() {
        stage.service("x", "sleeper");
        SimProcess svscan = svscan();
        stage.until("x is up", 5 * SECOND, () -> stage.isUp(X));
        stage.pass(3 * SECOND);
        stage.makeDirectory("/service/y");
        stage.pass(300 * MS);
        upgradeTree(svscan);
        stage.program("/service/y/run", "sleeper");
        stage.write("/service/y/down", "");
        stage.pass(5 * SECOND);
        assertTrue(stage.exists("/service/y/supervise/status"));
        assertFalse(stage.isUp("/service/y"));
    }

    @Test
    void aSuperviseThatFailedIsStartedInItsTimeAfterIt() {
        stage.service("x", "sleeper");
        stage.write("/sv/x/supervise", "no directory");
        SimProcess svscan = svscan();
        stage.until("it was tried", 2 * SECOND, () -> said().contains("unable to acquire"));
        long tried = stage.nowNs();
        stage.pass(SECOND);
        stage.remove("/sv/x/supervise");
        stage.kernel.kill(svscan, Signal.USR1);
        stage.until("x is up", 6 * SECOND, () -> stage.isUp(X));
        assertTrue(Math.abs(stage.nowNs() - (tried + 5 * SECOND)) <= 300 * MS);
    }

    @Test
    void theExitOfAnAdoptedServiceIsNotedAfterIt() {
        stage.kernel.handlesTellExit = false;
        stage.service("x", "exit-after 8000 3");
        SimProcess svscan = svscan();
        stage.until("x is up", 5 * SECOND, () -> stage.isUp(X));
        stage.pass(2 * SECOND);
        int first = status(X).supervisePid;
        stage.kernel.kill(stage.process(first), Signal.KILL);
        stage.until("another one answers", SECOND, () -> stage.poke(X + "/supervise/ok", "") == 0);
        upgradeTree(svscan);
        assertNotEquals(first, status(X).supervisePid);
        stage.until("it is up again", 10 * SECOND, () -> status(X).waitStatusKnown);
        assertEquals(3 << 8, status(X).waitStatus);
    }

    @Test
    void aServiceWithoutANameGoesOn() {
        SimProcess svscan = tree(2);
        stage.remove("/service/s0");
        stage.pass(SECOND);
        upgradeTree(svscan);
        // Its descriptor still knows where it is.
        assertTrue(said().startsWith("svscan: upgraded, and so are supervises: 2\n"), said());
        assertTrue(stage.isUp("/sv/s0"));
        stage.symlink("/sv/s0", "/service/s0");
        stage.pass(SECOND);
        assertEquals(2, stage.tools("supervise").size());
        stop(svscan);
    }

    /** Nothing told of its logger's end, and nobody could look: the stop waited for ever. */
    @Test
    void aSlotThatHasNoNameAndCannotBeWatchedIsStoppedWithTheOther() {
        stage.kernel.kill(tree(1), Signal.KILL);
        SimProcess svscan = svscan();
        stage.pass(SECOND);
        stage.remove("/service/s0");
        stage.pass(SECOND);
        // The signals, the changes of directories, the service; then its log.
        Fault fault = stage.kernel
                .faults
                .on(Call.POLL_CHANGE)
                .by("svscan")
                .after(3)
                .times(1)
                .fail(Errno.ENOSPC);
        upgradeTree(svscan);
        assertEquals(1, fault.hits());
        stop(svscan);
    }

    // ---- something fails, somebody is killed

    /** A story of two services, one of them with a log, under a fault of svscan's. @return whether it struck */
    private static boolean underFault(String what, int seed, FaultMaker maker) {
        UpgradeStory story = new UpgradeStory(seed);
        Stage at = story.stage;
        at.service("x", "sleeper");
        at.prepare("x/log", "cat out");
        at.service("y", "sleeper");
        SimProcess first = at.start("/tmp/said", "/", "svscan", "/service");
        at.until("all are up", 5 * SECOND, () -> at.isUp(X) && at.isUp(X + "/log") && at.isUp("/sv/y"));
        at.pass(2 * SECOND);
        List<SimProcess> services = List.of(copy(at, X), copy(at, X + "/log"), copy(at, "/sv/y"));
        DescriptorBaseline baseline = new DescriptorBaseline(at);
        Fault fault = maker.make(at);
        at.kernel.kill(first, Signal.USR1);
        at.pass(12 * SECOND);
        int hits = fault.hits();
        fault.heal();
        SimProcess svscan = first.isAlive() ? first : at.start("/tmp/said", "/", "svscan", "/service");
        at.pass(12 * SECOND);
        assertEquals(services, List.of(copy(at, X), copy(at, X + "/log"), copy(at, "/sv/y")));
        assertEquals(3, story.starts);
        assertEquals(2, at.tools("supervise").size());
        assertEquals(1, at.tools("svscan").size());
        NoZombies.check(at.kernel);
        baseline.check();
        at.prepare("z", "sleeper");
        at.symlink("/sv/z", "/service/z");
        at.until(what + ", then z is up", SECOND, () -> at.isUp("/sv/z"));
        at.kernel.kill(svscan, Signal.TERM);
        at.until("all have ended", 10 * SECOND, () -> !svscan.isAlive());
        at.pass(SECOND);
        assertTrue(at.kernel.processes().isEmpty(), at.kernel.processes().toString());
        return hits > 0;
    }

    private static SimProcess copy(Stage stage, String directory) {
        return Objects.requireNonNull(stage.copy(directory));
    }

    private interface FaultMaker {
        Fault make(Stage stage);
    }

    @Test
    void whateverCallFailsAllGoesOn() {
        int struck = 0;
        for (Call call : Call.values()) {
            for (int error = 0; error < call.errnos(); error++) {
                int errno = call.errno(error);
                for (int after = 0; ; after++) {
                    int skip = after;
                    String what = call + " " + after + " error " + errno;
                    boolean hit = underFault(
                            what,
                            after,
                            at -> at.kernel
                                    .faults
                                    .on(call)
                                    .by("svscan")
                                    .after(skip)
                                    .times(1)
                                    .fail(errno));
                    if (!hit) {
                        break;
                    }
                    struck++;
                }
            }
        }
        assertTrue(struck > 100, "struck " + struck);
    }

    @Test
    void killedAtAnyCallOfItAllGoesOn() {
        int calls = 0;
        for (int after = 0; ; after++) {
            int skip = after;
            boolean hit = underFault(
                    "killed at " + after,
                    after,
                    at -> at.kernel
                            .faults
                            .onAny()
                            .by("svscan")
                            .after(skip)
                            .times(1)
                            .kill());
            if (!hit) {
                break;
            }
            calls++;
        }
        assertTrue(calls > 100, "calls " + calls);
    }
}
