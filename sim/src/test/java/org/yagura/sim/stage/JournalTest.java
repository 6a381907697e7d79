package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.yagura.sim.stage.Stage.MS;
import static org.yagura.sim.stage.Stage.SECOND;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yagura.os.Signal;
import org.yagura.sim.chance.Prng;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.Fault;
import org.yagura.sim.kernel.SimProcess;

/** multilog is killed at every moment, and no line is lost, doubled or out of order. */
class JournalTest {
    private static final Pattern LABEL = Pattern.compile("^@[0-9a-f]{24} ", Pattern.MULTILINE);

    /** One logger's life and those of its successors, over one pipe. */
    private static final class Story {
        final Stage stage = new Stage(29);
        final StringBuilder fed = new StringBuilder();
        final String[] command;
        int feed;
        int lines;

        @Nullable
        SimProcess logger;

        Story(String script) {
            command = ("multilog " + script).split(" ");
            feed = stage.makeFifo("/in");
            stage.makeDirectory("/log");
        }

        void start() {
            logger = stage.startReading("/in", "/tmp/said", "/log", command);
        }

        boolean running() {
            return logger != null && logger.isAlive();
        }

        void feed(String text) {
            byte[] bytes = Shell.bytes(text);
            assertEquals(
                    bytes.length, stage.kernel.outsider().port().descriptors().write(feed, bytes, 0, bytes.length));
            fed.append(text);
        }

        String line(int length) {
            String line = "line " + lines++ + " ";
            return line + "x".repeat(Math.max(0, length - 1 - line.length())) + "\n";
        }

        /** Restarts whoever has died, until a time has passed. */
        void pass(long ns) {
            long untilNs = stage.nowNs() + ns;
            while (stage.nowNs() < untilNs) {
                stage.pass(MS);
                if (!running()) {
                    start();
                }
            }
        }

        void feedAll() {
            feed("a\nb\n");
            pass(2 * MS);
            feed(line(100) + line(900) + "held ");
            pass(2 * MS);
            feed("and ended\n" + line(1500).substring(0, 1300));
            pass(2 * MS);
            feed("flowing\n" + line(2500));
            pass(2 * MS);
            for (int i = 0; i < 8; i++) {
                feed(line(700));
            }
            pass(3 * MS);
            feed(line(6000) + line(300));
            pass(5 * MS);
        }

        String logged(String directory) {
            String text = stage.exists("/log/" + directory) ? LogReader.text(stage, "/log/" + directory, false) : "";
            return command[1].equals("t") ? LABEL.matcher(text).replaceAll("") : text;
        }

        void untilAll(String directory, String expected) {
            stage.until("all is logged in " + directory, 20 * SECOND, () -> {
                if (!running()) {
                    start();
                }
                return logged(directory).equals(expected) || logged(directory).length() > expected.length();
            });
            assertEquals(expected, logged(directory));
        }
    }

    private static String lines(String text, String with) {
        StringBuilder kept = new StringBuilder();
        for (String line : text.split("(?<=\n)", -1)) {
            kept.append(line.contains(with) ? line : "");
        }
        return kept.toString();
    }

    @Test
    void itIsThereWhileItRunsAndGoneAfterwards() {
        Story story = new Story("./main");
        story.start();
        story.feed("one\n");
        story.untilAll("main", "one\n");
        assertTrue(story.stage.exists("/log/main/journal"));
        story.stage.kernel.kill(story.logger, Signal.TERM);
        story.stage.until("it has ended", SECOND, () -> !story.running());
        assertFalse(story.stage.exists("/log/main/journal"));
    }

    @Test
    void aLoggerThatIsNeverWrittenToHasNone() {
        Story story = new Story("./main");
        story.start();
        story.pass(SECOND);
        assertTrue(story.stage.exists("/log/main/current"));
        assertFalse(story.stage.exists("/log/main/journal"));
    }

    @Test
    void killedBetweenItsCreationAndTheFirstReadItLeavesTheLineInThePipe() {
        for (Call call : new Call[] {Call.ALLOCATE, Call.MAP, Call.STORE, Call.READ_MAPPED}) {
            Story story = new Story("./main");
            Fault fault =
                    story.stage.kernel.faults.on(call).by("multilog").times(1).kill();
            story.start();
            story.feed("one\n");
            story.stage.until("it was killed", SECOND, () -> !story.running());
            assertEquals(1, fault.hits());
            assertTrue(story.stage.exists("/log/main/journal"), "killed at " + call);
            story.untilAll("main", "one\n");
            assertEquals("", story.stage.read("/tmp/said"));
        }
    }

    @Test
    void onAFullDiskItIsMadeAsSoonAsThereIsRoom() {
        for (int held = 0; held < 2; held++) {
            Story story = new Story("./main");
            story.start();
            story.pass(SECOND);
            story.stage.kernel.disk().capacityBytes = story.stage.kernel.disk().usedBytes() + 150;
            story.feed("one\ntwo\nthr".substring(0, held == 0 ? 8 : 11));
            story.pass(6 * SECOND);
            assertFalse(story.stage.exists("/log/main/journal"));
            assertEquals(
                    "multilog: warning: unable to use ./main/journal, a kill can lose lines: out of disk space\n",
                    story.stage.read("/tmp/said"));
            story.stage.kernel.disk().capacityBytes = Long.MAX_VALUE;
            story.feed("ee\n");
            story.pass(SECOND);
            assertTrue(story.stage.exists("/log/main/journal"));
            Fault fault = story.stage
                    .kernel
                    .faults
                    .on(Call.WRITE)
                    .by("multilog")
                    .path("current")
                    .times(1)
                    .kill();
            story.feed("four\n");
            story.untilAll("main", story.fed.toString());
            assertEquals(1, fault.hits());
        }
    }

    @Test
    void aFileThatWasPutInItsPlaceMeanwhileIsSetAside() {
        Story story = new Story("./main");
        story.start();
        story.pass(SECOND);
        story.stage.write("/log/main/journal", "precious");
        story.feed("one\n");
        story.untilAll("main", "one\n");
        assertFalse(story.stage.exists("/log/main/journal"));
        assertEquals("precious", story.stage.read("/log/main/journal.old"));
        assertEquals(
                "multilog: warning: unable to use ./main/journal, a kill can lose lines: file already exists\n",
                story.stage.read("/tmp/said"));
    }

    /** @return whether the fault has struck */
    private static boolean killedAt(String script, int at, int again) {
        Story story = new Story(script);
        Fault fault = story.stage
                .kernel
                .faults
                .onAny()
                .by("multilog")
                .after(at)
                .times(1)
                .kill();
        if (again >= 0) {
            story.stage
                    .kernel
                    .faults
                    .onAny()
                    .by("multilog")
                    .after(again)
                    .times(1)
                    .kill();
        }
        story.start();
        story.feedAll();
        try {
            story.untilAll("main", story.fed.toString());
            if (script.contains("./some")) {
                story.untilAll("some", lines(story.fed.toString(), "line 1"));
            }
            assertEquals("", story.stage.read("/tmp/said"));
        } catch (AssertionError e) {
            throw new AssertionError(
                    script + " killed at " + at + " and " + again + "\n" + story.stage.kernel.trace.last(80), e);
        }
        return fault.hits() > 0;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s4096 n100 ./main",
                "s4096 n100 ./main -* +line*1* n100 ./some",
                "s16777215 ./main",
                "t s4096 n100 ./main",
                "t ./main -* +*line*1* n100 ./some",
            })
    void killedAtAnyMomentNothingIsLostOrDoubled(String script) {
        int at = 0;
        while (killedAt(script, at, -1)) {
            at++;
        }
        assertTrue(at > 150, "moments: " + at);
    }

    @Test
    void killedTwiceNothingIsLostOrDoubled() {
        Prng prng = new Prng(5);
        for (int i = 0; i < 600; i++) {
            int first = prng.below(900);
            killedAt("t s4096 n100 ./main -* +*line*1* n100 ./some", first, first + prng.below(150));
        }
    }

    /** What was written of the batch is told by a file that was begun within it: the journal has to know that one. */
    @Test
    void killedInTheSecondOrThirdFileOfABatchItGoesByThatFile() {
        for (int files = 1; files <= 2; files++) {
            Story story = new Story("s4096 n100 ./main");
            for (int i = 0; i < 100; i++) {
                story.feed(story.line(100));
            }
            Fault fault = story.stage
                    .kernel
                    .faults
                    .on(Call.WRITE)
                    .by("multilog")
                    .path("current")
                    .after(files)
                    .times(1)
                    .kill();
            story.start();
            story.stage.until("it was killed", SECOND, () -> !story.running());
            assertEquals(1, fault.hits());
            story.pass(SECOND);
            assertEquals("", story.stage.read("/tmp/said"), "after " + files + " files");
            story.untilAll("main", story.fed.toString());
        }
    }

    @Test
    void aReadThatIsBrokenOffInAPageIsFinishedFromThePipe() {
        int hits = 0;
        for (int at = 0; at < 40; at++) {
            Story story = new Story("s4096 n100 ./main");
            Fault fault = story.stage
                    .kernel
                    .faults
                    .on(Call.COPY_PAGE)
                    .by("multilog")
                    .after(at % 4)
                    .times(1);
            story.stage.kernel.prng.below(at + 1);
            for (int i = 0; i < 30; i++) {
                story.feed(story.line(100 + at * 37 + i));
            }
            story.start();
            story.pass(5 * MS);
            for (int i = 0; i < 30; i++) {
                story.feed(story.line(200 + at * 17 + i));
            }
            story.pass(5 * MS);
            story.untilAll("main", story.fed.toString());
            hits += fault.hits();
        }
        assertTrue(hits > 10, "hits: " + hits);
    }
}
