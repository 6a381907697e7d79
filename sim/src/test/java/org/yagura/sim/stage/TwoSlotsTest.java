package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.yagura.sim.stage.Stage.MS;
import static org.yagura.sim.stage.Stage.SECOND;

import org.junit.jupiter.api.Test;
import org.yagura.os.Signal;
import org.yagura.sim.kernel.SimProcess;

/** Stories of a service and its logger, looked after by one supervise. */
class TwoSlotsTest {
    private final Stage stage = new Stage(5);

    private SimProcess supervise(String script, String logScript) {
        stage.prepare("x", script);
        stage.prepare("x/log", logScript);
        return stage.start("/tmp/said", "/sv", "supervise", "x", "log");
    }

    private void untilBothAreUp() {
        stage.until("both are up", 5 * SECOND, () -> stage.isUp("/sv/x") && stage.isUp("/sv/x/log"));
    }

    private String logged() {
        return stage.read("/sv/x/log/out");
    }

    private String accepted() {
        return String.join("", stage.ledger.accepted("w"));
    }

    @Test
    void whatTheServiceWritesIsLogged() {
        supervise("writer w 1000", "cat out");
        stage.until("it is logged", 5 * SECOND, () -> logged().length() > 100);
    }

    @Test
    void nothingIsLostWhenEitherIsKilledOverAndOver() {
        SimProcess supervise = supervise("writer w 500", "cat out");
        for (int i = 0; i < 20; i++) {
            untilBothAreUp();
            stage.pass(stage.kernel.prng.between(1, 1500) * MS);
            SimProcess victim = stage.copy(i % 2 == 0 ? "/sv/x" : "/sv/x/log");
            if (victim != null && !victim.name.equals("cat")) {
                stage.kernel.kill(victim, Signal.TERM);
            }
        }
        stage.kernel.kill(supervise, Signal.TERM);
        stage.until("supervise has ended", 20 * SECOND, () -> !supervise.isAlive());
        assertTrue(accepted().length() > 1000);
    }

    @Test
    void aServiceWithoutALoggerBlocksAndLosesNothing() {
        supervise("writer w 0 100", "exit-after 3000 0");
        stage.pass(SECOND);
        int written = stage.ledger.accepted("w").size();
        assertTrue(written >= 600 && written <= 655, () -> "written " + written);
        stage.pass(SECOND);
        assertEquals(written, stage.ledger.accepted("w").size());
        assertTrue(stage.isUp("/sv/x"));
        stage.program("/sv/x/log/run", "cat out");
        stage.until("it goes on", 20 * SECOND, () -> stage.ledger.accepted("w").size() > written + 1000);
        assertTrue(logged().startsWith(stage.ledger.accepted("w").get(0)));
    }

    @Test
    void termDrainsTheLogToTheLastLine() {
        SimProcess supervise = supervise("writer w 0 100", "cat out");
        stage.until("lines are logged", 5 * SECOND, () -> logged().length() > 100_000);
        stage.kernel.kill(supervise, Signal.TERM);
        stage.until("supervise has ended", 5 * SECOND, () -> !supervise.isAlive());
        assertEquals(0, supervise.waitStatus());
        assertTrue(logged().startsWith(accepted()));
        assertTrue(logged().length() - accepted().length() <= 100);
        assertFalse(stage.isUp("/sv/x/log"));
    }

    @Test
    void anOrphanThatHoldsThePipeDelaysTheEndByFiveSecondsAndIsNamed() {
        SimProcess supervise = supervise("daemonises", "cat out");
        stage.until(
                "the orphan lives",
                5 * SECOND,
                () -> stage.kernel.processes().stream().anyMatch(process -> process.name.equals("sleeper")));
        stage.kernel.kill(supervise, Signal.TERM);
        stage.pass(4 * SECOND);
        assertTrue(supervise.isAlive());
        stage.until("supervise has ended", 5 * SECOND, () -> !supervise.isAlive());
        assertTrue(
                stage.read("/tmp/said").contains("something still holds log/supervise/pipe open"),
                stage.read("/tmp/said"));
    }

    @Test
    void oneSlotEndsAndComesBackWhileTheOtherGoesOn() {
        SimProcess supervise = supervise("sleeper", "cat out");
        untilBothAreUp();
        SimProcess logger = stage.copy("/sv/x/log");
        stage.poke("/sv/x/supervise/control", "dx");
        stage.until("the service is down", SECOND, () -> !stage.isUp("/sv/x"));
        stage.eventually(
                "its slot has ended",
                SECOND,
                () -> stage.run("svok", "/sv/x").isEmpty() && stage.lastExitCode() == 100);
        assertEquals("/sv/x: supervise not running\n", stage.run("svstat", "/sv/x"));
        stage.run("svok", "/sv/x/log");
        assertEquals(0, stage.lastExitCode());
        assertTrue(supervise.isAlive());
        assertEquals(1, stage.poke("/sv/x/supervise/scan", "s"));
        untilBothAreUp();
        assertEquals(logger, stage.copy("/sv/x/log"));
        stage.run("svok", "/sv/x");
        assertEquals(0, stage.lastExitCode());
    }

    @Test
    void aSlotThatComesBackReadsDownAgain() {
        supervise("sleeper", "cat out");
        untilBothAreUp();
        stage.poke("/sv/x/supervise/control", "dx");
        stage.until("the service is down", SECOND, () -> !stage.isUp("/sv/x"));
        stage.pass(100 * MS);
        stage.write("/sv/x/down", "");
        stage.poke("/sv/x/supervise/scan", "s");
        stage.pass(3 * SECOND);
        assertFalse(stage.isUp("/sv/x"));
        assertTrue(stage.run("svstat", "/sv/x").matches("/sv/x: down \\d seconds\n"));
    }

    @Test
    void whenBothSlotsHaveEndedTheProcessEnds() {
        SimProcess supervise = supervise("sleeper", "cat out");
        untilBothAreUp();
        stage.run("svc", "-dx", "/sv/x", "/sv/x/log");
        stage.until("supervise has ended", 5 * SECOND, () -> !supervise.isAlive());
        assertFalse(stage.isUp("/sv/x"));
        assertFalse(stage.isUp("/sv/x/log"));
    }
}
