package org.yagura.core.supervise;

import org.jspecify.annotations.Nullable;
import org.yagura.core.text.Ascii;

/**
 * Which suites' habits a service directory has asked for beyond those of daemontools 0.76: the words of its file {@code compat}, between
 * blanks and line ends; a # and what follows it in a line are no words. Where there is such a file nobody else's word counts.
 */
public final class Compat {
    /** As 0.76 has it. */
    public static final int NONE = 0;
    /**
     * {@code encore}: {@code run} that exits 100 is not started again; scripts {@code start}, {@code stop} and {@code notify}; an
     * executable file {@code log}; a session for each child, unless there is a file {@code no-setsid}.
     */
    public static final int ENCORE = 1;
    /** {@code runit}: scripts {@code finish} and {@code check}. */
    public static final int RUNIT = 2;
    /** In place of a suite: a word that is not known. */
    public static final int UNKNOWN = -1;

    private final byte[] content;
    private int at;

    public Compat(byte[] content) {
        this.content = content;
    }

    /** What a word asks for, or {@link #UNKNOWN}. */
    public static int of(byte[] word) {
        return Ascii.equal(word, "encore")
                ? ENCORE
                : Ascii.equal(word, "runit") ? RUNIT : Ascii.equal(word, "daemontools") ? NONE : UNKNOWN;
    }

    /** The next word, or null. */
    public byte @Nullable [] next() {
        while (at < content.length && (isBlank(content[at]) || content[at] == '#')) {
            boolean comment = content[at] == '#';
            at++;
            while (comment && at < content.length && content[at] != '\n') {
                at++;
            }
        }
        int start = at;
        while (at < content.length && !isBlank(content[at])) {
            at++;
        }
        return at == start ? null : java.util.Arrays.copyOfRange(content, start, at);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }
}
