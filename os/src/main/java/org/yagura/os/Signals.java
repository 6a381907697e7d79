package org.yagura.os;

/** Signals as events: they are blocked and read from a descriptor, never handled asynchronously. */
public interface Signals {
    /**
     * Blocks the signals of a set (bits by {@link Signal#bit}) and opens a descriptor that is readable while one is pending. SIGPIPE is
     * blocked too. Signals that were ignored when this process started stay ignored, but for SIGCHLD, which gets its default
     * disposition back if it is in the set.
     *
     * @return the descriptor, or a negated errno
     */
    int open(long set);

    /** Takes one pending signal. @return its number, or {@code -EAGAIN} where none is pending */
    int next(int signalFd);

    /** The signals that were ignored when this process started, as a set. */
    long ignoredAtStart();
}
