package org.yagura.core.relay;

import org.yagura.core.text.ByteBuilder;

/**
 * Names of the files that say from where somebody has logged in:
 *
 * <pre>
 * PERIOD-ADDRESS     2991375-192.0.2.1     2991375-20010db8000000000000000000000001
 * .PID-NUMBER        one that is being made
 * </pre>
 *
 * PERIOD counts spans of ten minutes since 1970. A stamp's exact time is that of its file; the period is in the name so that what has
 * expired can be removed without ever touching a name that a login may be about to take: there is nothing to lock.
 */
public final class StampName {
    /** How long a login can count at most, minutes; older stamps are removed. */
    public static final int MINUTES_MAX = 1440;

    private static final long PERIOD_NS = 600_000_000_000L;
    private static final long MINUTE_NS = 60_000_000_000L;
    /** Further back than any reader looks, by more than what a process can be late. */
    private static final int PERIODS_KEPT = MINUTES_MAX / 10 + 6;
    /** A clock that has been set back leaves stamps of the future; small steps are left to pass. */
    private static final int PERIODS_AHEAD = 6;

    private static final int V4_LENGTH = 4;

    private StampName() {}

    /** The period that a wall clock time is in. */
    public static long period(long wallNs) {
        return Math.floorDiv(wallNs, PERIOD_NS);
    }

    /** The earliest period in which a stamp can be that still counts. */
    public static long firstPeriod(long wallNs, int minutes) {
        return period(wallNs - minutes * MINUTE_NS);
    }

    /** Puts a stamp's name together. @param ip 4 or 16 bytes, masked by who wants networks rather than hosts to count */
    public static byte[] of(long period, byte[] ip, ByteBuilder name) {
        name.clear().appendDecimal(period).append((byte) '-');
        for (int i = 0; i < ip.length; i++) {
            if (ip.length == V4_LENGTH) {
                if (i > 0) {
                    name.append((byte) '.');
                }
                name.appendDecimal(ip[i] & 0xff);
            } else {
                name.appendHex(ip[i]);
            }
        }
        return name.toBytes();
    }

    /** The name under which a stamp is made before it gets its own. */
    public static byte[] making(int pid, long number, ByteBuilder name) {
        return name.clear()
                .append((byte) '.')
                .appendDecimal(pid)
                .append((byte) '-')
                .appendDecimal(number & Long.MAX_VALUE)
                .toBytes();
    }

    /** Whether a login at one time counts at another. A stamp of the future counts as an old one does: clocks are set. */
    public static boolean counts(long loginNs, long wallNs, int minutes) {
        long apartNs = Math.abs(wallNs - loginNs);
        return apartNs >= 0 && apartNs < minutes * MINUTE_NS;
    }

    /** Whether a name is that of a stamp which can be removed. */
    public static boolean isExpired(byte[] from, int offset, int length, long wallNs) {
        long period = 0;
        int at = 0;
        while (at < length && from[offset + at] >= '0' && from[offset + at] <= '9' && at < 12) {
            period = period * 10 + from[offset + at] - '0';
            at++;
        }
        if (at == 0 || at == length || from[offset + at] != '-') {
            return false;
        }
        long age = period(wallNs) - period;
        return age > PERIODS_KEPT || age < -PERIODS_AHEAD;
    }

    /** Whether a name is that of a stamp which was being made; it can be removed when its file is old. */
    public static boolean isMaking(byte[] from, int offset, int length) {
        return length > 1 && from[offset] == '.' && from[offset + 1] >= '0' && from[offset + 1] <= '9';
    }

    /** Whether a file of that time is older than any reader looks back. */
    public static boolean isOld(long modifiedNs, long wallNs) {
        return Math.abs(wallNs - modifiedNs) > PERIODS_KEPT * PERIOD_NS;
    }
}
