package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.yagura.sim.stage.Stage.MS;
import static org.yagura.sim.stage.Stage.SECOND;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.yagura.os.Errno;
import org.yagura.os.Signal;
import org.yagura.sim.check.NothingLeft;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.Fault;
import org.yagura.sim.kernel.SimProcess;

/** A stop where somebody waits for room, or cannot be watched, read, or told. */
class StopTroubleTest extends StopStory {
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
            noRoom(at);
            killedDuring(stage.kernel.faults.on(Call.OPEN).by("supervise").after(1 + at % 2), 5 * MS);
        }
    }

    /** Whose child it was then was somebody else already. */
    @Test
    void aSuperviseThatWaitsToBeginForASvscanThatWasKilledBeforeItsFirstCall() {
        for (int at = 0; at < 12; at++) {
            noRoom(at);
            killedDuring(stage.kernel.faults.on(Call.EXEC).by("svscan").path("supervise"), 5 * MS);
        }
    }

    /** It had asked just before. */
    @Test
    void aSuperviseThatGetsItsLockWhenItsSvscanIsNoMore() {
        for (boolean logged : new boolean[] {false, true}) {
            stage = new Stage(3);
            stage.service("x", "sleeper");
            if (logged) {
                stage.prepare("x/log", "exec /bin/multilog ./main");
            }
            killedDuring(stage.kernel.faults.on(Call.LOCK).by("supervise"), 500 * MS);
        }
    }

    private void noRoom(long seed) {
        stage = new Stage(seed);
        stage.service("x", "sleeper");
        stage.kernel.disk().namesFull = true;
    }

    private void killedDuring(Fault fault, long heldUpNs) {
        fault.times(1).holdUp(heldUpNs);
        SimProcess first = stage.start("/tmp/said", "/", "svscan", "/service");
        stage.until("supervise is starting", SECOND, () -> fault.hits() == 1);
        kill(first);
        stage.pass(10 * MS);
        anotherComesAndGoesBeforeThereIsRoom();
    }

    private void waitsForNobody(boolean upgraded) {
        noRoom(5);
        SimProcess first = stage.start("/tmp/said", "/", "svscan", "/service");
        stage.pass(400 * MS);
        SimProcess supervise = stage.tools("supervise").get(0);
        kill(first);
        if (upgraded) {
            stage.kernel.kill(supervise, Signal.USR1);
        }
        anotherComesAndGoesBeforeThereIsRoom();
    }

    private void anotherComesAndGoesBeforeThereIsRoom() {
        SimProcess second = stage.start("/tmp/said", "/", "svscan", "/service");
        stage.pass(100 * MS);
        stage.kernel.kill(second, Signal.TERM);
        stage.until("svscan has ended", SECOND, () -> !second.isAlive());
        stage.kernel.disk().namesFull = false;
        stage.pass(2 * SECOND);
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

    /** svscan had looked between the two, knew of the logger only, and killed that again and again. */
    @Test
    void aStubbornServiceThatIsFoundInTheStopALittleLaterThanItsLogger() {
        stage.service("x", "stubborn");
        stage.prepare("x/log", "exec /bin/multilog ./main");
        SimProcess svscan = stage.start("/tmp/said", "/", "svscan", "/service");
        stage.until("both are up", 10 * SECOND, () -> stage.isUp("/sv/x") && stage.isUp("/sv/x/log"));
        stage.pass(2 * SECOND);
        Fault slow = stage.kernel
                .faults
                .on(Call.MAKE_FIFO)
                .by("supervise")
                .path("ok")
                .after(1)
                .times(1)
                .holdUp(50 * MS);
        killSupervise();
        stage.kernel.kill(svscan, Signal.TERM);
        stage.pass(3 * SECOND);
        assertEquals(1, slow.hits());
        stop(svscan, 2 * SECOND);
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
        SimProcess first = tree(15);
        stage.pass(2 * SECOND);
        kill(first);
        Fault fault =
                stage.kernel.faults.on(Call.READ).by("svscan").path("boot_id").fail(Errno.EIO);
        SimProcess svscan = stage.start("/tmp/said", "/", "svscan", "/service");
        stage.pass(2 * SECOND);
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
        SimProcess second = secondSvscan(13);
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

    /** Its supervise could not be told to bring it back, did so by itself, though it was asked to exit, and was asked no more. */
    @Test
    void aServiceThatItsSuperviseBringsBackByItselfInTheStop() {
        kill(tree(21));
        killSupervise();
        stage.kernel.faults.on(Call.OPEN).by("supervise").path("scan").fail(Errno.ENOMEM);
        kill(stage.start("/tmp/said", "/", "svscan", "/service"), 2 * SECOND);
        SimProcess third = stage.start("/tmp/said", "/", "svscan", "/service");
        stage.pass(100 * MS);
        Fault unknown =
                stage.kernel.faults.on(Call.OPEN).by("svscan").path("boot_id").fail(Errno.EIO);
        stage.kernel.kill(third, Signal.TERM);
        stage.pass(2 * SECOND);
        unknown.heal();
        stage.until("svscan has ended", 20 * SECOND, () -> !third.isAlive());
        stage.pass(10 * MS);
        NothingLeft.check(stage.kernel);
    }

    /**
     * Which process it was could not be looked at just then, so it was told d and x like a foreign one, and when there was room again
     * it brought up its logger, alone.
     */
    @Test
    void aSuperviseWhoseLoggerCannotComeForAWhileAndWhichCannotBeLookedAt() {
        for (String unseen : new String[] {"stat", "status", "boot_id", "ns/pid"}) {
            kill(silentTree(22), 2 * SECOND);
            SimProcess second = stage.start("/tmp/said", "/", "svscan", "/service");
            stage.pass(2 * SECOND);
            Fault noLog = stage.kernel
                    .faults
                    .on(Call.OPEN)
                    .by("supervise")
                    .path("log/.")
                    .fail(Errno.ENFILE);
            stage.run("svc", "-dx", "/sv/x/log");
            stage.pass(2 * SECOND);
            boolean isPlace = unseen.contains("/");
            Fault unknown = stage.kernel
                    .faults
                    .on(isPlace ? Call.STAT : Call.OPEN)
                    .by("svscan")
                    .path(unseen)
                    .fail(isPlace ? Errno.EIO : Errno.ENFILE);
            stage.kernel.at(stage.nowNs() + 900 * MS, unknown::heal);
            stage.kernel.at(stage.nowNs() + 900 * MS, noLog::heal);
            stop(second, 20 * SECOND);
            assertTrue(unknown.hits() > 0, unseen);
        }
    }

    /** It was to bring its logger back, but had not read that yet, when it was told d and x: then it brought it back, alone. */
    @Test
    void aSuperviseThatIsToldToStopDoesNotBringBackWhatItWasToldToBefore() {
        SimProcess svscan = silentTree(24);
        stage.pass(2 * SECOND);
        kill(svscan);
        SimProcess supervise = supervise();
        stage.run("svc", "-d", "/sv/x");
        stage.run("svc", "-dx", "/sv/x/log");
        stage.pass(SECOND);
        stage.kernel.kill(supervise, Signal.STOP);
        assertEquals(2, stage.poke("/sv/x/supervise/scan", "lt"));
        assertEquals(2, stage.poke("/sv/x/supervise/control", "dx"));
        stage.kernel.kill(supervise, Signal.CONT);
        stage.until("it has ended", SECOND, () -> !supervise.isAlive());
        NothingLeft.check(stage.kernel);
    }

    /** The next svscan cannot know which process its supervise is, which waits for the service to end, and then drains the pipe. */
    @Test
    void aSuperviseThatIsToldToStopAndThenGetsTermIsToldNothingNew() {
        SimProcess second = secondSvscan(25);
        Fault unknown = stage.kernel.faults.on(Call.OPEN_PROCESS).by("svscan").fail(Errno.EPERM);
        SimProcess logger = stage.copy("/sv/x/log");
        stage.kernel.kill(logger, Signal.STOP);
        stage.kernel.kill(second, Signal.TERM);
        stage.pass(SECOND);
        unknown.heal();
        stage.pass(6 * SECOND);
        stage.kernel.kill(logger, Signal.CONT);
        hasEnded(second, 20 * SECOND);
        assertTrue(unknown.hits() > 0);
        allIsLogged();
    }

    private SimProcess silentTree(long seed) {
        stage = new Stage(seed);
        stage.service("x", "sleeper");
        stage.prepare("x/log", "exec /bin/multilog ./main");
        return stage.start("/tmp/said", "/", "svscan", "/service");
    }

    private SimProcess supervise() {
        return stage.tools("supervise").get(0);
    }

    private void kill(SimProcess process, long afterNs) {
        stage.pass(afterNs);
        kill(process);
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
