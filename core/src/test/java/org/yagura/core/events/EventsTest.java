package org.yagura.core.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yagura.core.text.ByteBuilder;

/** The lines of a history: written, cut, lost and read. */
class EventsTest {
    private static final long NOW = 1_764_300_000_123_456_789L;
    private static final String LABEL = "@40000000692914ea075bcd15";

    private final EventBuffer buffer = new EventBuffer();

    private String text() {
        return new String(buffer.bytes(), 0, buffer.length(), StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void aLineThatWasCutIsALineByItselfHoweverOftenNothingMoreCanBeWritten() {
        buffer.addCommand(NOW, (byte) 'c');
        buffer.written(10);
        for (int i = 0; i < 5; i++) {
            buffer.addCommand(NOW, (byte) 'c');
            buffer.written(0);
        }
        buffer.add(NOW, EventKind.GONE, 8, EventBuffer.NONE, "");
        assertEquals("\n" + LABEL + " lost 6\n" + LABEL + " gone 8\n", text());
        buffer.written(buffer.length());
        buffer.add(NOW, EventKind.GONE, 9, EventBuffer.NONE, "");
        assertEquals(LABEL + " gone 9\n", text());
    }

    @Test
    void aLineHasATimeAWordAndWhatBelongsToIt() {
        buffer.add(NOW, EventKind.STARTED, 42, EventBuffer.NONE, "");
        buffer.add(NOW, EventKind.EXITED, 42, 0, "");
        buffer.addCommand(NOW, (byte) 'd');
        buffer.addCommand(NOW, (byte) 200);
        assertEquals(
                LABEL + " started 42\n" + LABEL + " exited 42 0\n" + LABEL + " command d\n" + LABEL + " command 200\n",
                text());
    }

    @Test
    void whatDoesNotFitIsCountedAndToldOf() {
        for (int i = 0; i < 30; i++) {
            buffer.add(NOW, EventKind.COMMAND, 1, EventBuffer.NONE, "");
        }
        long kept = text().lines().count();
        assertTrue(kept >= 5 && buffer.length() <= EventBuffer.CAPACITY);
        buffer.written(buffer.length());
        assertEquals(0, buffer.length());
        buffer.add(NOW, EventKind.GONE, 7, EventBuffer.NONE, "");
        assertEquals(LABEL + " lost " + (30 - kept) + "\n" + LABEL + " gone 7\n", text());
    }

    @Test
    void aLineCutByAFullDiskIsEndedByTheNext() {
        buffer.add(NOW, EventKind.GONE, 7, EventBuffer.NONE, "");
        buffer.written(10);
        buffer.add(NOW, EventKind.GONE, 8, EventBuffer.NONE, "");
        assertEquals("\n" + LABEL + " lost 1\n" + LABEL + " gone 8\n", text());
        assertNull(Event.parse(bytes(LABEL), 0, 10));
    }

    @ParameterizedTest
    @CsvSource({
        "started 42, was started (pid 42)",
        "started 42 finish, script finish was started (pid 42)",
        "exited 42 3, exited with code 3",
        "killed 42 9, was killed by SIGKILL",
        "gone 42, 'has ended, how is not known'",
        "command d, was told to be down (d)",
        "command +, was told that the next signal is for its group (+)",
        "command z, was told something unknown (z)",
        "command 200, was told something unknown",
        "begun 5, supervise began with it (pid 5)",
        "adopted 42, was found running by a new supervise (pid 42)",
        "claim 1000 stop, 'yagura stop, by uid 1000 as it says'",
        "lost 4, events before this one were lost: 4",
    })
    void whatIsReadIsToldInWords(String line, String words) {
        byte[] text = bytes(LABEL + " " + line);
        Event event = Event.parse(text, 0, text.length);
        assertNotNull(event);
        assertEquals(NOW, event.wallNs);
        ByteBuilder out = new ByteBuilder(8);
        event.appendWords(out);
        assertEquals(words, new String(out.toBytes(), StandardCharsets.ISO_8859_1));
    }

    @Test
    void garbageIsNoEvent() {
        for (String line :
                List.of("", "x", LABEL, LABEL + " ", LABEL + " bogus 1", LABEL + "started 1", "@xyz started 1")) {
            byte[] text = bytes(line);
            assertNull(Event.parse(text, 0, text.length), line);
        }
        byte[] odd = bytes(LABEL + " exited  x y z");
        Event event = Event.parse(odd, 0, odd.length);
        assertNotNull(event);
        assertEquals(-1, event.number(1));
        assertEquals(2, Arrays.asList(event.details).size());
    }
}
