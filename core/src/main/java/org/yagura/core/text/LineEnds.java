package org.yagura.core.text;

/** Changes the ends of lines in bytes that arrive in pieces of any size. */
public final class LineEnds {
    /** What is done. */
    public enum Change {
        /** A carriage return goes before each newline. */
        ADD,
        /** The same, but not where there is one. */
        ADD_MISSING,
        /** The carriage return before each newline goes away. */
        REMOVE
    }

    private final Change change;
    /** Whether the last byte was a carriage return; with {@link Change#REMOVE} it is held back. */
    private boolean carriageReturn;

    public LineEnds(Change change) {
        this.change = change;
    }

    /** Bytes that so many may become at most. */
    public static int lengthMax(int length) {
        return 2 * length + 1;
    }

    /** Takes the next bytes. @return the length of what they have become, from the start of {@code to} */
    public int take(byte[] from, int offset, int length, byte[] to) {
        int filled = 0;
        for (int i = offset; i < offset + length; i++) {
            byte b = from[i];
            boolean add = b == '\n' && (change == Change.ADD || change == Change.ADD_MISSING && !carriageReturn);
            boolean release = change == Change.REMOVE && carriageReturn && b != '\n';
            if (add || release) {
                to[filled++] = '\r';
            }
            carriageReturn = b == '\r';
            if (!carriageReturn || change != Change.REMOVE) {
                to[filled++] = b;
            }
        }
        return filled;
    }

    /** Takes the end. @return the length of what was held back, 0 or 1, from the start of {@code to} */
    public int end(byte[] to) {
        if (change != Change.REMOVE || !carriageReturn) {
            return 0;
        }
        to[0] = '\r';
        return 1;
    }
}
