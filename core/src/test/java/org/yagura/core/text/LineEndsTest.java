package org.yagura.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yagura.core.text.LineEnds.Change;

class LineEndsTest {
    /** {@code n} is a newline, {@code r} a carriage return. */
    @ParameterizedTest
    @CsvSource({
        "ADD, anbrnnc, arnbrrnrnc",
        "ADD_MISSING, anbrnnc, arnbrnrnc",
        "ADD_MISSING, rnrrnr, rnrrnr",
        "REMOVE, arnbncrrndr, anbncrndr",
        "REMOVE, xryrnr, xrynr",
        "REMOVE, rrrn, rrn",
        "REMOVE, '', ''",
    })
    void doesTheSameHoweverTheBytesArrive(Change change, String from, String to) {
        byte[] bytes = plain(from).getBytes(StandardCharsets.US_ASCII);
        for (int size = 1; size <= bytes.length + 1; size++) {
            LineEnds ends = new LineEnds(change);
            StringBuilder result = new StringBuilder();
            byte[] out = new byte[LineEnds.lengthMax(size)];
            for (int at = 0; at < bytes.length; at += size) {
                int n = ends.take(bytes, at, Math.min(size, bytes.length - at), out);
                result.append(new String(out, 0, n, StandardCharsets.US_ASCII));
            }
            result.append(new String(out, 0, ends.end(out), StandardCharsets.US_ASCII));
            assertEquals(plain(to), result.toString());
        }
    }

    @Test
    void whatDoesNotPrintIsMadeVisible() {
        byte[] all = {'a', 0, 1, '\t', '\n', '\r', 27, 127, (byte) 128, (byte) 138, (byte) 160, (byte) 233, (byte) 255};
        ByteBuilder shown = new ByteBuilder(4);
        Visible.append(all, all.length, shown);
        assertEquals("a^@^A\t\n^M^[^?M-^@M-^JM- M-iM-^?", new String(shown.toBytes(), StandardCharsets.US_ASCII));
    }

    private static String plain(String text) {
        return text.replace('n', '\n').replace('r', '\r');
    }
}
