package org.yagura.core.init;

import org.yagura.core.text.ByteBuilder;

/** Makes whole lines of what one service writes, piece by piece, each with its time and the service's name before it. */
public final class LabelledLines {
    /** A longer line is cut into lines of this length. */
    public static final int LINE_MAX = 16_384;

    private final byte[] label;
    private final LineStamp stamp;
    private final ByteBuilder partial = new ByteBuilder(128);
    private int lineLength;
    private boolean begun;

    /** @param label what stands before each line, with all that parts it from it; may be empty */
    public LabelledLines(byte[] label, LineStamp stamp) {
        this.label = label;
        this.stamp = stamp;
    }

    /** Takes a piece, and appends the lines that it ends. @param wallNs time of lines that begin in it */
    public void feed(byte[] from, int length, long wallNs, ByteBuilder out) {
        int at = 0;
        while (at < length) {
            if (lineLength == LINE_MAX && from[at] != '\n') {
                finish(out);
            }
            if (!begun) {
                begun = true;
                stamp.append(wallNs, partial);
                partial.append(label);
            }
            int room = Math.min(length, at + LINE_MAX - lineLength);
            int end = at;
            while (end < room && from[end] != '\n') {
                end++;
            }
            partial.append(from, at, end - at);
            lineLength += end - at;
            boolean whole = end < length && from[end] == '\n';
            if (whole) {
                finish(out);
            }
            at = whole ? end + 1 : end;
        }
    }

    /** Nothing comes any more: appends a line that was in progress. */
    public void end(ByteBuilder out) {
        if (begun) {
            finish(out);
        }
    }

    private void finish(ByteBuilder out) {
        out.append(partial.array(), 0, partial.length()).append((byte) '\n');
        partial.clear();
        lineLength = 0;
        begun = false;
    }
}
