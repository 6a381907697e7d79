package org.yagura.core.net;

/**
 * How often keys come, for very many keys in a fixed space. For each it keeps one time: when the key would be due again if all that came
 * had come evenly. A key may run ahead of that by the whole of a period.
 *
 * <p>A key has its place in one of a few cells. If others hold them all, the one that is due first makes room: it has come least.
 */
public final class RateTable {
    private static final int CELLS = 4096;
    private static final int WAYS = 8;

    private final long[] high = new long[CELLS];
    private final long[] low = new long[CELLS];
    private final long[] dueNs = new long[CELLS];
    private final long seed;
    private final long intervalNs;
    private final long aheadNsMax;

    /**
     * A table for one limit.
     *
     * @param most so many may come in each period, 1 or more
     * @param periodNs above 0
     * @param seed so that nobody can choose addresses that push another out
     */
    public RateTable(int most, long periodNs, long seed) {
        intervalNs = Math.max(1, periodNs / Math.max(1, most));
        aheadNsMax = periodNs - intervalNs;
        this.seed = seed;
    }

    /** Whether one more may come now. */
    public boolean allows(long keyHigh, long keyLow, long nowNs) {
        int cell = find(keyHigh, keyLow);
        return cell < 0 || dueNs[cell] - nowNs <= aheadNsMax;
    }

    /** One more has come. */
    public void note(long keyHigh, long keyLow, long nowNs) {
        int cell = find(keyHigh, keyLow);
        if (cell < 0) {
            cell = roomFor(keyHigh, keyLow);
            high[cell] = keyHigh;
            low[cell] = keyLow;
            dueNs[cell] = nowNs;
        }
        dueNs[cell] = Math.max(dueNs[cell], nowNs) + intervalNs;
    }

    private int find(long keyHigh, long keyLow) {
        int first = first(keyHigh, keyLow);
        for (int i = first; i < first + WAYS; i++) {
            if (dueNs[i] != 0 && high[i] == keyHigh && low[i] == keyLow) {
                return i;
            }
        }
        return -1;
    }

    private int roomFor(long keyHigh, long keyLow) {
        int first = first(keyHigh, keyLow);
        int best = first;
        for (int i = first + 1; i < first + WAYS; i++) {
            if (dueNs[i] < dueNs[best]) {
                best = i;
            }
        }
        return best;
    }

    private int first(long keyHigh, long keyLow) {
        long hash = mix(mix(keyHigh ^ seed) + keyLow);
        return (int) (hash >>> 40) & CELLS - WAYS;
    }

    private static long mix(long value) {
        long x = (value ^ value >>> 32) * 0x9e3779b97f4a7c15L;
        x = (x ^ x >>> 29) * 0xbf58476d1ce4e5b9L;
        return x ^ x >>> 32;
    }
}
