package org.yagura.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.yagura.core.log.JournalMemory;
import org.yagura.core.log.JournalNote;
import org.yagura.core.log.JournalRecord;
import org.yagura.core.log.LineFeeder;
import org.yagura.core.log.Script;
import org.yagura.core.text.Ascii;

/** A journal that anything may have written: a length of the script's actions, the actions, and from then on what is in the file. */
public final class JournalFuzz {
    private static final byte[][][] SCRIPTS = {
        actions("./a"), actions("t", "./a"), actions("t", "./a", "-*", "+*x*", "./b", "e"), actions("=s", "-*", "./a")
    };
    /** A batch makes at most so many rounds of output: it is whole lines, and each round gives one at least. */
    private static final int ROUNDS_MAX = LineFeeder.READ_MAX + 2;

    private JournalFuzz() {}

    private static byte[][] actions(String... words) {
        return Arrays.stream(words).map(Ascii::bytes).toArray(byte[][]::new);
    }

    /** What is in a file, zeros behind its end. */
    private record Bytes(ByteBuffer content) implements JournalMemory {
        @Override
        public long number(int at) {
            return content.getLong(at);
        }

        @Override
        public void putNumber(int at, long value) {
            content.putLong(at, value);
        }

        @Override
        public void copyTo(byte[] to, int offset, int at, int length) {
            content.get(at, to, offset, length);
        }

        @Override
        public void put(int at, byte[] from, int offset, int length) {
            content.put(at, from, offset, length);
        }
    }

    public static void fuzzerTestOneInput(byte[] data) {
        byte[][] actions = SCRIPTS[data.length == 0 ? 0 : data[0] & 3];
        Script script = new Script(actions);
        int directories = script.directories().size();
        LineFeeder feeder = new LineFeeder(script);
        int length = new JournalRecord(memory(data, data.length), script.branches().length, directories).length();
        Bytes memory = memory(data, length);
        JournalRecord record = new JournalRecord(memory, script.branches().length, directories);
        if (!record.valid()) {
            return;
        }
        JournalRecord found = record.found(memory);
        if (found == null) {
            return;
        }
        int copied = found.copied();
        Target.check(copied >= 0 && copied <= found.batch(), "more was copied than was asked for");
        Target.check(found.batch() <= LineFeeder.READ_MAX, "a batch that is too long");
        if (copied > 0) {
            int taken = found.taken(copied, feeder.input(), 0);
            Target.check(taken >= 0 && taken <= copied, "more was taken than was copied");
            found.confirm(copied);
        }
        if (found.isOfScript(JournalRecord.hash(actions)) && found == record) {
            goOn(record, memory, feeder, directories);
        }
    }

    private static void goOn(JournalRecord record, Bytes memory, LineFeeder feeder, int directories) {
        JournalNote note = new JournalNote();
        for (int i = 0; i < directories; i++) {
            record.load(i, note);
            note.produced(note.size);
        }
        record.restore(feeder);
        int batch = record.batch();
        memory.copyTo(feeder.input(), feeder.readOffset(), record.dataAt(), batch);
        feeder.begin(batch, record.wallNs());
        for (int rounds = 0; feeder.more(); rounds++) {
            Target.check(rounds <= ROUNDS_MAX, "it does not end");
            feeder.feed();
        }
        feeder.compact();
    }

    private static Bytes memory(byte[] data, int length) {
        ByteBuffer content =
                ByteBuffer.allocate(Math.max(length, 2 * LineFeeder.READ_MAX)).order(ByteOrder.nativeOrder());
        content.put(0, data, Math.min(1, data.length), Math.max(0, Math.min(data.length - 1, content.capacity())));
        return new Bytes(content);
    }
}
