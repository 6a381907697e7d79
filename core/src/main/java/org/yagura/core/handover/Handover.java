package org.yagura.core.handover;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yagura.core.status.LittleEndian;

/**
 * The envelope of what a program hands over to the one that takes its place, in a file in memory. All numbers are little endian:
 *
 * <pre>
 *   0  8  magic "ygstate" and a NUL
 *   8  8  version, 1: how this and all behind it is laid out
 *  16  8  whose it is: 1 a supervise's, 2 a svscan's
 *  24  8  length of all, from the magic to the checksum
 *  32  8  signals that were blocked when the process was started: bit n - 1 is signal n
 *  40  8  signals that were ignored then
 *  48     the tool's own part: {@code SuperviseState}, {@code SvscanState}
 *   n  8  FNV-1a (64 bit) of all bytes before it
 * n+8  8  the answer of a program that was asked whether it can go on from this: the checksum once more
 * </pre>
 *
 * A field of the tool's part is a number of 8 bytes, or a string of bytes behind its length as such a number. A flag is 0 or 1, a
 * descriptor that is none -1. Times are on the monotonic clock unless it is said otherwise, nanoseconds, and never is 2^63 - 1.
 *
 * <p>A program that lays anything out otherwise writes a higher version. It still reads the lower ones, since an upgrade is what this is
 * for; that an older program reads a higher one is never tried.
 */
public final class Handover {
    /** The version that is written, and the highest that is understood. */
    public static final int VERSION = 1;

    public static final int SUPERVISE = 1;
    public static final int SVSCAN = 2;
    /** Bytes of the answer behind it. */
    public static final int ANSWER_LENGTH = 8;
    /** Bytes at most: far more than the largest tree needs. */
    public static final int LENGTH_MAX = 64 << 20;

    private static final byte[] MAGIC = {'y', 'g', 's', 't', 'a', 't', 'e', 0};
    private static final int VERSION_AT = 8;
    private static final int LENGTH_AT = 24;
    private static final int HEAD_LENGTH = 48;
    private static final int CHECKSUM_LENGTH = 8;
    /** Bytes of one whose tool has put nothing. */
    public static final int SHORTEST = HEAD_LENGTH + CHECKSUM_LENGTH;

    /** The version of what was opened last, whether it is understood or not; 0 where it is none of ours. */
    private long version;

    private long blocked;
    private long ignored;

    /** Begins one; the tool's part is put next, and then it is {@link #seal}ed. */
    public static HandoverWriter begin(int whose, long blockedAtStart, long ignoredAtStart) {
        HandoverWriter writer = new HandoverWriter();
        writer.put(LittleEndian.getLong(MAGIC, 0)).put(VERSION).put(whose).put(0);
        return writer.put(blockedAtStart).put(ignoredAtStart);
    }

    /** Ends one. @return all of it */
    public static byte[] seal(HandoverWriter writer) {
        byte[] bytes = writer.toBytes(CHECKSUM_LENGTH);
        seal(bytes);
        return bytes;
    }

    /** Puts length and checksum into bytes that have room for them: as many as {@link #SHORTEST} at least. */
    public static void seal(byte[] bytes) {
        LittleEndian.putLong(bytes, LENGTH_AT, bytes.length);
        int summed = bytes.length - CHECKSUM_LENGTH;
        LittleEndian.putLong(bytes, summed, LittleEndian.checksum(bytes, 0, summed));
    }

    /** The answer to one that was sealed: what its reader writes behind it. */
    public static byte[] answer(byte[] bytes, int length) {
        return Arrays.copyOfRange(bytes, length - CHECKSUM_LENGTH, length);
    }

    /**
     * Opens one.
     *
     * @param length bytes of it in the array, an answer not among them
     * @return the tool's part; null where it is damaged, of somebody else, or of a version that is not understood
     */
    public @Nullable HandoverReader open(byte[] bytes, int length, int whose) {
        version = 0;
        if (length < SHORTEST || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return null;
        }
        version = LittleEndian.getLong(bytes, VERSION_AT);
        int summed = length - CHECKSUM_LENGTH;
        boolean whole = LittleEndian.getLong(bytes, LENGTH_AT) == length
                && LittleEndian.getLong(bytes, summed) == LittleEndian.checksum(bytes, 0, summed);
        if (version != VERSION || !whole) {
            return null;
        }
        HandoverReader reader = new HandoverReader(bytes, VERSION_AT + HandoverReader.NUMBER_BYTES, summed);
        reader.number(whose, whose);
        reader.number();
        blocked = reader.number();
        ignored = reader.number();
        return reader.isGood() ? reader : null;
    }

    /** After {@link #open}: the version it is of, 0 where it is none of ours. */
    public long version() {
        return version;
    }

    /** After it was opened: the signals that were blocked when the process was started. */
    public long blockedAtStart() {
        return blocked;
    }

    /** After it was opened: the signals that were ignored then. */
    public long ignoredAtStart() {
        return ignored;
    }
}
