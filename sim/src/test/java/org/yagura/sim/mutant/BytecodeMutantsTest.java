package org.yagura.sim.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The checkers can fail: deliberate bugs in the compiled production code, one at a time, each of which stories catch. */
class BytecodeMutantsTest {
    private static final int STORIES = 150;
    private static final String ADOPTION = "tools.supervise.Adoption";
    private static final String SUPERVISION = "core.supervise.Supervision";
    private static final String SLOT = "tools.supervise.Slot";
    private static final String SLOT_FILES = "tools.supervise.SlotFiles";
    private static final String LOG_PIPE = "tools.supervise.LogPipe";
    private static final String JOURNAL = "tools.multilog.Journal";
    private static final String JOURNAL_RECORD = "core.log.JournalRecord";
    private static final String LOG_DIRECTORY = "tools.multilog.LogDirectory";
    private static final String LOG_FILES = "tools.multilog.LogFiles";

    private static final String TCPSERVER = "tools.tcpserver.Tcpserver";
    private static final String TCP = "TcpStory";

    /** A part of the names of those that are to be tried. */
    private static final String ONLY = System.getProperty("yagura.sim.mutant", "");

    /** Instead of a number: all of those calls. */
    private static final int ALL = 0;

    /**
     * A bug.
     *
     * @param words one of these is in what the checker says
     * @param test the scenario that shows it, where stories are not aimed at it, with what it is given; or the kind of stories
     */
    private record Mutant(String name, Change change, List<String> words, List<String> test) {
        Mutant(String name, Change change, String... words) {
            this(name, change, List.of(words), List.of());
        }

        Mutant by(String... scenario) {
            return new Mutant(name, change, words, List.of(scenario));
        }
    }

    private static final String COPIES = "two copies of";
    private static final String SOON = "after the copy before";
    private static final String STATUS = "status of";
    private static final String MISSING = "are not logged";
    private static final String DAMAGED = "damaged line";
    private static final String TWICE = "comes after";
    private static final String DUE = "due on disk";
    private static final String IN_TIME = "not within";
    private static final String WRITTEN_FROM_ITS_BEGINNING =
            "aJournalLeftOnPurposeIsWrittenFromItsBeginningThoughSomeOfItWasWrittenBeforeThePowerCut";

    private static final List<Mutant> OF_SUPERVISE = List.of(
            new Mutant(
                    "the recorded process is of another boot, always",
                    Change.toConstant(ADOPTION, "isOfThisBoot", 0),
                    COPIES),
            new Mutant(
                    "the recorded process is another one, always",
                    Change.toConstant(ADOPTION, "compareHandle", 0),
                    COPIES),
            new Mutant(
                    "an adopted child is forgotten",
                    Change.withoutCall(SUPERVISION, "adopt", "setChild", 1),
                    COPIES,
                    STATUS),
            new Mutant(
                            "a record that cannot be looked at is an empty one",
                            Change.withoutCall(SLOT_FILES, "preallocate", "info", 1),
                            COPIES)
                    .by("FoundBySeedsTest#aRecordThatCannotBeLookedAtIsNotWrittenOver"),
            new Mutant(
                    "the last start is forgotten on adoption",
                    Change.toConstant(SUPERVISION, "noStartWithinASecondOf", 0),
                    SOON),
            new Mutant(
                    "10 ms between starts instead of a second",
                    Change.ofNumber(SUPERVISION, "onExecFailed", 1_000_000_000L, 10_000_000L, 1),
                    SOON),
            new Mutant(
                    "the record has no time of the start",
                    Change.withoutCall("tools.supervise.Starting", "prepare", "setStart", 1),
                    SOON),
            new Mutant(
                    "a death is not published",
                    Change.withoutCall(SUPERVISION, "onChildExited", "addPublish", 1),
                    STATUS),
            new Mutant("a start is not published", Change.withoutCall(SUPERVISION, "onStarted", "add", 1), STATUS),
            new Mutant(
                    "a dead child is not forgotten",
                    Change.withoutCall(SUPERVISION, "onChildExited", "childGone", 1),
                    STATUS,
                    "svscan has ended"),
            new Mutant("a start is not noted", Change.withoutCall(SUPERVISION, "onStarted", "onExecFailed", 1), STATUS),
            new Mutant(
                    "the status is written and never gets its name",
                    Change.withoutCall("tools.supervise.StatusFile", "write", "rename", 1),
                    STATUS),
            new Mutant("the status is never due", Change.toConstant("tools.supervise.StatusFile", "due", 0), STATUS),
            new Mutant(
                    "the logger's death is not handed on",
                    Change.withoutCall("tools.supervise.Supervise", "reap", "onChildExited", 2),
                    STATUS,
                    "is up"),
            new Mutant(
                    "down sends CONT only", Change.withoutCall(SUPERVISION, "down", "signal", 1), "svscan has ended"),
            new Mutant(
                    "down sends TERM only, and a paused service sleeps on",
                    Change.withoutCall(SUPERVISION, "down", "signal", 2),
                    "svscan has ended"),
            new Mutant("signals are not sent", Change.withoutCall(SLOT, "signal", "kill", 1), "svscan has ended"),
            new Mutant(
                    "the pipe's end is not let go of at a stop",
                    Change.withoutCall("tools.supervise.Drain", "begin", "letGo", ALL),
                    "svscan has ended"),
            new Mutant(
                    "the service is not connected to the pipe",
                    Change.withoutCall("tools.supervise.LogSide", "take", "connect", 3),
                    "are not logged",
                    "descriptors open"),
            new Mutant(
                    "the service's output does not block",
                    Change.withoutCall(LOG_PIPE, "openAgain", "setNonBlocking", 1),
                    "is non-blocking"),
            new Mutant(
                    "the service gets no pipe of its own",
                    Change.withoutCall(LOG_PIPE, "openForService", "openAgain", 1),
                    "is up",
                    "descriptors open",
                    "are not logged"),
            new Mutant(
                    "the record is not opened",
                    Change.withoutCall(SLOT_FILES, "keepRecord", "recordFd", 1),
                    "is up",
                    COPIES));

    private static final List<Mutant> OF_UPGRADES = List.of(
            new Mutant(
                    "an upgrade leaves descriptors open for children",
                    Change.withoutCall("tools.upgrade.Upgrade", "closeOnExec", "setCloseOnExec", 1),
                    "descriptor"),
            new Mutant(
                    "an upgrade loses what it goes on with",
                    Change.withoutCall("tools.upgrade.Upgrade", "keep", "setCloseOnExec", 1),
                    "upgraded [",
                    COPIES),
            new Mutant(
                    "an upgrade forgets what is wanted and who runs",
                    Change.withoutCall(SLOT, "takeOver", "takeOver", 2),
                    "upgraded [",
                    STATUS),
            new Mutant(
                    "an upgrade forgets lock, control and record",
                    Change.withoutCall(SLOT, "takeOver", "takeOver", 5),
                    "are upgraded",
                    COPIES),
            new Mutant(
                    "an upgrade forgets whom it has adopted",
                    Change.withoutCall(SLOT, "takeOver", "takeOver", 6),
                    "svscan has ended",
                    STATUS),
            new Mutant(
                    "an upgrade forgets that a logger reads",
                    Change.withoutCall("tools.supervise.LogSide", "takeOver", "connect", 2),
                    MISSING),
            new Mutant(
                    "an upgrade forgets the pipe",
                    Change.withoutCall("tools.supervise.LogSide", "takeOver", "takeOver", 3),
                    "is up",
                    MISSING),
            new Mutant(
                    "an upgrade of supervise is not told",
                    Change.withoutCall("tools.supervise.Supervise", "takeOver", "tell", 1),
                    "are upgraded"),
            new Mutant(
                    "an upgrade of svscan forgets what it holds",
                    Change.withoutCall("tools.svscan.Svscan", "takeOver", "takeOver", 2),
                    "descriptors open"),
            new Mutant(
                            "an upgrade of svscan forgets that all are to stop",
                            Change.withoutCall("tools.svscan.Svscan", "takeOver", "takeOver", 4),
                            "svscan has ended",
                            "expected",
                            IN_TIME)
                    .by("UpgradeTreeTest#aStopGoesOnAndASecondTermKills"),
            new Mutant(
                    "a stop does not look for what has lost its supervise",
                    Change.toConstant("tools.svscan.Remains", "any", 0),
                    "left behind by a stop"),
            new Mutant(
                            "a supervise waits to begin though its svscan has gone",
                            Change.toConstant("tools.supervise.Retry", "isForNobody", 0),
                            "left behind by a stop")
                    .by("StopTroubleTest#aSuperviseThatWaitsToBeginForASvscanThatIsNoMore"),
            new Mutant(
                            "svscan does not tell who it is",
                            Change.withoutCall("tools.svscan.Telling", "told", "pid", 1),
                            "left behind by a stop")
                    .by("StopTroubleTest#aSuperviseThatWaitsToBeginForASvscanThatWasKilledBeforeItsFirstCall"),
            new Mutant(
                            "a supervise that has its lock does not ask again whether its svscan has gone",
                            Change.withoutCall("tools.supervise.Supervise", "bringUp", "givesUp", 2),
                            "left behind by a stop")
                    .by("StopTroubleTest#aSuperviseThatGetsItsLockWhenItsSvscanIsNoMore"),
            new Mutant(
                            "a drain does not ask again whether writers have gone",
                            Change.withoutCall("tools.supervise.Drain", "look", "askAgain", 1),
                            "both are up")
                    .by("StopTest#aSvscanThatBeginsWhileTheLoggerOfAnEarlierStopIsBusy"),
            new Mutant(
                    "an upgrade of svscan does not tell its supervises",
                    Change.withoutCall("tools.svscan.Svscan", "takeOver", "begin", 1),
                    "are upgraded"));

    private static final List<Mutant> OF_MULTILOG = List.of(
            new Mutant(
                    "what a read has brought is not settled",
                    Change.withoutCall(JOURNAL, "lookAtFound", "settleRead", 1),
                    DAMAGED,
                    MISSING,
                    TWICE),
            new Mutant(
                    "a batch that was dealt with is not marked so",
                    Change.withoutCall(JOURNAL, "rest", "rest", 1),
                    MISSING,
                    DAMAGED,
                    TWICE),
            new Mutant("a read never took place", Change.toConstant(JOURNAL_RECORD, "copied", 0), MISSING, DAMAGED),
            new Mutant(
                    "a fresh file is not noted in the journal",
                    Change.withoutCall(LOG_DIRECTORY, "rotate", "noteHere", 1),
                    TWICE,
                    MISSING),
            new Mutant(
                            "a fresh file is not stored in the journal",
                            Change.withoutCall(LOG_DIRECTORY, "rotate", "storeForGood", 1),
                            "does not fit the files")
                    .by("JournalTest#killedInTheSecondOrThirdFileOfABatchItGoesByThatFile"),
            new Mutant(
                    "what an earlier logger wrote is written again",
                    Change.toConstant(LOG_DIRECTORY, "skipWritten", 0),
                    TWICE,
                    MISSING,
                    DAMAGED),
            new Mutant(
                            "the journal of another boot is replayed",
                            Change.toConstant(JOURNAL_RECORD, "isOfBoot", 1),
                            "expected")
                    .by("PowerCutTest#aJournalOlderThanTheBootIsNotUsed"),
            new Mutant(
                            "the journal is kept for a file that is not on disk",
                            Change.withoutCall(JOURNAL, "park", "syncForJournal", 1),
                            "expected",
                            "at ")
                    .by("PowerCutTest#aJournalLeftOnPurposeIsWrittenAfterTheRebootOrNotAtAll"),
            new Mutant(
                            "a journal left on purpose goes by lengths after a power cut",
                            Change.withoutCall(JOURNAL, "goOn", "takeBackBatch", 1),
                            "expected")
                    .by("PowerCutTest#" + WRITTEN_FROM_ITS_BEGINNING),
            new Mutant(
                            "a journal left on purpose does not tell on disk of a fresh file",
                            Change.withoutCall(JOURNAL, "storeForGood", "sync", 1),
                            "at ")
                    .by("PowerCutTest#aJournalLeftOnPurposeIsWrittenOnceWhereverThePowerFailsForTheNextLogger"),
            new Mutant(
                            "a sync that failed once is believed the next time",
                            Change.withoutCall("tools.multilog.DiskSync", "sync", "writeAgain", 1),
                            DUE)
                    .by("SyncFailureTest#whatASyncCouldNotBringToTheDiskIsWrittenAgainBeforeTheNext", "d1s"),
            new Mutant(
                            "a journal that could not be brought to the disk is not touched again",
                            Change.withoutCall(JOURNAL, "park", "touch", 1),
                            "seed")
                    .by("SyncFailureTest#aJournalThatCouldNotBeBroughtToTheDiskOnceIsWrittenWholeTheNextTime"),
            new Mutant(
                            "the file of a killed logger is set aside without a sync",
                            Change.ofCondition("core.log.Rotation", "done", 1),
                            DUE)
                    .by("PowerCutTest#whatAKilledLoggerHasWrittenIsAsSafeAsIfItLived", "d1s"),
            new Mutant(
                            "a fresh file has no name on disk",
                            Change.withoutCall(LOG_FILES, "syncNames", "syncDirectory", 1),
                            DUE)
                    .by("PowerCutTest#atAnyCallItTakesNoMoreThanIsSaidOfTheLevel", "d0"),
            new Mutant(
                            "a rotation renames what was not synced",
                            Change.withoutCall(LOG_FILES, "perform", "syncCurrent", 1),
                            DUE)
                    .by("PowerCutTest#atAnyCallItTakesNoMoreThanIsSaidOfTheLevel", ""),
            new Mutant(
                            "the deadline of a sync is forgotten",
                            Change.toConstant(LOG_DIRECTORY, "syncAtNs", Long.MAX_VALUE),
                            DUE)
                    .by("PowerCutTest#whatIsDueIsOnDiskThoughNothingHappens"),
            new Mutant(
                            "what cannot be written keeps back what is due",
                            Change.withoutCall(LOG_DIRECTORY, "settle", "syncInPause", 1),
                            "spins")
                    .by("PowerCutTest#whatWasWrittenBeforeTheDiskWasFullIsDueAllTheSame"),
            new Mutant(
                            "what a killed logger has written is nobody's business",
                            Change.withoutCall(LOG_DIRECTORY, "open", "inherit", 1),
                            "seed ")
                    .by("PowerCutTest#whatAKilledLoggerHasWrittenIsSyncedThoughItsBatchHasToWait"),
            new Mutant("old files are kept for ever", Change.toConstant(LOG_FILES, "removeOld", 0), "files, more than"),
            new Mutant(
                    "labels go by the clock alone",
                    Change.toConstant("core.log.OldFiles", "noteNewest", 0),
                    TWICE,
                    MISSING,
                    DAMAGED),
            new Mutant(
                    "dropped lines are not counted",
                    Change.withoutCall(LOG_DIRECTORY, "drop", "drop", 1),
                    MISSING,
                    DAMAGED,
                    "threw"));

    private static final List<Mutant> OF_TCPSERVER = List.of(
            new Mutant(
                            "one connection more than the limit",
                            Change.ofBoundary(TCPSERVER, "isFull", 2),
                            "children, more than")
                    .by(TCP),
            new Mutant(
                            "the connection stays open in the server",
                            Change.withoutCall(TCPSERVER, "start", "close", 1),
                            IN_TIME,
                            "descriptors open")
                    .by(TCP),
            new Mutant(
                            "children of tcpserver are not reaped",
                            Change.withoutCall(TCPSERVER, "takeSignals", "reap", 1),
                            IN_TIME,
                            "was not reaped")
                    .by(TCP),
            new Mutant(
                            "a client that has gone is not forgotten",
                            Change.withoutCall(TCPSERVER, "reap", "remove", 1),
                            IN_TIME,
                            "the status says")
                    .by(TCP),
            new Mutant(
                            "no pause where descriptors are short",
                            Change.withoutCall(TCPSERVER, "onAcceptFailed", "listen", 1),
                            "spins")
                    .by(TCP),
            new Mutant(
                            "a pause at accept has no end",
                            Change.withoutCall(TCPSERVER, "accept", "listen", 1),
                            IN_TIME,
                            "not served")
                    .by(TCP),
            new Mutant(
                            "what cannot be changed is not forgotten either",
                            Change.withoutCall(TCPSERVER, "listen", "remove", 1),
                            "spins")
                    .by(TCP),
            new Mutant(
                            "damaged rules let everybody in",
                            Change.toConstant("tools.tcpserver.Session", "ask", 0),
                            "was let in")
                    .by(TCP),
            new Mutant(
                            "a fork that failed is not said",
                            Change.withoutCall(TCPSERVER, "start", "onForkFailed", 1),
                            "got no program")
                    .by(TCP),
            new Mutant(
                            "the program gets its connection as input only",
                            Change.withoutCall("tools.tcpserver.DirectStart", "spawn", "move", 2),
                            "was given")
                    .by(TCP),
            new Mutant(
                            "who is left after a drain is not told",
                            Change.withoutCall(TCPSERVER, "endDrain", "kill", 1),
                            IN_TIME)
                    .by("TcpserverTest#aDrainIsOverAtItsDeadlineAndTellsWhoIsLeft"));

    /** A call that has gone to another method is to be looked for there. */
    @Test
    void eachChangesTheCodeAsItIs() {
        List<String> stale = new ArrayList<>();
        for (Mutant mutant : all()) {
            try {
                new MutantLoader(List.of(mutant.change)).loadClass(mutant.change.type);
            } catch (ReflectiveOperationException | IllegalStateException e) {
                stale.add(mutant.name + ": " + e.getMessage());
            }
        }
        assertEquals(List.of(), stale);
    }

    @TestFactory
    @EnabledIfSystemProperty(named = "yagura.sim.mutants", matches = "true")
    Stream<DynamicTest> eachIsCaught() {
        List<Mutant> all = all();
        all.removeIf(mutant -> !mutant.name.contains(ONLY));
        return all.stream().map(mutant -> DynamicTest.dynamicTest(mutant.name, () -> isCaught(mutant)));
    }

    private static List<Mutant> all() {
        List<Mutant> all = new ArrayList<>(OF_SUPERVISE);
        all.addAll(OF_UPGRADES);
        all.addAll(OF_MULTILOG);
        all.addAll(OF_TCPSERVER);
        return all;
    }

    private static @Nullable String tell(Mutant mutant) {
        List<Change> bug = List.of(mutant.change);
        String by = mutant.test.isEmpty() ? "TreeStory" : mutant.test.get(0);
        if (!by.contains("#")) {
            return MutantRun.byStories(bug, by, STORIES);
        }
        List<String> given = mutant.test.subList(1, mutant.test.size());
        return MutantRun.byTest(bug, by, given.toArray(new String[0]));
    }

    private static void isCaught(Mutant mutant) {
        String said = tell(mutant);
        System.out.println("mutant: " + mutant.name + ": " + said);
        assertNotNull(said, "not caught");
        assertTrue(mutant.words.stream().anyMatch(said::contains), () -> "caught, but by another: " + said);
    }
}
