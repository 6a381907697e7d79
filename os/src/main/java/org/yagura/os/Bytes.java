package org.yagura.os;

/** Loops over bytes that a machine does many at a time, where compiled Java takes them one by one. */
public interface Bytes {
    /**
     * Finds newlines.
     *
     * @param in is searched from {@code from} up to, not including, {@code to}
     * @param ends gets the place after each newline
     * @return how many were found; as many as fit in {@code ends} at most
     */
    int lineEnds(byte[] in, int from, int to, int[] ends);

    /**
     * Takes a pattern of multilog over more bytes of a line. A {@code *} at its end takes all the rest; any other takes the shortest run
     * without the character that follows it; other characters stand for themselves.
     *
     * @param state the place in the pattern, or -1 where it cannot match any more
     * @return the state after the bytes from {@code from} up to, not including, {@code to}
     */
    int advance(byte[] pattern, int state, byte[] in, int from, int to);

    /**
     * Copies lines, each after a label. Stops before a line that has no newline or that there is no room for.
     *
     * @param in holds the lines, from {@code from} up to, not including, {@code to}
     * @param out gets them, from {@code at} to its end; bytes after those that count may change too
     * @return in the upper 32 bits the place in {@code in} after the lines that were copied, in the lower the place in {@code out}
     */
    long labelLines(byte[] in, int from, int to, byte[] label, byte[] out, int at);
}
