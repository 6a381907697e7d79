package org.yagura.os;

/** The descriptors found ready: pairs of a token and event bits. */
public final class Ready {
    public static final int READABLE = 1;
    public static final int WRITABLE = 2;
    public static final int HANGUP = 4;
    public static final int ERROR = 8;

    private final int[] tokens;
    private final int[] events;
    private int count;

    /**
     * A list of a fixed capacity.
     *
     * @param capacity events reported by one wait at most; the rest comes with the next
     */
    public Ready(int capacity) {
        tokens = new int[capacity];
        events = new int[capacity];
    }

    public int capacity() {
        return tokens.length;
    }

    public int count() {
        return count;
    }

    public int token(int index) {
        return tokens[index];
    }

    public int events(int index) {
        return events[index];
    }

    public void clear() {
        count = 0;
    }

    public void add(int token, int eventBits) {
        tokens[count] = token;
        events[count] = eventBits;
        count++;
    }

    /** The event bits of a token, 0 where it is not ready. For daemons with a handful of descriptors. */
    public int of(int token) {
        for (int i = 0; i < count; i++) {
            if (tokens[i] == token) {
                return events[i];
            }
        }
        return 0;
    }
}
