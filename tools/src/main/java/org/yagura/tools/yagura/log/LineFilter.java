package org.yagura.tools.yagura.log;

import org.jspecify.annotations.Nullable;
import org.yagura.core.time.PointInTime;
import org.yagura.os.Expressions;

/** Which lines are wanted: those of a span of time, and those in which something is found. */
final class LineFilter {
    long sinceNs = PointInTime.BAD;
    long untilNs = Long.MAX_VALUE;
    /** What a line must hold, or null. */
    byte @Nullable [] fixed;
    /** Where an expression was compiled that is to be found in a line. */
    @Nullable
    Expressions expressions;

    boolean ignoreCase;

    /** Whether all lines are wanted. */
    boolean isOpen() {
        return sinceNs == PointInTime.BAD && untilNs == Long.MAX_VALUE && !searches();
    }

    boolean searches() {
        return fixed != null || expressions != null;
    }

    boolean takes(LogSource line) {
        // A line whose time nobody knows is wanted: better one too many.
        if (line.timeNs() != PointInTime.BAD && (line.timeNs() < sinceNs || line.timeNs() > untilNs)) {
            return false;
        }
        byte[] wanted = fixed;
        if (wanted != null && !holds(line.bytes(), line.messageFrom(), line.lineTo(), wanted)) {
            return false;
        }
        Expressions asked = expressions;
        return asked == null || asked.matches(line.bytes(), line.messageFrom(), line.lineTo() - line.messageFrom());
    }

    private boolean holds(byte[] text, int from, int to, byte[] wanted) {
        for (int at = from; at <= to - wanted.length; at++) {
            int i = 0;
            while (i < wanted.length && same(text[at + i], wanted[i])) {
                i++;
            }
            if (i == wanted.length) {
                return true;
            }
        }
        return false;
    }

    private boolean same(byte a, byte b) {
        return a == b || ignoreCase && lower(a) == lower(b);
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 'a' - 'A' : b;
    }
}
