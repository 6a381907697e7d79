package org.yagura.core.supervise;

import org.yagura.core.adopt.ExitNote;
import org.yagura.core.control.ControlCommand;
import org.yagura.core.status.Status;
import org.yagura.core.status.Want;

/**
 * One slot of supervise: what is wanted of a service, what its child does, and when it may start again. An event comes in with its
 * time, fields change, effects go out; after {@link Effect#START} one of the answers comes back before any other event.
 *
 * <p>The meaning of the commands is that of daemontools 0.76. The second between two starts is a deadline here, not a sleep, so
 * that commands act at once at any time; only the start itself waits.
 *
 * <p>Where {@link Compat} asks for it, a life is more than {@code run}:
 *
 * <pre>
 *   down --> start --> run --> finish --> (again: run, otherwise:) --> stop --> down
 *   encore:  start                                                     stop
 *   runit:                     finish
 * </pre>
 *
 * Each is the slot's one child; a script that is not there counts as one that has ended well.
 */
public final class Supervision {
    /** From one start to the next, at least. */
    public static final long START_INTERVAL_NS = 1_000_000_000L;
    /** From an attempt that made no child, or a TERM that could not be sent, to the next. */
    public static final long RETRY_NS = 5_000_000_000L;
    /** The exit code by which run, or start, says that it is not to be started again (encore). */
    public static final int EXIT_FAILED = 100;
    /** No start is due. */
    public static final long NEVER = Long.MAX_VALUE;

    /**
     * What the slot says of itself. Its pid, paused, want, TERM sent, starts, commands, last wait status and times are this machine's
     * fields too; publication and identity are the publisher's.
     */
    public final Status status = new Status();

    private boolean alive;
    private boolean encore;
    private boolean runit;
    /** What the child is, or was. */
    private Program program = Program.RUN;
    /** Whether the answer to a START is awaited. */
    private boolean starting;
    /** Whether the next signal is for the whole process group. */
    private boolean toGroup;
    /** When {@link #due} is to be started, or NEVER. */
    private long startDueNs = NEVER;

    private Program due = Program.RUN;
    /** Whether a start was asked for by a command, so that an exit waits for it: {@code svc -ox} runs it once and exits. */
    private boolean startAsked;
    /** No start before. */
    private long startNotBeforeNs = Long.MIN_VALUE;
    /** When a TERM that could not be sent is to be sent again, if it is still wanted, or NEVER. */
    private long termDueNs = NEVER;

    /** Whether the slot has begun and not ended. */
    public boolean alive() {
        return alive;
    }

    /**
     * The pid of what runs, 0 where nothing does. It is a child not yet reaped, so no other process can have this pid; or the child of an
     * earlier supervise, for which the shell makes sure of it.
     */
    public int pid() {
        return status.script == 0 ? status.pid : status.scriptPid;
    }

    /** Whether there is no child and none will be without a command. */
    public boolean isResting() {
        return pid() == 0 && !starting && startDueNs == NEVER;
    }

    /** When {@link #onDeadline} is to be called, or {@link #NEVER}. */
    public long deadlineNs() {
        return Math.min(startDueNs, termDueNs);
    }

    /** Puts all of it into a state that is handed over. Between events no answer to a START is awaited. */
    public void handOver(SlotState to) {
        to.status.copyFrom(status);
        to.alive = alive;
        to.toGroup = toGroup;
        to.startAsked = startAsked;
        to.program = program;
        to.due = due;
        to.startDueNs = startDueNs;
        to.startNotBeforeNs = startNotBeforeNs;
    }

    /** Goes on from a state that was handed over; in place of {@link #begin}. */
    public void takeOver(SlotState from) {
        status.copyFrom(from.status);
        follow(status.compat);
        alive = from.alive;
        toGroup = from.toGroup;
        startAsked = from.startAsked;
        program = from.program;
        due = from.due;
        startDueNs = from.startDueNs;
        startNotBeforeNs = from.startNotBeforeNs;
        termDueNs = isTermMissing() ? Long.MIN_VALUE : NEVER;
    }

    /** Sets whose habits are followed, {@link Compat#NONE} or others; before {@link #begin}. */
    public void follow(int compat) {
        status.compat = compat;
        encore = (compat & Compat.ENCORE) != 0;
        runit = (compat & Compat.RUNIT) != 0;
    }

    /**
     * The slot comes to life, for the first time or again. A first start is due at once, but not before the second since an earlier
     * one is over.
     *
     * @param down whether the file {@code down} is there
     */
    public void begin(boolean down, Moment now, Effects effects) {
        alive = true;
        status.prepared = false;
        starting = false;
        toGroup = false;
        status.want = down ? Want.DOWN : Want.UP;
        status.failed = false;
        childGone();
        status.paused = false;
        status.exiting = false;
        status.endedCleanly = false;
        status.changedAt(now.wallNs, now.bootNs);
        startDueNs = down ? NEVER : Math.max(now.monotonicNs, startNotBeforeNs);
        due = first();
        startAsked = false;
        effects.add(Effect.PUBLISH);
    }

    /**
     * The slot comes to life after another supervise looked after it. What that one has left is gone on with: a child that still runs, and,
     * unless it ended as it should, what was wanted; else {@code down} decides.
     */
    public void begin(boolean down, Predecessor before, Moment now, Effects effects) {
        Status last = before.status;
        if (before.startKnown() && !before.program().isLast()) {
            noStartWithinASecondOf(before.startedBootNs(), now);
        }
        if (before.resumes() && last.startedBootNs != 0) {
            noStartWithinASecondOf(last.startedBootNs, now);
        }
        begin(down, now, effects);
        if (before.resumes()) {
            resume(last, now);
        }
        if (before.pid != 0) {
            adopt(before, before.pid, now);
        } else if (before.resumes() && (last.hasChild() || !before.statusIsOfLastStart())) {
            // It has ended when nobody looked.
            adopt(before, last.script == 0 ? last.pid : last.scriptPid, now);
            onChildExited(before.waitStatus, now, effects);
        } else if (before.resumes()) {
            status.changedAsIn(last);
            stopIfPrepared(effects);
        }
    }

    private void noStartWithinASecondOf(long bootNs, Moment now) {
        startNotBeforeNs = Math.max(startNotBeforeNs, now.monotonicNs - (now.bootNs - bootNs) + START_INTERVAL_NS);
    }

    private void resume(Status last, Moment now) {
        status.want = last.want;
        status.failed = last.failed;
        status.prepared = encore && last.prepared;
        status.starts = last.starts;
        status.commands = last.commands;
        status.startedBootNs = last.startedBootNs;
        takeExit(last.waitStatusKnown, last.waitStatus, last.waitStatusWallNs);
        due = first();
        startDueNs = status.want == Want.UP ? Math.max(now.monotonicNs, startNotBeforeNs) : NEVER;
    }

    private void adopt(Predecessor before, int childPid, Moment now) {
        Status last = before.status;
        startDueNs = NEVER;
        setChild(before.program(), childPid);
        status.prepared = encore && program != Program.START;
        status.exiting = before.resumes() && last.exiting;
        if (before.statusIsOfLastStart() && childPid == (last.script == 0 ? last.pid : last.scriptPid)) {
            status.paused = last.paused;
            status.termSent = last.termSent;
            status.changedAsIn(last);
            termDueNs = isTermMissing() ? now.monotonicNs : NEVER;
            return;
        }
        long startedNs = before.startKnown() ? before.startedBootNs() : now.bootNs;
        if (program == Program.RUN) {
            status.starts++;
            status.startedBootNs = startedNs;
        }
        status.changedAt(now.wallNs - (now.bootNs - startedNs), startedNs);
    }

    private void setChild(Program child, int childPid) {
        program = child;
        status.pid = child == Program.START ? 0 : childPid;
        status.script = child.code;
        status.scriptPid = child == Program.RUN ? 0 : childPid;
    }

    private void takeExit(boolean known, int waitStatus, long wallNs) {
        status.waitStatusKnown = known;
        status.waitStatus = known ? waitStatus : 0;
        status.waitStatusWallNs = wallNs;
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
        toGroup = letter == ControlCommand.TO_GROUP;
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
        childGone();
    }

    /** The child was reaped, or an adopted one has ended. @param waitStatus {@link ExitNote#UNKNOWN} where nobody can tell */
    public void onChildExited(int waitStatus, Moment now, Effects effects) {
        if (encore) {
            effects.addNotify(program, pid(), waitStatus);
        }
        childGone();
        status.changedAt(now.wallNs, now.bootNs);
        if (program == Program.RUN) {
            takeExit(waitStatus != ExitNote.UNKNOWN, waitStatus, now.wallNs);
        }
        boolean mayFail = encore && (program == Program.RUN || program == Program.START);
        if (mayFail && waitStatus == EXIT_FAILED << 8) {
            status.failed = true;
            status.want = Want.DOWN;
            startAsked = false;
        }
        effects.addPublish();
        onEnd(program, waitStatus == 0, now, effects);
    }

    /** Answer to START of a script: there is none. */
    public void onMissing(Moment now, Effects effects) {
        starting = false;
        onEnd(program, true, now, effects);
    }

    /** Answer to START: a child runs. */
    public void onStarted(int childPid, Moment now, Effects effects) {
        onExecFailed(childPid, now);
        if (encore) {
            effects.addNotify(program, childPid, Effects.STARTED);
        }
        effects.add(Effect.PUBLISH);
    }

    /**
     * Answer to START: there is a child, but it could not become {@code run} and has ended already. Its end comes as with any other;
     * until then it is not published, because nothing is up.
     */
    public void onExecFailed(int childPid, Moment now) {
        starting = false;
        setChild(program, childPid);
        status.paused = false;
        status.termSent = false;
        status.changedAt(now.wallNs, now.bootNs);
        if (program == Program.RUN) {
            status.starts++;
            status.startedBootNs = now.bootNs;
            startAsked = false;
        }
        if (!program.isLast()) {
            startNotBeforeNs = now.monotonicNs + START_INTERVAL_NS;
        }
    }

    /** Answer to START: no child was made. It is tried again later, unless a command takes it back. */
    public void onStartFailed(Moment now) {
        starting = false;
        due = program;
        startNotBeforeNs = now.monotonicNs + RETRY_NS;
        startDueNs = startNotBeforeNs;
    }

    /** A SIGNAL could not be sent, though its receiver lives. */
    public void onUnsent(int signal, Moment now) {
        if (signal == ControlCommand.DOWN.signal) {
            status.termSent = false;
            termDueNs = isTermMissing() ? now.monotonicNs + RETRY_NS : NEVER;
        }
    }

    /** Whether the service is to be down, and has not been told. */
    private boolean isTermMissing() {
        return alive && status.want == Want.DOWN && status.pid != 0 && program == Program.RUN && !status.termSent;
    }

    /** The time is {@link #deadlineNs} or later; calling early does nothing. */
    public void onDeadline(Moment now, Effects effects) {
        if (now.monotonicNs >= termDueNs) {
            termDueNs = NEVER;
            if (isTermMissing()) {
                down(effects);
                effects.addPublish();
            }
        }
        if (startDueNs != NEVER && now.monotonicNs >= startDueNs) {
            start(due, effects);
        }
    }

    private void start(Program next, Effects effects) {
        startDueNs = NEVER;
        program = next;
        starting = true;
        effects.addStart(next);
    }

    private Program first() {
        return encore && !status.prepared ? Program.START : Program.RUN;
    }

    private void obey(ControlCommand command, Moment now, Effects effects) {
        switch (command) {
            case UP -> {
                status.want = Want.UP;
                askForStart(now, effects);
            }
            case ONCE -> {
                status.want = Want.ONCE;
                askForStart(now, effects);
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
                if (!isClearingUp()) {
                    status.termSent = pid() != 0;
                    signal(command.signal, effects);
                }
            }
            default -> signal(command.signal, effects);
        }
    }

    private void down(Effects effects) {
        status.want = Want.DOWN;
        startAsked = false;
        if (startDueNs != NEVER && !due.isLast()) {
            startDueNs = NEVER;
        }
        if (pid() == 0) {
            stopIfPrepared(effects);
            endIfNothingLeft(effects);
        } else if (!isClearingUp()) {
            status.termSent = true;
            status.paused = false;
            signal(ControlCommand.DOWN.signal, effects);
            // A stopped child gets TERM only when it runs again.
            signal(ControlCommand.CONTINUE.signal, effects);
        }
    }

    /** Whether the child is on its way to an end that TERM would only spoil. */
    private boolean isClearingUp() {
        return pid() != 0 && program.isLast();
    }

    private void signal(int signal, Effects effects) {
        if (pid() != 0) {
            effects.addSignal(signal, toGroup);
        }
    }

    private void askForStart(Moment now, Effects effects) {
        status.failed = false;
        if (pid() == 0) {
            startAsked = true;
            startWhenDue(now, effects);
        } else if (program.isLast()) {
            startAsked = true;
        }
    }

    private void startWhenDue(Moment now, Effects effects) {
        due = first();
        startDueNs = Math.max(now.monotonicNs, startNotBeforeNs);
        onDeadline(now, effects);
    }

    /** A program has ended, or was not there: begins what follows. */
    private void onEnd(Program ended, boolean well, Moment now, Effects effects) {
        if (ended == Program.START && well) {
            status.prepared = true;
            if (status.want != Want.DOWN) {
                start(Program.RUN, effects);
                return;
            }
        } else if (ended == Program.START) {
            startAsked = false;
        } else if (ended == Program.STOP) {
            status.prepared = false;
        } else if (ended == Program.RUN && runit) {
            start(Program.FINISH, effects);
            return;
        }
        if (startAsked || (status.want == Want.UP && !status.exiting)) {
            startWhenDue(now, effects);
        } else {
            stopIfPrepared(effects);
            endIfNothingLeft(effects);
        }
    }

    private void stopIfPrepared(Effects effects) {
        if (status.prepared && isResting()) {
            start(Program.STOP, effects);
        }
    }

    private void endIfNothingLeft(Effects effects) {
        boolean startToCome = startDueNs != NEVER && (startAsked || due.isLast());
        if (!status.exiting || pid() != 0 || starting || startToCome) {
            return;
        }
        startDueNs = NEVER;
        stopIfPrepared(effects);
        if (!starting) {
            end(effects);
        }
    }

    private void childGone() {
        status.pid = 0;
        status.script = 0;
        status.scriptPid = 0;
        status.termSent = false;
        termDueNs = NEVER;
    }

    private void end(Effects effects) {
        alive = false;
        startDueNs = NEVER;
        status.endedCleanly = true;
        effects.addPublish();
        effects.add(Effect.END);
    }
}
