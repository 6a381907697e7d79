package org.yagura.tools.multilog;

import org.yagura.core.log.DirectorySpec;
import org.yagura.tools.Daemon;

/** What was written to the current file and is not on disk: how much, and when it is due there. */
final class Unsynced {
    private static final long RETRY_NS = 5_000_000_000L;

    private final DirectorySpec spec;
    private long bytes;
    private long dueNs = Daemon.NEVER;

    Unsynced(DirectorySpec spec) {
        this.spec = spec;
    }

    void wrote(int count, long nowNs) {
        bytes += count;
        if (dueNs == Daemon.NEVER && spec.syncNs() != DirectorySpec.NEVER) {
            dueNs = nowNs + spec.syncNs();
        }
    }

    /** A killed logger has left so many bytes in the file; how many of them it had not synced, and since when, nobody knows. */
    void inherit(long length) {
        bytes = length;
        dueNs = spec.syncNs() == DirectorySpec.NEVER ? Daemon.NEVER : 0;
    }

    /** All is on disk. */
    void synced() {
        bytes = 0;
        dueNs = Daemon.NEVER;
    }

    boolean isDue(long nowNs) {
        return bytes > 0 && bytes >= spec.syncBytes() || isLate(nowNs);
    }

    /** Whether it is due because of the time. */
    boolean isLate(long nowNs) {
        return bytes > 0 && nowNs >= dueNs;
    }

    /** What is due now cannot be done now, and is not to keep us busy, nor to be forgotten. */
    void putOff(long nowNs) {
        if (isDue(nowNs)) {
            dueNs = nowNs + RETRY_NS;
        }
    }

    /** When it is due, or NEVER. */
    long dueNs() {
        return bytes > 0 ? dueNs : Daemon.NEVER;
    }
}
