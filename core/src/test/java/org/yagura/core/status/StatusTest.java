package org.yagura.core.status;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class StatusTest {
    /** Written by the supervise of Debian's daemontools. */
    private static final byte[] DEBIAN = HexFormat.of().parseHex("400000006b0281613005d89c993b00000075");

    private final Status status = new Status();
    private final byte[] record = new byte[Status.LENGTH];

    @Test
    void readsTheRecordOfDaemontools() {
        assertEquals(Status.Form.CLASSIC, status.decode(DEBIAN, DEBIAN.length));
        assertEquals(0x6b028161L - 10, status.changedWallSeconds);
        assertEquals(0x3005d89c, status.changedWallNanoseconds);
        assertEquals(15257, status.pid);
        assertFalse(status.paused);
        assertEquals(Want.UP, status.want);
    }

    @Test
    void writesItsFirst18BytesAsDaemontoolsDoes() {
        status.changedAt((0x6b028161L - 10) * 1_000_000_000L + 0x3005d89c, 77);
        status.pid = 15257;
        status.want = Want.UP;
        status.encode(record);
        assertArrayEquals(DEBIAN, Arrays.copyOf(record, Status.LENGTH_CLASSIC));
    }

    @Test
    void writesBytes18And19AsRunitDoes() {
        status.pid = 1;
        status.termSent = true;
        status.encode(record);
        assertEquals(1, record[18]);
        assertEquals(1, record[19]);
        status.pid = 0;
        status.encode(record);
        assertEquals(0, record[18], "a service that is down has got no TERM");
        assertEquals(0, record[19]);
    }

    @Test
    void neverSaysPausedOfAServiceThatIsDown() {
        status.paused = true;
        status.encode(record);
        assertEquals(0, record[16]);
        status.pid = 1;
        status.encode(record);
        assertEquals(1, record[16]);
    }

    @Test
    void wantHasTheBytesOfDaemontools() {
        assertEquals('u', Want.UP.code);
        assertEquals('d', Want.DOWN.code);
        assertEquals(0, Want.ONCE.code);
        for (Want want : Want.values()) {
            assertEquals(want, Want.of(want.code));
        }
        assertEquals(Want.ONCE, Want.of((byte) 'x'));
    }

    @Test
    void readsWhatItWrote() {
        fill(status);
        status.encode(record);
        Status read = new Status();
        assertEquals(Status.Form.OURS, read.decode(record, record.length));
        byte[] again = new byte[Status.LENGTH];
        read.encode(again);
        assertArrayEquals(record, again);
        assertEquals(12345, read.pid);
        assertEquals(1_795_334_808L, read.changedWallSeconds);
        assertEquals(123_456_789, read.changedWallNanoseconds);
        assertEquals(6_000_000_000_000L, read.changedBootNs);
        assertEquals(5_000_000_000_000L, read.startedBootNs);
        assertTrue(read.paused && read.termSent && read.exiting && read.endedCleanly && read.waitStatusKnown);
        assertEquals(999, read.supervisePid);
        assertEquals(1L << 40, read.superviseStartTicks);
        assertEquals(4_026_531_836L, read.pidNamespace);
        assertEquals(0x0b, read.waitStatus);
        assertEquals(42, read.waitStatusWallNs);
        assertEquals(7, read.starts);
        assertEquals(8, read.commands);
        assertEquals(9, read.publication);
        assertEquals(99, read.programInode);
        assertEquals(5, read.upgradesAsked);
        assertEquals(4, read.upgradesDone);
    }

    @Test
    void theLayoutStaysWhatItIs() {
        fill(status);
        status.encode(record);
        String expected = "400000006b02a2a2" + "075bcd15" + "39300000" + "01" + "64" + "01" + "01"
                + "79677201" + "a0000000" + "07000000" + "000102030405060708090a0b0c0d0e0f"
                + "e7030000" + "0b000000" + "0000000000010000" + "0060defb74050000" + "005039278c040000"
                + "2a00000000000000" + "0700000000000000" + "0800000000000000" + "0900000000000000"
                + "fcffffef00000000" + "6300000000000000" + "05000000" + "04000000" + "00".repeat(16);
        assertEquals(expected, HexFormat.of().formatHex(record, 0, 152));
    }

    @Test
    void aCopyIsTheSame() {
        fill(status);
        status.pid = 0;
        Status copy = new Status();
        copy.copyFrom(status);
        copy.encode(record);
        byte[] of = new byte[Status.LENGTH];
        status.encode(of);
        assertArrayEquals(of, record);
        assertTrue(copy.paused && copy.termSent, "what is not published is kept all the same");
    }

    @Test
    void eachDamagedByteIsSeen() {
        fill(status);
        status.encode(record);
        for (int i = 0; i < record.length; i++) {
            record[i] ^= 0x10;
            Status.Form form = status.decode(record, record.length);
            boolean inMark = i >= 20 && i < 24;
            assertEquals(inMark ? Status.Form.CLASSIC : Status.Form.DAMAGED, form, "byte " + i);
            record[i] ^= 0x10;
        }
    }

    @Test
    void eachLengthHasItsForm() {
        fill(status);
        status.encode(record);
        for (int length = 0; length < record.length; length++) {
            Status.Form form = status.decode(record, length);
            Status.Form expected =
                    length < 18 ? Status.Form.SHORT : length < 24 ? Status.Form.CLASSIC : Status.Form.DAMAGED;
            assertEquals(expected, form, "length " + length);
            assertEquals(length < 18 ? 0 : 12345, status.pid);
            assertEquals(0, status.supervisePid, "nothing of ours is taken from a cut record");
        }
        assertEquals(Status.Form.SHORT, status.decode(record, -13), "a failed read");
    }

    @Test
    void readsALongerRecordOfALaterVersionWithTheSameLayout() {
        fill(status);
        status.encode(record);
        byte[] longer = Arrays.copyOf(record, 200);
        longer[24] = (byte) 200;
        long checksum = 0xcbf29ce484222325L;
        for (int i = 0; i < 192; i++) {
            checksum = (checksum ^ (longer[i] & 0xff)) * 0x100000001b3L;
        }
        for (int i = 0; i < 8; i++) {
            longer[192 + i] = (byte) (checksum >>> (8 * i));
        }
        assertEquals(Status.Form.OURS, status.decode(longer, longer.length));
        assertEquals(9, status.publication);
    }

    @Test
    void absurdLengthsInTheRecordAreDamage() {
        fill(status);
        status.encode(record);
        for (int length : new int[] {0, -1, 7, 159, 161, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            for (int i = 0; i < 4; i++) {
                record[24 + i] = (byte) (length >>> (8 * i));
            }
            assertEquals(Status.Form.DAMAGED, status.decode(record, record.length), "length " + length);
        }
    }

    @Test
    void encodesOverWhateverTheBufferHeld() {
        fill(status);
        status.encode(record);
        byte[] dirty = new byte[Status.LENGTH];
        Arrays.fill(dirty, (byte) 0xff);
        status.encode(dirty);
        assertArrayEquals(record, dirty);
    }

    @Test
    void anUnknownBootIsNoBoot() {
        assertFalse(status.ofBoot(new byte[16]));
        assertFalse(status.bootIdKnown());
        fill(status);
        assertTrue(status.ofBoot(status.bootId.clone()));
        byte[] other = status.bootId.clone();
        other[15]++;
        assertFalse(status.ofBoot(other));
    }

    private static void fill(Status status) {
        status.changedAt(1_795_334_808_123_456_789L, 6_000_000_000_000L);
        status.pid = 12345;
        status.paused = true;
        status.want = Want.DOWN;
        status.termSent = true;
        status.endedCleanly = true;
        status.exiting = true;
        for (int i = 0; i < 16; i++) {
            status.bootId[i] = (byte) i;
        }
        status.supervisePid = 999;
        status.superviseStartTicks = 1L << 40;
        status.pidNamespace = 4_026_531_836L;
        status.startedBootNs = 5_000_000_000_000L;
        status.waitStatusKnown = true;
        status.waitStatus = 0x0b;
        status.waitStatusWallNs = 42;
        status.starts = 7;
        status.commands = 8;
        status.publication = 9;
        status.programInode = 99;
        status.upgradesAsked = 5;
        status.upgradesDone = 4;
    }
}
