package org.yagura.core.adopt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ChildRecordTest {
    private static final long DAY_NS = 86_400_000_000_000L;
    private final byte[] bootId = HexFormat.of().parseHex("00112233445566778899aabbccddeeff");

    private byte[] record(int pid) {
        byte[] record = ChildRecord.parentPart(bootId);
        ChildRecord.setStart(record, 3, 5_123_456_789L);
        ChildRecord.complete(record, pid, 0x1122334455667788L, 99, 77);
        return record;
    }

    @Test
    void hasTheBytesThatTheChildWrites() {
        byte[] record = record(0x01020304);
        assertEquals("7961677572610001", HexFormat.of().formatHex(record, 0, 8));
        assertArrayEquals(bootId, Arrays.copyOfRange(record, 8, 24));
        assertEquals("04030201031400c0", HexFormat.of().formatHex(record, 24, 32));
        assertEquals("8877665544332211", HexFormat.of().formatHex(record, 32, 40));
        assertEquals("6300000000000000", HexFormat.of().formatHex(record, 40, 48));
        assertEquals("4d00000000000000", HexFormat.of().formatHex(record, 48, 56));
        assertEquals(64, record.length);
    }

    @Test
    void isReadBack() {
        ChildRecord record = new ChildRecord();
        assertTrue(record.decode(record(4711), 64));
        assertEquals(4711, record.pid);
        assertEquals(3, record.program);
        assertEquals(0x1122334455667788L, record.handleInode);
        assertEquals(99, record.startTicks);
        assertEquals(77, record.pidNamespace);
        assertTrue(record.ofBoot(bootId));
        assertEquals(5_123_000_000L, record.startedBootNs(9_000_000_000L));
    }

    @Test
    void anyOtherByteSpoilsIt() {
        ChildRecord record = new ChildRecord();
        for (int i = 0; i < 64; i++) {
            byte[] bytes = record(4711);
            bytes[i] ^= 4;
            assertFalse(record.decode(bytes, 64), "byte " + i);
        }
        assertFalse(record.decode(record(4711), 63));
        assertFalse(record.decode(new byte[64], 64));
        assertFalse(record.decode(record(1), 64));
        assertFalse(record.decode(record(-5), 64));
    }

    @Test
    void isOfNoBootWhereEitherIsUnknown() {
        ChildRecord record = new ChildRecord();
        record.decode(record(4711), 64);
        assertFalse(record.ofBoot(new byte[16]));
        byte[] unknown = ChildRecord.parentPart(new byte[16]);
        ChildRecord.complete(unknown, 4711, 1, 0, 0);
        record.decode(unknown, 64);
        assertFalse(record.ofBoot(new byte[16]));
        assertFalse(record.ofBoot(bootId));
    }

    @Test
    void theStartIsRightForTwelveDays() {
        for (long nowNs : new long[] {0, 7 * DAY_NS, 12 * DAY_NS, 13 * DAY_NS, 1000 * DAY_NS}) {
            byte[] bytes = ChildRecord.parentPart(bootId);
            ChildRecord.setStart(bytes, 0, nowNs);
            ChildRecord.complete(bytes, 4711, 1, 0, 0);
            ChildRecord record = new ChildRecord();
            record.decode(bytes, 64);
            assertEquals(nowNs, record.startedBootNs(nowNs));
            assertEquals(nowNs, record.startedBootNs(nowNs + 12 * DAY_NS));
        }
    }

    @Test
    void aNoteCountsForItsRecordOnly() {
        byte[] file = Arrays.copyOf(record(4711), ExitNote.FILE_LENGTH);
        ChildRecord record = new ChildRecord();
        record.decode(file, 64);
        assertEquals(ExitNote.UNKNOWN, ExitNote.decode(file, file.length, record.checksum));
        byte[] note = new byte[ExitNote.LENGTH];
        ExitNote.encode(note, record.checksum, 0x300);
        System.arraycopy(note, 0, file, ExitNote.AT, note.length);
        assertEquals(0x300, ExitNote.decode(file, file.length, record.checksum));
        assertEquals(ExitNote.UNKNOWN, ExitNote.decode(file, file.length - 1, record.checksum));
        assertEquals(ExitNote.UNKNOWN, ExitNote.decode(file, file.length, record.checksum + 1));
        file[ExitNote.AT + 8] ^= 1;
        assertEquals(ExitNote.UNKNOWN, ExitNote.decode(file, file.length, record.checksum));
    }
}
