package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.yagura.sim.stage.Stage.MS;
import static org.yagura.sim.stage.Stage.SECOND;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yagura.os.Errno;
import org.yagura.os.Signal;
import org.yagura.sim.file.RegularFile;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.Fault;
import org.yagura.sim.kernel.SimProcess;

/** What multilog does when the disk is full, as it was told; and when it brings lines to disk. */
class FullDiskTest {
    private static final String GAP = "multilog: gap: ";

    /** One logger and its successors. */
    private static final class Story {
        final Stage stage = new Stage(31);
        final String[] command;
        final int feed;
        int fed;

        @Nullable
        SimProcess logger;

        Story(String script) {
            command = ("multilog " + script).split(" ");
            feed = stage.makeFifo("/in");
            stage.makeDirectory("/log");
            start();
            pass(10 * MS);
        }

        void start() {
            logger = stage.startReading("/in", "/tmp/said", "/log", command);
        }

        void pass(long ns) {
            long untilNs = stage.nowNs() + ns;
            while (stage.nowNs() < untilNs) {
                stage.pass(MS);
                if (logger == null || !logger.isAlive()) {
                    start();
                }
            }
        }

        void feed(int lines) {
            for (int i = 0; i < lines; i++) {
                String line = "line " + ++fed + " ";
                byte[] bytes = Shell.bytes(line + "x".repeat(99 - line.length()) + "\n");
                assertEquals(
                        bytes.length,
                        stage.kernel.outsider().port().descriptors().write(feed, bytes, 0, bytes.length),
                        "the pipe is full");
                if (i % 20 == 19) {
                    pass(2 * MS);
                }
            }
            pass(10 * MS);
        }

        void room(long bytes) {
            stage.kernel.disk().capacityBytes = stage.kernel.disk().usedBytes() + bytes;
        }

        void free() {
            stage.kernel.disk().capacityBytes = Long.MAX_VALUE;
        }

        String logged() {
            return LogReader.text(stage, "/log/main", false);
        }
    }

    /** Each line is there, in order, or counted where it would be. @return how many were dropped */
    private static long check(String log, int fed) {
        long next = 1;
        long dropped = 0;
        for (String line : log.split("\n", -1)) {
            if (line.startsWith(GAP)) {
                long lines = Long.parseLong(line.substring(GAP.length()).split(" ", -1)[0]);
                next += lines;
                dropped += lines;
            } else if (line.length() == 99) {
                assertEquals("line " + next, line.substring(0, line.lastIndexOf(' ')));
                next++;
            } else {
                // A piece of a line that was dropped: it is counted.
                assertTrue(
                        line.isEmpty() || ("line " + next + " ").startsWith(line) || line.startsWith("line " + next),
                        line);
            }
        }
        assertEquals(fed, next - 1);
        return dropped;
    }

    @Test
    void linesAreDroppedAndCountedAndItGoesOnByItself() {
        Story story = new Story("s4096 n100 fd ./main");
        story.feed(50);
        story.room(1234);
        story.feed(1000);
        story.free();
        story.feed(100);
        long dropped = check(story.logged(), 1150);
        assertTrue(dropped > 900, "dropped " + dropped);
        assertEquals(
                1, story.stage.read("/tmp/said").split("dropping lines", -1).length - 1, story.stage.read("/tmp/said"));
    }

    @Test
    void killedAtAnyMomentOfAGapEachLineIsThereOrCounted() {
        int at = 0;
        boolean killed = true;
        while (killed) {
            Story story = new Story("s4096 n100 fd ./main");
            story.feed(20);
            story.room(777);
            Fault fault = story.stage
                    .kernel
                    .faults
                    .onAny()
                    .by("multilog")
                    .after(at)
                    .times(1)
                    .kill();
            story.feed(25);
            story.feed(5);
            story.free();
            story.feed(25);
            story.feed(20);
            try {
                check(story.logged(), 95);
            } catch (AssertionError e) {
                throw new AssertionError(
                        "killed at " + at + "\n" + story.stage.read("/tmp/said")
                                + story.logged().replaceAll("x+", "x") + story.stage.kernel.trace.last(100),
                        e);
            }
            killed = fault.hits() > 0;
            at += 1;
        }
        assertTrue(at > 100, "moments: " + at);
    }

    @Test
    void theOldestFilesGoFirst() {
        Story story = new Story("s4096 n1000 fo ./main");
        story.feed(1000);
        int before = LogReader.finished(story.stage, "/log/main").size();
        story.room(500);
        story.feed(500);
        String log = story.logged();
        assertTrue(log.endsWith("x\n") && log.contains("line 1500 ") && !log.contains("line 100 "));
        assertFalse(log.contains(GAP));
        assertTrue(LogReader.finished(story.stage, "/log/main").size() <= before);
        long first = Long.parseLong(log.split(" ", -1)[1]);
        check(log.replaceAll("(?m)^", ""), 1500, first);
    }

    private static void check(String log, int fed, long first) {
        long next = first;
        for (String line : log.split("\n")) {
            assertTrue(line.startsWith("line " + next + " "), line);
            next++;
        }
        assertEquals(fed, next - 1);
    }

    @Test
    void whereNothingIsLeftToRemoveLinesAreDropped() {
        Story story = new Story("s16777215 n1000 fo ./main");
        story.feed(50);
        story.room(1000);
        story.feed(500);
        story.free();
        story.feed(10);
        assertTrue(check(story.logged(), 560) > 400);
    }

    @Test
    void oneThatBlocksBlocksAll() {
        Story story = new Story("fd ./main fb ./other");
        story.feed(50);
        story.room(1000);
        story.feed(200);
        story.pass(10 * SECOND);
        story.free();
        story.pass(10 * SECOND);
        String other = LogReader.text(story.stage, "/log/other", false);
        check(other, 250, 1);
        check(story.logged(), 250);
    }

    private static boolean onDisk(Story story) {
        RegularFile current = (RegularFile) story.stage.find("/log/main/current");
        return current != null && current.text().equals(Shell.text(current.durableContent()));
    }

    @Test
    void eachBatchIsBroughtToDiskIfToldSo() {
        Story story = new Story("d0 ./main");
        for (int i = 0; i < 10; i++) {
            story.feed(1);
            assertTrue(onDisk(story));
        }
    }

    @Test
    void linesAreBroughtToDiskInTime() {
        Story story = new Story("d3s ./main");
        story.feed(5);
        assertFalse(onDisk(story));
        story.pass(2500 * MS);
        assertFalse(onDisk(story));
        story.pass(600 * MS);
        assertTrue(onDisk(story));
        story.feed(1);
        assertFalse(onDisk(story));
    }

    @Test
    void soManyBytesAreNotOnDiskAtMost() {
        Story story = new Story("d1000 ./main");
        story.feed(9);
        assertFalse(onDisk(story));
        story.feed(1);
        assertTrue(onDisk(story));
    }

    /** A part of the line that tells of a gap was there and could not be taken back: the next try came behind it, within the line. */
    @Test
    void aPartOfAMarkerThatCannotBeTakenBackAtOnceIsTakenBackLater() {
        Story story = new Story("s4096 n100 fd ./main");
        story.feed(10);
        story.room(0);
        story.feed(10);
        story.free();
        story.stage
                .kernel
                .faults
                .on(Call.WRITE)
                .by("multilog")
                .path("current")
                .times(1)
                .shorten(4);
        Fault fault = story.stage
                .kernel
                .faults
                .on(Call.TRUNCATE)
                .by("multilog")
                .times(1)
                .fail(Errno.EIO);
        story.feed(10);
        story.pass(11 * SECOND);
        story.feed(10);
        story.pass(SECOND);
        assertEquals(1, fault.hits());
        assertTrue(check(story.logged(), story.fed) > 0);
    }

    /** It had read nothing yet, and so had no label: 26 zeros stood before the line that tells of the gap. */
    @Test
    void aLoggerThatHasReadNothingTellsOfTheGapOfAKilledOneWithALabel() {
        Story story = new Story("t s4096 n100 fd ./main");
        story.feed(20);
        story.room(0);
        story.feed(10);
        SimProcess killed = story.logger;
        assertTrue(killed != null);
        story.stage.kernel.kill(killed, Signal.KILL);
        story.free();
        story.pass(SECOND);
        SimProcess last = story.logger;
        assertTrue(last != null && last != killed);
        story.stage.kernel.kill(last, Signal.TERM);
        story.stage.until("it has ended", 10 * SECOND, () -> !last.isAlive());
        String[] lines = story.logged().split("\n", -1);
        String gap = lines[lines.length - 2];
        assertTrue(gap.matches("@[0-9a-f]{24} " + GAP + "10 lines, .*"), gap);
        assertTrue(gap.compareTo(lines[lines.length - 3]) > 0, gap);
    }

    /** The next logger had gone on behind a piece of a line, and two lines were one. */
    @Test
    void behindAPieceOfALineThatALoggerLeftWhenItEndedTheNextOneDoesNotGoOn() {
        Story story = new Story("s4096 n100 fd ./main");
        story.feed(5);
        story.room(30);
        story.feed(3);
        SimProcess first = story.logger;
        assertTrue(first != null);
        assertTrue(story.logged().endsWith("\nline 6 " + "x".repeat(23)), story.logged());
        story.stage.kernel.kill(first, Signal.TERM);
        story.stage.until("it has ended", 10 * SECOND, () -> !first.isAlive());
        story.free();
        story.pass(10 * MS);
        story.feed(2);
        String current = story.stage.read("/log/main/current");
        assertTrue(current.startsWith("line 9 "), current);
    }
}
