package org.yagura.core.tai;

/**
 * Takes the characters after the {@code @} of a line one by one: hexadecimal digits in lower case, of which the last eight are
 * nanoseconds and the rest seconds, of which the last sixteen count. Keeps them, so that what turns out to be no time can be given back as it was.
 */
public final class LabelParser {
    /** Digits at most; a label has 24. */
    public static final int DIGITS_MAX = 64;

    private static final int NANOSECOND_DIGITS = 8;

    private final byte[] digits = new byte[DIGITS_MAX];
    private int count;

    public void clear() {
        count = 0;
    }

    /** Takes a character. @return whether it is one more digit, with room for it */
    public boolean take(byte b) {
        if (count == DIGITS_MAX || TaiTime.digit(b) < 0) {
            return false;
        }
        digits[count++] = b;
        return true;
    }

    /** The digits as they came: the first {@link #count} count. */
    public byte[] digits() {
        return digits;
    }

    public int count() {
        return count;
    }

    /** Seconds since 1970. */
    public long unixSeconds() {
        return number(0, count - NANOSECOND_DIGITS) - TaiTime.UNIX_EPOCH;
    }

    /** Nanoseconds, 0 to 2^32 - 1. */
    public long nanoseconds() {
        return number(Math.max(0, count - NANOSECOND_DIGITS), count);
    }

    private long number(int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = number << 4 | TaiTime.digit(digits[i]);
        }
        return number;
    }
}
