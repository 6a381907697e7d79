package org.yagura.core.handover;

import java.util.Arrays;
import org.yagura.core.status.LittleEndian;

/**
 * Takes the fields of a {@link HandoverWriter} one after the other. What is out of its range, cut, or left over makes the whole of no use:
 * it is remembered, and what is taken after it says nothing.
 */
public final class HandoverReader {
    /** Bytes of a number. */
    static final int NUMBER_BYTES = 8;
    /** No descriptor has this number or a higher one: the most that Linux lets anybody have. */
    private static final int DESCRIPTORS_MAX = 1 << 30;

    private final byte[] from;
    private final int end;
    private int at;
    private boolean good = true;

    /** @param end where the fields end */
    HandoverReader(byte[] from, int at, int end) {
        this.from = from;
        this.at = at;
        this.end = end;
    }

    /** Any number. */
    public long number() {
        if (!good || end - at < NUMBER_BYTES) {
            good = false;
            return 0;
        }
        long value = LittleEndian.getLong(from, at);
        at += NUMBER_BYTES;
        return value;
    }

    /** A number in a range; where it is not, {@code least}. */
    public int number(int least, int most) {
        long value = number();
        if (value < least || value > most) {
            good = false;
            return least;
        }
        return (int) value;
    }

    public boolean flag() {
        return number(0, 1) == 1;
    }

    /** A descriptor, or -1 for none. */
    public int descriptor() {
        return number(-1, DESCRIPTORS_MAX - 1);
    }

    /** A process, or 0 for none. */
    public int pid() {
        return number(0, Integer.MAX_VALUE);
    }

    /** A string of so many bytes at most. */
    public byte[] bytes(int most) {
        int length = number(0, most);
        if (!good || length > end - at) {
            good = false;
            return new byte[0];
        }
        byte[] value = Arrays.copyOfRange(from, at, at + length);
        at += length;
        return value;
    }

    /** What was taken last means nothing. */
    public void refuse() {
        good = false;
    }

    /** Whether all that was taken until now was as it should be. */
    public boolean isGood() {
        return good;
    }

    /** Whether that, and nothing is left. */
    public boolean isComplete() {
        return good && at == end;
    }
}
