package org.yagura.tools.yagura.log;

import org.jspecify.annotations.Nullable;
import org.yagura.core.text.Ascii;
import org.yagura.core.time.PointInTime;
import org.yagura.os.Expressions;

/** Which lines are wanted: those of a span of time, and those in which something is found. */
final class LineFilter {
    /** A clock that was set back by less than this hides no line that is wanted. */
    private static final long SET_BACK_NS = 60_000_000_000L;

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

    /** Whether it is so late that no line behind it is wanted, nor one of another log, which is even later. */
    boolean isPast(LogSource line) {
        return line.timeNs() > untilNs && line.timeNs() - untilNs > SET_BACK_NS;
    }

    boolean takes(LogSource line) {
        // A line whose time nobody knows is wanted: better one too many.
        if (line.timeNs() != PointInTime.BAD && (line.timeNs() < sinceNs || line.timeNs() > untilNs)) {
            return false;
        }
        byte[] wanted = fixed;
        if (wanted != null && !Ascii.holds(line.bytes(), line.messageFrom(), line.lineTo(), wanted, ignoreCase)) {
            return false;
        }
        Expressions asked = expressions;
        return asked == null || asked.matches(line.bytes(), line.messageFrom(), line.lineTo() - line.messageFrom());
    }
}
