package org.yagura.core.supervise;

import org.yagura.core.control.ControlCommand;
import org.yagura.core.status.Status;
import org.yagura.core.status.Want;

/**
 * One slot of supervise: what is wanted of a service, what its child does, and when it may start again. An event comes in with its
 * time, fields change, effects go out; after {@link Effect#START} one of the three answers comes back before any other event.
 *
 * <p>The meaning of the commands is that of daemontools 0.76. The second between two starts is a deadline here, not a sleep, so
 * that commands act at once at any time; only the start itself waits.
 */
public final class Supervision {
    /** From one start to the next, at least. */
    public static final long START_INTERVAL_NS = 1_000_000_000L;
    /** From an attempt that made no child to the next. */
    public static final long START_RETRY_NS = 5_000_000_000L;
    /** No start is due. */
    public static final long NEVER = Long.MAX_VALUE;

    /**
     * What the slot says of itself. Its pid, paused, want, TERM sent, starts, commands, last wait status and times are this machine's
     * fields too; publication and identity are the publisher's.
     */
    public final Status status = new Status();

    private boolean alive;
    /** When run is to be started, or NEVER. */
    private long startDueNs = NEVER;
    /** Whether that start was asked for by a command, so that an exit waits for it: {@code svc -ox} runs it once and exits. */
    private boolean startAsked;
    /** No start before. */
    private long startNotBeforeNs = Long.MIN_VALUE;

    /** Whether the slot has begun and not ended. */
    public boolean alive() {
        return alive;
    }

    /** The child's pid, 0 where there is none. It is a child not yet reaped, so no other process can have this pid. */
    public int pid() {
        return status.pid;
    }

    /** When {@link #onDeadline} is to be called, or {@link #NEVER}. */
    public long deadlineNs() {
        return startDueNs;
    }

    /**
     * The slot comes to life, for the first time or again. A first start is due at once, but not before the second since an earlier
     * one is over.
     *
     * @param down whether the file {@code down} is there
     */
    public void begin(boolean down, Moment now, Effects effects) {
        alive = true;
        status.want = down ? Want.DOWN : Want.UP;
        status.pid = 0;
        status.paused = false;
        status.termSent = false;
        status.exiting = false;
        status.endedCleanly = false;
        status.changedAt(now.wallNs, now.bootNs);
        startDueNs = down ? NEVER : Math.max(now.monotonicNs, startNotBeforeNs);
        startAsked = false;
        effects.add(Effect.PUBLISH);
    }

    /** A byte was read from {@code control}. Those that are no command are counted and change nothing else. */
    public void onCommand(byte letter, Moment now, Effects effects) {
        if (!alive) {
            return;
        }
        status.commands++;
        ControlCommand command = ControlCommand.of(letter);
        if (command != null) {
            obey(command, now, effects);
        }
        if (alive) {
            effects.add(Effect.PUBLISH);
        }
    }

    /** The slot is to stop its service and to end. */
    public void onTerminate(Moment now, Effects effects) {
        if (!alive) {
            return;
        }
        obey(ControlCommand.DOWN, now, effects);
        onExitWanted(now, effects);
    }

    /** The slot is to end as soon as there is no child; the child gets no signal. */
    public void onExitWanted(Moment now, Effects effects) {
        if (!alive) {
            return;
        }
        obey(ControlCommand.EXIT, now, effects);
        if (alive) {
            effects.add(Effect.PUBLISH);
        }
    }

    /** The slot's directory is no longer the slot's: child and plans are forgotten, and nothing is said of it any more. */
    public void abandon() {
        alive = false;
        startDueNs = NEVER;
        startNotBeforeNs = Long.MIN_VALUE;
        status.pid = 0;
    }

    /** The child was reaped. */
    public void onChildExited(int waitStatus, Moment now, Effects effects) {
        status.pid = 0;
        status.termSent = false;
        status.waitStatusKnown = true;
        status.waitStatus = waitStatus;
        status.waitStatusWallNs = now.wallNs;
        status.changedAt(now.wallNs, now.bootNs);
        if (status.exiting) {
            end(effects);
            return;
        }
        effects.add(Effect.PUBLISH);
        if (status.want == Want.UP) {
            wantStart(false, now, effects);
        }
    }

    /** Answer to START: a child runs. */
    public void onStarted(int pid, Moment now, Effects effects) {
        onExecFailed(pid, now);
        effects.add(Effect.PUBLISH);
    }

    /**
     * Answer to START: there is a child, but it could not become {@code run} and has ended already. Its end comes as with any other;
     * until then it is not published, because nothing is up.
     */
    public void onExecFailed(int pid, Moment now) {
        status.pid = pid;
        status.paused = false;
        status.termSent = false;
        status.starts++;
        status.startedBootNs = now.bootNs;
        status.changedAt(now.wallNs, now.bootNs);
        startNotBeforeNs = now.monotonicNs + START_INTERVAL_NS;
    }

    /** Answer to START: no child was made. It is tried again later, unless a command takes it back. */
    public void onStartFailed(Moment now) {
        startNotBeforeNs = now.monotonicNs + START_RETRY_NS;
        startDueNs = startNotBeforeNs;
    }

    /** The time is {@link #deadlineNs} or later; calling early does nothing. */
    public void onDeadline(Moment now, Effects effects) {
        if (startDueNs != NEVER && now.monotonicNs >= startDueNs) {
            startDueNs = NEVER;
            effects.add(Effect.START);
        }
    }

    private void obey(ControlCommand command, Moment now, Effects effects) {
        switch (command) {
            case UP -> {
                status.want = Want.UP;
                wantStart(true, now, effects);
            }
            case ONCE -> {
                status.want = Want.ONCE;
                wantStart(true, now, effects);
            }
            case DOWN -> down(effects);
            case EXIT -> {
                status.exiting = true;
                endIfNothingLeft(effects);
            }
            case PAUSE -> {
                status.paused = true;
                signal(command.signal, effects);
            }
            case CONTINUE -> {
                status.paused = false;
                signal(command.signal, effects);
            }
            case TERMINATE -> {
                status.termSent = status.pid != 0;
                signal(command.signal, effects);
            }
            case HANGUP, ALARM, INTERRUPT, KILL -> signal(command.signal, effects);
        }
    }

    private void down(Effects effects) {
        status.want = Want.DOWN;
        startDueNs = NEVER;
        if (status.pid == 0) {
            endIfNothingLeft(effects);
            return;
        }
        status.termSent = true;
        status.paused = false;
        signal(ControlCommand.DOWN.signal, effects);
        // A stopped child gets TERM only when it runs again.
        signal(ControlCommand.CONTINUE.signal, effects);
    }

    private void signal(int signal, Effects effects) {
        if (status.pid != 0) {
            effects.addSignal(signal);
        }
    }

    private void wantStart(boolean asked, Moment now, Effects effects) {
        if (status.pid != 0) {
            return;
        }
        startAsked = asked;
        startDueNs = Math.max(now.monotonicNs, startNotBeforeNs);
        onDeadline(now, effects);
    }

    private void endIfNothingLeft(Effects effects) {
        boolean startToCome = startDueNs != NEVER && startAsked;
        if (status.exiting && status.pid == 0 && !startToCome) {
            end(effects);
        }
    }

    private void end(Effects effects) {
        alive = false;
        startDueNs = NEVER;
        status.endedCleanly = true;
        effects.add(Effect.PUBLISH);
        effects.add(Effect.END);
    }
}
