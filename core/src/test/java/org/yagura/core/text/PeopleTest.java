package org.yagura.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times, sizes and names as people read them. */
class PeopleTest {
    private static String text(ByteBuilder out) {
        return new String(out.toBytes(), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 seconds, 0s",
        "1, 1 second, 1s",
        "60, 1 minute, 1m",
        "61, 1 minute 1 second, 1m1s",
        "3600, 1 hour, 1h",
        "7379, 2 hours 2 minutes, 2h2m",
        "86400, 1 day, 1d",
        "277200, 3 days 5 hours, 3d5h",
        "-5, 0 seconds, 0s",
    })
    void theTwoLargestUnitsSayIt(long seconds, String words, String shortly) {
        assertEquals(words, text(TimeSpan.appendWords(seconds, new ByteBuilder(8))));
        assertEquals(shortly, text(TimeSpan.appendShort(seconds, new ByteBuilder(8))));
    }

    @ParameterizedTest
    @CsvSource({
        "90, 90000000000",
        "1.5, 1500000000",
        "0, 0",
        ".5s, 500000000",
        "20ms, 20000000",
        "1.5h, 5400000000000",
        "2d12h, 216000000000000",
        "1w, 604800000000000",
        "'', -1",
        "x, -1",
        "5x, -1",
        "-5, -1",
        ".., -1",
        "s, -1",
        "99999999999999999999, -1",
        "100000w, -1",
    })
    void lengthsOfTimeAreRead(String text, long ns) {
        assertEquals(ns, TimeSpan.parse(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1023, 1023",
        "1024, 1.0K",
        "10239, 9.9K",
        "10240, 10K",
        "1048575, 1023K",
        "1048576, 1.0M",
        "9223372036854775807, 7.9E"
    })
    void sizes(long bytes, String text) {
        assertEquals(text, text(ByteSize.append(bytes, new ByteBuilder(8))));
    }

    @Test
    void secondsWithAFraction() {
        assertEquals("12.3", text(TimeSpan.appendSeconds(12_345_678_901L, 1, new ByteBuilder(8))));
        assertEquals("12", text(TimeSpan.appendSeconds(12_345_678_901L, 0, new ByteBuilder(8))));
        assertEquals("0.000000001", text(TimeSpan.appendSeconds(1, 9, new ByteBuilder(8))));
    }

    @Test
    void nothingSteersTheTerminal() {
        byte[] nasty = "ä櫓\u001b[2J\u007f\u0085\n".getBytes(StandardCharsets.UTF_8);
        assertEquals("ä櫓\\x1b[2J\\x7f\\xc2\\x85\\x0a", new String(Shown.of(nasty), StandardCharsets.UTF_8));
        byte[] latin = "\u00e4".getBytes(StandardCharsets.ISO_8859_1);
        assertEquals("\\xe4", new String(Shown.of(latin), StandardCharsets.UTF_8));
        ByteBuilder out = new ByteBuilder(8);
        assertEquals(2 + 4 + 3 + 4 + 8 + 4, Shown.append(nasty, 0, nasty.length, out));
    }

    @ParameterizedTest
    @CsvSource({
        "c3a4, 2",
        "e6ab93, 3",
        "f09f8c80, 4",
        "41, 1",
        "00, 1",
        "c0af, 0",
        "eda080, 0",
        "f4908080, 0",
        "e6ab, 0",
        "80, 0",
        "c328, 0",
        "ff, 0"
    })
    void charactersAreToldFromStrayBytes(String hex, int length) {
        byte[] bytes = java.util.HexFormat.of().parseHex(hex);
        assertEquals(length, Utf8.length(bytes, 0, bytes.length));
    }
}
