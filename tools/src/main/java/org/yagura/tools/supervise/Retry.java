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
    /** Whose child we were at our start, or since then when we began to wait. */
    private int parent;

    Retry(Processes processes) {
        this.processes = processes;
        parent = processes.parentPid();
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

    /** Whether who has started us has gone since we began to wait. Another svscan does not know of us, and has a supervise of its own. */
    boolean isForNobody() {
        return parent != 0 && processes.parentPid() != parent;
    }
}
