package org.yagura.core.log;

import org.jspecify.annotations.Nullable;

/**
 * The layout of a journal: what one read from a pipe has brought, and all that decides what becomes of it. A logger that was killed
 * leaves it, and the next one finishes from it exactly what is missing.
 *
 * <pre>
 *   0   8  magic and version
 *   8   8  branches; directories &lt;&lt; 32
 *  16  16  boot id
 *  32   8  device of the pipe     40   8  its inode
 *  48   8  hash of the script
 *  56   8  1 where it is good after a reboot too, 0 else
 *  64   8  which slot counts: 1 or 2, 0 for none
 *  72   slot 1, slot 2
 *   ..  64  so that the batch starts at a multiple of 64
 *   ..  the batch, 65536 bytes
 *
 * slot:
 *   0   8  bytes of the batch, 0 for none
 *   8   8  time of it, nanoseconds since 1970
 *  16   8  nonce, 0 once the read is known to have taken place
 *  24   4+4  bytes of the held line; 1 where the line in progress flows on already (&lt;&lt; 32)
 *  32  32  label of the held line
 *  64 1008 the held line
 * 1072   8  which branches have selected the line in progress, a bit each; 8 more for each 64 branches
 *   ..  for each directory: 8 which of two notes counts; 48 note, 48 note
 *
 * note: inode, size, produced, lines dropped, bytes dropped, 1 inside a line | 2 drops the rest of one
 * </pre>
 *
 * A slot is filled while the other one counts, so a kill at any moment finds one that is whole. Before the read, the nonce stands at
 * the beginning of the batch and of each page of it: as pages are filled in order, it tells how far the read has come.
 */
public final class JournalRecord {
    /** Pages may be larger; then there are more nonces than needed. */
    static final int PAGE = 4096;

    private static final long MAGIC = 0x796a_6e6c_0000_0001L;
    private static final int SHAPE = 8;
    private static final int BOOT = 16;
    private static final int DEVICE = 32;
    private static final int INODE = 40;
    private static final int SCRIPT = 48;
    private static final int PARKED = 56;
    private static final int ACTIVE = 64;
    private static final int SLOTS = 72;

    private static final int LENGTH = 0;
    private static final int WALL = 8;
    private static final int NONCE = 16;
    private static final int HELD_LENGTH = 24;
    private static final int STAMP = 32;
    private static final int HELD = 64;
    private static final int SELECTION = 1072;

    private static final int NOTE = 48;
    private static final int NOTES = 8 + 2 * NOTE;
    private static final int BITS = 64;
    /** Of a script that is not ours: beyond them we do not look. */
    private static final int DIRECTORIES_MAX = 1 << 12;

    private static final int BRANCHES_MAX = 1 << 16;
    private static final int ALIGNMENT = 64;
    private static final int WORD = 8;
    /** A word of a nonce; any that is not 0 in its unused bytes will do. */
    private static final byte FILL = 0x55;
    /** Stands where nothing better is known: no byte of UTF-8. */
    private static final byte NO_TEXT = (byte) 0xff;

    /** Bytes at which two stretches count as the same: fewer agree by chance. */
    private static final int AGREEMENT = 16;

    private final JournalMemory memory;
    private final int branches;
    private final int directories;
    private final int slotLength;
    private final int notesAt;
    private final int dataAt;
    private final byte[] word = new byte[WORD];
    private final byte[] planted = new byte[WORD];

    public JournalRecord(JournalMemory memory, int branches, int directories) {
        this.memory = memory;
        this.branches = branches;
        this.directories = directories;
        notesAt = SELECTION + (branches + BITS - 1) / BITS * WORD;
        slotLength = notesAt + directories * NOTES;
        dataAt = (SLOTS + 2 * slotLength + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** Bytes that it needs. */
    public int length() {
        return (dataAt + LineFeeder.READ_MAX + PAGE - 1) & -PAGE;
    }

    /** Where the batch is. */
    public int dataAt() {
        return dataAt;
    }

    // --- whose it is ---

    /** A number for a script: another one gives another output. */
    public static long hash(byte[][] actions) {
        long hash = 0xcbf2_9ce4_8422_2325L;
        for (byte[] action : actions) {
            for (byte b : action) {
                hash = (hash ^ (b & 0xff)) * 0x100_0000_01b3L;
            }
            hash = (hash ^ 0x100) * 0x100_0000_01b3L;
        }
        return hash;
    }

    /** Whether there is a journal at all. */
    public boolean valid() {
        long active = memory.number(ACTIVE);
        return memory.number(0) == MAGIC && (active == 1 || active == 2);
    }

    /** The same as its writer saw it, who may have had another script. Null where it can't be. */
    public @Nullable JournalRecord found(JournalMemory same) {
        long shape = memory.number(SHAPE);
        if (shape == shape()) {
            return this;
        }
        long theirDirectories = shape >> 32;
        long theirBranches = shape & 0xffff_ffffL;
        if (theirDirectories < 0 || theirDirectories > DIRECTORIES_MAX || theirBranches > BRANCHES_MAX) {
            return null;
        }
        JournalRecord theirs = new JournalRecord(same, (int) theirBranches, (int) theirDirectories);
        return theirs.length() > length() ? null : theirs;
    }

    /** Whether its lines are given to the same places. */
    public boolean isOfScript(long hash) {
        return memory.number(SHAPE) == shape() && memory.number(SCRIPT) == hash;
    }

    /** Whether it was written since the machine was started. */
    public boolean isOfBoot(byte[] bootId) {
        memory.copyTo(word, 0, BOOT, WORD);
        boolean same = starts(bootId, 0, word);
        memory.copyTo(word, 0, BOOT + WORD, WORD);
        return same && starts(bootId, WORD, word);
    }

    public boolean isOfPipe(long device, long inode) {
        return memory.number(DEVICE) == device && memory.number(INODE) == inode;
    }

    /** Whether it was left on purpose, with everything on disk, and is good after a reboot too. */
    public boolean parked() {
        return memory.number(PARKED) != 0;
    }

    public void park(boolean on) {
        memory.putNumber(PARKED, on ? 1 : 0);
    }

    /** Writes all pages over themselves: one that could not be brought to the disk once is tried again only if it was written to since. */
    public void touch() {
        for (int at = 0; at < length(); at += PAGE) {
            memory.putNumber(at, memory.number(at));
        }
    }

    /** Forgets everything that is in it. */
    public void clear() {
        memory.putNumber(ACTIVE, 0);
    }

    /** Says whose it is from now on. */
    public void own(byte[] bootId, long device, long inode, long script) {
        memory.putNumber(0, MAGIC);
        memory.putNumber(SHAPE, shape());
        memory.put(BOOT, bootId, 0, 2 * WORD);
        memory.putNumber(DEVICE, device);
        memory.putNumber(INODE, inode);
        memory.putNumber(SCRIPT, script);
        park(false);
    }

    private long shape() {
        return (long) directories << 32 | branches;
    }

    // --- between batches ---

    /** Everything that came was dealt with: keeps the line in progress and the notes. */
    public void rest(LineFeeder feeder, JournalNote[] notes) {
        long active = memory.number(ACTIVE) == 1 ? 2 : 1;
        int slot = slot(active);
        memory.putNumber(slot + LENGTH, 0);
        int held = feeder.heldLength();
        memory.putNumber(slot + HELD_LENGTH, held | (feeder.flows() ? 1L << 32 : 0));
        feeder.saveHeld(memory, slot + HELD, slot + STAMP);
        for (int i = 0; i < branches; i += BITS) {
            memory.putNumber(slot + SELECTION + i / BITS * WORD, feeder.selection(i));
        }
        for (int i = 0; i < directories; i++) {
            memory.putNumber(slot + notesAt + i * NOTES, 0);
            put(slot + notesAt + i * NOTES + WORD, notes[i]);
        }
        memory.putNumber(ACTIVE, active);
    }

    /** A line in progress is kept, or a file ends inside one. */
    public boolean inLine() {
        return memory.number(slot() + HELD_LENGTH) != 0;
    }

    public boolean flows() {
        return memory.number(slot() + HELD_LENGTH) >> 32 != 0;
    }

    /** Puts the feeder where it was before the batch. */
    public void restore(LineFeeder feeder) {
        int slot = slot();
        long held = memory.number(slot + HELD_LENGTH);
        int length = (int) held;
        if (length < 0 || length > LineFeeder.SEEN_MAX) {
            return;
        }
        feeder.restoreHeld(memory, slot + HELD, length, slot + STAMP, held >> 32 != 0);
        for (int i = 0; i < branches; i += BITS) {
            feeder.restoreSelection(i, memory.number(slot + SELECTION + i / BITS * WORD));
        }
    }

    // --- notes ---

    /** Takes the note of a directory. */
    public void load(int directory, JournalNote note) {
        int at = slot() + notesAt + directory * NOTES;
        at += memory.number(at) == 0 ? WORD : WORD + NOTE;
        note.inode = memory.number(at);
        note.size = memory.number(at + 8);
        note.produced = memory.number(at + 16);
        note.gapLines = memory.number(at + 24);
        note.gapBytes = memory.number(at + 32);
        long flags = memory.number(at + 40);
        note.midLine = (flags & 1) != 0;
        note.dropsLine = (flags & 2) != 0;
    }

    /** Puts a new note of a directory in place of the old one, all at once. */
    public void store(int directory, JournalNote note) {
        int at = slot() + notesAt + directory * NOTES;
        long other = memory.number(at) == 0 ? 1 : 0;
        put(at + WORD + (int) other * NOTE, note);
        memory.putNumber(at, other);
    }

    private void put(int at, JournalNote note) {
        memory.putNumber(at, note.inode);
        memory.putNumber(at + 8, note.size);
        memory.putNumber(at + 16, note.produced);
        memory.putNumber(at + 24, note.gapLines);
        memory.putNumber(at + 32, note.gapBytes);
        memory.putNumber(at + 40, (note.midLine ? 1 : 0) | (note.dropsLine ? 2 : 0));
    }

    // --- a batch ---

    /** How much of what is there can be read at once: each page that is touched gets a whole nonce, or the batch is smaller than one. */
    public int portion(int available) {
        int length = Math.min(available, LineFeeder.READ_MAX);
        int tail = (dataAt + length) % PAGE;
        return length >= WORD && tail > 0 && tail < WORD && length > tail ? length - tail : length;
    }

    /** Whether a batch of this length needs to be known beforehand. */
    public static boolean isTiny(int length) {
        return length < WORD;
    }

    /** Gets ready for a read of eight bytes or more. @param nonce eight bytes that are not in what comes, not 0 */
    public void prepare(int length, long wallNs, long nonce) {
        for (int at = dataAt; at < dataAt + length; at = nextPage(at)) {
            memory.putNumber(at, nonce);
        }
        int slot = slot();
        memory.putNumber(slot + WALL, wallNs);
        memory.putNumber(slot + NONCE, nonce);
        memory.putNumber(slot + LENGTH, length);
    }

    /** Gets ready for a read of fewer than eight bytes. @param coming where the bytes that will come are known, them */
    public void prepareTiny(int length, long wallNs, byte[] coming, int offset, boolean known) {
        for (int i = 0; i < WORD; i++) {
            planted[i] = i >= length ? FILL : known ? (byte) ~coming[offset + i] : NO_TEXT;
        }
        memory.put(dataAt, planted, 0, WORD);
        int slot = slot();
        memory.putNumber(slot + WALL, wallNs);
        memory.put(slot + NONCE, planted, 0, WORD);
        memory.putNumber(slot + LENGTH, length);
    }

    /** Makes a batch of bytes that were not read. */
    public void make(byte[] bytes, int length, long wallNs) {
        memory.put(dataAt, bytes, 0, length);
        int slot = slot();
        memory.putNumber(slot + WALL, wallNs);
        memory.putNumber(slot + NONCE, 0);
        memory.putNumber(slot + LENGTH, length);
    }

    /** The read has brought so many bytes. */
    public void confirm(int length) {
        int slot = slot();
        if (memory.number(slot + LENGTH) != length) {
            memory.putNumber(slot + LENGTH, length);
        }
        memory.putNumber(slot + NONCE, 0);
    }

    /** Nothing has come. */
    public void cancel() {
        memory.putNumber(slot() + LENGTH, 0);
    }

    /** Bytes of the batch. */
    public int batch() {
        long length = memory.number(slot() + LENGTH);
        return length < 0 || length > LineFeeder.READ_MAX ? 0 : (int) length;
    }

    public long wallNs() {
        return memory.number(slot() + WALL);
    }

    /** How far the read has come, in bytes: {@link #batch} or 0, or between them where it was broken off in a page that could not be had. */
    public int copied() {
        int length = batch();
        int slot = slot();
        long nonce = memory.number(slot + NONCE);
        if (nonce == 0) {
            return length;
        }
        if (length < WORD) {
            memory.copyTo(planted, 0, slot + NONCE, WORD);
            memory.copyTo(word, 0, dataAt, WORD);
            boolean same = true;
            for (int i = 0; i < length; i++) {
                same &= planted[i] == word[i];
            }
            return same ? 0 : length;
        }
        for (int at = dataAt; at < dataAt + length; at = nextPage(at)) {
            if (memory.number(at) == nonce) {
                return at - dataAt;
            }
        }
        return length;
    }

    /**
     * How many of the bytes of a read that was broken off have left the pipe. It gives them away a buffer at a time, of a page at most,
     * and only when all of it was copied; so the last ones may be both here and there.
     *
     * @param copied how far it has come
     * @param head what is in the pipe now
     */
    public int taken(int copied, byte[] head, int headLength) {
        byte[] tail = new byte[Math.min(copied, PAGE)];
        memory.copyTo(tail, 0, dataAt + copied - tail.length, tail.length);
        // As many as are missing in the pipe have left it for sure, whatever has come since.
        int leastTaken = batch() - Math.max(0, headLength);
        for (int from = 0; from <= tail.length - AGREEMENT; from++) {
            int length = tail.length - from;
            if (length <= headLength && copied - length >= leastTaken && agree(tail, from, head, length)) {
                return copied - length;
            }
        }
        return copied;
    }

    private static boolean agree(byte[] tail, int from, byte[] head, int length) {
        for (int i = 0; i < length; i++) {
            if (tail[from + i] != head[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean starts(byte[] bytes, int offset, byte[] word) {
        for (int i = 0; i < WORD; i++) {
            if (bytes[offset + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    private static int nextPage(int at) {
        return (at | PAGE - 1) + 1;
    }

    private int slot() {
        return slot(memory.number(ACTIVE));
    }

    private int slot(long active) {
        return active == 2 ? SLOTS + slotLength : SLOTS;
    }
}
