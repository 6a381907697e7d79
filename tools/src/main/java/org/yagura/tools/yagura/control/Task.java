package org.yagura.tools.yagura.control;

import org.jspecify.annotations.Nullable;
import org.yagura.core.control.Progress;
import org.yagura.tools.yagura.facts.Facts;

/** One service that something is being done to. */
final class Task {
    static final long NEVER = Long.MAX_VALUE;

    final Facts facts;
    /** Monotonic time at which it was begun. */
    final long begunNs;
    /** The service's process when it was begun, or 0. */
    final int pidBefore;

    @Nullable
    Progress progress;
    /** Its processes, where all of them are meant. */
    @Nullable
    ProcessSet processes;
    /** The same, where it is only to be told whether some go on without it. */
    @Nullable
    ProcessSet witnesses;

    int leftOver;
    /** Monotonic time at which it is given up, or killed. */
    long deadlineNs = NEVER;

    long killNs = NEVER;
    boolean killed;
    /** What is still to be written to the FIFO, which was full. */
    byte[] unsent = {};

    boolean over;

    Task(Facts facts, long begunNs) {
        this.facts = facts;
        this.begunNs = begunNs;
        pidBefore = facts.isKnown() ? facts.status.pid : 0;
    }
}
