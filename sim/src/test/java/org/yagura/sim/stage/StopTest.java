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
import org.yagura.sim.check.OneCopy;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.Fault;
import org.yagura.sim.kernel.ProcessListener;
import org.yagura.sim.kernel.SimProcess;

/** A stop at a moment when somebody has just been killed: whatever runs is found, and stopped. */
class StopTest {
    /** From the trouble to the stop. */
    private static final long[] DELAYS_MS = {0, 1, 3, 10, 50, 200, 400, 700, 950, 1050, 1500};

    private Stage stage = new Stage(5);
    private long stoppedNs = Long.MAX_VALUE;
    private int startsInStop;

    private SimProcess tree(long seed) {
        stage = new Stage(seed);
        stoppedNs = Long.MAX_VALUE;
        startsInStop = 0;
        new OneCopy(stage.kernel);
        stage.kernel.listen(new ProcessListener() {
            @Override
            public void execed(SimProcess process) {
                boolean starts = process.service() != null && process.service() == stage.find("/sv/x");
                startsInStop += starts && process.startedNs() > stoppedNs ? 1 : 0;
            }
        });
        stage.service("x", "writer x 3000 40");
        stage.prepare("x/log", "exec /bin/multilog ./main");
        SimProcess svscan = stage.start("/tmp/said", "/", "svscan", "/service");
        stage.until("both are up", 10 * SECOND, () -> stage.isUp("/sv/x") && stage.isUp("/sv/x/log"));
        return svscan;
    }

    private void stop(SimProcess svscan, long withinNs) {
        stoppedNs = stage.nowNs();
        stage.kernel.kill(svscan, Signal.TERM);
        hasEnded(svscan, withinNs);
    }

    private void hasEnded(SimProcess svscan, long withinNs) {
        stage.until("svscan has ended", withinNs, () -> !svscan.isAlive());
        assertEquals(0, svscan.waitStatus());
        stage.pass(10 * MS);
        NothingLeft.check(stage.kernel);
        assertEquals(0, startsInStop, "the service was started in the stop");
    }

    private void allIsLogged() {
        assertEquals(String.join("", stage.ledger.accepted("x")), LogReader.text(stage, "/sv/x/log/main"));
    }

    private void killSupervise() {
        stage.tools("supervise").forEach(this::kill);
    }

    private void kill(SimProcess process) {
        stage.kernel.kill(process, Signal.KILL);
    }

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
            SimProcess svscan = tree(delay);
            stage.pass(2 * SECOND);
            kill(svscan);
            SimProcess second = stage.start("/tmp/said", "/", "svscan", "/service");
            stage.pass(2 * SECOND);
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

    /** The first svscan's, whom the second does not know, began when there was room, after that one had ended. */
    @Test
    void aSuperviseThatWaitsToBeginForASvscanThatIsNoMore() {
        waitsForNobody(false);
    }

    /** Since the upgrade it went by whose child it was then. */
    @Test
    void aSuperviseThatWaitsToBeginAndIsUpgradedWhenItsSvscanIsNoMore() {
        waitsForNobody(true);
    }

    /** It was gone before the supervise had come so far as to wait, which took somebody else for whom it worked. */
    @Test
    void aSuperviseThatWaitsToBeginForASvscanThatWasKilledJustAfterItsStart() {
        for (int at = 0; at < 12; at++) {
            stage = new Stage(at);
            stage.service("x", "sleeper");
            stage.kernel.disk().namesFull = true;
            Fault fault = stage.kernel
                    .faults
                    .on(Call.OPEN)
                    .by("supervise")
                    .after(1 + at % 2)
                    .times(1)
                    .holdUp(5 * MS);
            SimProcess first = stage.start("/tmp/said", "/", "svscan", "/service");
            stage.until("supervise is starting", SECOND, () -> fault.hits() == 1);
            kill(first);
            stage.pass(10 * MS);
            SimProcess second = stage.start("/tmp/said", "/", "svscan", "/service");
            stage.pass(100 * MS);
            stage.kernel.kill(second, Signal.TERM);
            stage.until("svscan has ended", SECOND, () -> !second.isAlive());
            stage.kernel.disk().namesFull = false;
            stage.pass(SECOND + 100 * MS);
            NothingLeft.check(stage.kernel);
        }
    }

    private void waitsForNobody(boolean upgraded) {
        stage.service("x", "sleeper");
        stage.kernel.disk().namesFull = true;
        SimProcess first = stage.start("/tmp/said", "/", "svscan", "/service");
        stage.pass(400 * MS);
        SimProcess supervise = stage.tools("supervise").get(0);
        kill(first);
        if (upgraded) {
            stage.kernel.kill(supervise, Signal.USR1);
        }
        SimProcess second = stage.start("/tmp/said", "/", "svscan", "/service");
        stage.pass(100 * MS);
        stage.kernel.kill(second, Signal.TERM);
        stage.until("svscan has ended", SECOND, () -> !second.isAlive());
        stage.kernel.disk().namesFull = false;
        stage.pass(SECOND + 100 * MS);
        NothingLeft.check(stage.kernel);
    }

    /** Nothing told of its logger's end, and nobody could look: the stop waited for ever. */
    @Test
    void aServiceThatHasLostItsNameAndHasASlotThatIsNotWatched() {
        for (int first = 0; first < 2; first++) {
            SimProcess earlier = tree(500);
            stage.pass(SECOND);
            kill(earlier);
            // Of the signals, the changes of directories, the service, its log.
            Fault fault = stage.kernel
                    .faults
                    .on(Call.POLL_CHANGE)
                    .by("svscan")
                    .after(2 + first)
                    .times(1)
                    .fail(Errno.ENOSPC);
            SimProcess svscan = stage.start("/tmp/said", "/", "svscan", "/service");
            stage.pass(SECOND);
            assertEquals(1, fault.hits());
            stage.remove("/service/x");
            stage.pass(100 * MS);
            stop(svscan, 4 * SECOND);
        }
    }

    /** It was looked at just once, and then its logger's end was not told. */
    @Test
    void aServiceOfWhichItCannotBeToldForAMomentWhetherItHasALogger() {
        SimProcess earlier = tree(500);
        stage.pass(SECOND);
        kill(earlier);
        stage.kernel.faults.on(Call.POLL_CHANGE).by("svscan").after(3).times(1).fail(Errno.ENOSPC);
        SimProcess svscan = stage.start("/tmp/said", "/", "svscan", "/service");
        stage.pass(SECOND);
        Fault fault = stage.kernel
                .faults
                .on(Call.STAT)
                .by("svscan")
                .path("log")
                .times(2)
                .fail(Errno.ENOMEM);
        stop(svscan, 4 * SECOND);
        assertEquals(2, fault.hits());
    }

    /** Its death is told by no event. */
    @Test
    void aSuperviseWithALoggerThatCannotBeWatchedAndIsKilledDuringTheStop() {
        SimProcess svscan = tree(9);
        stage.pass(2 * SECOND);
        kill(svscan);
        stage.kernel.faults.on(Call.POLL_CHANGE).by("svscan").after(3).times(1).fail(Errno.ENOMEM);
        SimProcess second = stage.start("/tmp/said", "/", "svscan", "/service");
        stage.pass(SECOND);
        kill(Objects.requireNonNull(stage.copy("/sv/x/log")));
        stage.kernel.kill(Objects.requireNonNull(stage.copy("/sv/x")), Signal.STOP);
        stage.kernel.kill(second, Signal.TERM);
        killSupervise();
        stage.pass(100 * MS);
        stop(second, 20 * SECOND);
    }

    /** svscan did not know yet by which way, though it had started the supervise itself. */
    @Test
    void aStubbornServiceThatIsFoundInTheStopIsKilledByTheSecondTerm() {
        SimProcess svscan = tree(11);
        stage.service("y", "stubborn");
        stage.until("y is up", SECOND, () -> stage.isUp("/sv/y"));
        stage.pass(2 * SECOND);
        killSupervise();
        stage.kernel.kill(svscan, Signal.TERM);
        stage.pass(SECOND);
        stop(svscan, SECOND);
    }

    /**
     * Its logger had heard of the end of the pipe, but when it read, a new svscan held that, and the read never ended; not even TERM was
     * heard.
     */
    @Test
    void aSvscanThatBeginsJustWhenTheLoggerOfAnEarlierStopSeesTheEnd() {
        for (long delay : DELAYS_MS) {
            stage = new Stage(delay);
            stage.service("x", "sleeper");
            stage.prepare("x/log", "exec /bin/multilog ./main");
            SimProcess svscan = stage.start("/tmp/said", "/", "svscan", "/service");
            stage.until("both are up", 10 * SECOND, () -> stage.isUp("/sv/x") && stage.isUp("/sv/x/log"));
            stage.pass(2 * SECOND);
            SimProcess logger = Objects.requireNonNull(stage.copy("/sv/x/log"));
            stage.kernel.faults.on(Call.READABLE_BYTES).by("multilog").times(1).holdUp(300 * MS);
            stage.kernel.kill(svscan, Signal.TERM);
            stage.until("x is down", SECOND, () -> !stage.isUp("/sv/x"));
            kill(svscan);
            stage.pass(delay * MS / 10);
            stage.start("/tmp/said", "/", "svscan", "/service");
            stage.until("both are up", 30 * SECOND, () -> stage.isUp("/sv/x") && stage.copy("/sv/x/log") != logger);
        }
    }

    /** It was taken for a record of another boot. */
    @Test
    void aRecordWhoseBootCannotBeReadNow() {
        SimProcess svscan = tree(15);
        stage.pass(2 * SECOND);
        Fault fault =
                stage.kernel.faults.on(Call.READ).by("svscan").path("boot_id").fail(Errno.EIO);
        stage.kernel.kill(Objects.requireNonNull(stage.copy("/sv/x/log")), Signal.STOP);
        killSupervise();
        stage.kernel.kill(svscan, Signal.TERM);
        killSupervise();
        stage.kernel.kill(Objects.requireNonNull(stage.copy("/sv/x/log")), Signal.CONT);
        stop(svscan, 20 * SECOND);
        assertTrue(fault.hits() > 0);
    }

    /** It said that all was well. */
    @Test
    void aSuperviseThatIsStartedInTheStopAndCannotComeToLife() {
        for (String name : new String[] {"supervise/ok", "log/supervise/ok"}) {
            SimProcess svscan = tree(name.length());
            stage.pass(2 * SECOND);
            int after = name.startsWith("log") ? 0 : 1;
            Fault fault = stage.kernel
                    .faults
                    .on(Call.OPEN)
                    .by("supervise")
                    .path("ok")
                    .after(after)
                    .times(1)
                    .fail(Errno.ENOMEM);
            stage.kernel.faults.on(Call.FORK).by("svscan").times(1).fail(Errno.EAGAIN);
            killSupervise();
            stage.pass(10 * MS);
            stop(svscan, 20 * SECOND);
            assertEquals(1, fault.hits());
        }
    }

    /** Its service did not care for TERM, the svscan that stopped was told to end at once, and the logger was told to exit. */
    @Test
    void aLoggerComesBackInAStopThatWasGivenUp() {
        stage.service("x", "stubborn");
        stage.prepare("x/log", "exec /bin/multilog ./main");
        SimProcess svscan = stage.start("/tmp/said", "/", "svscan", "/service");
        stage.until("both are up", 10 * SECOND, () -> stage.isUp("/sv/x") && stage.isUp("/sv/x/log"));
        stage.pass(2 * SECOND);
        stage.kernel.kill(svscan, Signal.TERM);
        stage.pass(100 * MS);
        stage.kernel.kill(svscan, Signal.QUIT);
        stage.pass(100 * MS);
        stage.start("/tmp/said", "/", "svscan", "/service");
        stage.pass(SECOND);
        SimProcess logger = Objects.requireNonNull(stage.copy("/sv/x/log"));
        stage.run("svc", "-dx", "/sv/x/log");
        stage.until("it has ended", SECOND, () -> !logger.isAlive());
        stage.until("another is up", 10 * SECOND, () -> stage.isUp("/sv/x/log"));
    }

    /** It had no names yet, and so nothing to stop. */
    @Test
    void aSvscanThatCannotReadItsDirectoryAtFirst() {
        for (Call call : new Call[] {Call.LIST_DIRECTORY, Call.STAT}) {
            SimProcess svscan = tree(17);
            stage.pass(2 * SECOND);
            kill(svscan);
            Fault fault = stage.kernel
                    .faults
                    .on(call)
                    .by("svscan")
                    .path(call == Call.STAT ? "x" : "")
                    .fail(Errno.EIO);
            SimProcess second = stage.start("/tmp/said", "/", "svscan", "/service");
            stage.pass(SECOND);
            stage.kernel.at(stage.nowNs() + 500 * MS, fault::heal);
            stop(second, 4 * SECOND);
            assertTrue(fault.hits() > 0);
        }
    }

    /** svscan believed that a byte that was not taken was, and waited for ever. */
    @Test
    void aForeignSuperviseThatDoesNotTakeAByteAtFirst() {
        SimProcess svscan = tree(13);
        stage.pass(2 * SECOND);
        kill(svscan);
        SimProcess second = stage.start("/tmp/said", "/", "svscan", "/service");
        stage.pass(2 * SECOND);
        // What the status says is not of this boot; so it could be anybody's.
        stage.kernel.faults.on(Call.OPEN).by("svscan").path("boot_id").fail(Errno.EIO);
        Fault fault = stage.kernel
                .faults
                .on(Call.WRITE)
                .by("svscan")
                .after(1)
                .times(1)
                .fail(Errno.EAGAIN);
        stop(second, 20 * SECOND);
        assertEquals(1, fault.hits());
        allIsLogged();
    }

    /** svscan cannot look into the directory for a while. */
    @Test
    void aStopWithoutDescriptors() {
        for (long delay : DELAYS_MS) {
            SimProcess svscan = tree(delay);
            stage.pass(2 * SECOND);
            killSupervise();
            stage.kernel.faults.filesFull = true;
            stage.kernel.kill(svscan, Signal.TERM);
            stage.pass(delay * MS);
            stage.kernel.faults.filesFull = false;
            stop(svscan, 30 * SECOND);
        }
    }

    /** What has ended as it should is not looked after once more. */
    @Test
    void whereNothingIsLeftNothingIsStarted() {
        SimProcess svscan = tree(1);
        stage.service("down", "sleeper");
        stage.write("/sv/down/down", "");
        stage.pass(3 * SECOND);
        int forks = stage.kernel.processes().size();
        int before = stage.tools("supervise").size();
        stop(svscan, 2 * SECOND);
        assertTrue(forks > before);
        assertEquals(-1, stage.read("/tmp/said").indexOf("going on with it"));
    }
}
