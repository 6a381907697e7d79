package org.yagura.tools.supervise;

import org.yagura.core.supervise.Compat;
import org.yagura.core.text.Ascii;

/** What supervise is called for, from its arguments. */
final class Errand {
    final byte[][] arguments;
    /** The directory, as it was given. */
    final byte[] name;
    /** Whether this is how supervise can be called. */
    final boolean isRight;
    /** Whether it is to look after the logger too. */
    final boolean ofBoth;
    /** Whether it is to stop what it finds. */
    final boolean stops;
    /** Habits of a directory that says nothing itself. */
    final int habits;

    Errand(byte[][] arguments) {
        this.arguments = arguments;
        name = arguments.length > 0 ? arguments[0] : new byte[0];
        stops = arguments.length >= 2 && Ascii.equal(arguments[1], "stop");
        ofBoth = stops || arguments.length >= 2 && Ascii.equal(arguments[1], "log");
        habits = arguments.length == 3 ? Compat.of(arguments[2]) : Compat.NONE;
        isRight = (ofBoth ? arguments.length <= 3 : arguments.length == 1) && habits != Compat.UNKNOWN;
    }
}
