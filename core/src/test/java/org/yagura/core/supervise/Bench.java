package org.yagura.core.supervise;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import java.util.StringJoiner;
import org.yagura.core.handover.Handover;
import org.yagura.core.handover.HandoverReader;
import org.yagura.core.handover.HandoverWriter;

/** A supervision with a clock and a child that tests can move; what it decides is answered as a real supervise would. */
final class Bench {
    static final long SECOND_NS = 1_000_000_000L;
    static final int PID = 4711;

    /** Whether what is known goes to another program after each event, as in an upgrade. */
    static boolean handsOver;

    Supervision slot = new Supervision();
    private final Effects effects = new Effects();
    private final Moment now = new Moment().set(1_000 * SECOND_NS, 1_700_000_000L * SECOND_NS, 2_000 * SECOND_NS);
    private int nextPid = PID;
    private StringJoiner seen = new StringJoiner(" ");

    /** The scripts that are there. */
    final java.util.Set<Program> scripts = java.util.EnumSet.noneOf(Program.class);

    /** How the next start turns out. */
    Turnout turnout = Turnout.RUNS;

    /** So many of the next signals cannot be sent. */
    int unsent;

    enum Turnout {
        RUNS,
        NO_CHILD,
        NO_EXEC
    }

    Bench begin(boolean down) {
        return begin(down, Compat.NONE);
    }

    Bench begin(boolean down, int compat) {
        slot.follow(compat);
        slot.begin(down, now, effects);
        answer();
        return this;
    }

    Bench begin(boolean down, Predecessor before) {
        slot.begin(down, before, now, effects);
        answer();
        return this;
    }

    Bench command(String letters) {
        for (char letter : letters.toCharArray()) {
            slot.onCommand((byte) letter, now, effects);
            answer();
        }
        return this;
    }

    Bench childExits(int waitStatus) {
        slot.onChildExited(waitStatus, now, effects);
        answer();
        return this;
    }

    Bench terminate() {
        slot.onTerminate(now, effects);
        answer();
        return this;
    }

    /** Lets time pass, and wakes the slot at each of its deadlines on the way. */
    Bench milliseconds(long count) {
        long untilNs = now.monotonicNs + count * 1_000_000;
        while (slot.deadlineNs() <= untilNs) {
            advance(Math.max(0, slot.deadlineNs() - now.monotonicNs));
            slot.onDeadline(now, effects);
            answer();
        }
        advance(untilNs - now.monotonicNs);
        return this;
    }

    long monotonicNs() {
        return now.monotonicNs;
    }

    long wallNs() {
        return now.wallNs;
    }

    /** What was asked for since the last time, in order: signals by number, start, publish, end. */
    String seen() {
        String all = seen.toString();
        seen = new StringJoiner(" ");
        return all;
    }

    /** Want, and what else is the case. */
    String state() {
        StringJoiner state = new StringJoiner(" ");
        state.add(slot.status.want.name().toLowerCase(java.util.Locale.ROOT));
        if (slot.pid() != 0) {
            state.add("running");
        }
        if (slot.status.script != 0) {
            state.add(Program.of(slot.status.script).file);
        }
        if (slot.status.failed) {
            state.add("failed");
        }
        if (slot.status.paused) {
            state.add("paused");
        }
        if (slot.status.termSent) {
            state.add("term");
        }
        if (slot.status.exiting && slot.alive()) {
            state.add("exiting");
        }
        if (slot.deadlineNs() != Supervision.NEVER) {
            state.add("due+" + (slot.deadlineNs() - now.monotonicNs) / 1_000_000);
        }
        if (!slot.alive()) {
            state.add("ended");
        }
        return state.toString();
    }

    private void advance(long ns) {
        now.set(now.monotonicNs + ns, now.wallNs + ns, now.bootNs + ns);
    }

    private void answer() {
        for (int i = 0; i < effects.count(); i++) {
            Effect kind = effects.kind(i);
            seen.add(
                    switch (kind) {
                        case SIGNAL -> (effects.toGroup(i) ? "-" : "") + effects.signal(i);
                        case START -> effects.program(i) == Program.RUN ? "start" : "start:" + effects.program(i).file;
                        case NOTIFY -> "notify:" + effects.program(i).file + ":" + effects.waitStatus(i);
                        default -> kind.name().toLowerCase(java.util.Locale.ROOT);
                    });
            if (kind == Effect.SIGNAL && unsent > 0) {
                unsent--;
                slot.onUnsent(effects.signal(i), now);
            }
            if (kind == Effect.START) {
                started(effects.program(i));
            }
        }
        effects.clear();
        if (handsOver) {
            handOver();
        }
    }

    private void handOver() {
        SlotState state = new SlotState();
        slot.handOver(state);
        // A slot that lives holds files.
        state.directoryFd = 3;
        state.superviseFd = 4;
        state.lockFd = 5;
        state.controlFd = 6;
        HandoverWriter writer = Handover.begin(Handover.SUPERVISE, 0, 0);
        state.encode(writer);
        byte[] bytes = Handover.seal(writer);
        HandoverReader reader = Objects.requireNonNull(new Handover().open(bytes, bytes.length, Handover.SUPERVISE));
        SlotState read = new SlotState();
        read.decode(reader);
        assertTrue(reader.isComplete());
        slot = new Supervision();
        slot.takeOver(read);
    }

    private void started(Program program) {
        if (program != Program.RUN && !scripts.contains(program)) {
            slot.onMissing(now, effects);
            return;
        }
        switch (turnout) {
            case RUNS -> slot.onStarted(nextPid++, now, effects);
            case NO_CHILD -> slot.onStartFailed(now);
            case NO_EXEC -> slot.onExecFailed(nextPid++, now);
        }
    }
}
