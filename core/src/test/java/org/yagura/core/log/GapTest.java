package org.yagura.core.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GapTest {
    private final Gap gap = new Gap();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private String marker(String label, boolean midLine) {
        return new String(gap.marker(bytes(label), midLine).toBytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void linesCountWhereTheyEnd() {
        gap.drop(bytes("one\ntwo\nthr"), 0, 11);
        assertTrue(gap.inLine());
        assertEquals("multilog: gap: 2 lines, 11 bytes dropped: out of disk space\n", marker("", false));
        byte[] next = bytes("ee\nfour\n");
        int end = gap.endOfLine(next, 0, next.length);
        assertEquals(3, end);
        gap.drop(next, 0, end);
        assertFalse(gap.inLine());
        assertEquals(end, gap.endOfLine(next, end, next.length));
        assertEquals("\nL multilog: gap: 3 lines, 14 bytes dropped: out of disk space\n", marker("L ", true));
    }

    @Test
    void aLineThatDoesNotEndIsDroppedWhole() {
        gap.drop(bytes("begin"), 0, 5);
        byte[] next = bytes("middle");
        assertEquals(6, gap.endOfLine(next, 0, 6));
    }

    @Test
    void onceToldItIsClosed() {
        gap.drop(bytes("x\n"), 0, 2);
        assertTrue(gap.isOpen());
        gap.close();
        assertFalse(gap.isOpen());
    }
}
