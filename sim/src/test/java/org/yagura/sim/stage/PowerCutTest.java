package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.yagura.sim.stage.Stage.MS;
import static org.yagura.sim.stage.Stage.SECOND;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yagura.os.Errno;
import org.yagura.os.Signal;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.Fault;

/** The power fails, and what doc/durability.md promises is there. */
class PowerCutTest {
    private static boolean cutAt(String level, boolean ordered, int at) {
        LoggerStory story = new LoggerStory(at, level, ordered);
        Fault fault = story.stage
                .kernel
                .faults
                .onAny()
                .by("multilog")
                .after(at)
                .times(1)
                .cutPower();
        for (int i = 0; i < 8; i++) {
            story.feed(9);
            story.stage.pass(300 * MS);
            if (fault.hits() > 0) {
                break;
            }
        }
        if (fault.hits() == 0) {
            return false;
        }
        story.boot();
        story.feed(9);
        story.untilAllIsLogged();
        return true;
    }

    /** Rotations too. */
    @ParameterizedTest
    @ValueSource(strings = {"", "d", "d1000", "d1s", "d0"})
    void atAnyCallItTakesNoMoreThanIsSaidOfTheLevel(String level) {
        for (boolean ordered : new boolean[] {true, false}) {
            int at = 0;
            while (cutAt(level.equals("d") ? "" : level, ordered, at)) {
                at++;
            }
            assertTrue(at > 200, "moments: " + at);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "d1000", "d1s", "d0"})
    void whatAKilledLoggerHasWrittenIsAsSafeAsIfItLived(String level) {
        for (int seed = 0; seed < 200; seed++) {
            LoggerStory story = new LoggerStory(seed, level, seed % 2 == 0);
            for (int life = 0; life < 4; life++) {
                Fault fault = story.stage
                        .kernel
                        .faults
                        .onAny()
                        .by("multilog")
                        .after(20 + seed * 7 % 60)
                        .times(1)
                        .kill();
                story.feed(18);
                story.stage.pass(100 * MS);
                fault.heal();
                story.stage.kernel.kill(story.logger, Signal.KILL);
                story.start();
                story.stage.pass(2 * SECOND);
            }
            story.cutAndBoot();
        }
    }

    @Test
    void whatIsDueIsOnDiskThoughNothingHappens() {
        for (int seed = 0; seed < 20; seed++) {
            LoggerStory story = new LoggerStory(seed, "d1s", seed % 2 == 0);
            story.feed(9);
            story.stage.pass(3 * SECOND);
            story.cutAndBoot();
        }
    }

    /** multilog waited for room, and did nothing else. */
    @Test
    void whatWasWrittenBeforeTheDiskWasFullIsDueAllTheSame() {
        for (int seed = 0; seed < 20; seed++) {
            LoggerStory story = new LoggerStory(seed, "d1s", seed % 2 == 0);
            story.feed(9);
            story.stage.pass(300 * MS);
            story.stage.kernel.disk().capacityBytes = story.stage.kernel.disk().usedBytes() + 50;
            story.feed(9);
            story.stage.pass(30 * SECOND);
            story.cutAndBoot();
        }
    }

    /** The next one went on with its file, and what was in it before was nobody's business while there was no room for the batch. */
    @Test
    void whatAKilledLoggerHasWrittenIsSyncedThoughItsBatchHasToWait() {
        for (int seed = 0; seed < 20; seed++) {
            LoggerStory story = new LoggerStory(seed, "d1s", seed % 2 == 0);
            story.feed(seed % 4 < 2 ? 9 : 0);
            story.stage.pass(300 * MS);
            String written = story.fed.toString();
            Fault fault = story.fault(Call.WRITE, "current").times(1).kill();
            story.feed(9);
            story.stage.pass(100 * MS);
            assertEquals(1, fault.hits());
            story.stage.kernel.disk().capacityBytes = story.stage.kernel.disk().usedBytes();
            story.start();
            story.stage.pass(10 * SECOND);
            story.stage.kernel.cutPower();
            assertTrue(LogReader.text(story.stage, "/log/main").startsWith(written), "seed " + seed);
        }
    }

    /** When lines were dropped, the sync that was late already was put off once more, as if it waited for a rotation. */
    @Test
    void linesThatAreDroppedDoNotPutOffASync() {
        for (int seed = 0; seed < 20; seed++) {
            LoggerStory story = new LoggerStory(seed, "d1s fd", seed % 2 == 0);
            story.feed(9);
            story.stage.pass(300 * MS);
            Fault error = story.fault(Call.WRITE, "current").times(1).fail(Errno.EIO);
            Fault late = story.fault(Call.SYNC, "current").times(1).fail(Errno.EIO);
            story.feed(9);
            story.stage.pass(SECOND);
            story.stage.kernel.disk().capacityBytes = story.stage.kernel.disk().usedBytes();
            story.stage.pass(8 * SECOND);
            error.heal();
            late.heal();
            story.cutAndBoot();
        }
    }

    /** multilog slept until the end of the other's pause. */
    @Test
    void aDirectoryThatIsPausedDoesNotPutOffTheSyncOfAnother() {
        for (int seed = 0; seed < 20; seed++) {
            LoggerStory story = new LoggerStory(seed, "d1s", seed % 2 == 0, "./other");
            story.feed(9);
            story.stage.pass(300 * MS);
            story.fault(Call.WRITE, "10 current").fail(Errno.EIO);
            story.feed(9);
            story.stage.pass(4 * SECOND);
            assertTrue(story.stage.read("/tmp/said").contains("./other/current, pausing"));
            story.cutAndBoot();
        }
    }

    /** Nobody could have synced it: the checker went by the time of its death. */
    @Test
    void aLoggerThatIsPausedAndThenKilledSyncsNoMoreThanItCould() {
        for (int seed = 0; seed < 20; seed++) {
            LoggerStory story = new LoggerStory(seed, "d1s", seed % 2 == 0);
            story.feed(9);
            story.stage.pass(300 * MS);
            story.stage.kernel.kill(story.logger, Signal.STOP);
            story.stage.pass(5 * SECOND);
            if (seed % 4 < 2) {
                story.stage.kernel.kill(story.logger, Signal.KILL);
                story.stage.pass(SECOND);
            }
            story.cutAndBoot();
        }
    }

    /** Likewise: the checker went by the time of the power cut. */
    @Test
    void aLoggerThatIsPausedBeforeItTriesASyncAgainHasNotSynced() {
        for (int seed = 0; seed < 20; seed++) {
            LoggerStory story = new LoggerStory(seed, "d0 fd", seed % 2 == 0);
            story.feed(9);
            story.stage.pass(300 * MS);
            Fault sync = story.fault(Call.SYNC, "current").times(1).fail(Errno.EDQUOT);
            Fault again = story.fault(Call.WRITE_AT, "current").times(1).fail(Errno.EDQUOT);
            story.feed(9);
            story.stage.until("it has failed", SECOND, () -> sync.hits() == 1 && again.hits() > 0);
            story.stage.kernel.kill(story.logger, Signal.STOP);
            story.stage.pass(8 * SECOND);
            again.heal();
            story.cutAndBoot();
        }
    }

    /** It was stopped in its first second of rest, and then slept on for as long as if it had not been. */
    @Test
    void whatBecomesDueWhileALoggerIsStoppedIsSyncedWhenItGoesOn() {
        for (int seed = 0; seed < 20; seed++) {
            LoggerStory story = new LoggerStory(seed, "d3s", seed % 2 == 0);
            story.feed(9);
            story.stage.pass(300 * MS);
            story.stage.kernel.kill(story.logger, Signal.STOP);
            story.stage.pass(4 * SECOND);
            story.stage.kernel.kill(story.logger, Signal.CONT);
            story.stage.pass(200 * MS);
            story.cutAndBoot();
        }
    }

    /** A full disk, TERM, and the journal is left on purpose; then the power fails, at any call. */
    @Test
    void aJournalLeftOnPurposeIsWrittenAfterTheRebootOrNotAtAll() {
        int kept = 0;
        for (boolean ordered : new boolean[] {true, false}) {
            for (int at = 0; at < 60; at++) {
                kept += keptOnPurpose(at, ordered) ? 1 : 0;
            }
        }
        assertTrue(kept > 20, "kept " + kept);
    }

    private static boolean keptOnPurpose(int at, boolean ordered) {
        LoggerStory story = new LoggerStory(at, "", ordered);
        Stage stage = story.stage;
        story.feed(15);
        story.untilAllIsLogged();
        stage.pass(SECOND);
        stage.kernel.disk().syncAll();
        stage.kernel.disk().capacityBytes = stage.kernel.disk().usedBytes() + 150;
        String safe = story.fed.toString();
        story.feed(9);
        stage.pass(SECOND);
        stage.kernel.kill(story.logger, Signal.TERM);
        story.cutAt(at, 5 * SECOND);
        boolean said = stage.read("/tmp/said").contains("kept in the journal");
        String all = story.fed.toString();
        story.boot();
        story.feed(9);
        story.untilAllIsLogged();
        String log = LogReader.text(stage, "/log/main");
        String whole = log.substring(0, log.length() - story.fed.length());
        assertTrue(whole.startsWith(safe), "at " + at + ": what was on disk is gone");
        if (said) {
            assertEquals(all, whole, "at " + at);
        }
        int last = -1;
        for (String line : whole.split("(?<=\n)")) {
            int number = all.indexOf(line);
            // What is no line of ours is one that the power cut has damaged.
            assertTrue(number < 0 || number > last, "at " + at + ": twice or out of order: " + line);
            last = Math.max(last, number);
        }
        return said;
    }

    /** The file had its length on disk, but not what another logger had written of the line since: the log had the line's end only. */
    @Test
    void aJournalLeftOnPurposeIsWrittenFromItsBeginningThoughSomeOfItWasWrittenBeforeThePowerCut() {
        for (int seed = 0; seed < 60; seed++) {
            LoggerStory story = new LoggerStory(seed, "d8000", seed % 2 == 0);
            Stage stage = story.stage;
            story.feed(15);
            story.untilAllIsLogged();
            stage.kernel.disk().syncAll();
            stage.kernel.disk().capacityBytes = stage.kernel.disk().usedBytes();
            story.feed(3);
            stage.pass(SECOND);
            story.endAndKeep();
            stage.kernel.disk().capacityBytes += 144;
            story.start();
            stage.until(
                    "some of it is written",
                    20 * SECOND,
                    () -> LogReader.text(stage, "/log/main").endsWith("line 16 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"));
            String all = story.fed.toString();
            stage.kernel.cutPower();
            stage.kernel.disk().capacityBytes = Long.MAX_VALUE;
            story.boot();
            story.feed(2);
            stage.until(
                    "all is logged",
                    20 * SECOND,
                    () -> LogReader.text(stage, "/log/main").endsWith(story.fed.toString()));
            assertEquals(all + story.fed, LogReader.text(stage, "/log/main"), "seed " + seed);
        }
    }

    /** There is room for some of it, or for all of it, and the power fails while it is written. */
    @Test
    void aJournalLeftOnPurposeIsWrittenOnceWhereverThePowerFailsForTheNextLogger() {
        for (int at = 0; at < 120; at++) {
            for (int room : new int[] {150, 2500, 9000}) {
                keptAndBegun(at, room);
            }
        }
    }

    private static void keptAndBegun(int at, int room) {
        LoggerStory story = new LoggerStory(at, "d0", at % 2 == 0);
        Stage stage = story.stage;
        story.feed(30);
        story.untilAllIsLogged();
        stage.pass(SECOND);
        stage.kernel.disk().syncAll();
        stage.kernel.disk().capacityBytes = stage.kernel.disk().usedBytes() + 50;
        story.feed(60);
        stage.pass(SECOND);
        story.endAndKeep();
        stage.kernel.disk().capacityBytes = stage.kernel.disk().usedBytes() + room;
        story.start();
        story.cutAt(at, 2 * SECOND);
        String all = story.fed.toString();
        story.boot();
        story.feed(9);
        stage.until(
                "all is logged",
                20 * SECOND,
                () -> LogReader.text(stage, "/log/main").endsWith(story.fed.toString()));
        assertEquals(all + story.fed, LogReader.text(stage, "/log/main"), "at " + at + ", room " + room);
    }

    /** The FIFO was the same after the reboot, but not what was in it: the next line was written behind the piece. */
    @Test
    void thePieceOfALineInAJournalLeftOnPurposeIsALineAfterAReboot() {
        LoggerStory story = new LoggerStory(1, "", true);
        Stage stage = story.stage;
        story.feed(15);
        story.untilAllIsLogged();
        stage.kernel.disk().syncAll();
        stage.kernel.disk().capacityBytes = stage.kernel.disk().usedBytes();
        story.feed(3);
        byte[] piece = Shell.bytes("a piece" + "y".repeat(200));
        stage.kernel.outsider().port().descriptors().write(story.feed, piece, 0, piece.length);
        stage.pass(SECOND);
        story.endAndKeep();
        stage.kernel.cutPower();
        stage.kernel.disk().capacityBytes = Long.MAX_VALUE;
        story.boot();
        story.feed(2);
        story.untilAllIsLogged();
        String log = LogReader.text(stage, "/log/main");
        assertTrue(log.endsWith("\na piece" + "y".repeat(200) + "\n" + story.fed), log);
    }

    @Test
    void aJournalOlderThanTheBootIsNotUsed() {
        for (int seed = 0; seed < 50; seed++) {
            LoggerStory story = new LoggerStory(seed, "", true);
            story.feed(30);
            story.untilAllIsLogged();
            story.fault(Call.WRITE, "current").fail(Errno.EIO);
            story.feed(5);
            story.stage.pass(SECOND);
            story.stage.kernel.disk().syncAll();
            String before = LogReader.text(story.stage, "/log/main");
            story.stage.kernel.cutPower();
            story.stage.kernel.faults.healAll();
            story.boot();
            story.feed(9);
            story.untilAllIsLogged();
            assertEquals(before + story.fed, LogReader.text(story.stage, "/log/main"));
        }
    }
}
