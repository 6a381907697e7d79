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
import org.yagura.os.Signal;
import org.yagura.sim.check.DescriptorBaseline;
import org.yagura.sim.check.NoZombies;
import org.yagura.sim.check.StatusTruth;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.Fault;
import org.yagura.sim.kernel.SimProcess;

/** Upgrades that come to nothing, and those in which something fails or somebody is killed: the service goes on. */
class UpgradeTroubleTest extends UpgradeStory {
    private static final String X = "/sv/x";

    UpgradeTroubleTest() {
        super(43);
    }

    private SimProcess supervise() {
        stage.prepare("x", "sleeper");
        SimProcess supervise = stage.start("/tmp/said", "/sv", "supervise", "x");
        stage.until("x is up", 5 * SECOND, () -> stage.isUp(X));
        stage.pass(2 * SECOND);
        return supervise;
    }

    private void install(String script) {
        stage.program("/bin/new", script);
        stage.rename("/bin/new", "/bin/yagura");
    }

    private void refused(SimProcess supervise, long withinNs, String why) {
        SimProcess service = Objects.requireNonNull(stage.copy(X));
        Status before = status(X);
        DescriptorBaseline baseline = new DescriptorBaseline(stage);
        stage.kernel.kill(supervise, Signal.USR1);
        stage.until("it is refused", withinNs, () -> status(X).upgradesAsked == before.upgradesAsked + 1);
        stage.pass(SECOND);
        assertEquals(before.upgradesDone, status(X).upgradesDone);
        assertSame(service, stage.copy(X));
        assertTrue(said().contains("supervise: warning: not upgraded: " + why + "\n"), said());
        baseline.check();
        NoZombies.check(stage.kernel);
        command(X, "p");
        stage.until("it is stopped", SECOND, service::isStopped);
        command(X, "c");
        stage.until("it goes on", SECOND, () -> !service.isStopped());
        stage.until("its status says so", SECOND, () -> !status(X).paused);
        StatusTruth.check(stage, X);
    }

    // ---- programs that are refused

    @Test
    void whatIsNotThereIsRefused() {
        SimProcess supervise = supervise();
        stage.remove("/bin/yagura");
        refused(supervise, SECOND, "unable to stat /bin/yagura: file does not exist");
    }

    @Test
    void whatCannotBeExecutedIsRefused() {
        SimProcess supervise = supervise();
        stage.write("/bin/new", "#!yagura\n");
        stage.rename("/bin/new", "/bin/yagura");
        refused(supervise, SECOND, "unable to run /bin/yagura: access denied");
    }

    @Test
    void garbageIsRefused() {
        SimProcess supervise = supervise();
        install("garbage");
        stage.write("/bin/yagura", "garbage");
        refused(supervise, SECOND, "unable to run /bin/yagura: exec format error");
    }

    @Test
    void whatIsNoneOfOursIsRefusedThoughItExitsZero() {
        SimProcess supervise = supervise();
        install("exit 0");
        refused(supervise, SECOND, "/bin/yagura does not go on from here");
    }

    @Test
    void whatFailsIsRefused() {
        SimProcess supervise = supervise();
        install("exit 111");
        refused(supervise, SECOND, "/bin/yagura does not go on from here");
    }

    @Test
    void whatHangsIsRefusedAfterTenSeconds() {
        SimProcess supervise = supervise();
        install("stubborn");
        refused(supervise, 11 * SECOND, "/bin/yagura gave no answer in time");
    }

    @Test
    void whatHangsIsNotLeftBehindWhenSuperviseEnds() {
        SimProcess supervise = supervise();
        install("stubborn");
        stage.kernel.kill(supervise, Signal.USR1);
        stage.pass(SECOND);
        stage.kernel.kill(supervise, Signal.TERM);
        stage.until("it has ended", SECOND, () -> !supervise.isAlive());
        assertEquals(0, supervise.waitStatus());
        stage.pass(SECOND);
        assertTrue(stage.kernel.processes().isEmpty(), stage.kernel.processes().toString());
    }

    @Test
    void whatIsRefusedOnceMayBeMendedAndAskedAgain() {
        SimProcess supervise = supervise();
        install("exit 1");
        refused(supervise, SECOND, "/bin/yagura does not go on from here");
        install("yagura");
        upgrade(supervise, X);
    }

    @Test
    void anotherProgramThatComesDuringTheCheckIsAskedToo() {
        SimProcess supervise = supervise();
        // The first write is that of the state, the second that of the answer.
        Fault slow = stage.kernel
                .faults
                .on(Call.WRITE_AT)
                .by("supervise")
                .after(1)
                .times(1)
                .holdUp(300 * MS);
        stage.kernel.kill(supervise, Signal.USR1);
        stage.until("it is asked", SECOND, () -> slow.hits() == 1);
        install("exit 1");
        stage.until("it is refused", SECOND, () -> status(X).upgradesAsked == 1);
        assertEquals(0, status(X).upgradesDone);
        assertTrue(supervise.isAlive());
    }

    // ---- something fails

    /** A story of one logged service whose supervise is upgraded under a fault. @return whether the fault struck */
    private static boolean underFault(int seed, FaultMaker maker) {
        UpgradeStory story = new UpgradeStory(seed);
        Stage at = story.stage;
        at.prepare("x", "sleeper");
        at.prepare("x/log", "cat out");
        at.symlink("/sv/x", "/service/x");
        SimProcess svscan = at.start("/tmp/said", "/", "svscan", "/service");
        at.until("both are up", 5 * SECOND, () -> at.isUp(X) && at.isUp(X + "/log"));
        at.pass(2 * SECOND);
        SimProcess service = Objects.requireNonNull(at.copy(X));
        SimProcess logger = Objects.requireNonNull(at.copy(X + "/log"));
        DescriptorBaseline baseline = new DescriptorBaseline(at);
        SimProcess supervise = at.tools("supervise").get(0);
        Fault fault = maker.make(at);
        at.kernel.kill(supervise, Signal.USR1);
        at.pass(12 * SECOND);
        int hits = fault.hits();
        fault.heal();
        at.until(
                "it answers",
                10 * SECOND,
                () -> at.poke(X + "/supervise/ok", "") == 0 && at.poke(X + "/log/supervise/ok", "") == 0);
        assertSame(service, at.copy(X));
        assertSame(logger, at.copy(X + "/log"));
        assertEquals(2, story.starts);
        assertEquals(1, at.tools("supervise").size());
        at.until("its status is true", 6 * SECOND, () -> status(at, X).pid == service.pid);
        NoZombies.check(at.kernel);
        baseline.check();
        story.command(X, "d");
        at.until("it is down", SECOND, () -> !at.isUp(X));
        story.command(X, "u");
        at.until("it is up", 3 * SECOND, () -> at.isUp(X));
        at.kernel.kill(svscan, Signal.TERM);
        at.until("all have ended", 10 * SECOND, () -> !svscan.isAlive());
        at.pass(SECOND);
        assertTrue(at.kernel.processes().isEmpty(), at.kernel.processes().toString());
        return hits > 0;
    }

    private interface FaultMaker {
        Fault make(Stage stage);
    }

    @Test
    void whateverCallFailsTheServiceGoesOn() {
        int struck = 0;
        for (Call call : Call.values()) {
            for (int error = 0; error < call.errnos(); error++) {
                int errno = call.errno(error);
                for (int after = 0; ; after++) {
                    int skip = after;
                    boolean hit = underFault(
                            after,
                            at -> at.kernel
                                    .faults
                                    .on(call)
                                    .by("supervise")
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
    void whateverCallFailsAgainAndAgainTheServiceGoesOn() {
        for (Call call : Call.values()) {
            for (int error = 0; error < call.errnos(); error++) {
                int errno = call.errno(error);
                underFault(
                        error, at -> at.kernel.faults.on(call).by("supervise").fail(errno));
            }
        }
    }

    @Test
    void killedAtAnyCallOfItTheServiceGoesOn() {
        int calls = 0;
        for (int after = 0; ; after++) {
            int skip = after;
            boolean hit = underFault(
                    after,
                    at -> at.kernel
                            .faults
                            .onAny()
                            .by("supervise")
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

    @Test
    void withTheFewestDescriptorsItIsRefusedOrDone() {
        for (int limit = 10; limit < 30; limit++) {
            UpgradeStory story = new UpgradeStory(limit);
            Stage at = story.stage;
            at.prepare("x", "sleeper");
            SimProcess supervise = at.start("/tmp/said", "/sv", "supervise", "x");
            at.until("x is up", 5 * SECOND, () -> at.isUp(X));
            at.pass(2 * SECOND);
            int soft = limit;
            supervise.limitOpenFiles(soft);
            at.kernel.kill(supervise, Signal.USR1);
            at.pass(2 * SECOND);
            supervise.limitOpenFiles(1024);
            assertTrue(supervise.isAlive(), "limit " + soft);
            assertTrue(at.isUp(X));
            assertEquals(1, story.starts);
            assertFalse(at.tools("supervise").size() > 1);
        }
    }
}
