package org.yagura.tools.multilog;

import org.jspecify.annotations.Nullable;
import org.yagura.core.log.JournalNote;
import org.yagura.core.log.JournalRecord;
import org.yagura.core.log.LineFeeder;
import org.yagura.core.log.Script;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.Mapping;
import org.yagura.tools.Messages;

/**
 * Keeps what was read from the pipe and is not yet written where a kill cannot reach it. The read itself goes there, and how much of it
 * has come to the log can be seen from the files' lengths, because what becomes of a batch depends on nothing but what is kept beside
 * it. So the next logger gives the same batch to the same script again, and leaves out as much as was written.
 */
final class Journal {
    private static final int STDIN = 0;
    /** So many bytes at once mean that lines come faster than they are waited for: a quarter of a pipe. */
    static final int MUCH = 16_384;

    /** From one try to make it on a full disk to the next. */
    private static final long MAKE_AGAIN_NS = 5_000_000_000L;

    private static final byte[] NEWLINE = {'\n'};
    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

    private final MultilogPort port;
    private final Descriptors descriptors;
    private final Mapping mapping;
    private final LineFeeder feeder;
    private final JournalFile file;
    private final MappedMemory memory;
    private final JournalRecord record;
    private final JournalNote[] notes;
    private final long script;
    private final boolean wanted;

    private boolean active;
    /** Whether there is none yet: who is never written to needs none. */
    private boolean toMake;
    /** When to try again to make it. */
    private long makeAtNs = Long.MIN_VALUE;

    private @Nullable Outputs outputs;

    /** Whether what an earlier logger left is being finished. */
    private boolean resumes;

    private boolean fits = true;
    /** Whether there is a batch of which not everything was dealt with. */
    private boolean pending;
    /** Whether what was left came from a pipe that this one is not. */
    private boolean otherPipe;
    /** Whether it was left on purpose before the machine was started again. */
    private boolean otherBoot;
    /** Whether it still says whose it was. */
    private boolean foreign;
    /** Whether the disk still says that it was left on purpose. */
    private boolean parkedOnDisk;

    private long seed;

    Journal(MultilogPort port, Messages messages, Script script, byte[][] actions, LineFeeder feeder) {
        this.port = port;
        this.feeder = feeder;
        descriptors = port.descriptors();
        mapping = port.mapping();
        file = new JournalFile(port, messages);
        memory = new MappedMemory(mapping);
        int directories = script.directories().size();
        record = new JournalRecord(memory, script.branches().length, directories);
        notes = new JournalNote[directories];
        for (int i = 0; i < directories; i++) {
            notes[i] = new JournalNote();
        }
        this.script = JournalRecord.hash(actions);
        wanted = directories > 0;
    }

    boolean active() {
        return active;
    }

    /** Whether there is one, or is to be one as soon as there is something to read. */
    boolean activeOrToMake() {
        return active || toMake;
    }

    /** Whether there is a batch of which not everything was dealt with. */
    boolean pending() {
        return pending;
    }

    /** The directory that it is in, as the user gave it. */
    byte[] path() {
        return file.path();
    }

    /** What is noted of a directory; whoever changes it calls {@link #store}. */
    JournalNote note(int directory) {
        return notes[directory];
    }

    // --- at start ---

    /**
     * The first directory is locked: looks at what is there.
     *
     * @return 0, or a negated errno where it can neither be used nor set aside
     */
    int open(int dirFd, byte[] path) {
        if (wanted && file.readsPipe(dirFd, path)) {
            int there = file.find(dirFd, path, record.length());
            toMake = there == JournalFile.ABSENT;
            active = there == JournalFile.USABLE;
        }
        if (active) {
            lookAtFound();
        }
        return file.stays();
    }

    private void lookAtFound() {
        if (!record.valid() || !record.isOfBoot(file.boot.id) && !record.parked()) {
            record.clear();
            return;
        }
        JournalRecord found = record.found(memory);
        if (found == null) {
            fits = false;
            return;
        }
        otherBoot = !record.isOfBoot(file.boot.id);
        // the FIFO is on disk and may be the same after a reboot; what was in it is gone
        otherPipe = otherBoot || !found.isOfPipe(file.device, file.inode);
        parkedOnDisk = record.parked();
        settleRead(found);
        pending = found.batch() > 0;
        if (found.isOfScript(script)) {
            resumes = true;
        } else {
            fits = !pending && !found.inLine();
        }
        if (!resumes && fits) {
            record.clear();
        }
    }

    /** Makes sure of what the last read has brought. */
    private void settleRead(JournalRecord found) {
        int copied = found.copied();
        if (copied > 0 && copied < found.batch() && !otherPipe) {
            int n = descriptors.peek(STDIN, feeder.input(), 0, LineFeeder.READ_MAX);
            copied = found.taken(copied, feeder.input(), n);
        }
        if (copied > 0) {
            found.confirm(copied);
        } else if (found.batch() > 0) {
            found.cancel();
        }
    }

    /** What is noted of a directory that is to be gone on with, or null where it starts as ever. */
    @Nullable
    JournalNote found(int directory) {
        if (!resumes) {
            return null;
        }
        JournalNote note = notes[directory];
        record.load(directory, note);
        return pending || record.flows() && note.midLine || note.gapBytes > 0 ? note : null;
    }

    /**
     * Whether it is older than the last start of the machine: then what a file has beyond the size that is noted was written since, and
     * may be on disk with its length alone.
     */
    boolean isOfOtherBoot() {
        return otherBoot;
    }

    /** The files of a directory are not as they were. */
    void misfit() {
        fits &= !pending;
    }

    /**
     * All directories are open: goes on with what was left, or starts afresh.
     *
     * @return 0, or a negated errno where what does not fit cannot be set aside
     */
    int begin(Outputs all) {
        outputs = all;
        if (active) {
            goOn(all);
        }
        return file.stays();
    }

    private void goOn(Outputs outputs) {
        if (pending && fits) {
            load();
            while (feeder.more()) {
                feeder.feed();
                outputs.expect();
            }
            fits = outputs.fits();
            feeder.reset();
        }
        if (!fits) {
            startAfresh(outputs);
        } else if (resumes && pending) {
            if (otherBoot) {
                outputs.takeBackBatch();
            }
            foreign = true;
            load();
        } else if (resumes) {
            record.restore(feeder);
            foreign = true;
            rest(outputs);
        } else {
            own(outputs);
        }
    }

    private void startAfresh(Outputs outputs) {
        pending = false;
        resumes = false;
        otherPipe = false;
        parkedOnDisk = false;
        outputs.startAfresh();
        active = file.replace(record.length()) == 0;
        if (active) {
            own(outputs);
        }
    }

    private void own(Outputs outputs) {
        record.own(file.boot.id, file.device, file.inode, script);
        rest(outputs);
    }

    private void load() {
        record.restore(feeder);
        feeder.begin(memory, record.dataAt(), record.batch(), record.wallNs());
    }

    // --- at work ---

    /**
     * To be called before something is read, when all that was read before is dealt with: makes the journal if there is none yet. On a
     * full disk that is tried again later, and lines are read meanwhile.
     *
     * @return whether there is one, for {@link #read}
     */
    boolean isReady(long nowNs) {
        Outputs all = outputs;
        if (toMake && all != null && nowNs >= makeAtNs) {
            int error = file.make(record.length());
            toMake = error == -Errno.ENOSPC || error == -Errno.EDQUOT;
            makeAtNs = nowNs + MAKE_AGAIN_NS;
            active = error == 0;
            if (active) {
                own(all);
            }
        }
        return active;
    }

    /** Reads once, and hands it to the feeder. @param lineEnd whether to go no further than that @return as a read */
    int read(boolean lineEnd) {
        return read(descriptors.readableBytes(STDIN), lineEnd);
    }

    /** Reads once, without having waited, if there is much. @return as a read; {@code -EAGAIN} where there is little */
    int readMuch() {
        int available = descriptors.readableBytes(STDIN);
        return available < MUCH ? -Errno.EAGAIN : read(available, false);
    }

    private int read(int readable, boolean lineEnd) {
        byte[] input = feeder.input();
        int offset = feeder.readOffset();
        int available = Math.min(readable, LineFeeder.READ_MAX);
        boolean known = false;
        int length = available;
        if (available > 0 && (lineEnd || JournalRecord.isTiny(available))) {
            length = descriptors.peek(STDIN, input, offset, available);
            known = length > 0;
        }
        if (known && lineEnd) {
            length = lineLength(input, offset, length);
        }
        // Nothing there is the end, most likely. Where we can't look, a byte at a time is right, too.
        length = length <= 0 ? 1 : record.portion(length);
        long wallNs = port.clock().wallNs();
        if (JournalRecord.isTiny(length)) {
            record.prepareTiny(length, wallNs, input, offset, known);
        } else {
            record.prepare(length, wallNs, nonce());
        }
        int n = mapping.read(STDIN, record.dataAt(), length);
        if (n <= 0) {
            record.cancel();
            return n;
        }
        pending = true;
        record.confirm(n);
        feeder.begin(memory, record.dataAt(), n, wallNs);
        return n;
    }

    private static int lineLength(byte[] input, int offset, int length) {
        int at = 0;
        while (at < length && input[offset + at] != '\n') {
            at++;
        }
        return Math.min(at + 1, length);
    }

    /** Lets go of the memory that it takes; all of it is in the file. */
    void spareMemory() {
        if (active) {
            mapping.release(0);
        }
    }

    /** Eight bytes that no log holds but by a chance of one in 2 to the 64th. */
    private long nonce() {
        if (seed == 0) {
            seed = port.clock().wallNs();
        }
        seed += GOLDEN;
        long mixed = (seed ^ seed >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d0_49bb_1331_11ebL;
        return mixed ^ mixed >>> 31 | 1;
    }

    /** Whether the line in progress came from a pipe that is gone, and will not go on. */
    boolean lineIsCut() {
        return active && otherPipe && feeder.inLine();
    }

    /** Gives the line in progress its newline. */
    void endLine() {
        if (active) {
            record.make(NEWLINE, NEWLINE.length, port.clock().wallNs());
            pending = true;
        }
        feeder.beginEnd();
    }

    /** All of the batch was dealt with. */
    void rest(Outputs outputs) {
        pending = false;
        if (!active) {
            return;
        }
        feeder.compact();
        outputs.note();
        record.rest(feeder, notes);
        if (foreign && !(otherPipe && feeder.inLine())) {
            foreign = false;
            otherPipe = false;
            record.own(file.boot.id, file.device, file.inode, script);
        }
        if (parkedOnDisk && !record.parked()) {
            // Or after a power cut it would be taken for good once more, with who knows what in it.
            parkedOnDisk = file.sync() < 0;
        }
    }

    /** The note of a directory has changed in the middle of a batch. */
    void store(int directory) {
        if (active) {
            record.store(directory, notes[directory]);
        }
    }

    /**
     * The same where the batch goes on in another file: as long as a power cut would leave the batch to the next logger, it has to leave
     * the note as well.
     *
     * @return 0 or a negated errno
     */
    int storeForGood(int directory) {
        store(directory);
        return active && parkedOnDisk ? file.sync() : 0;
    }

    // --- at the end ---

    /** Leaves the batch to the next logger, even one after a reboot. @return whether there is one */
    boolean park(Outputs outputs) {
        if (!active || !pending) {
            return false;
        }
        // Everything first, and then the word that it is there: the power may fail in between.
        record.touch();
        if (outputs.syncForJournal() == 0 && file.sync() == 0) {
            record.park(true);
            file.sync();
        }
        return true;
    }

    /** Everything was dealt with. */
    void remove() {
        if (active) {
            active = false;
            file.remove();
        }
    }
}
