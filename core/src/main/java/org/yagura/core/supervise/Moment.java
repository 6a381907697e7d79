package org.yagura.core.supervise;

/** One point in time on three clocks, nanoseconds. A mutable slot, filled once for each event. */
public final class Moment {
    /** For deadlines: never steps. */
    public long monotonicNs;
    /** Since 1970, for people: may step in both directions. */
    public long wallNs;
    /** Since boot, suspended time included: what other processes reckon an uptime from. */
    public long bootNs;

    public Moment set(long monotonicNs, long wallNs, long bootNs) {
        this.monotonicNs = monotonicNs;
        this.wallNs = wallNs;
        this.bootNs = bootNs;
        return this;
    }
}
