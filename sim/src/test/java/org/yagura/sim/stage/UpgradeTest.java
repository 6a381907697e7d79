package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.yagura.sim.stage.Stage.MS;
import static org.yagura.sim.stage.Stage.SECOND;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.yagura.core.status.Status;
import org.yagura.core.status.Want;
import org.yagura.os.Errno;
import org.yagura.os.Signal;
import org.yagura.os.SocketAddress;
import org.yagura.os.Sockets;
import org.yagura.sim.check.DescriptorBaseline;
import org.yagura.sim.check.NoZombies;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.Fault;
import org.yagura.sim.kernel.SimProcess;

/** supervise becomes another program, in each state that it can be in. */
class UpgradeTest extends UpgradeStory {
    private static final String X = "/sv/x";

    UpgradeTest() {
        super(41);
    }

    private SimProcess supervise(String script) {
        stage.prepare("x", script);
        SimProcess supervise = stage.start("/tmp/said", "/sv", "supervise", "x");
        stage.until("x is up", 5 * SECOND, () -> stage.isUp(X));
        stage.pass(2 * SECOND);
        return supervise;
    }

    private SimProcess copy() {
        return Objects.requireNonNull(stage.copy(X));
    }

    private void upgrade(SimProcess supervise) {
        upgrade(supervise, X);
    }

    @Test
    void theServiceNoticesNothing() {
        SimProcess supervise = supervise("sleeper");
        SimProcess service = copy();
        Status before = status(X);
        DescriptorBaseline baseline = new DescriptorBaseline(stage);
        for (int i = 1; i <= 3; i++) {
            upgrade(supervise);
            assertEquals(i, status(X).upgradesAsked);
        }
        assertSame(service, copy());
        Status after = status(X);
        assertEquals(before.supervisePid, after.supervisePid);
        assertEquals(before.changedBootNs, after.changedBootNs);
        assertEquals(before.startedBootNs, after.startedBootNs);
        assertEquals(1, after.starts);
        assertEquals(before.publication + 3, after.publication);
        assertEquals(1, starts);
        // What a status has replaced is let go of at the end of the step.
        stage.pass(SECOND);
        baseline.check();
        NoZombies.check(stage.kernel);
        command(X, "d");
        stage.until("it is down", SECOND, () -> status(X).pid == 0);
        assertEquals(Signal.TERM, status(X).waitStatus);
        command(X, "x");
        stage.until("it has ended", SECOND, () -> !supervise.isAlive());
        assertEquals(0, supervise.waitStatus());
        assertEquals("", said());
    }

    @Test
    void idleAfterwardsItDoesNothingAtAll() {
        SimProcess supervise = supervise("sleeper");
        upgrade(supervise);
        stage.pass(10 * SECOND);
        long before = stage.kernel.trace.count();
        stage.pass(3600 * SECOND);
        assertEquals(before, stage.kernel.trace.count());
    }

    @Test
    void theLockIsNeverFree() {
        SimProcess supervise = supervise("sleeper");
        for (int i = 0; i < 200; i++) {
            if (i % 20 == 0) {
                stage.kernel.kill(supervise, Signal.USR1);
            }
            SimProcess second = stage.start("/tmp/said2", "/sv", "supervise", "x");
            stage.until("it has gone", SECOND, () -> !second.isAlive());
            assertEquals(111 << 8, second.waitStatus());
        }
        assertEquals(10, status(X).upgradesDone);
        assertEquals(1, starts);
    }

    @Test
    void aDeathMeanwhileIsSeen() {
        for (int seed = 0; seed < 40; seed++) {
            UpgradeStory story = new UpgradeStory(seed);
            Stage at = story.stage;
            at.prepare("x", "exit-after 3000 7");
            SimProcess supervise = at.start("/tmp/said", "/sv", "supervise", "x");
            at.until("x is up", 5 * SECOND, () -> at.isUp(X));
            SimProcess service = Objects.requireNonNull(at.copy(X));
            at.pass(2 * SECOND);
            at.kernel.kill(supervise, Signal.USR1);
            at.pass(at.kernel.prng.below(200) * 1000L);
            at.kernel.kill(service, Signal.KILL);
            at.until("x is up again", 100 * MS, () -> at.isUp(X) && at.copy(X) != service);
            at.until("it is upgraded", SECOND, () -> status(at, X).upgradesDone == 1);
            at.until("its end is known", SECOND, () -> status(at, X).waitStatus == Signal.KILL);
            assertEquals(2, story.starts);
            NoZombies.check(at.kernel);
        }
    }

    @Test
    void bytesAndSignalsMeanwhileAreObeyed() {
        for (int seed = 0; seed < 40; seed++) {
            Stage at = new UpgradeStory(seed).stage;
            at.prepare("x", "sleeper");
            SimProcess supervise = at.start("/tmp/said", "/sv", "supervise", "x");
            at.until("x is up", 5 * SECOND, () -> at.isUp(X));
            at.pass(SECOND);
            at.kernel.kill(supervise, Signal.USR1);
            at.pass(at.kernel.prng.below(200) * 1000L);
            for (int i = 0; i < 10; i++) {
                assertEquals(1, at.poke(X + "/supervise/control", "z"));
            }
            at.until("it is upgraded", SECOND, () -> status(at, X).upgradesDone == 1);
            at.until("all were read", SECOND, () -> status(at, X).commands == 10);
            at.kernel.kill(supervise, Signal.USR1);
            at.pass(at.kernel.prng.below(200) * 1000L);
            at.kernel.kill(supervise, Signal.TERM);
            at.until("it has ended", SECOND, () -> !supervise.isAlive());
            assertEquals(0, supervise.waitStatus());
            assertFalse(at.isUp(X));
        }
    }

    // ---- states

    @Test
    void downStaysDown() {
        SimProcess supervise = supervise("sleeper");
        command(X, "d");
        stage.until("it is down", SECOND, () -> !stage.isUp(X));
        upgrade(supervise);
        stage.pass(5 * SECOND);
        assertFalse(stage.isUp(X));
        assertEquals(Want.DOWN, status(X).want);
        command(X, "u");
        stage.until("it is up", SECOND, () -> stage.isUp(X));
    }

    @Test
    void downWithTermSentGoesOnWaiting() {
        SimProcess supervise = supervise("stubborn");
        command(X, "d");
        upgrade(supervise);
        assertTrue(status(X).termSent);
        assertEquals(Want.DOWN, status(X).want);
        command(X, "k");
        stage.until("it is down", SECOND, () -> !stage.isUp(X));
        stage.pass(3 * SECOND);
        assertFalse(stage.isUp(X));
    }

    @Test
    void pausedStaysPaused() {
        SimProcess supervise = supervise("sleeper");
        command(X, "p");
        stage.until("it is stopped", SECOND, () -> copy().isStopped());
        upgrade(supervise);
        assertTrue(status(X).paused);
        assertTrue(copy().isStopped());
        command(X, "c");
        stage.until("it goes on", SECOND, () -> !copy().isStopped());
    }

    @Test
    void onceIsOnce() {
        SimProcess supervise = supervise("sleeper");
        command(X, "o");
        upgrade(supervise);
        stage.kernel.kill(copy(), Signal.KILL);
        stage.pass(3 * SECOND);
        assertFalse(stage.isUp(X));
        assertEquals(1, starts);
    }

    @Test
    void theSecondBetweenTwoStartsGoesOn() {
        SimProcess supervise = supervise("sleeper");
        stage.kernel.kill(copy(), Signal.KILL);
        stage.until("it is up again", SECOND, () -> stage.isUp(X));
        long started = stage.nowNs();
        stage.pass(300 * MS);
        stage.kernel.kill(copy(), Signal.KILL);
        stage.pass(100 * MS);
        upgrade(supervise);
        assertFalse(stage.isUp(X));
        stage.until("it is up again", SECOND, () -> stage.isUp(X));
        assertTrue(Math.abs(stage.nowNs() - (started + SECOND)) <= 20 * MS);
    }

    @Test
    void aForkThatIsTriedAgainComesInItsTime() {
        SimProcess supervise = supervise("sleeper");
        Fault fault = stage.kernel.faults.on(Call.FORK).path("./run").fail(Errno.EAGAIN);
        stage.kernel.kill(copy(), Signal.KILL);
        stage.until("it was tried", SECOND, () -> fault.hits() == 1);
        fault.heal();
        long tried = stage.nowNs();
        upgrade(supervise);
        stage.until("it is up again", 6 * SECOND, () -> stage.isUp(X));
        assertTrue(Math.abs(stage.nowNs() - (tried + 5 * SECOND)) <= 50 * MS);
    }

    @Test
    void exitIsNotForgotten() {
        SimProcess supervise = supervise("sleeper");
        command(X, "x");
        upgrade(supervise);
        assertTrue(status(X).exiting);
        stage.kernel.kill(copy(), Signal.KILL);
        stage.until("it has ended", SECOND, () -> !supervise.isAlive());
        assertEquals(0, supervise.waitStatus());
    }

    @Test
    void aFinishThatRunsIsFollowedByTheNextRun() {
        stage.prepare("x", "exit-after 2000 3");
        stage.write(X + "/compat", "runit");
        stage.program(X + "/finish", "exit-after 800 0");
        SimProcess supervise = stage.start("/tmp/said", "/sv", "supervise", "x");
        stage.until("finish runs", 5 * SECOND, () -> stage.exists(X + "/supervise/status") && status(X).script == 3);
        upgrade(supervise);
        assertEquals(3, status(X).script);
        stage.until("it is up again", 2 * SECOND, () -> status(X).starts == 2);
        assertTrue(stage.isUp(X));
    }

    @Test
    void theGroupThatWasAskedForGetsTheNextSignal() {
        SimProcess supervise = supervise("sleeper");
        command(X, "+");
        upgrade(supervise);
        command(X, "t");
        stage.until("it is up again", 2 * SECOND, () -> status(X).starts == 2);
    }

    @Test
    void anAdoptedServiceStaysAdopted() {
        for (int variant = 0; variant < 3; variant++) {
            UpgradeStory story = new UpgradeStory(variant);
            Stage at = story.stage;
            at.kernel.hasHandles = variant != 1;
            at.kernel.handlesHaveInodes = variant == 0;
            at.prepare("x", "sleeper");
            SimProcess first = at.start("/tmp/said", "/sv", "supervise", "x");
            at.until("x is up", 5 * SECOND, () -> at.isUp(X));
            at.pass(2 * SECOND);
            SimProcess service = Objects.requireNonNull(at.copy(X));
            at.kernel.kill(first, Signal.KILL);
            at.pass(100 * MS);
            SimProcess supervise = at.start("/tmp/said", "/sv", "supervise", "x");
            at.until("it answers", 5 * SECOND, () -> at.poke(X + "/supervise/ok", "") == 0);
            story.upgrade(supervise, X);
            story.upgrade(supervise, X);
            assertSame(service, at.copy(X));
            story.command(X, "p");
            at.until("it is stopped", SECOND, service::isStopped);
            story.command(X, "c");
            at.pass(100 * MS);
            at.kernel.kill(service, Signal.KILL);
            at.until("it is up again", 2 * SECOND, () -> at.isUp(X) && at.copy(X) != service);
            assertEquals(2, story.starts);
        }
    }

    @Test
    void oneThatCannotBeAdoptedYetIsWaitedForStill() {
        SimProcess first = supervise("sleeper");
        SimProcess service = copy();
        stage.kernel.kill(first, Signal.KILL);
        stage.pass(100 * MS);
        Fault fault = stage.kernel.faults.on(Call.OPEN_PROCESS).by("supervise").fail(Errno.EMFILE);
        SimProcess supervise = stage.start("/tmp/said", "/sv", "supervise", "x", "log");
        stage.until("it has tried", SECOND, () -> fault.hits() > 0);
        stage.kernel.kill(supervise, Signal.USR1);
        stage.pass(3 * SECOND);
        assertTrue(supervise.isAlive());
        assertEquals(1, starts);
        fault.heal();
        stage.until("it is adopted", 3 * SECOND, () -> stage.poke(X + "/supervise/ok", "") == 0);
        assertSame(service, copy());
        assertEquals(1, status(X).upgradesDone);
    }

    @Test
    void aFullDiskDoesNotPreventIt() {
        SimProcess supervise = supervise("sleeper");
        stage.kernel.disk().capacityBytes = stage.kernel.disk().usedBytes();
        stage.kernel.kill(supervise, Signal.USR1);
        stage.pass(SECOND);
        stage.kernel.kill(copy(), Signal.KILL);
        stage.pass(3 * SECOND);
        assertTrue(stage.isUp(X));
        stage.kernel.disk().capacityBytes = Long.MAX_VALUE;
        stage.until("the status says so", 6 * SECOND, () -> status(X).upgradesDone == 1);
        assertEquals(copy().pid, status(X).pid);
    }

    @Test
    void theSocketsStayOpen() {
        stage.prepare("x", "sleeper");
        stage.write(X + "/sockets", "tcp 127.0.0.1:80 web\n");
        SimProcess supervise = stage.start("/tmp/said", "/sv", "supervise", "x");
        stage.until("x is up", 5 * SECOND, () -> stage.isUp(X));
        stage.pass(2 * SECOND);
        DescriptorBaseline baseline = new DescriptorBaseline(stage);
        upgrade(supervise);
        SimProcess first = copy();
        stage.kernel.kill(first, Signal.KILL);
        stage.until("it has ended", SECOND, () -> !first.isAlive());
        assertTrue(connects());
        stage.until("it is up again", 2 * SECOND, () -> stage.isUp(X));
        stage.pass(SECOND);
        baseline.check();
        command(X, "d");
        stage.until("it is down", SECOND, () -> !stage.isUp(X));
        stage.pass(100 * MS);
        assertFalse(connects());
        assertEquals("", said());
    }

    private boolean connects() {
        SocketAddress address = new SocketAddress();
        address.setIp(new byte[] {127, 0, 0, 1}, 80);
        Sockets port = stage.kernel.outsider().port().sockets();
        int fd = port.stream(SocketAddress.INET);
        int result = port.connect(fd, address);
        stage.kernel.outsider().port().descriptors().close(fd);
        return result == 0 || result == -Errno.EINPROGRESS;
    }

    // ---- two slots

    private SimProcess superviseBoth(String script, String logScript) {
        stage.prepare("x", script);
        stage.prepare("x/log", logScript);
        SimProcess supervise = stage.start("/tmp/said", "/sv", "supervise", "x", "log");
        stage.until("both are up", 5 * SECOND, () -> stage.isUp(X) && stage.isUp(X + "/log"));
        stage.pass(2 * SECOND);
        return supervise;
    }

    @Test
    void noLineIsLostThoughServiceAndLoggerAreStartedAgain() {
        SimProcess supervise = superviseBoth("writer w 700 100", "exec /bin/multilog s20000 n10000 ./main");
        for (int i = 0; i < 20; i++) {
            upgrade(supervise);
            SimProcess victim = stage.copy(i % 2 == 0 ? X : X + "/log");
            if (victim != null) {
                stage.kernel.kill(victim, i % 3 == 0 ? Signal.KILL : Signal.TERM);
            }
            stage.pass(700 * MS);
        }
        assertEquals(20, status(X).upgradesDone);
        assertEquals(20, status(X + "/log").upgradesDone);
        stage.kernel.kill(supervise, Signal.TERM);
        stage.until("it has ended", 10 * SECOND, () -> !supervise.isAlive());
        checkLog("w", X + "/log/main");
    }

    @Test
    void aDrainGoesOn() {
        SimProcess supervise = superviseBoth("writer w 1 100", "sleeper");
        stage.kernel.kill(supervise, Signal.TERM);
        stage.until("the service is down", SECOND, () -> !stage.isUp(X));
        stage.pass(SECOND);
        upgrade(supervise, X + "/log");
        stage.program(X + "/log/run", "cat out");
        stage.kernel.kill(stage.copy(X + "/log"), Signal.KILL);
        stage.until("it has ended", 3 * SECOND, () -> !supervise.isAlive());
        assertEquals(0, supervise.waitStatus());
        assertTrue(stage.read(X + "/log/out").startsWith(String.join("", stage.ledger.accepted("w"))));
    }

    @Test
    void aSecondTermAfterItEndsADeafLogger() {
        SimProcess supervise = superviseBoth("writer w 1 100", "sleeper");
        stage.kernel.kill(supervise, Signal.TERM);
        stage.pass(2 * SECOND);
        upgrade(supervise, X + "/log");
        stage.pass(10 * SECOND);
        assertTrue(supervise.isAlive());
        stage.kernel.kill(supervise, Signal.TERM);
        stage.until("it has ended", SECOND, () -> !supervise.isAlive());
    }

    @Test
    void aSlotThatHasEndedComesBackToLifeAfterIt() {
        SimProcess supervise = superviseBoth("sleeper", "cat out");
        command(X, "dx");
        stage.until("it is down", SECOND, () -> !stage.isUp(X));
        upgrade(supervise, X + "/log");
        assertEquals(1, stage.poke(X + "/supervise/scan", "s"));
        stage.until("it is up", 2 * SECOND, () -> stage.isUp(X));
        assertEquals(1, status(X).upgradesDone);
    }

    @Test
    void aRemovedLogIsLetGoOfAfterIt() {
        SimProcess supervise = superviseBoth("sleeper", "cat out");
        upgrade(supervise);
        stage.rename(X + "/log", X + "/old");
        stage.makeDirectory(X + "/log");
        stage.kernel.kill(supervise, Signal.HUP);
        stage.until("it is let go of", SECOND, () -> said().contains("letting go of it"));
    }
}
