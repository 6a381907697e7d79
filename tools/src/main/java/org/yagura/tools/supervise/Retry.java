package org.yagura.tools.supervise;

import org.yagura.core.supervise.Moment;
import org.yagura.core.supervise.SuperviseState;
import org.yagura.core.supervise.Supervision;
import org.yagura.os.Processes;

/** When what could not be had is tried again, and for whom: a svscan that has gone is not worked for. */
final class Retry {
    /** From one try for a lock that its last holder is about to let go of to the next: twice as long each time, up to a second. */
    private static final long FIRST_NS = 10_000_000L;

    private static final long LONGEST_NS = 1_000_000_000L;

    private final Processes processes;
    private long dueNs = Supervision.NEVER;
    private long waitNs = FIRST_NS;
    /** Who has started us; if we wait once more, whose child we were when we began to. */
    private int parent;

    /** @param svscanPid as it was told; 0 where nobody has told, and whose child we are has to do, which may be another's already */
    Retry(Processes processes, int svscanPid) {
        this.processes = processes;
        parent = svscanPid > 0 ? svscanPid : processes.parentPid();
    }

    void handOver(SuperviseState to) {
        to.lockRetryNs = dueNs;
        to.lockWaitNs = waitNs;
        to.lockParentPid = parent;
    }

    void takeOver(SuperviseState from) {
        dueNs = from.lockRetryNs;
        waitNs = from.lockWaitNs;
        parent = from.lockParentPid;
    }

    long dueNs() {
        return dueNs;
    }

    /** @param soon for a lock that is let go of any moment; nothing is said of it, while each other failure is */
    void later(boolean soon, Moment now) {
        parent = parent == 0 ? processes.parentPid() : parent;
        dueNs = now.monotonicNs + (soon ? waitNs : LONGEST_NS);
        waitNs = Math.min(2 * waitNs, LONGEST_NS);
    }

    /** Nothing is to be tried. */
    void cancel() {
        dueNs = Supervision.NEVER;
    }

    /** What was waited for has come. */
    void isOver() {
        waitNs = FIRST_NS;
        parent = 0;
    }

    /**
     * Whether who has started us has gone before we could begin. Another svscan does not know of us, and has a supervise of its own. Where
     * our parent is outside of our pid namespace, who it is cannot be told, nor whether it lives.
     */
    boolean isForNobody() {
        int now = processes.parentPid();
        return parent != 0 && now != 0 && now != parent;
    }
}
