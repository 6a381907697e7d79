package org.yagura.core.handover;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.yagura.core.status.LittleEndian;
import org.yagura.core.text.Ascii;

class HandoverTest {
    private static final int VERSION_AT = 8;

    private final Handover handover = new Handover();

    private static byte[] some() {
        HandoverWriter writer = Handover.begin(Handover.SUPERVISE, 0x10, 0x20);
        return Handover.seal(writer.put(7).put(true).put(Ascii.bytes("abc")).put(-1));
    }

    private HandoverReader open(byte[] bytes) {
        return Objects.requireNonNull(handover.open(bytes, bytes.length, Handover.SUPERVISE));
    }

    private static void sum(byte[] bytes) {
        LittleEndian.putLong(bytes, bytes.length - 8, LittleEndian.checksum(bytes, 0, bytes.length - 8));
    }

    @Test
    void readsWhatItWrote() {
        HandoverReader reader = open(some());
        assertEquals(0x10, handover.blockedAtStart());
        assertEquals(0x20, handover.ignoredAtStart());
        assertEquals(7, reader.number(0, 7));
        assertTrue(reader.flag());
        assertArrayEquals(Ascii.bytes("abc"), reader.bytes(3));
        assertFalse(reader.isComplete());
        assertEquals(-1, reader.descriptor());
        assertTrue(reader.isComplete());
    }

    @Test
    void theLayoutStaysWhatItIs() {
        byte[] bytes = some();
        String expected = "7967737461746500" + "0100000000000000" + "0100000000000000" + "5b00000000000000"
                + "1000000000000000" + "2000000000000000" + "0700000000000000" + "0100000000000000"
                + "0300000000000000" + "616263" + "ffffffffffffffff";
        assertEquals(expected, HexFormat.of().formatHex(bytes, 0, bytes.length - 8));
        long sum = LittleEndian.checksum(bytes, 0, bytes.length - 8);
        assertEquals(sum, LittleEndian.getLong(bytes, bytes.length - 8));
        assertEquals(sum, LittleEndian.getLong(Handover.answer(bytes, bytes.length), 0));
    }

    @Test
    void eachDamagedByteAndEachCutIsSeen() {
        byte[] bytes = some();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= 4;
            assertNull(handover.open(bytes, bytes.length, Handover.SUPERVISE), "byte " + i);
            bytes[i] ^= 4;
            assertNull(handover.open(bytes, i, Handover.SUPERVISE), "cut at " + i);
        }
        assertNotNull(handover.open(bytes, bytes.length, Handover.SUPERVISE));
        assertNull(handover.open(bytes, bytes.length, Handover.SVSCAN));
    }

    @Test
    void aNewerVersionIsNotUnderstoodAndSaysWhichItIs() {
        byte[] bytes = some();
        LittleEndian.putLong(bytes, VERSION_AT, Handover.VERSION + 1);
        sum(bytes);
        assertNull(handover.open(bytes, bytes.length, Handover.SUPERVISE));
        assertEquals(Handover.VERSION + 1, handover.version());
    }

    @Test
    void whatIsOutOfItsRangeMakesAllOfItUseless() {
        HandoverReader reader = open(some());
        assertEquals(8, reader.number(8, 9));
        assertFalse(reader.isGood());
        assertEquals(0, reader.number());
        assertFalse(reader.isComplete());
    }

    @Test
    void aStringThatIsLongerThanWhatIsThereIsRefused() {
        byte[] bytes = Handover.seal(Handover.begin(Handover.SUPERVISE, 0, 0).put(1_000_000));
        HandoverReader reader = open(bytes);
        assertEquals(0, reader.bytes(Integer.MAX_VALUE).length);
        assertFalse(reader.isGood());
    }
}
