package org.yagura.core.handover;

import org.yagura.core.status.LittleEndian;
import org.yagura.core.text.ByteBuilder;

/** Puts fields one behind the other: numbers of eight bytes, and strings of bytes with their length before them as such a number. */
public final class HandoverWriter {
    private static final int CAPACITY = 1024;

    private final ByteBuilder bytes = new ByteBuilder(CAPACITY);
    private final byte[] number = new byte[HandoverReader.NUMBER_BYTES];

    public HandoverWriter put(long value) {
        LittleEndian.putLong(number, 0, value);
        bytes.append(number);
        return this;
    }

    public HandoverWriter put(boolean value) {
        return put(value ? 1 : 0);
    }

    public HandoverWriter put(byte[] value) {
        put(value.length);
        bytes.append(value);
        return this;
    }

    int length() {
        return bytes.length();
    }

    /** What was put, with room for so many bytes more. */
    byte[] toBytes(int more) {
        return java.util.Arrays.copyOf(bytes.array(), bytes.length() + more);
    }
}
