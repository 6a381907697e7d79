package org.yagura.sim.kernel;

import org.yagura.os.Clock;

/** The simulated clocks. Time passes only by calls that processes make and by leaps to the next deadline. */
public final class SimClock implements Clock {
    private static final long MONOTONIC_AT_START_NS = 1_000_000_000_000L;
    private static final long WALL_AT_START_NS = 1_800_000_000_000_000_000L;

    private long nowNs = MONOTONIC_AT_START_NS;
    private long wallOffsetNs = WALL_AT_START_NS - MONOTONIC_AT_START_NS;
    private long suspendedNs;
    /** How much faster the wall clock goes, in millionths, and since when. */
    private long driftPpm;

    private long driftSinceNs = MONOTONIC_AT_START_NS;

    @Override
    public long monotonicNs() {
        return nowNs;
    }

    @Override
    public long wallNs() {
        return nowNs + wallOffsetNs + (nowNs - driftSinceNs) / 1_000_000 * driftPpm;
    }

    @Override
    public long bootNs() {
        return nowNs + suspendedNs;
    }

    void advance(long ns) {
        nowNs += ns;
    }

    void leapTo(long monotonicNs) {
        nowNs = Math.max(nowNs, monotonicNs);
    }

    /** Someone sets the wall clock. */
    public void stepWall(long byNs) {
        wallOffsetNs += byNs;
    }

    /** From now on the wall clock goes faster, or slower, by so many millionths. */
    public void drift(long ppm) {
        wallOffsetNs = wallNs() - nowNs;
        driftSinceNs = nowNs;
        driftPpm = ppm;
    }

    /** The machine sleeps: the wall clock and the boot clock go on, the monotonic one does not. */
    public void suspend(long forNs) {
        suspendedNs += forNs;
        wallOffsetNs += forNs;
    }
}
