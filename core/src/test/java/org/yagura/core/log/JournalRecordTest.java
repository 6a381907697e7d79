package org.yagura.core.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalRecordTest {
    private static final long NOW_NS = 1_700_000_000_000_000_000L;
    private static final long NONCE = 0x1234_5678_9abc_def1L;
    private static final int PAGE = JournalRecord.PAGE;

    private final JournalMemory memory = new ArrayMemory(new byte[1 << 18]);

    private final JournalRecord record = new JournalRecord(memory, 2, 1);
    private final JournalNote[] notes = {new JournalNote()};

    private static byte[] input(Random random, int length) {
        byte[] data = new byte[length];
        for (int i = 0; i < length; i++) {
            int rarely = random.nextInt(random.nextInt(40) == 0 ? 3000 : 60);
            data[i] = (byte) (rarely == 0 ? '\n' : 'a' + random.nextInt(26));
        }
        return data;
    }

    private static void feed(LineFeeder feeder, Branch branch, ByteArrayOutputStream to) {
        while (feeder.more()) {
            feeder.feed();
            to.write(branch.data(), branch.from(), branch.to() - branch.from());
        }
    }

    private static void read(LineFeeder feeder, byte[] data, int from, int length, long nowNs) {
        feeder.compact();
        System.arraycopy(data, from, feeder.input(), feeder.readOffset(), length);
        feeder.begin(length, nowNs);
    }

    /** Whatever a batch is, a feeder that was put where another one was before it gives the same, byte for byte; so what is missing is its end. */
    @ParameterizedTest
    @ValueSource(strings = {"t ./d", "./d", "t -* +*a* ./d", "-* +*b* ./d"})
    void aBatchGivesTheSameAgain(String script) {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Script one = ScriptTest.script(script.split(" "));
            Script two = ScriptTest.script(script.split(" "));
            LineFeeder first = new LineFeeder(one);
            LineFeeder second = new LineFeeder(two);
            Branch firstBranch = one.directories().get(0).branch();
            Branch secondBranch = two.directories().get(0).branch();
            JournalRecord journal = new JournalRecord(memory, one.branches().length, 1);
            for (int batch = 0; batch < 6; batch++) {
                byte[] data = input(random, 1 + random.nextInt(random.nextBoolean() ? 20 : 5000));
                first.compact();
                journal.rest(first, notes);
                journal.restore(second);
                ByteArrayOutputStream wanted = new ByteArrayOutputStream();
                ByteArrayOutputStream again = new ByteArrayOutputStream();
                read(first, data, 0, data.length, NOW_NS + batch);
                read(second, data, 0, data.length, NOW_NS + batch);
                feed(first, firstBranch, wanted);
                feed(second, secondBranch, again);
                assertArrayEquals(wanted.toByteArray(), again.toByteArray());
            }
        }
    }

    private void begin() {
        record.rest(new LineFeeder(ScriptTest.script("./d")), notes);
    }

    @Test
    void theNonceTellsHowFarAReadHasCome() {
        Random random = new Random(3);
        for (int length : new int[] {8, 9, 100, PAGE, 5000, 20_000, LineFeeder.READ_MAX}) {
            int portion = record.portion(length);
            byte[] data = input(random, portion);
            for (int end = 0; end <= portion; end++) {
                int at = record.dataAt() + end;
                boolean atPage = at % PAGE == 0;
                if (end > 0 && end < portion && !atPage) {
                    continue;
                }
                begin();
                record.prepare(portion, NOW_NS, NONCE);
                memory.put(record.dataAt(), data, 0, end);
                assertEquals(end, record.copied(), "of " + portion);
            }
        }
    }

    @Test
    void eachPageThatIsTouchedHasAWholeNonce() {
        for (int available = 8; available <= LineFeeder.READ_MAX; available++) {
            int length = record.portion(available);
            int inLastPage = (record.dataAt() + length) % PAGE;
            assertTrue(length >= 8 && length <= available && (inLastPage == 0 || inLastPage >= 8), "of " + available);
        }
    }

    @Test
    void tinyReadsAreToldApartWhateverTheyBring() {
        for (int b = 0; b < 256; b++) {
            for (int length = 1; length < 8; length++) {
                byte[] coming = new byte[8];
                Arrays.fill(coming, (byte) b);
                begin();
                record.prepareTiny(length, NOW_NS, coming, 0, true);
                assertEquals(0, record.copied());
                memory.put(record.dataAt(), coming, 0, length);
                assertEquals(length, record.copied());
            }
        }
    }

    @Test
    void whatABrokenOffReadHasTakenIsFoundInThePipe() {
        Random random = new Random(11);
        byte[] data = input(random, 30_000);
        for (int slot = 1; slot <= PAGE; slot += 13) {
            begin();
            record.prepare(data.length, NOW_NS, NONCE);
            int copied = 5 * PAGE - record.dataAt() % PAGE;
            memory.put(record.dataAt(), data, 0, copied);
            int taken = copied - slot;
            byte[] head = Arrays.copyOfRange(data, taken, data.length);
            assertEquals(slot < 16 ? copied : taken, record.taken(copied, head, head.length));
        }
    }

    @Test
    void aNoteChangesAllAtOnce() {
        begin();
        JournalNote note = new JournalNote();
        note.inode = 7;
        note.size = 70;
        note.produced = 700;
        note.gapLines = 1;
        note.gapBytes = 2;
        note.midLine = true;
        note.dropsLine = true;
        record.store(0, note);
        JournalNote read = new JournalNote();
        record.load(0, read);
        assertEquals(7, read.inode);
        assertEquals(710, read.produced(80));
        assertEquals(-1, read.produced(69));
        assertTrue(read.midLine && read.dropsLine);
        assertEquals(1, read.gapLines);
    }

    @Test
    void itIsKnownWhoseItIs() {
        byte[] boot = "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        assertFalse(record.valid());
        record.own(boot, 5, 6, 99);
        assertFalse(record.valid());
        begin();
        assertTrue(record.valid() && record.isOfBoot(boot) && record.isOfPipe(5, 6) && record.isOfScript(99));
        assertFalse(record.isOfBoot(new byte[16]) || record.isOfPipe(5, 7) || record.isOfScript(98));
        JournalRecord other = new JournalRecord(memory, 1, 1);
        assertFalse(other.isOfScript(99));
    }
}
