package org.yagura.tools.yagura;

import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.Terminal;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Outcome;
import org.yagura.tools.WholeWrite;

/** Descriptor 1, put together and written at once, and whether somebody looks at it. */
public final class Output {
    private static final int STDOUT = 1;
    private static final int COLUMNS_DEFAULT = 80;
    private static final int ROWS_DEFAULT = 24;

    /** What is to be written with the next {@link #flush}. */
    public final ByteBuilder text = new ByteBuilder(512);

    private final Descriptors descriptors;
    private final Terminal terminal;
    private final Messages messages;
    private final int[] size = new int[2];
    private final boolean isTerminal;
    private final boolean colour;
    private int error;

    Output(Descriptors descriptors, Terminal terminal, Invocation invocation, Messages messages) {
        this.descriptors = descriptors;
        this.terminal = terminal;
        this.messages = messages;
        isTerminal = terminal.size(STDOUT, size) == 0;
        byte[] unwanted = invocation.variable("NO_COLOR");
        byte[] kind = invocation.variable("TERM");
        boolean able = kind != null && kind.length > 0 && !org.yagura.core.text.Ascii.equal(kind, "dumb");
        colour = isTerminal && able && (unwanted == null || unwanted.length == 0);
    }

    public boolean isTerminal() {
        return isTerminal;
    }

    /** Whether colours are wanted: a terminal that knows some, and no NO_COLOR. */
    public boolean colour() {
        return colour;
    }

    /** Asks the terminal again how large it is. */
    public void measure() {
        terminal.size(STDOUT, size);
    }

    public int columns() {
        return size[0] > 0 ? size[0] : COLUMNS_DEFAULT;
    }

    public int rows() {
        return size[1] > 0 ? size[1] : ROWS_DEFAULT;
    }

    /** Writes what has come together. @return whether all output so far could be written */
    public boolean flush() {
        if (error == 0) {
            error = WholeWrite.write(descriptors, STDOUT, text.array(), text.length());
        }
        text.clear();
        return error == 0;
    }

    /** Writes what is left; trouble with it is said and outweighs the code. A reader that has gone is no trouble worth words. */
    public Outcome end(int code) {
        if (flush()) {
            return Outcome.exit(code);
        }
        if (error != -Errno.EPIPE) {
            messages.fatal().add("unable to write output").because(-error);
        }
        return Outcome.exit(Outcome.TROUBLE);
    }
}
