package org.yagura.tools;

import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;

/**
 * What a tool says on descriptor 2, one line and one write each: {@code prog: fatal: unable to X path: reason}. Trouble with
 * descriptor 2 itself is nothing that a tool ends for.
 */
public final class Messages {
    private static final int STDERR = 2;

    private final Descriptors descriptors;
    private final String tool;
    private final ByteBuilder line = new ByteBuilder(160);
    private boolean silent;

    public Messages(Descriptors descriptors, String tool) {
        this.descriptors = descriptors;
        this.tool = tool;
    }

    /** From now on nothing is said. */
    public void silence() {
        silent = true;
    }

    /** Starts {@code tool: fatal: }; to be ended by {@link #end} or {@link #because}. */
    public Messages fatal() {
        return begin().add(": fatal: ");
    }

    /** Starts {@code tool: warning: }. */
    public Messages warning() {
        return begin().add(": warning: ");
    }

    /** Starts {@code tool: usage: }. */
    public Messages usage() {
        return begin().add(": usage: ");
    }

    /** Starts {@code tool: }. */
    public Messages info() {
        return begin().add(": ");
    }

    public Messages add(String literal) {
        line.append(literal);
        return this;
    }

    public Messages add(byte[] bytes) {
        line.append(bytes);
        return this;
    }

    public Messages add(long number) {
        line.appendDecimal(number);
        return this;
    }

    /** Ends the line. */
    public void end() {
        line.append((byte) '\n');
        raw(line);
    }

    /** Writes whole lines as they are. */
    public void raw(ByteBuilder lines) {
        int sent = 0;
        while (!silent && sent < lines.length()) {
            int n = descriptors.write(STDERR, lines.array(), sent, lines.length() - sent);
            if (n == -Errno.EINTR) {
                continue;
            }
            if (n <= 0) {
                return;
            }
            sent += n;
        }
    }

    /** Ends the line with {@code : reason}; {@code errno} above 0. */
    public void because(int errno) {
        add(": ").add(Errno.phrase(errno)).end();
    }

    private Messages begin() {
        line.clear().append(tool);
        return this;
    }
}
