package org.yagura.core.log;

/** The loops over single bytes that a machine may know a faster way for; here is the plain one. */
public interface LineLoops {
    /** The plain way. */
    LineLoops PLAIN = new LineLoops() {};

    /**
     * As {@link #labelLines}, with lines that were copied from another place.
     *
     * @param lines the copy, all of it
     * @param from where the lines are in that place; what is returned counts there too
     */
    static long labelCopied(byte[] lines, int from, byte[] label, byte[] out, int at) {
        return PLAIN.labelLines(lines, 0, lines.length, label, out, at) + ((long) from << 32);
    }

    /** The bytes from {@code from} to {@code to} are not needed until they are written again, and may change. */
    default void forget(byte[] bytes, int from, int to) {}

    /** The state of a pattern after more bytes of a line; see {@link LinePattern}. */
    default int advance(byte[] pattern, int state, byte[] in, int from, int to) {
        return LinePattern.advance(pattern, state, in, from, to);
    }

    /** Finds newlines in {@code in} from {@code from} to {@code to}: the places after them. @return how many; as many as fit at most */
    default int lineEnds(byte[] in, int from, int to, int[] ends) {
        int count = 0;
        for (int at = from; at < to && count < ends.length; at++) {
            if (in[at] == '\n') {
                ends[count++] = at + 1;
            }
        }
        return count;
    }

    /**
     * Copies lines, each after a label, until one has no newline or there is no room for it; what follows them in {@code out} may change
     * too.
     *
     * @return in the upper 32 bits the place in {@code in} after the lines that were copied, in the lower the place in {@code out}
     */
    default long labelLines(byte[] in, int from, int to, byte[] label, byte[] out, int at) {
        int next = from;
        int filled = at;
        while (true) {
            int end = next;
            while (end < to && in[end] != '\n') {
                end++;
            }
            int length = end + 1 - next;
            if (end >= to || out.length - filled < label.length + length) {
                return (long) next << 32 | filled;
            }
            System.arraycopy(label, 0, out, filled, label.length);
            System.arraycopy(in, next, out, filled + label.length, length);
            filled += label.length + length;
            next = end + 1;
        }
    }
}
