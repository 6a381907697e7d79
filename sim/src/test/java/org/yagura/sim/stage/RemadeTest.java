package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.yagura.sim.stage.Stage.MS;
import static org.yagura.sim.stage.Stage.SECOND;

import org.junit.jupiter.api.Test;
import org.yagura.os.Signal;
import org.yagura.sim.kernel.SimProcess;

/** Stories of directories that are removed, or replaced, under a supervise that works in them. */
class RemadeTest {
    private final Stage stage = new Stage(11);

    private SimProcess superviseBoth(String script) {
        stage.prepare("x", script);
        stage.prepare("x/log", "cat out");
        SimProcess supervise = stage.start("/tmp/said", "/sv", "supervise", "x", "log");
        stage.until("both are up", 5 * SECOND, () -> stage.isUp("/sv/x") && stage.isUp("/sv/x/log"));
        stage.pass(100 * MS);
        return supervise;
    }

    private void untilSvokSays(int code, String directory) {
        stage.eventually("svok " + directory + " says " + code, 2 * SECOND, () -> {
            stage.run("svok", directory);
            return stage.lastExitCode() == code;
        });
    }

    @Test
    void aSuperviseDirectoryThatWasRemovedIsMadeAnewAtTheNextEvent() {
        SimProcess supervise = superviseBoth("sleeper");
        SimProcess service = stage.copy("/sv/x");
        String record = stage.read("/sv/x/supervise/record");
        stage.remove("/sv/x/supervise");
        stage.kernel.kill(supervise, Signal.HUP);
        untilSvokSays(0, "/sv/x");
        assertEquals(record, stage.read("/sv/x/supervise/record"));
        assertTrue(stage.run("svstat", "/sv/x").startsWith("/sv/x: up (pid " + service.pid + ") "));
        assertEquals(1, stage.poke("/sv/x/supervise/control", "d"));
        stage.until("it obeys", SECOND, () -> !stage.isUp("/sv/x"));
        stage.poke("/sv/x/supervise/control", "x");
        untilSvokSays(100, "/sv/x");
        assertEquals(1, stage.poke("/sv/x/supervise/scan", "s"));
        stage.until("svscan can speak to it too", 2 * SECOND, () -> stage.isUp("/sv/x"));
    }

    @Test
    void aNewSuperviseDirectoryThatAnotherHasTakenIsLeftToIt() {
        stage.prepare("x", "sleeper");
        SimProcess first = stage.start("/tmp/first", "/sv", "supervise", "x");
        stage.until("it is up", SECOND, () -> stage.isUp("/sv/x"));
        stage.remove("/sv/x/supervise");
        SimProcess second = stage.start("/tmp/second", "/sv", "supervise", "x");
        stage.until("another copy is up", SECOND, () -> stage.copies("/sv/x").size() == 2);
        stage.kernel.kill(first, Signal.HUP);
        stage.until("the first has ended", 2 * SECOND, () -> !first.isAlive());
        assertTrue(stage.read("/tmp/first").contains("x/supervise was replaced and is another supervise's: stopping"));
        assertEquals(1, stage.copies("/sv/x").size());
        assertTrue(second.isAlive());
        int pid = stage.copies("/sv/x").get(0).pid;
        assertTrue(stage.run("svstat", "/sv/x").contains("up (pid " + pid + ")"));
    }

    @Test
    void aRemovedServiceRunsOnAndIsNotStartedAgain() {
        stage.prepare("x", "exit-after 3000 0");
        SimProcess supervise = stage.start("/tmp/said", "/sv", "supervise", "x");
        stage.until("it is up", SECOND, () -> stage.isUp("/sv/x"));
        SimProcess service = stage.copy("/sv/x");
        stage.remove("/sv/x");
        stage.pass(2 * SECOND);
        assertTrue(service.isAlive());
        stage.until("it has ended", 5 * SECOND, () -> !service.isAlive());
        stage.until("supervise has ended", 5 * SECOND, () -> !supervise.isAlive());
        assertFalse(stage.exists("/sv/x"));
    }

    @Test
    void aReplacedLogIsLetGoOfAndTheNewOneGetsTheOutputOfTheNextStart() {
        SimProcess supervise = superviseBoth("writer w 100");
        SimProcess oldLogger = stage.copy("/sv/x/log");
        stage.rename("/sv/x/log", "/sv/x/old");
        stage.prepare("x/log", "cat out");
        stage.kernel.kill(supervise, Signal.HUP);
        stage.until("the new logger is up", 3 * SECOND, () -> stage.isUp("/sv/x/log"));
        untilSvokSays(0, "/sv/x/log");
        untilSvokSays(100, "/sv/x/old");
        int before = stage.read("/sv/x/old/out").length();
        stage.until(
                "the old logger has what the running service writes",
                2 * SECOND,
                () -> stage.read("/sv/x/old/out").length() > before);
        assertEquals("", stage.read("/sv/x/log/out"));
        stage.pass(SECOND);
        stage.poke("/sv/x/supervise/control", "t");
        stage.until(
                "the new log has lines",
                3 * SECOND,
                () -> !stage.read("/sv/x/log/out").isEmpty());
        stage.until("the old logger has ended", 3 * SECOND, () -> !oldLogger.isAlive());
        stage.kernel.kill(supervise, Signal.TERM);
        stage.until("supervise has ended", 3 * SECOND, () -> !supervise.isAlive());
        String accepted = String.join("", stage.ledger.accepted("w"));
        String logged = stage.read("/sv/x/old/out") + stage.read("/sv/x/log/out");
        assertTrue(logged.startsWith(accepted), "lines are missing");
    }

    @Test
    void aRemovedLogComesBackWhenToldSo() {
        SimProcess supervise = superviseBoth("sleeper");
        stage.remove("/sv/x/log");
        stage.kernel.kill(supervise, Signal.HUP);
        stage.until(
                "it says so",
                SECOND,
                () -> stage.read("/tmp/said").contains("log of x was removed or replaced: letting go of it"));
        stage.prepare("x/log", "cat out");
        stage.poke("/sv/x/supervise/scan", "l");
        stage.until("the new logger is up", 3 * SECOND, () -> stage.isUp("/sv/x/log"));
        assertTrue(supervise.isAlive());
    }

    @Test
    void aLogThatIsAddedLaterGetsTheOutputOfTheNextStart() {
        stage.prepare("x", "writer w 100");
        stage.start("/tmp/said", "/sv", "supervise", "x", "log");
        stage.until("it is up", SECOND, () -> stage.isUp("/sv/x"));
        stage.pass(SECOND);
        stage.prepare("x/log", "cat out");
        assertEquals(1, stage.poke("/sv/x/supervise/scan", "l"));
        stage.until("the logger is up", SECOND, () -> stage.isUp("/sv/x/log"));
        stage.pass(SECOND);
        assertEquals("", stage.read("/sv/x/log/out"));
        stage.poke("/sv/x/supervise/control", "t");
        stage.until(
                "it has lines", 3 * SECOND, () -> !stage.read("/sv/x/log/out").isEmpty());
    }
}
