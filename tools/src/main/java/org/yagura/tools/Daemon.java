package org.yagura.tools;

import org.jspecify.annotations.Nullable;
import org.yagura.os.Ready;

/** A tool that lives long: a function from what is ready and what time it is to what is done and when to come back. */
public interface Daemon {
    /** No deadline: only an event is waited for. */
    long NEVER = Long.MAX_VALUE;

    /**
     * Opens what is needed before the first wait.
     *
     * @return how the tool ends if it cannot begin, or null where it has begun
     */
    @Nullable
    Outcome begin(long nowNs);

    /**
     * Does all that can be done without blocking.
     *
     * @param ready what the poller found; empty where a deadline was reached
     * @param nowNs monotonic time
     * @return monotonic time of the next deadline, or {@link #NEVER}
     */
    long step(Ready ready, long nowNs);

    /**
     * Whether its start leaves so little that there is nothing to collect. Then memory is given back before its first wait rather than
     * after a quiet second: of thousands that are started at once, none is woken while others still start.
     */
    default boolean startsLean() {
        return false;
    }

    /** Whether there is memory that {@link #spareMemory} would let go of; asked before each wait. */
    default boolean hasSpareMemory() {
        return false;
    }

    /** Nothing has happened for a while, or yet: lets go of memory that only a burst of work needs. */
    default void spareMemory() {}

    /** How the tool has ended, or null while it goes on; asked after each step. */
    @Nullable
    Outcome outcome();
}
