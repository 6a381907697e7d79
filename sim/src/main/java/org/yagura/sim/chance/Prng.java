package org.yagura.sim.chance;

/** All chance of a simulation: SplitMix64, the same numbers for the same seed everywhere. */
public final class Prng {
    private long state;

    public Prng(long seed) {
        state = seed;
    }

    public long nextLong() {
        state += 0x9e3779b97f4a7c15L;
        long z = state;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** A number of 0 or more, below {@code bound}, which is above 0. */
    public int below(int bound) {
        return (int) ((nextLong() >>> 33) % bound);
    }

    /** A number from {@code min} to {@code max}, both included. */
    public long between(long min, long max) {
        return min + (nextLong() >>> 1) % (max - min + 1);
    }

    /** True {@code times} out of {@code of} times. */
    public boolean chance(int times, int of) {
        return below(of) < times;
    }

    /** A generator of its own, so that one more number drawn there changes nothing here. */
    public Prng fork() {
        return new Prng(nextLong());
    }
}
