package org.yagura.core.tai;

/**
 * TAI64N, a point in time as 64 bits of seconds and 32 bits of nanoseconds. Second 2^62 + 10 is 1970-01-01 00:00:00 UTC; like
 * daemontools we keep the distance of 10 for ever and use no table of leap seconds.
 *
 * <pre>
 * binary, 12 bytes:  0 to 7 seconds, 8 to 11 nanoseconds, both big endian
 * label,  25 bytes:  '@', 16 hexadecimal digits of the seconds, 8 of the nanoseconds, all in lower case
 * </pre>
 */
public final class TaiTime {
    /** Length of the binary form, bytes. */
    public static final int BINARY_LENGTH = 12;
    /** Length of a label with its {@code @}, bytes. */
    public static final int LABEL_LENGTH = 25;
    /** Hexadecimal digits of a label. */
    public static final int LABEL_DIGITS = 24;
    /** The TAI64 second of 1970-01-01 00:00:00 UTC. */
    public static final long UNIX_EPOCH = (1L << 62) + 10;

    private static final long NS_PER_SECOND = 1_000_000_000L;

    private TaiTime() {}

    /** The TAI64 second of a time in nanoseconds since 1970. */
    public static long seconds(long wallNs) {
        return UNIX_EPOCH + Math.floorDiv(wallNs, NS_PER_SECOND);
    }

    /** The nanoseconds within the second of a time in nanoseconds since 1970. */
    public static int nanoseconds(long wallNs) {
        return (int) Math.floorMod(wallNs, NS_PER_SECOND);
    }

    /** Stores the binary form of a time in nanoseconds since 1970: {@link #BINARY_LENGTH} bytes. */
    public static void pack(byte[] to, int offset, long wallNs) {
        long seconds = seconds(wallNs);
        for (int i = 0; i < 8; i++) {
            to[offset + i] = (byte) (seconds >>> (56 - 8 * i));
        }
        int nanoseconds = nanoseconds(wallNs);
        for (int i = 0; i < 4; i++) {
            to[offset + 8 + i] = (byte) (nanoseconds >>> (24 - 8 * i));
        }
    }

    /** The seconds of a binary form, as seconds since 1970; any value may come of a file that holds garbage. */
    public static long unpackUnixSeconds(byte[] from, int offset) {
        long seconds = 0;
        for (int i = 0; i < 8; i++) {
            seconds = (seconds << 8) | (from[offset + i] & 0xff);
        }
        return seconds - UNIX_EPOCH;
    }

    /** The nanoseconds of a binary form, 0 to 2^32 - 1; above 999,999,999 it is garbage. */
    public static long unpackNanoseconds(byte[] from, int offset) {
        long nanoseconds = 0;
        for (int i = 8; i < BINARY_LENGTH; i++) {
            nanoseconds = (nanoseconds << 8) | (from[offset + i] & 0xff);
        }
        return nanoseconds;
    }

    /** Stores the label of a time in nanoseconds since 1970: {@link #LABEL_LENGTH} bytes. */
    public static void formatLabel(byte[] to, int offset, long wallNs) {
        formatLabel(to, offset, seconds(wallNs), nanoseconds(wallNs));
    }

    /** Stores a label: {@link #LABEL_LENGTH} bytes. */
    public static void formatLabel(byte[] to, int offset, long taiSeconds, int nanoseconds) {
        to[offset] = '@';
        hex(to, offset + 1, taiSeconds, 16);
        hex(to, offset + 17, nanoseconds, 8);
    }

    /** Whether bytes hold {@code @} and 24 hexadecimal digits in lower case; the caller sees to it that there are 25 of them. */
    public static boolean isLabel(byte[] from, int offset) {
        if (from[offset] != '@') {
            return false;
        }
        for (int i = 1; i < LABEL_LENGTH; i++) {
            if (digit(from[offset + i]) < 0) {
                return false;
            }
        }
        return true;
    }

    /** The TAI64 seconds of a label that {@link #isLabel} accepts. */
    public static long labelSeconds(byte[] from, int offset) {
        return number(from, offset + 1, 16);
    }

    /** The nanoseconds of a label that {@link #isLabel} accepts, 0 to 2^32 - 1. */
    public static long labelNanoseconds(byte[] from, int offset) {
        return number(from, offset + 17, 8);
    }

    /** The value of a hexadecimal digit in lower case, or -1. */
    public static int digit(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        return b >= 'a' && b <= 'f' ? b - 'a' + 10 : -1;
    }

    private static long number(byte[] from, int offset, int digits) {
        long number = 0;
        for (int i = 0; i < digits; i++) {
            number = number << 4 | digit(from[offset + i]);
        }
        return number;
    }

    private static void hex(byte[] to, int offset, long number, int digits) {
        for (int i = 0; i < digits; i++) {
            int digit = (int) (number >>> (4 * (digits - 1 - i))) & 15;
            to[offset + i] = (byte) (digit < 10 ? '0' + digit : 'a' - 10 + digit);
        }
    }
}
