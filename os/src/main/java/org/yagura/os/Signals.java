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

    /**
     * Gives signals of a set their default disposition and unblocks them, as if this process had been started so: for it and for all
     * that it starts. To be called before {@link #open}.
     */
    void makeDefault(long set);

    /** The signals that were ignored when this process started, as a set. */
    long ignoredAtStart();

    /** The signals that were blocked when this process started, as a set. */
    long blockedAtStart();

    /**
     * What this program found at its start was made by the one before it in the same process; this is what that one was given. To be called
     * before {@link #open}.
     */
    void startedWith(long blocked, long ignored);
}
