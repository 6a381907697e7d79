package org.yagura.core.control;

import org.yagura.core.status.Status;

/** How far a {@link Deed} has come, told from one status after another. Sure of itself only where the status is one of ours, which counts. */
public final class Progress {
    /** What a look has shown. */
    public enum Verdict {
        /** It is not yet so. */
        WAITING,
        DONE,
        /** It was started, and has ended at once. */
        FELL_OVER,
        /** It said by its exit code that it is not to be started. */
        REFUSED
    }

    private final Deed deed;
    private final long settleNs;
    private final boolean counted;
    private final int pidBefore;
    private final long startsBefore;
    private long commandsAwaited;
    /** Starts when it was first seen up; 0 before. */
    private long startsWhenUp;

    /**
     * A deed that is about to be told.
     *
     * @param before the status that it was decided by
     * @param counted whether the status counts starts and commands, as ours does
     * @param settleNs how long a service that was started has to stay up
     */
    public Progress(Deed deed, Status before, boolean counted, long settleNs) {
        this.deed = deed;
        this.counted = counted;
        this.settleNs = counted ? settleNs : 0;
        pidBefore = before.pid;
        startsBefore = before.starts;
        commandsAwaited = before.commands;
    }

    /** So many command bytes were written. */
    public void told(int bytes) {
        commandsAwaited += bytes;
    }

    /** Whether all that was told has been obeyed. */
    public boolean isTaken(Status now) {
        return !counted || now.commands - commandsAwaited >= 0;
    }

    /** @param nowBootNs CLOCK_BOOTTIME */
    public Verdict look(Status now, long nowBootNs) {
        if (!isTaken(now)) {
            return Verdict.WAITING;
        }
        return switch (deed) {
            case START -> started(now, nowBootNs, pidBefore == 0);
            case RESTART -> started(now, nowBootNs, true);
            case STOP -> deed.isSo(now) || now.failed && !now.hasChild() ? Verdict.DONE : Verdict.WAITING;
            case ONCE ->
                !counted && now.pid != 0 || now.starts > startsBefore || deed.isSo(now)
                        ? Verdict.DONE
                        : Verdict.WAITING;
            case RELOAD, SIGNAL -> Verdict.DONE;
            case PAUSE, CONTINUE -> deed.isSo(now) || now.pid == 0 ? Verdict.DONE : Verdict.WAITING;
        };
    }

    private Verdict started(Status now, long nowBootNs, boolean anew) {
        if (now.failed) {
            return Verdict.REFUSED;
        }
        boolean runs = now.pid != 0 && now.script == 0;
        boolean since = !anew || (counted ? now.starts > startsBefore : now.pid != pidBefore);
        if (!since) {
            return Verdict.WAITING;
        }
        if (startsWhenUp == 0 && runs) {
            startsWhenUp = now.starts;
        }
        if (counted && (anew || startsWhenUp != 0) && (!runs || now.starts > startsWhenUp)) {
            return Verdict.FELL_OVER;
        }
        if (!runs || counted && nowBootNs - now.startedBootNs < settleNs) {
            return Verdict.WAITING;
        }
        return Verdict.DONE;
    }
}
