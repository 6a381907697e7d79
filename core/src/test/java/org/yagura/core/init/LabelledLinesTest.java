package org.yagura.core.init;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;

class LabelledLinesTest {
    private final ByteBuilder out = new ByteBuilder(16);

    private String take() {
        String taken = new String(out.toBytes(), StandardCharsets.ISO_8859_1);
        out.clear();
        return taken;
    }

    private void feed(LabelledLines lines, String text, long wallNs) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        lines.feed(bytes, bytes.length, wallNs, out);
    }

    @Test
    void onlyWholeLinesComeOutEachWithTheName() {
        LabelledLines lines = new LabelledLines(Ascii.bytes("web: "), LineStamp.NONE);
        feed(lines, "one\ntwo\nthr", 0);
        assertEquals("web: one\nweb: two\n", take());
        feed(lines, "ee\n\n", 0);
        assertEquals("web: three\nweb: \n", take());
        feed(lines, "half", 0);
        assertEquals("", take());
        lines.end(out);
        assertEquals("web: half\n", take());
        lines.end(out);
        assertEquals("", take());
    }

    @Test
    void aLineHasTheTimeOfItsFirstPiece() {
        LabelledLines lines = new LabelledLines(Ascii.bytes("web: "), LineStamp.ISO);
        feed(lines, "a", 0);
        feed(lines, "b\nc\n", 1_000_001_000L);
        assertEquals("1970-01-01T00:00:00.000000Z web: ab\n1970-01-01T00:00:01.000001Z web: c\n", take());
    }

    @Test
    void aLineThatDoesNotEndIsCut() {
        LabelledLines lines = new LabelledLines(Ascii.bytes("w "), LineStamp.NONE);
        String part = "x".repeat(10_000);
        feed(lines, part + part + part + part, 0);
        String line = "w " + "x".repeat(LabelledLines.LINE_MAX) + "\n";
        assertEquals(line + line, take());
        feed(lines, "\n", 0);
        assertEquals("w " + "x".repeat(40_000 - 2 * LabelledLines.LINE_MAX) + "\n", take());
        feed(lines, "x".repeat(LabelledLines.LINE_MAX), 0);
        feed(lines, "\nnext\n", 0);
        assertEquals(line + "w next\n", take(), "one that just fits is whole");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1970-01-01T00:00:00.000000Z",
        "951827696, 2000-02-29T12:34:56.000000Z",
        "1709251199, 2024-02-29T23:59:59.000000Z",
        "1709251200, 2024-03-01T00:00:00.000000Z",
        "1798761599, 2026-12-31T23:59:59.000000Z",
        "4102444800, 2100-01-01T00:00:00.000000Z"
    })
    void timesAreThoseOfTheCalendar(long seconds, String shown) {
        LineStamp.ISO.append(seconds * 1_000_000_000L, out);
        assertEquals(shown + " ", take());
    }

    @Test
    void labelsAreThoseOfMultilog() {
        LineStamp.TAI64N.append(1_700_000_000_123_456_789L, out);
        assertEquals("@400000006553f10a075bcd15 ", take());
    }
}
