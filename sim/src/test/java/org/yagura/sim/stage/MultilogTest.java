package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.yagura.sim.stage.Stage.MS;
import static org.yagura.sim.stage.Stage.SECOND;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yagura.os.Errno;
import org.yagura.os.Signal;
import org.yagura.sim.file.RegularFile;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.Fault;
import org.yagura.sim.kernel.SimProcess;

/** Stories of multilog in trouble. */
class MultilogTest {
    private final Stage stage = new Stage(17);
    private final StringBuilder fed = new StringBuilder();
    private int feed;
    private int lines;

    @BeforeEach
    void makeInput() {
        feed = stage.makeFifo("/in");
        stage.makeDirectory("/log");
    }

    private SimProcess multilog(String... script) {
        String[] command = new String[script.length + 1];
        command[0] = "multilog";
        System.arraycopy(script, 0, command, 1, script.length);
        return stage.startReading("/in", "/tmp/said", "/log", command);
    }

    private void feed(String text) {
        byte[] bytes = Shell.bytes(text);
        assertEquals(bytes.length, stage.kernel.outsider().port().descriptors().write(feed, bytes, 0, bytes.length));
        fed.append(text);
    }

    /** So many lines of a hundred bytes, in pieces, each a tenth of a second after the one before. */
    private void feedLines(int count) {
        for (int i = 0; i < count; i++) {
            String line = "line " + lines++ + " ";
            feed(line + "x".repeat(99 - line.length()) + "\n");
            if (i % 10 == 9) {
                stage.pass(100 * MS);
            }
        }
    }

    private void endInput() {
        stage.kernel.outsider().port().descriptors().close(feed);
    }

    private String logged() {
        return LogReader.text(stage, "/log/main");
    }

    private void untilAllIsLogged(long within) {
        stage.until("all is logged", within, () -> logged().contentEquals(fed));
    }

    @Test
    void aLineThatWasBegunBeforeMemoryWasGivenBackComesWhole() {
        SimProcess multilog = multilog("t", "./main");
        feedLines(30);
        stage.pass(3 * SECOND);
        feed("begun ");
        stage.pass(3 * SECOND);
        feed("x".repeat(50));
        stage.pass(3 * SECOND);
        feed(" ended\n");
        feedLines(30);
        endInput();
        stage.until("it has ended", 10 * SECOND, () -> !multilog.isAlive());
        assertEquals(fed.toString(), logged().replaceAll("@[0-9a-f]{24} ", ""));
    }

    @Test
    void linesAreKeptInOrderThroughRotations() {
        SimProcess multilog = multilog("s4096", "n100", "./main");
        feedLines(1000);
        endInput();
        stage.until("it has ended", 10 * SECOND, () -> !multilog.isAlive());
        assertEquals(0, multilog.waitStatus());
        assertEquals(fed.toString(), logged());
        assertTrue(LogReader.finished(stage, "/log/main").size() > 30);
    }

    @Test
    void aFullDiskPausesAndThenGoesOnWithNothingLost() {
        multilog("s4096", "n100", "./main");
        feedLines(100);
        untilAllIsLogged(SECOND);
        stage.kernel.disk().capacityBytes = stage.kernel.disk().usedBytes() + 1234;
        feedLines(300);
        stage.pass(60 * SECOND);
        assertTrue(logged().length() < fed.length());
        assertTrue(stage.read("/tmp/said").contains("unable to write to "), stage.read("/tmp/said"));
        stage.kernel.disk().capacityBytes = Long.MAX_VALUE;
        untilAllIsLogged(6 * SECOND);
    }

    @Test
    void termOnAFullDiskIsObeyedAtOnceAndTheLossIsCounted() {
        SimProcess multilog = multilog("./main");
        feedLines(10);
        untilAllIsLogged(SECOND);
        stage.kernel.disk().capacityBytes = stage.kernel.disk().usedBytes();
        feedLines(10);
        stage.pass(10 * SECOND);
        stage.write("/tmp/said", "");
        stage.kernel.kill(multilog, Signal.TERM);
        stage.until("it has ended", SECOND, () -> !multilog.isAlive());
        assertEquals(111 << 8, multilog.waitStatus());
        stage.kernel.disk().capacityBytes = Long.MAX_VALUE;
    }

    /** Once it said so and went on, dropping every line. */
    @Test
    void aFatalErrorAfterAPauseAtStartEndsItAndLeavesTheInputAlone() {
        stage.makeDirectory("/log/main");
        stage.write("/log/main/current", "unfinished\n");
        stage.kernel.faults.on(Call.LIST_DIRECTORY).by("multilog").times(1).fail(Errno.EIO);
        stage.kernel.faults.on(Call.OPEN).by("multilog").path("state").times(1).fail(Errno.ENOSPC);
        SimProcess multilog = multilog("./main");
        feedLines(10);
        stage.until("it has ended", 10 * SECOND, () -> !multilog.isAlive());
        assertEquals(111 << 8, multilog.waitStatus());
        multilog("./main");
        stage.until("all is logged", SECOND, () -> logged().equals("unfinished\n" + fed));
    }

    /** Every call that a rotation makes fails three times; each time the rotation goes on where it was. */
    @ParameterizedTest
    @EnumSource(names = {"OPEN", "RENAME", "SYNC", "CHANGE_MODE", "LIST_DIRECTORY", "STAT", "WRITE", "SEEK"})
    void aRotationThatFailsIsTriedAgainAtEachStep(Call call) {
        multilog("s4096", "n100", "./main");
        feedLines(10);
        untilAllIsLogged(SECOND);
        Fault fault = stage.kernel.faults.on(call).by("multilog").times(3).fail(Errno.EIO);
        feedLines(200);
        stage.pass(30 * SECOND);
        feedLines(200);
        untilAllIsLogged(30 * SECOND);
        assertTrue(fault.hits() == 3 || call == Call.STAT || call == Call.SEEK, () -> "hits " + fault.hits());
        assertFalse(stage.exists("/log/main/previous"));
    }

    @Test
    void anOldFileThatCannotBeRemovedIsTriedAgain() {
        multilog("s4096", "n3", "./main");
        feedLines(100);
        Fault fault =
                stage.kernel.faults.on(Call.UNLINK).by("multilog").times(3).fail(Errno.EIO);
        feedLines(200);
        stage.until(
                "the last line is logged",
                30 * SECOND,
                () -> logged().length() > 4096 && fed.toString().endsWith(logged()));
        assertEquals(3, fault.hits());
        assertEquals(2, LogReader.finished(stage, "/log/main").size());
    }

    @ParameterizedTest
    @ValueSource(longs = {-7200, 7200, -86_400 * 400L, 1})
    void theClockMayStepAndTheNewestFileIsNeverTheOneThatGoes(long stepSeconds) {
        multilog("s4096", "n5", "./main");
        feedLines(300);
        stage.kernel.clock().stepWall(stepSeconds * SECOND);
        feedLines(300);
        stage.kernel.clock().stepWall(-stepSeconds * SECOND);
        feedLines(300);
        stage.until("the last line is logged", 10 * SECOND, () -> fed.toString().endsWith(logged()));
        assertTrue(logged().length() > 8000);
        assertEquals(4, LogReader.finished(stage, "/log/main").size());
    }

    @Test
    void aFailingProcessorIsRunAgainAndItsOutputKept() {
        AtomicInteger failures = new AtomicInteger(3);
        processor(failures);
        multilog("s4096", "n100", "!/bin/copy", "./main");
        feedLines(100);
        stage.pass(30 * SECOND);
        assertEquals(0, failures.get());
        feedLines(100);
        untilAllIsLogged(30 * SECOND);
        assertTrue(stage.read("/tmp/said").contains("multilog: warning: processor failed in ./main, pausing\n"));
        assertTrue(LogReader.finished(stage, "/log/main").size() > 2);
    }

    private void processor(AtomicInteger failures) {
        stage.kernel.register("copy", (process, image) -> {
            Shell shell = new Shell(process, image);
            byte[] buffer = new byte[1000];
            int n = shell.read(0, buffer);
            while (n > 0) {
                shell.write(1, Shell.text(java.util.Arrays.copyOf(buffer, n)));
                n = shell.read(0, buffer);
            }
            return failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0 ? 1 : 0;
        });
        stage.program("/bin/copy", "copy");
    }

    @Test
    void termWhileTheProcessorFailsIsObeyedAndNothingIsLost() {
        AtomicInteger failures = new AtomicInteger(1_000_000);
        processor(failures);
        SimProcess multilog = multilog("s4096", "n100", "!/bin/copy", "./main");
        feedLines(60);
        stage.pass(20 * SECOND);
        stage.kernel.kill(multilog, Signal.TERM);
        stage.until("it has ended", 10 * SECOND, () -> !multilog.isAlive());
        failures.set(0);
        multilog("s4096", "n100", "!/bin/copy", "./main");
        feedLines(60);
        stage.pass(20 * SECOND);
        List<String> missing = missingLines();
        assertTrue(stage.read("/tmp/said").contains("lost for ") || missing.isEmpty(), () -> "missing " + missing);
    }

    private List<String> missingLines() {
        List<String> missing = new ArrayList<>();
        String log = logged();
        for (String line : fed.toString().split("\n", -1)) {
            if (!log.contains(line)) {
                missing.add(line.substring(0, 10));
            }
        }
        return missing;
    }

    @Test
    void alarmDuringAPartialLineIsRemembered() {
        SimProcess multilog = multilog("./main");
        feed("first part");
        stage.pass(100 * MS);
        stage.kernel.kill(multilog, Signal.ALRM);
        stage.pass(100 * MS);
        feed(", second part\n");
        stage.pass(100 * MS);
        assertEquals(1, LogReader.finished(stage, "/log/main").size());
        feed("next\n");
        untilAllIsLogged(SECOND);
        assertEquals("next\n", stage.read("/log/main/current"));
    }

    @Test
    void termLeavesWhatFollowsTheLineToTheNextLogger() {
        SimProcess multilog = multilog("./main");
        feed("begun");
        stage.pass(100 * MS);
        stage.kernel.kill(multilog, Signal.TERM);
        stage.pass(100 * MS);
        feed(" and ended\nfor the next\n");
        stage.until("it has ended", SECOND, () -> !multilog.isAlive());
        assertEquals("begun and ended\n", logged());
        multilog("./main");
        untilAllIsLogged(SECOND);
    }

    /** Killed at the n-th call after the input came, for every n: nothing is doubled or out of order, and only what was in memory is gone. */
    @Test
    void killedAtAnyCallOfARotationItLeavesNothingDoubledOrOutOfOrder() {
        for (int at = 0; at < 60; at++) {
            MultilogTest story = new MultilogTest();
            story.makeInput();
            story.killedAtCall(at);
        }
    }

    private void killedAtCall(int at) {
        SimProcess first = multilog("s4096", "n100", "./main");
        feedLines(20);
        untilAllIsLogged(SECOND);
        long before = stage.kernel.trace.count();
        String safe = fed.toString();
        feedLines(9);
        stage.until(
                "it has come so far",
                10 * SECOND,
                () -> stage.kernel.trace.count() - before > at || logged().contentEquals(fed));
        stage.kernel.kill(first, Signal.KILL);
        multilog("s4096", "n100", "./main");
        feedLines(100);
        String last = fed.substring(fed.length() - 10_000);
        stage.until("the last lines are logged", 10 * SECOND, () -> logged().endsWith(last));
        String log = logged();
        assertTrue(log.startsWith(safe), () -> "killed at call " + at);
        int gone = fed.length() - log.length();
        assertTrue(gone >= 0 && gone <= 900, () -> "killed at call " + at + ": " + gone + " bytes differ");
    }

    @Test
    void aFinishedFileAndItsNameAreOnDiskBeforeTheOldestGoes() {
        multilog("s4096", "n3", "./main");
        for (int i = 0; i < 20; i++) {
            feedLines(30);
            List<String> names = LogReader.finished(stage, "/log/main");
            for (String name : names) {
                RegularFile file = (RegularFile) stage.find("/log/main/" + name);
                assertEquals(file.text(), Shell.text(file.durableContent()));
                assertTrue(stage.directory("/log/main").durableEntries().containsKey(name), name);
            }
        }
    }
}
