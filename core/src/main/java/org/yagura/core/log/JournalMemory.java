package org.yagura.core.log;

/** Bytes that outlive the process. What is put is put in the order of the calls, a number all at once. */
public interface JournalMemory {
    /** The eight bytes at a place, a multiple of eight, as a number in the machine's own order. */
    long number(int at);

    void putNumber(int at, long value);

    /** Copies bytes from a place on. */
    void copyTo(byte[] to, int offset, int at, int length);

    /** Puts bytes from a place on. */
    void put(int at, byte[] from, int offset, int length);

    /** As {@link LineLoops#labelLines}, with lines that are here. */
    default long labelLines(int from, int to, byte[] label, byte[] out, int at) {
        byte[] lines = new byte[to - from];
        copyTo(lines, 0, from, lines.length);
        return LineLoops.labelCopied(lines, from, label, out, at);
    }
}
