package org.yagura.core.log;

/** Lines for descriptor 2: of each at most the first 200 bytes, and three dots for the rest. */
public final class ErrorLines {
    private static final int LINE_MAX = 200;
    private static final int CAPACITY = 8192;

    private final byte[] bytes;
    private final int copiesMax;
    private int length;

    /** @param copiesMax how many times a line is added at most */
    ErrorLines(int copiesMax) {
        this.copiesMax = copiesMax;
        bytes = new byte[copiesMax == 0 ? 0 : Math.max(CAPACITY, copiesMax * (LINE_MAX + 4))];
    }

    /** The array behind it: the first {@link #length} bytes count. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    /** Whether one more line surely fits. */
    boolean hasRoom() {
        return bytes.length - length >= copiesMax * (LINE_MAX + 4);
    }

    void add(byte[] stamp, byte[] in, int from, int to) {
        System.arraycopy(stamp, 0, bytes, length, stamp.length);
        length += stamp.length;
        int rest = Math.min(to - from, LINE_MAX - stamp.length);
        System.arraycopy(in, from, bytes, length, rest);
        length += rest;
        if (rest < to - from) {
            bytes[length] = '.';
            bytes[length + 1] = '.';
            bytes[length + 2] = '.';
            length += 3;
        }
        bytes[length++] = '\n';
    }
}
