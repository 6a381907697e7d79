package org.yagura.core.events;

import org.jspecify.annotations.Nullable;
import org.yagura.core.control.ControlCommand;
import org.yagura.core.control.SignalName;
import org.yagura.core.net.Numbers;
import org.yagura.core.tai.TaiTime;
import org.yagura.core.text.ByteBuilder;
import org.yagura.core.text.Shown;

/** One line of a history, read. */
public final class Event {
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final int NUMBER_MAX = Integer.MAX_VALUE - 1;
    private static final int DETAILS_MAX = 2;

    public final EventKind kind;
    /** Nanoseconds since 1970. */
    public final long wallNs;
    /** What stands behind the word. */
    public final byte[][] details;

    private Event(EventKind kind, long wallNs, byte[][] details) {
        this.kind = kind;
        this.wallNs = wallNs;
        this.details = details;
    }

    /** Reads a line without its newline; null where it is none, as one that was cut by a full disk. */
    public static @Nullable Event parse(byte[] text, int from, int to) {
        int at = from + TaiTime.LABEL_LENGTH;
        if (at >= to || !TaiTime.isLabel(text, from) || text[at] != ' ') {
            return null;
        }
        int wordEnd = end(text, at + 1, to);
        EventKind kind = EventKind.at(text, at + 1, wordEnd);
        if (kind == null) {
            return null;
        }
        byte[][] details = new byte[DETAILS_MAX][];
        int count = 0;
        at = wordEnd;
        while (at < to && count < DETAILS_MAX) {
            int next = end(text, at + 1, to);
            details[count++] = java.util.Arrays.copyOfRange(text, at + 1, next);
            at = next;
        }
        long seconds = TaiTime.labelSeconds(text, from) - TaiTime.UNIX_EPOCH;
        long wallNs = seconds * NS_PER_SECOND + TaiTime.labelNanoseconds(text, from);
        return new Event(kind, wallNs, java.util.Arrays.copyOf(details, count));
    }

    /** A detail as a number, or -1. */
    public int number(int index) {
        return index < details.length ? Numbers.parse(details[index], NUMBER_MAX) : -1;
    }

    /** Appends what happened, as an end of a sentence. */
    public void appendWords(ByteBuilder out) {
        switch (kind) {
            case BEGUN -> pid(out.append("supervise began with it"));
            case ENDED -> out.append("supervise let go of it");
            case STARTED -> started(out);
            case UNSTARTED -> out.append("could not be started");
            case EXITED -> out.append("exited with code ").appendDecimal(number(1));
            case KILLED -> SignalName.append(number(1), out.append("was killed by "));
            case GONE -> out.append("has ended, how is not known");
            case COMMAND -> command(out);
            case STOPPING -> out.append("supervise was told to stop it and to end");
            case ADOPTED -> pid(out.append("was found running by a new supervise"));
            case UPGRADED -> out.append("supervise was replaced in place");
            case CLAIM -> claim(out);
            case LOST -> out.append("events before this one were lost: ").appendDecimal(number(0));
        }
    }

    private void started(ByteBuilder out) {
        if (details.length > 1) {
            Shown.append(details[1], 0, details[1].length, out.append("script "));
            out.append((byte) ' ');
        }
        pid(out.append("was started"));
    }

    private void command(ByteBuilder out) {
        byte letter = details.length == 1 && details[0].length == 1 ? details[0][0] : 0;
        ControlCommand command = ControlCommand.of(letter);
        out.append("was told ");
        if (letter == ControlCommand.TO_GROUP) {
            out.append("that the next signal is for its group");
        } else if (command == null) {
            out.append("something unknown");
        } else {
            out.append(said(command));
        }
        if (letter != 0) {
            out.append(" (").append(letter).append(")");
        }
    }

    private static String said(ControlCommand command) {
        return switch (command) {
            case UP -> "to be up";
            case DOWN -> "to be down";
            case ONCE -> "to run once";
            case EXIT -> "that its supervise is to exit";
            case PAUSE -> "to pause: STOP";
            case CONTINUE -> "to go on: CONT";
            case HANGUP -> "HUP";
            case ALARM -> "ALRM";
            case INTERRUPT -> "INT";
            case TERMINATE -> "TERM";
            case KILL -> "KILL";
            case USER1 -> "USR1";
            case USER2 -> "USR2";
            case QUIT -> "QUIT";
            case WINDOW -> "WINCH";
        };
    }

    private void claim(ByteBuilder out) {
        out.append("yagura ");
        if (details.length > 1) {
            Shown.append(details[1], 0, details[1].length, out);
        }
        out.append(", by uid ").appendDecimal(number(0)).append(" as it says");
    }

    private void pid(ByteBuilder out) {
        if (number(0) >= 0) {
            out.append(" (pid ").appendDecimal(number(0)).append(")");
        }
    }

    private static int end(byte[] text, int from, int to) {
        int at = Math.min(from, to);
        while (at < to && text[at] != ' ') {
            at++;
        }
        return at;
    }
}
