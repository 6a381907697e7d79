package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.yagura.sim.stage.Stage.MS;
import static org.yagura.sim.stage.Stage.SECOND;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.yagura.os.Errno;
import org.yagura.os.Signal;
import org.yagura.sim.check.NothingLeft;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.Fault;
import org.yagura.sim.kernel.SimProcess;

/** A stop at a moment when somebody has just been killed: whatever runs is found, and stopped. */
class StopTest extends StopStory {
    /** svscan took a supervise that waits for its restart as done, and left the service and its logger running. */
    @Test
    void aSuperviseThatWasKilledInItsFirstSecond() {
        for (long delay : DELAYS_MS) {
            SimProcess svscan = tree(delay);
            stage.pass(100 * MS);
            killSupervise();
            stage.pass(delay * MS);
            stop(svscan, 2 * SECOND);
            allIsLogged();
        }
    }

    /** The second one of a row waits. */
    @Test
    void aSuperviseThatIsKilledAgainAndAgain() {
        for (long delay : DELAYS_MS) {
            SimProcess svscan = tree(delay);
            for (int i = 0; i < 4; i++) {
                stage.pass(100 * MS);
                killSupervise();
            }
            stage.pass(delay * MS);
            stop(svscan, 2 * SECOND);
            allIsLogged();
        }
    }

    /** It was told to stop, and is killed before, or while, it does. */
    @Test
    void aSuperviseThatIsKilledDuringTheStop() {
        for (long delay : DELAYS_MS) {
            SimProcess svscan = tree(delay);
            stage.service("y", "polite 1200");
            stage.until("y is up", 10 * SECOND, () -> stage.isUp("/sv/y"));
            stage.pass(2 * SECOND);
            stage.kernel.kill(svscan, Signal.TERM);
            stoppedNs = stage.nowNs();
            stage.pass(delay * MS);
            killSupervise();
            stop(svscan, 6 * SECOND);
        }
    }

    /** Its service has ended, and the logger has not read all of it. */
    @Test
    void aSuperviseThatIsKilledWhileItsLoggerDrains() {
        SimProcess svscan = tree(3);
        stage.pass(2 * SECOND);
        SimProcess logger = Objects.requireNonNull(stage.copy("/sv/x/log"));
        stage.kernel.kill(logger, Signal.STOP);
        stage.pass(SECOND);
        stoppedNs = stage.nowNs();
        stage.kernel.kill(svscan, Signal.TERM);
        stage.until("x is down", SECOND, () -> !stage.isUp("/sv/x"));
        killSupervise();
        stage.pass(100 * MS);
        stage.kernel.kill(logger, Signal.CONT);
        // No second TERM: it kills the logger, which may not have written what it has read.
        hasEnded(svscan, 2 * SECOND);
        allIsLogged();
    }

    @Test
    void aSuperviseThatCouldNotBeStartedAgainYet() {
        for (Call call : new Call[] {Call.FORK, Call.EXEC}) {
            for (long delay : DELAYS_MS) {
                SimProcess svscan = tree(delay);
                stage.pass(2 * SECOND);
                Fault fault = stage.kernel.faults.on(call).by("svscan").times(2).fail(Errno.ENOMEM);
                killSupervise();
                stage.pass(delay * MS);
                stop(svscan, 20 * SECOND);
                assertTrue(fault.hits() > 0);
                allIsLogged();
            }
        }
    }

    /** The new one has not looked yet, or its supervises are on their way. */
    @Test
    void aSvscanThatHasJustBegunToTakeOver() {
        for (int signal : new int[] {Signal.KILL, Signal.QUIT}) {
            for (long delay : DELAYS_MS) {
                SimProcess svscan = tree(delay);
                stage.pass(2 * SECOND);
                stage.kernel.kill(svscan, signal);
                if (delay % 2 == 0) {
                    killSupervise();
                }
                stage.until("svscan has ended", SECOND, () -> !svscan.isAlive());
                SimProcess second = stage.start("/tmp/said", "/", "svscan", "/service");
                stage.pass(delay * MS / 20);
                stage.until(
                        "it knows its signals", SECOND, () -> (second.blockedSignals() & Signal.bit(Signal.TERM)) != 0);
                stop(second, 2 * SECOND);
                allIsLogged();
            }
        }
    }

    /** The one of an earlier svscan is no child: it is killed before it has got the signal, or after. */
    @Test
    void aSuperviseOfAnEarlierSvscanThatIsKilledDuringTheStop() {
        for (long delay : DELAYS_MS) {
            SimProcess second = secondSvscan(delay);
            if (delay % 2 == 0) {
                killSupervise();
            }
            stage.kernel.kill(second, Signal.TERM);
            stoppedNs = stage.nowNs();
            stage.pass(delay * MS / 50);
            killSupervise();
            stop(second, 4 * SECOND);
        }
    }

    /** The child has the lock until it has said who it is. */
    @Test
    void aServiceThatIsJustBeingStartedByASuperviseThatWasKilled() {
        for (long delay : DELAYS_MS) {
            SimProcess svscan = tree(delay);
            stage.pass(2 * SECOND);
            stage.kernel.faults.on(Call.CHILD_RECORD).times(1).holdUp(600 * MS);
            kill(Objects.requireNonNull(stage.copy("/sv/x")));
            stage.pass(100 * MS);
            killSupervise();
            stage.pass(delay * MS);
            stage.kernel.kill(svscan, Signal.TERM);
            stage.until("svscan has ended", 4 * SECOND, () -> !svscan.isAlive());
            stage.pass(10 * MS);
            NothingLeft.check(stage.kernel);
            allIsLogged();
        }
    }

    /** Nothing lives but svscan, which has the pipe. */
    @Test
    void aPipeThatNobodyElseHasIsLoggedFirst() {
        for (long delay : DELAYS_MS) {
            SimProcess svscan = tree(delay);
            stage.pass(500 * MS);
            SimProcess logger = Objects.requireNonNull(stage.copy("/sv/x/log"));
            stage.kernel.kill(logger, Signal.STOP);
            stage.pass(100 * MS);
            for (SimProcess process : List.copyOf(stage.kernel.processes())) {
                if (process != svscan && process.isAlive()) {
                    kill(process);
                }
            }
            stage.pass(delay * MS / 50);
            stoppedNs = Long.MAX_VALUE;
            stop(svscan, 4 * SECOND);
            allIsLogged();
        }
    }

    /** A look, or an upgrade, comes in between. */
    @Test
    void aSvscanThatLooksOrIsUpgradedMeanwhile() {
        for (int signal : new int[] {Signal.HUP, Signal.USR1}) {
            for (long delay : DELAYS_MS) {
                SimProcess svscan = tree(delay);
                stage.pass(100 * MS);
                killSupervise();
                stage.pass(delay * MS / 4);
                stage.kernel.kill(svscan, signal);
                stage.pass(delay * MS / 20);
                killSupervise();
                stop(svscan, 4 * SECOND);
                allIsLogged();
            }
        }
    }

    /** It is upgraded while it stops, and what it waits for has no supervise. */
    @Test
    void aStopThatIsUpgraded() {
        for (long delay : DELAYS_MS) {
            SimProcess svscan = tree(delay);
            stage.pass(2 * SECOND);
            stage.kernel.faults.on(Call.FORK).by("svscan").times(1).fail(Errno.EAGAIN);
            killSupervise();
            stage.pass(delay * MS);
            stage.kernel.kill(svscan, Signal.TERM);
            stoppedNs = stage.nowNs();
            stage.pass(delay * MS / 20);
            stage.kernel.kill(svscan, Signal.USR1);
            stop(svscan, 20 * SECOND);
            allIsLogged();
        }
    }

    /**
     * The new svscan held the pipe, of which supervise had heard before that nobody did, and the logger, which had been busy, never saw its
     * end.
     */
    @Test
    void aSvscanThatBeginsWhileTheLoggerOfAnEarlierStopIsBusy() {
        SimProcess svscan = tree(7);
        stage.pass(2 * SECOND);
        SimProcess logger = Objects.requireNonNull(stage.copy("/sv/x/log"));
        stage.kernel.kill(logger, Signal.STOP);
        stage.kernel.kill(svscan, Signal.TERM);
        stage.until("x is down", SECOND, () -> !stage.isUp("/sv/x"));
        kill(svscan);
        stage.pass(100 * MS);
        SimProcess second = stage.start("/tmp/said", "/", "svscan", "/service");
        stage.pass(100 * MS);
        stage.kernel.kill(logger, Signal.CONT);
        stage.until("both are up", 30 * SECOND, () -> stage.isUp("/sv/x") && stage.copy("/sv/x/log") != logger);
        stage.pass(2 * SECOND);
        stop(second, 2 * SECOND);
        allIsLogged();
    }

    /** A new svscan, which cannot know whether somebody has the lock, took it that nobody has. */
    @Test
    void aSuperviseThatIsStartingAndWhoseLockCannotBeLookedAt() {
        for (boolean opens : new boolean[] {false, true}) {
            stage = new Stage(31);
            stage.service("x", "sleeper");
            Fault slow = stage.kernel
                    .faults
                    .on(Call.MAKE_FIFO)
                    .by("supervise")
                    .path("ok")
                    .times(1)
                    .holdUp(SECOND);
            SimProcess first = stage.start("/tmp/said", "/", "svscan", "/service");
            stage.until("supervise is starting", SECOND, () -> slow.hits() == 1);
            kill(first);
            SimProcess second = stage.start("/tmp/said", "/", "svscan", "/service");
            stage.pass(5 * MS);
            Fault unknown = stage.kernel
                    .faults
                    .on(opens ? Call.OPEN : Call.LOCK)
                    .by("svscan")
                    .path("lock")
                    .times(2)
                    .fail(opens ? Errno.EIO : Errno.ENOLCK);
            stop(second, 10 * SECOND);
            assertEquals(2, unknown.hits());
        }
    }

    /** The new one had not heard that the one before was to look again, and ended at once. */
    @Test
    void aStopThatIsUpgradedWhileANameCannotBeLookedAt() {
        SimProcess first = tree(32);
        stage.pass(2 * SECOND);
        Fault noSupervise =
                stage.kernel.faults.on(Call.SIGNALS_OPEN).by("supervise").fail(Errno.EMFILE);
        kill(first);
        killSupervise();
        Fault untraced = stage.kernel
                .faults
                .on(Call.READ_LINK)
                .by("svscan")
                .path("/sv/x")
                .times(1)
                .fail(Errno.EIO);
        SimProcess second = stage.start("/tmp/said", "/", "svscan", "/service");
        stage.pass(2 * SECOND);
        Fault unseen = stage.kernel
                .faults
                .on(Call.STAT)
                .by("svscan")
                .path("x")
                .after(1)
                .times(1)
                .fail(Errno.ENOMEM);
        stage.kernel.kill(second, Signal.TERM);
        stage.pass(50 * MS);
        stage.kernel.kill(second, Signal.USR1);
        noSupervise.heal();
        hasEnded(second, 30 * SECOND);
        assertEquals(1, untraced.hits());
        assertEquals(1, unseen.hits());
    }

    /** Of the end of a supervise that could not be watched only a look could tell, and that one failed halfway: the stop was over. */
    @Test
    void aSuperviseThatIsGoneWhenItsLogCannotBeLookedAt() {
        SimProcess second = secondSvscan(
                41,
                () -> stage.kernel
                        .faults
                        .on(Call.POLL_CHANGE)
                        .by("svscan")
                        .after(2)
                        .times(1)
                        .fail(Errno.ENOSPC));
        stage.kernel.faults.on(Call.CHILD_RECORD).times(1).holdUp(600 * MS);
        kill(Objects.requireNonNull(stage.copy("/sv/x")));
        stage.pass(100 * MS);
        killSupervise();
        stage.kernel.kill(second, Signal.TERM);
        stage.pass(50 * MS);
        stage.kernel.faults.on(Call.STAT).by("svscan").path("log").times(1).fail(Errno.ENOMEM);
        hasEnded(second, 20 * SECOND);
    }

    /** It was not opened again, and what was in it went with the supervise of a stop that was broken off. */
    @Test
    void aPipeThatCouldNotBeOpenedIsHeldLater() {
        SimProcess first = tree(42);
        stage.pass(2 * SECOND);
        assertEquals(3, stage.poke("/sv/x/log/supervise/control", "ptx"));
        stage.pass(SECOND);
        stage.kernel.kill(first, Signal.TERM);
        stage.pass(100 * MS);
        stage.kernel.kill(first, Signal.QUIT);
        stage.until("svscan has ended", SECOND, () -> !first.isAlive());
        stage.kernel.faults.on(Call.OPEN).by("svscan").path("pipe").times(1).fail(Errno.EMFILE);
        SimProcess second = stage.start("/tmp/said", "/", "svscan", "/service");
        stage.pass(8 * SECOND);
        assertEquals(1, stage.poke("/sv/x/log/supervise/control", "c"));
        stage.until("both are up", 12 * SECOND, () -> stage.isUp("/sv/x") && stage.isUp("/sv/x/log"));
        stage.pass(2 * SECOND);
        stop(second, 10 * SECOND);
        allIsLogged();
    }
}
