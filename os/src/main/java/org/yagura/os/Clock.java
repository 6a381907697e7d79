package org.yagura.os;

/** The three clocks. */
public interface Clock {
    /** CLOCK_MONOTONIC, nanoseconds: for deadlines. */
    long monotonicNs();

    /** CLOCK_REALTIME, nanoseconds since 1970 (UTC): for labels and times that people read. It may step. */
    long wallNs();

    /** CLOCK_BOOTTIME, nanoseconds: like the monotonic clock, but counting suspended time too; comparable between processes. */
    long bootNs();
}
