package org.yagura.core.text;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the first bytes of a program's file say of how it is run. */
public final class Shebang {
    /** What a file is. */
    public enum Kind {
        /** A script whose interpreter {@link #interpreter} names. */
        SCRIPT,
        /** Machine code. */
        BINARY,
        EMPTY,
        /** Nothing that the system can run. */
        OTHER
    }

    private Shebang() {}

    public static Kind kind(byte[] start, int length) {
        if (length == 0) {
            return Kind.EMPTY;
        }
        if (length > 3 && start[0] == 0x7f && start[1] == 'E' && start[2] == 'L' && start[3] == 'F') {
            return Kind.BINARY;
        }
        return interpreter(start, length) != null ? Kind.SCRIPT : Kind.OTHER;
    }

    /** The interpreter's path, with the carriage return that an editor of another system may have left behind it; null where none is named. */
    public static byte @Nullable [] interpreter(byte[] start, int length) {
        if (length < 3 || start[0] != '#' || start[1] != '!') {
            return null;
        }
        int from = 2;
        while (from < length && (start[from] == ' ' || start[from] == '\t')) {
            from++;
        }
        int to = from;
        while (to < length && start[to] != ' ' && start[to] != '\t' && start[to] != '\n') {
            to++;
        }
        return to == from ? null : Arrays.copyOfRange(start, from, to);
    }
}
