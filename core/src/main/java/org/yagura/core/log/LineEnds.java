package org.yagura.core.log;

/** Where lines end in a stretch of bytes: found many at a time, handed out one by one. */
final class LineEnds {
    private static final int PLACES_MAX = 2048;

    /** Places after newlines. Those from {@link #next} up to {@link #count} have not been handed out. */
    final int[] places = new int[PLACES_MAX];

    int count;
    int next;

    private int scanned;
    private int to;

    /** Starts on the bytes from {@code from} up to, not including, {@code limit}. */
    void reset(int from, int limit) {
        scanned = from;
        to = limit;
        count = 0;
        next = 0;
    }

    /** Looks for more when all that were found are handed out. @return whether there is one to hand out */
    boolean available(byte[] in) {
        if (next == count && scanned < to) {
            find(in);
        }
        return next < count;
    }

    private void find(byte[] in) {
        int found = 0;
        int at = scanned;
        int limit = to;
        int[] into = places;
        while (at < limit && found < PLACES_MAX) {
            if (in[at++] == '\n') {
                into[found++] = at;
            }
        }
        scanned = at;
        count = found;
        next = 0;
    }
}
