package org.yagura.core.log;

import org.jspecify.annotations.Nullable;
import org.yagura.core.tai.TaiTime;

/**
 * Cuts what is read into lines, labels them, and gives each to the branches of the script that select it.
 *
 * <p>A line's first 1000 bytes, label included, are what the script sees. Until a line has ended or has grown longer than that it is
 * held back: an output never gets half of a line of ordinary length. A longer line flows on, piece by piece, to those that selected
 * it.
 *
 * <pre>
 * input:  [ held line | what the last read brought     ]
 *         0          readOffset, at most READ_MAX bytes
 * </pre>
 *
 * To be used so: read into {@link #input} at {@link #readOffset}; {@link #begin}; then {@link #feed} and bring the branches' data to
 * their outputs, again and again while there is {@link #more}. What was read to elsewhere is copied here; but where lines only get a
 * label, those that are there whole go to the output from where they are, and only the ends of a line that was held, and of one that is
 * to be held, come here.
 */
public final class LineFeeder {
    /** Bytes of one read at most. */
    public static final int READ_MAX = 65_536;
    /** Bytes of a line, label included, that patterns see. */
    public static final int SEEN_MAX = 1000;

    private static final int STAMP_LENGTH = TaiTime.LABEL_LENGTH + 1;
    /** One read, the line held before it, and a label or a newline of our own. */
    private static final int PLAIN_CAPACITY = READ_MAX + SEEN_MAX + STAMP_LENGTH;
    /** With labels: one read of lines of 26 bytes or more goes out in one piece. */
    private static final int STAMPED_CAPACITY = 2 * READ_MAX;

    private static final int ENDS_MAX = 2048;
    /** For less the copy costs nothing. */
    private static final int FAR_MIN = 16_384;

    private final Branch[] branches;
    /** Whether the lines of the first branch are simply the input. */
    private final boolean plainFirst;
    /** Whether they are all that is wanted, so that nobody asks where lines start. */
    private final boolean onlyPlain;
    /** Whether all lines get a label and go to one place. */
    private final boolean onlyStamp;

    private final int capacity;
    private final ErrorLines errors;
    private final LineLoops loops;
    private final LineEnds ends;
    private final byte[] input = new byte[SEEN_MAX + READ_MAX + 1];
    /** Label and space of lines that began in the last read; empty where there are no labels. */
    private final byte[] stamp;
    /** Label and space of the line that is held. */
    private final byte[] heldStamp;
    /** Bytes of a line's body that patterns see, and that are held at most. */
    private final int bodyMax;

    /** Where the first byte that is not fed is, and where the input ends. */
    private int next;

    private int end;
    /** Where the last read starts. */
    private int readFrom;
    /** Whether the line at {@link #next} began before the last read. */
    private boolean held;
    /** Whether the line in progress has outgrown what is held. */
    private boolean flowing;

    private boolean more;

    /** Where whole lines are that are not fed yet, or null. */
    private @Nullable JournalMemory far;

    private int farNext;
    private int farEnd;

    public LineFeeder(Script script) {
        this(script, LineLoops.PLAIN);
    }

    public LineFeeder(Script script, LineLoops loops) {
        this.loops = loops;
        branches = script.branches();
        Branch first = branches[0];
        int errorCopies = 0;
        boolean recordsUsed = false;
        for (Branch branch : branches) {
            errorCopies += branch.errorCopies;
            recordsUsed |= branch.record.length > 0;
        }
        boolean oneOutput = branches.length == 1 && errorCopies == 0 && !recordsUsed;
        plainFirst = !script.stamped;
        onlyPlain = plainFirst && oneOutput;
        onlyStamp = script.stamped && oneOutput && first.hasDirectories;
        ends = new LineEnds(loops, onlyStamp ? 1 : ENDS_MAX);
        capacity = script.stamped ? STAMPED_CAPACITY : PLAIN_CAPACITY;
        errors = new ErrorLines(errorCopies);
        stamp = new byte[script.stamped ? STAMP_LENGTH : 0];
        heldStamp = new byte[stamp.length];
        bodyMax = SEEN_MAX - stamp.length;
        first.data = input;
        for (Branch branch : branches) {
            branch.loops = loops;
            branch.label = stamp;
            branch.copies = branch.hasDirectories && !(plainFirst && branch == first);
            branch.hasOutputs = branch.copies || branch.errorCopies > 0 || branch.record.length > 0;
            if (branch.copies) {
                branch.data = new byte[capacity];
            }
        }
    }

    /** Where the next read goes, at {@link #readOffset}. */
    public byte[] input() {
        return input;
    }

    /** There is room for {@link #READ_MAX} bytes from here on. */
    public int readOffset() {
        return end;
    }

    /** Lines for descriptor 2. */
    public ErrorLines errors() {
        return errors;
    }

    /** Whether a line has begun and not ended. */
    public boolean inLine() {
        return flowing || next < end;
    }

    /** Whether {@link #feed} has something to do. */
    public boolean more() {
        return more;
    }

    /** Takes what was read. @param wallNs time for the labels of all lines that begin in it, nanoseconds since 1970 */
    public void begin(int length, long wallNs) {
        setLabel(wallNs);
        take(length);
    }

    /**
     * Takes what was read to a place in another memory, where it stays until there is no {@link #more}.
     *
     * @param length bytes, {@link #READ_MAX} at most
     */
    public void begin(JournalMemory memory, int at, int length, long wallNs) {
        int near = onlyStamp && !flowing && length >= FAR_MIN ? copyLineEnd(memory, at) : -1;
        if (near < 0) {
            near = length;
            memory.copyTo(input, end, at, length);
        }
        begin(near, wallNs);
        if (near < length) {
            far = memory;
            farNext = at + near;
            farEnd = at + length;
            more = true;
        }
    }

    /** Copies the rest of the line in progress, if there is one. @return its length, or -1 where it is a long one */
    private int copyLineEnd(JournalMemory memory, int at) {
        if (!inLine()) {
            return 0;
        }
        memory.copyTo(input, end, at, SEEN_MAX);
        ends.reset(end, end + SEEN_MAX);
        return ends.available(input) ? ends.peek() - end : -1;
    }

    /** What an output has to say before anything was read gets its label from this. @param wallNs as above */
    public void setLabel(long wallNs) {
        if (stamp.length > 0) {
            TaiTime.formatLabel(stamp, 0, wallNs);
            stamp[STAMP_LENGTH - 1] = ' ';
        }
    }

    /** Takes the end of the input: the line in progress, if any, gets its newline. */
    public void beginEnd() {
        if (inLine()) {
            input[end] = '\n';
            take(1);
        }
    }

    private void take(int length) {
        held = next < end;
        readFrom = end;
        end += length;
        more = length > 0;
        ends.reset(readFrom, end);
        stampBranches(held ? heldStamp : stamp);
    }

    private void stampBranches(byte[] label) {
        for (Branch branch : branches) {
            branch.stamp(label);
        }
    }

    /** Gives lines to the branches until the input is used up or there is no more room; what they held before is forgotten. */
    public void feed() {
        for (Branch branch : branches) {
            branch.from = 0;
            branch.to = 0;
            branch.recordNew = false;
        }
        errors.clear();
        int start = next;
        if (onlyPlain) {
            feedPlain();
            more = false;
        } else {
            more = !feedLines();
        }
        if (plainFirst) {
            branches[0].from = start;
            branches[0].to = next;
        }
    }

    /** Makes room for the next read: the line in progress moves to the front. To be called when the branches' data are dealt with. */
    public void compact() {
        int rest = end - next;
        if (rest > 0 && !held) {
            System.arraycopy(stamp, 0, heldStamp, 0, stamp.length);
        }
        if (rest > 0 && next > 0) {
            System.arraycopy(input, next, input, 0, rest);
        }
        next = 0;
        end = rest;
    }

    /** Lets go of the memory of what is not in use. To be called after {@link #compact}, when the branches' data are dealt with. */
    public void forget() {
        loops.forget(input, end, input.length);
        for (Branch branch : branches) {
            if (branch.copies) {
                loops.forget(branch.data, 0, branch.data.length);
            }
        }
    }

    // --- the line in progress, for the journal; to be called after compact ---

    int heldLength() {
        return end;
    }

    boolean flows() {
        return flowing;
    }

    void saveHeld(JournalMemory memory, int heldAt, int stampAt) {
        if (end > 0) {
            memory.put(heldAt, input, 0, end);
            memory.put(stampAt, heldStamp, 0, heldStamp.length);
        }
    }

    /** Which of 64 branches from {@code first} on have selected it. */
    long selection(int first) {
        long bits = 0;
        for (int i = first; i < branches.length && i < first + Long.SIZE; i++) {
            bits |= branches[i].selected ? 1L << i - first : 0;
        }
        return bits;
    }

    void restoreHeld(JournalMemory memory, int heldAt, int length, int stampAt, boolean flows) {
        next = 0;
        end = length;
        more = false;
        flowing = flows;
        held = length > 0;
        memory.copyTo(input, 0, heldAt, length);
        memory.copyTo(heldStamp, 0, stampAt, heldStamp.length);
    }

    /** Forgets everything. */
    public void reset() {
        next = 0;
        end = 0;
        more = false;
        flowing = false;
        far = null;
    }

    void restoreSelection(int first, long bits) {
        for (int i = first; i < branches.length && i < first + Long.SIZE; i++) {
            branches[i].selected = (bits >> i - first & 1) != 0;
        }
    }

    private void feedPlain() {
        int cut = end;
        while (cut > readFrom && input[cut - 1] != '\n') {
            cut--;
        }
        if (cut > readFrom) {
            flowing = false;
            held = false;
            next = cut;
        }
        if (flowing || end - next > bodyMax) {
            flowing = true;
            next = end;
        }
    }

    /** Feeds line by line. @return whether the input is used up */
    private boolean feedLines() {
        if (flowing) {
            flowOn();
        }
        while (ends.available(input)) {
            boolean fed = onlyStamp && !held ? labelLines() : feedLine();
            if (!fed) {
                return false;
            }
        }
        return feedFar() && (flowing || end - next <= bodyMax || startFlowing());
    }

    /** Labels the lines that are elsewhere, and fetches what follows the last of them. @return whether there was room for them */
    private boolean feedFar() {
        JournalMemory from = far;
        if (from == null) {
            return true;
        }
        Branch branch = branches[0];
        long places = from.labelLines(farNext, farEnd, stamp, branch.data, branch.to);
        farNext = (int) (places >> 32);
        branch.to = (int) places;
        int rest = farEnd - farNext;
        if (rest > branch.data.length - branch.to - STAMP_LENGTH) {
            // An empty output has room for whatever one read brings: then it is no line's end that is missing.
            return false;
        }
        from.copyTo(input, end, farNext, rest);
        end += rest;
        far = null;
        return true;
    }

    /** The rest of a long line, as far as it has come. */
    private void flowOn() {
        boolean ended = ends.available(input);
        int to = ended ? ends.peek() : end;
        if (ended) {
            ends.advance();
        }
        for (Branch branch : branches) {
            if (branch.selected && branch.copies) {
                branch.append(input, next, to - next);
            }
        }
        next = to;
        flowing = !ended;
    }

    private boolean startFlowing() {
        if (!give(end, next + bodyMax)) {
            return false;
        }
        flowing = true;
        return true;
    }

    private boolean feedLine() {
        int to = ends.peek();
        boolean given = give(to, Math.min(to - 1, next + bodyMax));
        if (given) {
            ends.advance();
        }
        return given;
    }

    /** Whether all branches that have selected a line can take one of this length. */
    private boolean fits(int length) {
        int limit = capacity - stamp.length - length;
        for (Branch branch : branches) {
            boolean full = branch.copies && branch.to > limit || branch.errorCopies > 0 && !errors.hasRoom();
            if (full && branch.selected) {
                return false;
            }
        }
        return true;
    }

    /**
     * Gives the bytes from {@link #next} to {@code to} as a line's beginning or all of it; patterns see it up to {@code seenTo}.
     *
     * @return false where there is no room for it
     */
    private boolean give(int to, int seenTo) {
        if (select(seenTo)) {
            if (!fits(to - next)) {
                return false;
            }
            byte[] label = held ? heldStamp : stamp;
            for (Branch branch : branches) {
                if (branch.selected) {
                    give(branch, label, to, seenTo);
                }
            }
        }
        if (held) {
            held = false;
            stampBranches(stamp);
        }
        next = to;
        return true;
    }

    /** Lets the branches decide on a line. @return whether one of them that has outputs selects it */
    private boolean select(int seenTo) {
        boolean selected = true;
        boolean wanted = false;
        for (Branch branch : branches) {
            selected = branch.select(selected, input, next, seenTo);
            wanted |= selected && branch.hasOutputs;
        }
        return wanted;
    }

    private void give(Branch branch, byte[] label, int to, int seenTo) {
        if (branch.copies) {
            branch.append(label, 0, label.length);
            branch.append(input, next, to - next);
        }
        for (int i = 0; i < branch.errorCopies; i++) {
            errors.add(label, input, next, seenTo);
        }
        if (branch.record.length > 0) {
            branch.setRecord(label, input, next, seenTo);
        }
    }

    /** The inner loop of {@code multilog t DIR}. @return whether there was room for all lines that have ended */
    private boolean labelLines() {
        Branch branch = branches[0];
        long places = loops.labelLines(input, next, end, stamp, branch.data, branch.to);
        next = (int) (places >> 32);
        branch.to = (int) places;
        ends.reset(next, end);
        return !ends.available(input);
    }
}
