package org.yagura.core.log;

/** Where lines end in a stretch of bytes: found many at a time, handed out one by one. */
final class LineEnds {
    private final LineLoops loops;
    private final int[] places;
    private int count;
    private int next;
    private int scanned;
    private int to;

    /** @param placesMax how many are looked for at a time */
    LineEnds(LineLoops loops, int placesMax) {
        this.loops = loops;
        places = new int[placesMax];
    }

    /** Starts on the bytes from {@code from} up to, not including, {@code limit}. */
    void reset(int from, int limit) {
        scanned = from;
        to = limit;
        count = 0;
        next = 0;
    }

    /** Looks for more where all that were found are used up. @return whether there is one */
    boolean available(byte[] in) {
        if (next == count && scanned < to) {
            next = 0;
            count = loops.lineEnds(in, scanned, to, places);
            scanned = count == places.length ? places[count - 1] : to;
        }
        return next < count;
    }

    /** The place after the next newline, if there is one. */
    int peek() {
        return places[next];
    }

    /** It is used up. */
    void advance() {
        next++;
    }
}
