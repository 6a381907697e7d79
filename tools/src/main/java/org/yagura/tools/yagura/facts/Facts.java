package org.yagura.tools.yagura.facts;

import java.util.ArrayList;
import java.util.List;
import org.yagura.core.status.Condition;
import org.yagura.core.status.Status;
import org.yagura.tools.svstat.SlotState;

/** All that was found out of one service, filled by {@link FactsReader}. */
public final class Facts {
    /** In place of a number: it is not known. */
    public static final long UNKNOWN = -1;

    public final Target target;
    /** What its supervise says; to be used where {@link #isKnown}. */
    public final Status status;

    public Condition condition = Condition.UNKNOWN;
    /** What could not be done, and a negated errno or {@link SlotState#BAD_FORMAT}, where the condition is unknown. */
    public String step = "";

    public int error;
    /** Whether the status is one of ours, with all its fields. */
    public boolean isOurs;
    /** Whether there is a file {@code down}. */
    public boolean normallyDown;

    public boolean hasRun;
    public boolean runIsExecutable;
    /** Whether there is a directory {@code log}. */
    public boolean hasLog;
    /** Nanoseconds since the last change of its state, or unknown. */
    public long sinceNs = UNKNOWN;

    /** Of the service's process and all that come from it, or unknown: how many, bytes in memory, nanoseconds on a processor. */
    public int processes;

    public long memoryBytes = UNKNOWN;
    public long cpuNs = UNKNOWN;

    /** Where its logger writes to, and how much is there, or unknown. */
    public final List<byte[]> logDirectories = new ArrayList<>();

    public long logBytes = UNKNOWN;

    final SlotState state;

    Facts(Target target, SlotState state) {
        this.target = target;
        this.state = state;
        status = state.status;
    }

    /** Whether a supervise looks after it and tells how it is. */
    public boolean isKnown() {
        return condition != Condition.UNSUPERVISED && condition != Condition.UNKNOWN;
    }

    /** Starts after the first. */
    public long restarts() {
        return isOurs ? Math.max(0, status.starts - 1) : UNKNOWN;
    }
}
