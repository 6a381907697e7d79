package org.yagura.core.adopt;

import org.yagura.core.status.LittleEndian;

/**
 * How a child ended that its supervise could not reap, because it was another supervise's: svscan, which got it as an orphan, notes it in
 * {@code supervise/record} behind the {@link ChildRecord} before it reaps. Little endian, places counted from {@link #AT}:
 *
 * <pre>
 *   0  8  checksum of the record that it belongs to
 *   8  4  wait status (raw, as of waitpid)
 *  12  4  reserved, 0
 *  16  8  FNV-1a (64 bit) of bytes 0 to 15
 * </pre>
 */
public final class ExitNote {
    /** Where it stands in the file. */
    public static final int AT = ChildRecord.LENGTH;

    public static final int LENGTH = 24;
    /** Of the whole file. */
    public static final int FILE_LENGTH = AT + LENGTH;
    /** In place of a wait status; none is negative. */
    public static final int UNKNOWN = -2;

    private static final int WAIT_STATUS_AT = 8;
    private static final int CHECKSUM_AT = 16;

    private ExitNote() {}

    /** Writes {@link #LENGTH} bytes at the start of an array. */
    public static void encode(byte[] to, long recordChecksum, int waitStatus) {
        LittleEndian.putLong(to, 0, recordChecksum);
        LittleEndian.putLong(to, WAIT_STATUS_AT, waitStatus);
        LittleEndian.putLong(to, CHECKSUM_AT, LittleEndian.checksum(to, 0, CHECKSUM_AT));
    }

    /** @param file the whole file's bytes. @return the wait status noted for a record, or {@link #UNKNOWN} */
    public static int decode(byte[] file, int length, long recordChecksum) {
        boolean noted = length >= FILE_LENGTH
                && LittleEndian.getLong(file, AT) == recordChecksum
                && LittleEndian.getLong(file, AT + CHECKSUM_AT) == LittleEndian.checksum(file, AT, CHECKSUM_AT);
        return noted ? LittleEndian.getInt(file, AT + WAIT_STATUS_AT) : UNKNOWN;
    }
}
