package org.yagura.itest.harness;

/**
 * The part of {@code supervise/status} that all members of the family read: 12 bytes label, 4 bytes pid (little endian), paused, want;
 * then runit's two bytes, 0 where the record is 18 bytes long.
 */
public record Status(long seconds, int nanoseconds, long pid, boolean paused, char want, int termSent, int runState) {
    private static final long TAI_OF_1970 = (1L << 62) + 10;

    /** Reads a record; the text has a char for each byte. */
    public static Status of(String bytes) {
        long label = 0;
        for (int i = 0; i < 8; i++) {
            label = label << 8 | bytes.charAt(i);
        }
        int nanoseconds = 0;
        for (int i = 8; i < 12; i++) {
            nanoseconds = nanoseconds << 8 | bytes.charAt(i);
        }
        long pid = 0;
        for (int i = 15; i >= 12; i--) {
            pid = pid << 8 | bytes.charAt(i);
        }
        return new Status(
                label - TAI_OF_1970,
                nanoseconds,
                pid,
                bytes.charAt(16) == 1,
                bytes.charAt(17),
                bytes.length() > 18 ? bytes.charAt(18) : 0,
                bytes.length() > 19 ? bytes.charAt(19) : 0);
    }
}
