package org.yagura.os;

/** Waits for descriptors: the one place where a daemon sleeps. */
public interface Poller {
    /**
     * Watches a descriptor, level-triggered. {@link Ready#HANGUP} and {@link Ready#ERROR} are reported even with an interest of 0.
     *
     * @param token what {@link Ready#token} says of it, 0 or more
     * @param interest {@link Ready} bits
     * @return 0 or a negated errno (EPERM where the file is one that cannot be waited for, such as a regular one)
     */
    int add(int fd, int token, int interest);

    /** Changes token and interest of a watched descriptor. @return 0 or a negated errno */
    int change(int fd, int token, int interest);

    /** Forgets a descriptor; to be called before it is closed. @return 0 or a negated errno */
    int remove(int fd);

    /**
     * Blocks until something is ready or the time is over.
     *
     * @param timeoutNs nanoseconds, 0 only looks, {@link Long#MAX_VALUE} for ever; never returns early by rounding
     * @param ready is cleared and filled
     * @return the number of events, 0 where the time was over, or a negated errno
     */
    int await(long timeoutNs, Ready ready);
}
