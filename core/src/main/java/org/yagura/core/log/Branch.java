package org.yagura.core.log;

import java.util.Arrays;

/**
 * A stretch of a script: tests, and then outputs that all get the same lines. {@link LineFeeder} puts the lines together, its owner
 * takes {@link #data} from {@link #from} to {@link #to} and brings them to the outputs.
 */
public final class Branch {
    /** Length of the record that a status file holds, bytes. */
    public static final int RECORD_LENGTH = LineFeeder.SEEN_MAX + 1;

    /** Whether there are directories here. */
    boolean hasDirectories;
    /** How many times each line goes to descriptor 2. */
    int errorCopies;
    /** The last selected line with newlines after it, for status files; of length 0 where there are none. */
    byte[] record = {};

    boolean recordNew;
    private int recordLength = RECORD_LENGTH;

    /** The lines: the feeder's input itself, or an array of our own that they are copied to. */
    byte[] data = {};

    /** Label and blank of lines that begin now; lent by the feeder. */
    byte[] label = {};

    LineLoops loops = LineLoops.PLAIN;
    boolean copies;
    /** Whether a line that is selected here is to be put anywhere. */
    boolean hasOutputs;

    int from;
    int to;
    /** Whether the line in progress is selected here. */
    boolean selected;

    private LinePattern[] patterns = {};
    private boolean[] selects = {};
    /** The state of each pattern after a label: all lines that begin in one read have the same. */
    private int[] afterStamp = {};
    /** Whether what follows the label no longer matters. */
    private boolean[] takesTheRest = {};

    Branch() {}

    /** The lines' bytes are in this array, which is only lent until the next {@link LineFeeder#feed}. */
    public byte[] data() {
        return data;
    }

    /** Where they start. */
    public int from() {
        return from;
    }

    /** Where they end. */
    public int to() {
        return to;
    }

    /** Label and blank of lines that begin in the last read, or as {@link LineFeeder#setLabel} had it; empty where there are no labels. */
    public byte[] label() {
        return label;
    }

    /** What a status file has to hold, {@link #RECORD_LENGTH} bytes. */
    public byte[] record() {
        return record;
    }

    /** Whether the last {@link LineFeeder#feed} changed the record. */
    public boolean recordIsNew() {
        return recordNew;
    }

    void addTest(boolean select, LinePattern pattern) {
        int n = patterns.length;
        LinePattern[] more = new LinePattern[n + 1];
        System.arraycopy(patterns, 0, more, 0, n);
        more[n] = pattern;
        patterns = more;
        selects = Arrays.copyOf(selects, n + 1);
        selects[n] = select;
        afterStamp = new int[n + 1];
        takesTheRest = new boolean[n + 1];
    }

    boolean hasTests() {
        return patterns.length > 0;
    }

    /** Takes the label that the next lines start with. */
    void stamp(byte[] stamp) {
        for (int i = 0; i < patterns.length; i++) {
            afterStamp[i] = patterns[i].advance(loops, LinePattern.START, stamp, 0, stamp.length);
            takesTheRest[i] = patterns[i].takesTheRest(afterStamp[i]);
        }
    }

    /** Decides on a line, given what the branch before decided: its body, as far as patterns see it, is from {@code seenFrom} to {@code seenTo}. */
    boolean select(boolean before, byte[] in, int seenFrom, int seenTo) {
        boolean now = before;
        for (int i = 0; i < patterns.length; i++) {
            if (selects[i] != now && (takesTheRest[i] || matches(i, in, seenFrom, seenTo))) {
                now = !now;
            }
        }
        selected = now;
        return now;
    }

    private boolean matches(int test, byte[] in, int seenFrom, int seenTo) {
        LinePattern pattern = patterns[test];
        return pattern.accepts(pattern.advance(loops, afterStamp[test], in, seenFrom, seenTo));
    }

    void append(byte[] bytes, int offset, int length) {
        System.arraycopy(bytes, offset, data, to, length);
        to += length;
    }

    void setRecord(byte[] stamp, byte[] in, int seenFrom, int seenTo) {
        int length = stamp.length + seenTo - seenFrom;
        System.arraycopy(stamp, 0, record, 0, stamp.length);
        System.arraycopy(in, seenFrom, record, stamp.length, seenTo - seenFrom);
        for (int i = length; i < recordLength; i++) {
            record[i] = '\n';
        }
        recordLength = length;
        recordNew = true;
    }
}
