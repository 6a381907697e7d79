package org.yagura.fuzz;

import org.yagura.core.supervise.Effect;
import org.yagura.core.supervise.Effects;
import org.yagura.core.supervise.Moment;
import org.yagura.core.supervise.Supervision;

/** Any bytes on supervise/control, with any fate of the child between them: one child at a time, and no signal without one. */
public final class CommandsFuzz {
    private static final long STEP_NS = 100_000_000L;
    private static final int PID = 4711;
    private static final int DIES = 0;
    private static final int FAILS = 1;
    private static final int NO_EXEC = 2;
    private static final int WAITS = 3;

    private final Supervision slot = new Supervision();
    private final Effects effects = new Effects();
    private final Moment now = new Moment().set(1L << 40, 1L << 60, 1L << 41);
    private int turnout;
    private int child;
    private int lastPid = PID;

    private CommandsFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        new CommandsFuzz().run(data);
    }

    private void run(byte[] data) {
        slot.begin(data.length > 0 && data[0] == 'D', now, effects);
        obey();
        for (byte b : data) {
            if (!slot.alive()) {
                return;
            }
            switch (b & 0xff) {
                case DIES -> exits(b);
                case FAILS, NO_EXEC -> turnout = b;
                case WAITS -> now.set(now.monotonicNs + STEP_NS, now.wallNs - STEP_NS, now.bootNs + STEP_NS);
                default -> slot.onCommand(b, now, effects);
            }
            obey();
            if (slot.alive() && slot.deadlineNs() <= now.monotonicNs) {
                slot.onDeadline(now, effects);
                obey();
            }
            Target.check(slot.pid() == child, "the status tells of another child");
        }
    }

    private void exits(int status) {
        if (child != 0) {
            child = 0;
            slot.onChildExited(status, now, effects);
        }
    }

    private void obey() {
        for (int i = 0; i < effects.count(); i++) {
            Effect kind = effects.kind(i);
            if (kind == Effect.SIGNAL) {
                Target.check(child != 0, "a signal to nobody");
            } else if (kind == Effect.END) {
                Target.check(child == 0 && i == effects.count() - 1, "an end with a living child, or not at the end");
            } else if (kind == Effect.START) {
                Target.check(child == 0, "a second child");
                start();
            }
        }
        effects.clear();
    }

    private void start() {
        lastPid++;
        switch (turnout) {
            case FAILS -> slot.onStartFailed(now);
            case NO_EXEC -> {
                child = lastPid;
                slot.onExecFailed(lastPid, now);
            }
            default -> {
                child = lastPid;
                slot.onStarted(lastPid, now, effects);
            }
        }
        turnout = 0;
    }
}
