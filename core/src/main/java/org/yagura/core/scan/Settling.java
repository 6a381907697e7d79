package org.yagura.core.scan;

/**
 * When a directory that was made in place is complete: {@code cp -a} makes it empty and fills it file by file, {@code down} perhaps last. It
 * is taken as complete when nothing has changed in it for a second, and after five seconds whatever goes on.
 */
final class Settling {
    static final long QUIET_NS = 1_000_000_000L;
    static final long LONGEST_NS = 5_000_000_000L;

    private Settling() {}

    /** When to start a service whose directory was made at one time and last changed at another. */
    static long startNs(long madeNs, long changedNs) {
        return Math.min(changedNs + QUIET_NS, madeNs + LONGEST_NS);
    }
}
