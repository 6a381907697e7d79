package org.yagura.tools.yagura.top;

import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.ChildExit;
import org.yagura.os.Errno;
import org.yagura.os.ForkedEntry;
import org.yagura.os.Port;
import org.yagura.os.Ready;
import org.yagura.os.Signal;
import org.yagura.tools.Outcome;
import org.yagura.tools.yagura.Call;

/**
 * Has a child show the screen, and cleans the terminal up when that has ended, however it did: nothing that happens to the child, not even a KILL,
 * leaves the terminal without its cursor.
 */
public final class Top implements ForkedEntry {
    static final int STDIN = 0;
    /** The other screen of the terminal, so that what was on this one comes back; no cursor; no wrapping of long lines. */
    private static final String ENTER = "\033[?1049h\033[?25l\033[?7l";

    private static final String LEAVE = "\033[0m\033[?7h\033[?25h\033[?1049l";
    private static final long ENDS =
            Signal.bit(Signal.INT) | Signal.bit(Signal.TERM) | Signal.bit(Signal.HUP) | Signal.bit(Signal.QUIT);
    private static final int KILLED = 128;
    private static final int TOKEN_SIGNALS = 0;

    private final Call call;

    public Top(Call call) {
        this.call = call;
    }

    public Outcome run() {
        int error = call.out.isTerminal() ? call.port.terminal().takeKeys(STDIN) : -Errno.ENOTTY;
        if (error < 0) {
            call.messages
                    .fatal()
                    .add("unable to show services on the whole screen")
                    .because(-error);
            return Outcome.exit(Outcome.TROUBLE);
        }
        int signals = call.port.signals().open(ENDS | Signal.bit(Signal.CHLD));
        call.out.text.append(ENTER);
        call.out.flush();
        int child = call.port.processes().forkInto(this);
        ChildExit exit = new ChildExit();
        if (child > 0) {
            await(child, signals, exit);
        }
        call.out.text.append(LEAVE);
        call.out.flush();
        call.port.terminal().restore(STDIN);
        if (child < 0 || signals < 0) {
            call.messages.fatal().add("unable to fork").because(child < 0 ? -child : -signals);
            return Outcome.exit(Outcome.TROUBLE);
        }
        return Outcome.exit(exit.crashed() ? KILLED + exit.signal() : exit.code());
    }

    @Override
    public int run(Port port) {
        return new TopScreen(call.on(port)).run();
    }

    /** Waits for the child's end; signals that ask for an end are passed on to it. */
    private void await(int child, int signals, ChildExit exit) {
        Ready ready = new Ready(1);
        call.port.poller().add(signals, TOKEN_SIGNALS, Ready.READABLE);
        while (call.port.processes().reap(child, exit) == 0) {
            call.port.poller().await(Long.MAX_VALUE, ready);
            for (int signal = call.port.signals().next(signals);
                    signal > 0;
                    signal = call.port.signals().next(signals)) {
                if (signal != Signal.CHLD) {
                    call.port.processes().kill(child, signal);
                }
            }
        }
    }

    /** Appends a text in reverse, filled up to a width. */
    static void bar(byte[] text, int width, ByteBuilder out) {
        out.append("\033[7m").append(text);
        for (int i = org.yagura.core.text.Shown.columns(text); i < width; i++) {
            out.append((byte) ' ');
        }
        out.append("\033[0m");
    }

    static byte[] cut(byte[] text, int columnsMax) {
        int columns = 0;
        for (int i = 0; i < text.length; i++) {
            boolean starts = (text[i] & 0xc0) != 0x80;
            if (starts && columns == columnsMax) {
                return java.util.Arrays.copyOf(text, i);
            }
            columns += starts ? 1 : 0;
        }
        return text;
    }

    static byte[] literal(String text) {
        return Ascii.bytes(text);
    }
}
