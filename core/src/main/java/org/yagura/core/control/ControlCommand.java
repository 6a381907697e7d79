package org.yagura.core.control;

import org.jspecify.annotations.Nullable;

/**
 * The commands of supervise: one byte each in {@code supervise/control}, and an option letter of svc. Signals are the numbers of Linux
 * on x86-64 and arm64.
 */
public enum ControlCommand {
    /** Want up: start it, and start it again whenever it ends. */
    UP('u', ControlCommand.NO_SIGNAL),
    /** Want down: TERM, then CONT, because a stopped process gets TERM only when it runs again; do not start it again. */
    DOWN('d', 15),
    /** Run it once: start it if it is down; do not start it again. */
    ONCE('o', ControlCommand.NO_SIGNAL),
    /** supervise exits as soon as the service is down; cannot be taken back. */
    EXIT('x', ControlCommand.NO_SIGNAL),
    /** Pause: STOP. */
    PAUSE('p', 19),
    /** Continue: CONT. */
    CONTINUE('c', 18),
    /** HUP. */
    HANGUP('h', 1),
    /** ALRM. */
    ALARM('a', 14),
    /** INT. */
    INTERRUPT('i', 2),
    /** TERM, with no change of what is wanted. */
    TERMINATE('t', 15),
    /** KILL. */
    KILL('k', 9),
    /** USR1; this and the rest are daemontools-encore's. */
    USER1('1', 10),
    /** USR2. */
    USER2('2', 12),
    /** QUIT. */
    QUIT('q', 3),
    /** WINCH. */
    WINDOW('w', 28);

    /** No command: the signal of the next command goes to the whole process group of the service. */
    public static final byte TO_GROUP = '+';

    /** In place of a signal's number: the command sends none. */
    public static final int NO_SIGNAL = 0;

    /** The byte in the FIFO and the option letter. */
    public final byte letter;
    /** The signal that a running service gets, or {@link #NO_SIGNAL}. */
    public final int signal;

    ControlCommand(char letter, int signal) {
        this.letter = (byte) letter;
        this.signal = signal;
    }

    /** All letters, in the order of svc's manual. */
    public static byte[] letters() {
        ControlCommand[] commands = values();
        byte[] letters = new byte[commands.length];
        for (int i = 0; i < letters.length; i++) {
            letters[i] = commands[i].letter;
        }
        return letters;
    }

    /** The command with a letter; null where there is none: such bytes are ignored. */
    public static @Nullable ControlCommand of(byte letter) {
        return switch (letter) {
            case 'u' -> UP;
            case 'd' -> DOWN;
            case 'o' -> ONCE;
            case 'x' -> EXIT;
            case 'p' -> PAUSE;
            case 'c' -> CONTINUE;
            case 'h' -> HANGUP;
            case 'a' -> ALARM;
            case 'i' -> INTERRUPT;
            case 't' -> TERMINATE;
            case 'k' -> KILL;
            case '1' -> USER1;
            case '2' -> USER2;
            case 'q' -> QUIT;
            case 'w' -> WINDOW;
            default -> null;
        };
    }
}
