package org.yagura.core.net;

import org.yagura.core.text.ByteBuilder;

/** A field of a log line, whose bytes come from strangers: no blank, no control byte, no {@code %}, and not long. */
public final class LogField {
    /** Bytes that are shown; three dots follow where there were so many. */
    public static final int BYTES_MAX = 100;

    private LogField() {}

    /** Appends a field. */
    public static ByteBuilder append(ByteBuilder to, byte[] field) {
        return append(to, field, field.length);
    }

    /** Appends the first {@code length} bytes as a field. */
    public static ByteBuilder append(ByteBuilder to, byte[] field, int length) {
        int shown = Math.min(length, BYTES_MAX);
        for (int i = 0; i < shown; i++) {
            byte b = field[i];
            to.append(b < 33 || b > 126 || b == '%' ? (byte) '?' : b);
        }
        return shown == BYTES_MAX ? to.append("...") : to;
    }
}
