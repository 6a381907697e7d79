package org.yagura.core.log;

import org.yagura.core.text.ByteBuilder;

/**
 * What was dropped because the disk was full, until the log itself tells of it, by one line:
 *
 * <pre>
 * [label ]multilog: gap: N lines, M bytes dropped: out of disk space
 * </pre>
 *
 * A line counts where its newline was dropped. A line of which a part is in the log ends there.
 */
public final class Gap {
    private static final int CAPACITY = 128;

    private final ByteBuilder marker = new ByteBuilder(CAPACITY);
    private long lines;
    private long bytes;
    private boolean inLine;

    /** Whether something was dropped. */
    public boolean isOpen() {
        return bytes > 0;
    }

    public long lines() {
        return lines;
    }

    public long bytes() {
        return bytes;
    }

    /** Whether the rest of the last line is still to be dropped. */
    public boolean inLine() {
        return inLine;
    }

    /** Goes on with what another logger has counted. */
    public void resume(long countedLines, long countedBytes, boolean isInLine) {
        lines = countedLines;
        bytes = countedBytes;
        inLine = isInLine;
    }

    /** Counts what is dropped: {@code from} up to, not including, {@code to}. */
    public void drop(byte[] data, int from, int to) {
        for (int i = from; i < to; i++) {
            lines += data[i] == '\n' ? 1 : 0;
        }
        bytes += to - from;
        if (to > from) {
            inLine = data[to - 1] != '\n';
        }
    }

    /** Where, in what comes next, the line ends that is being dropped. */
    public int endOfLine(byte[] data, int from, int to) {
        int at = from;
        if (inLine) {
            while (at < to && data[at] != '\n') {
                at++;
            }
            at = Math.min(at + 1, to);
        }
        return at;
    }

    /** The line that tells of it. @param midLine whether it comes after a piece of a line */
    public ByteBuilder marker(byte[] label, boolean midLine) {
        marker.clear();
        if (midLine) {
            marker.append((byte) '\n');
        }
        marker.append(label).append("multilog: gap: ").appendDecimal(lines).append(" lines, ");
        return marker.appendDecimal(bytes).append(" bytes dropped: out of disk space\n");
    }

    /** It has been told. */
    public void close() {
        lines = 0;
        bytes = 0;
    }
}
