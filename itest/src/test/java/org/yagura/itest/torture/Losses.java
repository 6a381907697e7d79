package org.yagura.itest.torture;

/**
 * What numbers.c found in the logs.
 *
 * @param runs starts of services
 * @param lines that arrived
 * @param lost lines that are missing before others of their run
 * @param tails runs whose last lines are missing
 * @param tailLines those lines
 * @param longestTail of one run
 * @param broken lines that are no whole lines
 * @param slowestMs longest time from before a write to the logger's read
 * @param slow lines that took longer than 100 ms
 * @param calmLines lines that were written before the first kill
 * @param calmSlowestMs longest time of these
 * @param calmSlow of these, those that took longer than 100 ms
 * @param beyond lines that took longer than 100 ms even without the time that {@link Disk} needed for its calls meanwhile
 * @param mostBeyondMs the longest of these times
 * @param beyondWaits lines that took longer even without what their own logger waited meanwhile for what others had ({@link Waits})
 * @param mostBeyondWaitsMs the longest of these times
 */
public record Losses(
        long runs,
        long lines,
        long lost,
        long tails,
        long tailLines,
        long longestTail,
        long doubled,
        long reordered,
        long broken,
        long slowestMs,
        long slow,
        long calmLines,
        long calmSlowestMs,
        long calmSlow,
        long beyond,
        long mostBeyondMs,
        long beyondWaits,
        long mostBeyondWaitsMs) {
    public static final int PIPE_BYTES = 65_536;
    static final Losses NONE = new Losses(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    private static final int LINE_BYTES = 100;

    static Losses of(String text) {
        Losses sum = NONE;
        for (String line : text.split("\n")) {
            String[] w = line.split(" ");
            long[] n = new long[w.length];
            for (int i = 0; i < n.length; i++) {
                n[i] = Long.parseLong(w[i]);
            }
            sum = sum.plus(new Losses(
                    n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10], n[11], n[12], n[13], n[14],
                    n[15], n[16], n[17]));
        }
        return sum;
    }

    private Losses plus(Losses other) {
        return new Losses(
                runs + other.runs,
                lines + other.lines,
                lost + other.lost,
                tails + other.tails,
                tailLines + other.tailLines,
                Math.max(longestTail, other.longestTail),
                doubled + other.doubled,
                reordered + other.reordered,
                broken + other.broken,
                Math.max(slowestMs, other.slowestMs),
                slow + other.slow,
                calmLines + other.calmLines,
                Math.max(calmSlowestMs, other.calmSlowestMs),
                calmSlow + other.calmSlow,
                beyond + other.beyond,
                Math.max(mostBeyondMs, other.mostBeyondMs),
                beyondWaits + other.beyondWaits,
                Math.max(mostBeyondWaitsMs, other.mostBeyondWaitsMs));
    }

    public long longestTailBytes() {
        return longestTail * LINE_BYTES;
    }
}
