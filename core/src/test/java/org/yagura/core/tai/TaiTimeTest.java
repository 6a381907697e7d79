package org.yagura.core.tai;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TaiTimeTest {
    /** The example of tai64nlocal's manual: 1999-08-24 04:04:05.787492500 UTC. */
    private static final long EXAMPLE_NS = 935467445_787492500L;

    private static String label(long wallNs) {
        byte[] bytes = new byte[TaiTime.LABEL_LENGTH + 2];
        TaiTime.formatLabel(bytes, 1, wallNs);
        assertEquals(0, bytes[0]);
        assertEquals(0, bytes[bytes.length - 1]);
        return new String(bytes, 1, TaiTime.LABEL_LENGTH, StandardCharsets.US_ASCII);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void formatsTheExampleOfTheManual() {
        assertEquals("@4000000037c219bf2ef02e94", label(EXAMPLE_NS));
    }

    @Test
    void formatsTheEpochAndItsNeighbours() {
        assertEquals("@400000000000000a00000000", label(0));
        assertEquals("@400000000000000a00000001", label(1));
        assertEquals("@40000000000000093b9ac9ff", label(-1));
        assertEquals("@400000000000000b00000000", label(1_000_000_000L));
    }

    @Test
    void labelsSortAsTheirTimes() {
        long[] times = {Long.MIN_VALUE, -1_000_000_001L, -1, 0, 999_999_999L, 1_000_000_000L, EXAMPLE_NS, Long.MAX_VALUE
        };
        for (int i = 1; i < times.length; i++) {
            assertTrue(label(times[i - 1]).compareTo(label(times[i])) < 0);
        }
    }

    @Test
    void packsBigEndianAndUnpacks() {
        byte[] packed = new byte[14];
        TaiTime.pack(packed, 1, EXAMPLE_NS);
        assertArrayEquals(
                new byte[] {
                    0, 0x40, 0, 0, 0, 0x37, (byte) 0xc2, 0x19, (byte) 0xbf, 0x2e, (byte) 0xf0, 0x2e, (byte) 0x94, 0
                },
                packed);
        assertEquals(935467445L, TaiTime.unpackUnixSeconds(packed, 1));
        assertEquals(787492500L, TaiTime.unpackNanoseconds(packed, 1));
    }

    @Test
    void unpacksGarbageWithoutTrouble() {
        byte[] garbage = new byte[TaiTime.BINARY_LENGTH];
        java.util.Arrays.fill(garbage, (byte) 0xff);
        assertEquals(-1 - TaiTime.UNIX_EPOCH, TaiTime.unpackUnixSeconds(garbage, 0));
        assertEquals(0xffffffffL, TaiTime.unpackNanoseconds(garbage, 0));
    }

    @Test
    void readsBackWhatItFormats() {
        byte[] bytes = ascii("xx" + label(EXAMPLE_NS) + ".s");
        assertTrue(TaiTime.isLabel(bytes, 2));
        assertEquals(TaiTime.seconds(EXAMPLE_NS), TaiTime.labelSeconds(bytes, 2));
        assertEquals(787492500L, TaiTime.labelNanoseconds(bytes, 2));
    }

    @Test
    void acceptsOnlyLowerCaseDigitsAfterAnAt() {
        assertFalse(TaiTime.isLabel(ascii("x4000000037c219bf2ef02e94"), 0));
        assertFalse(TaiTime.isLabel(ascii("@4000000037C219BF2EF02E94"), 0));
        assertFalse(TaiTime.isLabel(ascii("@4000000037c219bf2ef02e9g"), 0));
        assertFalse(TaiTime.isLabel(ascii("@4000000037c219bf2ef02e9/"), 0));
        assertTrue(TaiTime.isLabel(ascii("@ffffffffffffffffffffffff"), 0));
    }
}
