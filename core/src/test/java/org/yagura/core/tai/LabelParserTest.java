package org.yagura.core.tai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelParserTest {
    private final LabelParser parser = new LabelParser();

    private void take(String digits) {
        parser.clear();
        for (char c : digits.toCharArray()) {
            assertTrue(parser.take((byte) c));
        }
    }

    /** As Debian's tai64nlocal counts. */
    @ParameterizedTest
    @CsvSource({
        "4000000037c219bf2ef02e94, 935467445, 787492500",
        "00004000000037c219bf2ef02e94, 935467445, 787492500",
        "ff4000000037c219bf2ef02e94, 935467445, 787492500",
        "4000000037c219bfffffffff, 935467445, 4294967295",
        "400000000000000a00000000, 0, 0",
        "4000000000000009000000ff, -1, 255",
        "'', -4611686018427387914, 0",
        "ff, -4611686018427387914, 255",
    })
    void countsAsEver(String digits, long seconds, long nanoseconds) {
        take(digits);
        assertEquals(seconds, parser.unixSeconds());
        assertEquals(nanoseconds, parser.nanoseconds());
    }

    @Test
    void endsAtWhatIsNoDigit() {
        take("40");
        assertFalse(parser.take((byte) ' '));
        assertFalse(parser.take((byte) 'A'));
        assertFalse(parser.take((byte) 'g'));
        assertEquals(2, parser.count());
    }

    @Test
    void keepsOnlySoMany() {
        take("0".repeat(LabelParser.DIGITS_MAX));
        assertFalse(parser.take((byte) '0'));
        assertEquals(LabelParser.DIGITS_MAX, parser.count());
    }
}
