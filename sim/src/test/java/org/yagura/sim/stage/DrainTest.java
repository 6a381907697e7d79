package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.yagura.sim.stage.Stage.MS;
import static org.yagura.sim.stage.Stage.SECOND;

import org.junit.jupiter.api.Test;
import org.yagura.os.Errno;
import org.yagura.os.Signal;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.Fault;
import org.yagura.sim.kernel.SimProcess;

/** Stories of stops: what happens to the last lines. */
class DrainTest {
    private final Stage stage = new Stage(17);

    private SimProcess superviseBoth(String script, String logScript) {
        stage.prepare("x", script);
        stage.prepare("x/log", logScript);
        SimProcess supervise = stage.start("/tmp/said", "/sv", "supervise", "x", "log");
        stage.until("it is up", 5 * SECOND, () -> stage.isUp("/sv/x"));
        stage.pass(100 * MS);
        return supervise;
    }

    private void untilEnded(SimProcess supervise, long withinNs) {
        stage.until("supervise has ended", withinNs, () -> !supervise.isAlive());
        assertEquals(0, supervise.waitStatus());
        assertFalse(stage.isUp("/sv/x"));
        assertFalse(stage.isUp("/sv/x/log"));
    }

    @Test
    void aLoggerThatEndsEarlyIsStartedAgainUntilTheEnd() {
        SimProcess supervise = superviseBoth("writer w 1 100", "sleeper");
        stage.pass(SECOND);
        stage.program("/sv/x/log/run", "cat out");
        stage.kernel.kill(supervise, Signal.TERM);
        stage.pass(2 * SECOND);
        assertTrue(supervise.isAlive());
        stage.kernel.kill(stage.copy("/sv/x/log"), Signal.KILL);
        untilEnded(supervise, 3 * SECOND);
        assertTrue(stage.read("/sv/x/log/out").startsWith(String.join("", stage.ledger.accepted("w"))));
    }

    @Test
    void aLoggerThatTakesNothingOutIsGivenUpAfterFiveSeconds() {
        SimProcess supervise = superviseBoth("writer w 1 100", "exit 1");
        stage.kernel.kill(supervise, Signal.TERM);
        stage.pass(4 * SECOND);
        assertTrue(supervise.isAlive());
        untilEnded(supervise, 4 * SECOND);
        assertTrue(stage.read("/tmp/said").contains(" bytes for log are not logged"), stage.read("/tmp/said"));
    }

    @Test
    void aLoggerThatIsDownIsNotStartedForTheLastLines() {
        SimProcess supervise = superviseBoth("writer w 1 100", "cat out");
        stage.poke("/sv/x/log/supervise/control", "d");
        stage.until("it is down", SECOND, () -> !stage.isUp("/sv/x/log"));
        stage.pass(SECOND);
        stage.kernel.kill(supervise, Signal.TERM);
        untilEnded(supervise, SECOND);
        assertTrue(stage.read("/tmp/said").contains(" bytes for log are not logged"));
    }

    @Test
    void aSecondTermEndsADeafLoggerAtOnce() {
        SimProcess supervise = superviseBoth("writer w 1 100", "sleeper");
        stage.kernel.kill(supervise, Signal.TERM);
        stage.pass(20 * SECOND);
        assertTrue(supervise.isAlive());
        assertFalse(stage.isUp("/sv/x"));
        stage.kernel.kill(supervise, Signal.TERM);
        untilEnded(supervise, SECOND);
    }

    @Test
    void aLoggerThatIsSlowAtTheEndIsWaitedFor() {
        SimProcess supervise = superviseBoth("sleeper", "exit-after 30000 0");
        stage.kernel.kill(supervise, Signal.TERM);
        stage.pass(20 * SECOND);
        assertTrue(supervise.isAlive());
        untilEnded(supervise, 12 * SECOND);
    }

    @Test
    void intIsTermToo() {
        SimProcess supervise = superviseBoth("writer w 1 100", "cat out");
        stage.kernel.kill(supervise, Signal.INT);
        untilEnded(supervise, SECOND);
        assertTrue(stage.read("/sv/x/log/out").startsWith(String.join("", stage.ledger.accepted("w"))));
    }

    @Test
    void aStopTakesBackAStartThatIsStillToCome() {
        SimProcess supervise = superviseBoth("exit-after 10 0", "cat out");
        stage.kernel.kill(supervise, Signal.TERM);
        untilEnded(supervise, 100 * MS);
    }

    @Test
    void aNudgeDuringAStopBringsNothingBack() {
        SimProcess supervise = superviseBoth("sleeper", "exit-after 5000 0");
        stage.kernel.kill(supervise, Signal.TERM);
        stage.pass(SECOND);
        stage.poke("/sv/x/supervise/scan", "sl");
        stage.pass(SECOND);
        assertFalse(stage.isUp("/sv/x"));
        untilEnded(supervise, 5 * SECOND);
    }

    @Test
    void withoutDescriptorsForTheLogsPipeAStartWaits() {
        Fault fault = stage.kernel
                .faults
                .on(Call.OPEN)
                .by("supervise")
                .path("pipe")
                .times(4)
                .fail(Errno.EMFILE);
        stage.prepare("x", "writer w 100");
        stage.prepare("x/log", "cat out");
        stage.start("/tmp/said", "/sv", "supervise", "x", "log");
        stage.until("both are up", 30 * SECOND, () -> stage.isUp("/sv/x") && stage.isUp("/sv/x/log"));
        assertEquals(4, fault.hits());
        stage.pass(2 * SECOND);
        assertTrue(stage.read("/sv/x/log/out")
                .startsWith(stage.ledger.accepted("w").get(0)));
    }
}
