package org.yagura.core.control;

import org.yagura.core.status.Status;
import org.yagura.core.status.Want;
import org.yagura.core.text.ByteBuilder;

/** What people want done to a service: which bytes say it to supervise. */
public enum Deed {
    START("start", "started"),
    STOP("stop", "stopped"),
    RESTART("restart", "restarted"),
    ONCE("start once", "started once"),
    RELOAD("reload", "told to reload"),
    SIGNAL("signal", "signalled"),
    PAUSE("pause", "paused"),
    CONTINUE("continue", "continued");

    /** What could not be done, where it could not. */
    public final String verb;
    /** What was done. */
    public final String done;

    Deed(String verb, String done) {
        this.verb = verb;
        this.done = done;
    }

    /** Whether a service is as this would make it, and stays so by what is wanted of it. */
    public boolean isSo(Status status) {
        boolean runs = status.pid != 0 && status.script == 0;
        return switch (this) {
            case START -> runs && status.want == Want.UP && !status.paused && !status.exiting;
            case STOP -> !status.hasChild() && status.want == Want.DOWN;
            case ONCE -> runs && status.want == Want.ONCE;
            case PAUSE -> runs && status.paused;
            case CONTINUE -> runs && !status.paused;
            default -> false;
        };
    }

    /** Whether it can be done only to a service that runs. */
    public boolean needsProcess() {
        return this == RELOAD || this == SIGNAL || this == PAUSE || this == CONTINUE;
    }

    /**
     * Appends the command bytes.
     *
     * @param status how the service is
     * @param signal of {@link #SIGNAL}, one that a command sends
     * @param group whether a signal is for the whole process group
     */
    public void appendBytes(Status status, int signal, boolean group, ByteBuilder out) {
        switch (this) {
            case START -> {
                out.append(ControlCommand.UP.letter);
                resume(status, out);
            }
            case STOP -> mark(group, out).append(ControlCommand.DOWN.letter);
            case RESTART -> {
                // First what is wanted, so that its end is followed by a start.
                out.append(ControlCommand.UP.letter);
                if (status.hasChild()) {
                    mark(group, out).append(ControlCommand.TERMINATE.letter);
                }
                resume(status, out);
            }
            case ONCE -> out.append(ControlCommand.ONCE.letter);
            case RELOAD -> mark(group, out).append(ControlCommand.HANGUP.letter);
            case SIGNAL -> mark(group, out).append(letterOf(signal));
            case PAUSE -> mark(group, out).append(ControlCommand.PAUSE.letter);
            case CONTINUE -> mark(group, out).append(ControlCommand.CONTINUE.letter);
        }
    }

    /** The command byte that sends a signal and does nothing else; 0 where there is none. */
    public static byte letterOf(int signal) {
        for (ControlCommand command : ControlCommand.values()) {
            if (command.signal == signal && command != ControlCommand.DOWN && signal != ControlCommand.NO_SIGNAL) {
                return command.letter;
            }
        }
        return 0;
    }

    private static void resume(Status status, ByteBuilder out) {
        if (status.paused) {
            out.append(ControlCommand.CONTINUE.letter);
        }
    }

    private static ByteBuilder mark(boolean group, ByteBuilder out) {
        return group ? out.append(ControlCommand.TO_GROUP) : out;
    }
}
