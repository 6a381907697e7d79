package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.yagura.sim.stage.Stage.MS;
import static org.yagura.sim.stage.Stage.SECOND;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yagura.os.Errno;
import org.yagura.os.Signal;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.Fault;
import org.yagura.sim.kernel.SimProcess;

/** A sync fails, what it was about is taken for written from then on, and the power fails later. */
class SyncFailureTest {
    /** Linux says once that it could not write, and the next sync says nothing of it. */
    @ParameterizedTest
    @ValueSource(strings = {"", "d1000", "d1s", "d0"})
    void whatASyncCouldNotBringToTheDiskIsWrittenAgainBeforeTheNext(String level) {
        for (int seed = 0; seed < 60; seed++) {
            LoggerStory story = new LoggerStory(seed, level, seed % 2 == 0);
            Fault fault = story.fault(Call.SYNC, "current")
                    .after(seed % 3)
                    .times(1 + seed % 2)
                    .fail(Errno.EIO);
            for (int i = 0; i < 12; i++) {
                story.feed(9);
                story.stage.pass(300 * MS);
            }
            story.stage.pass(20 * SECOND);
            assertEquals(1 + seed % 2, fault.hits(), "seed " + seed);
            story.cutAndBoot();
        }
    }

    /** What a killed logger has left is synced when it is set aside. */
    @Test
    void aSyncThatFailsAtTheStartIsNotBelievedTheNextTimeEither() {
        for (int seed = 0; seed < 20; seed++) {
            LoggerStory story = new LoggerStory(seed, "", seed % 2 == 0);
            story.feed(9);
            story.stage.pass(300 * MS);
            story.stage.kernel.kill(story.logger, Signal.KILL);
            Fault fault = story.fault(Call.SYNC, "current").times(1).fail(Errno.EIO);
            String written = story.fed.toString();
            story.start();
            story.stage.pass(10 * SECOND);
            assertEquals(1, fault.hits());
            story.stage.kernel.cutPower();
            assertTrue(LogReader.text(story.stage, "/log/main").startsWith(written), "seed " + seed);
        }
    }

    /** Nobody waits for room, and so nobody tried again until the next line came. */
    @Test
    void aSyncThatFindsNoRoomIsTriedAgainThoughNothingHappens() {
        for (int seed = 0; seed < 20; seed++) {
            LoggerStory story = new LoggerStory(seed, seed % 4 < 2 ? "d0 fd" : "d1000 fd", seed % 2 == 0);
            story.feed(3);
            story.stage.pass(300 * MS);
            story.fault(Call.SYNC, "current").times(2).fail(Errno.ENOSPC);
            story.feed(12);
            story.stage.pass(10 * SECOND);
            story.cutAndBoot();
        }
    }

    /** The next one could not know of it, and nothing says that what it synced is there: the checker took two files for one line. */
    @Test
    void aLoggerThatIsKilledBeforeItHasWrittenAgainLeavesAFileWithoutItsEnd() {
        LoggerStory story = new LoggerStory(1, "", true);
        Stage stage = story.stage;
        story.feed(9);
        stage.pass(300 * MS);
        story.fault(Call.SYNC, "current").times(1).fail(Errno.EIO);
        story.feed(12);
        stage.pass(SECOND);
        stage.kernel.kill(story.logger, Signal.KILL);
        story.start();
        story.feed(1);
        stage.pass(SECOND);
        stage.kernel.cutPower();
        List<String> lines = LogReader.lines(LogReader.text(stage, "/log/main"));
        assertEquals("\0".repeat(2100) + "\n", lines.get(0));
    }

    /** The pages of the batch were lost when it was left the first time, and the second time nobody wrote them. */
    @Test
    void aJournalThatCouldNotBeBroughtToTheDiskOnceIsWrittenWholeTheNextTime() {
        for (int seed = 0; seed < 20; seed++) {
            LoggerStory story = new LoggerStory(seed, "", seed % 2 == 0);
            Stage stage = story.stage;
            story.feed(9);
            story.untilAllIsLogged();
            stage.kernel.disk().syncAll();
            stage.kernel.disk().capacityBytes = stage.kernel.disk().usedBytes();
            story.feed(30);
            stage.pass(SECOND);
            story.fault(Call.SYNC, "journal").times(1).fail(Errno.EIO);
            String all = story.fed.toString();
            for (int i = 0; i < 2; i++) {
                SimProcess logger = story.logger;
                stage.kernel.kill(logger, Signal.TERM);
                stage.until("it has ended", 20 * SECOND, () -> !logger.isAlive());
                if (i == 0) {
                    story.start();
                    stage.pass(SECOND);
                }
            }
            stage.kernel.cutPower();
            stage.kernel.disk().capacityBytes = Long.MAX_VALUE;
            story.boot();
            story.feed(2);
            story.untilAllIsLogged();
            assertEquals(all + story.fed, LogReader.text(stage, "/log/main"), "seed " + seed);
        }
    }
}
