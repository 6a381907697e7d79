package org.yagura.core.adopt;

import java.util.Arrays;
import org.yagura.core.status.LittleEndian;

/**
 * The record {@code supervise/record}, by which the child of a start can be told from another process that has its pid later. A mutable
 * holder. Little endian:
 *
 * <pre>
 *   0  8  magic "yagura\0\1" (the last byte is the version)             (parent)
 *   8 16  boot id, binary; zeros where unknown                          (parent)
 *  24  4  pid, as the child sees it                                     (child)
 *  28  4  bits 30 and 31: what it is: 0 run, 1 start, 2 stop, 3 finish;
 *         bits 0 to 29: CLOCK_BOOTTIME of the start, milliseconds      (parent)
 *  32  8  inode of its pidfd, 0 where the kernel has none               (child)
 *  40  8  start time, clock ticks since boot, 0 where the inode is set  (child)
 *  48  8  inode of its pid namespace, 0 where the inode is set          (child)
 *  56  8  FNV-1a (64 bit) of bytes 0 to 55                              (child)
 *  64 32  {@link ExitNote}, perhaps
 * </pre>
 *
 * The child writes it by one call between fork and exec, below the port, where C spells these offsets again.
 */
public final class ChildRecord {
    /** Bytes that the child writes. */
    public static final int LENGTH = 64;

    private static final byte[] MAGIC = {'y', 'a', 'g', 'u', 'r', 'a', 0, 1};
    private static final int BOOT_ID_AT = 8;
    private static final int BOOT_ID_LENGTH = 16;
    private static final int PID_AT = 24;
    private static final int START_AT = 28;
    private static final int HANDLE_INODE_AT = 32;
    private static final int START_TICKS_AT = 40;
    private static final int PID_NAMESPACE_AT = 48;
    private static final int CHECKSUM_AT = 56;
    private static final long NS_PER_MS = 1_000_000;
    private static final int PROGRAM_SHIFT = 30;
    private static final long MS_MASK = 0x3fff_ffffL;

    public final byte[] bootId = new byte[BOOT_ID_LENGTH];
    public int pid;
    /** 0 where the kernel had none. */
    public long handleInode;
    /** 0 where unknown. */
    public long startTicks;
    /** 0 where unknown. */
    public long pidNamespace;
    /** Tells this record from any other. */
    public long checksum;

    /** What was started, a number of Program. */
    public int program;

    private int startedMs;

    /** A record with the parent's part, but for the start. */
    public static byte[] parentPart(byte[] bootId) {
        byte[] record = new byte[LENGTH];
        System.arraycopy(MAGIC, 0, record, 0, MAGIC.length);
        System.arraycopy(bootId, 0, record, BOOT_ID_AT, BOOT_ID_LENGTH);
        return record;
    }

    /** The parent's part of a record says what is started, and when. */
    public static void setStart(byte[] record, int program, long bootNs) {
        LittleEndian.putInt(record, START_AT, (int) (bootNs / NS_PER_MS & MS_MASK) | program << PROGRAM_SHIFT);
    }

    /** Writes the child's part, for a child that is no real one. */
    public static void complete(byte[] record, int pid, long handleInode, long startTicks, long pidNamespace) {
        LittleEndian.putInt(record, PID_AT, pid);
        LittleEndian.putLong(record, HANDLE_INODE_AT, handleInode);
        LittleEndian.putLong(record, START_TICKS_AT, startTicks);
        LittleEndian.putLong(record, PID_NAMESPACE_AT, pidNamespace);
        LittleEndian.putLong(record, CHECKSUM_AT, LittleEndian.checksum(record, 0, CHECKSUM_AT));
    }

    /** Reads a record. @return whether it is one; if not, nothing here is to be used */
    public boolean decode(byte[] from, int length) {
        if (length < LENGTH
                || !Arrays.equals(from, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
                || LittleEndian.getLong(from, CHECKSUM_AT) != LittleEndian.checksum(from, 0, CHECKSUM_AT)) {
            return false;
        }
        System.arraycopy(from, BOOT_ID_AT, bootId, 0, BOOT_ID_LENGTH);
        pid = LittleEndian.getInt(from, PID_AT);
        int start = LittleEndian.getInt(from, START_AT);
        program = start >>> PROGRAM_SHIFT;
        startedMs = start & (int) MS_MASK;
        handleInode = LittleEndian.getLong(from, HANDLE_INODE_AT);
        startTicks = LittleEndian.getLong(from, START_TICKS_AT);
        pidNamespace = LittleEndian.getLong(from, PID_NAMESPACE_AT);
        checksum = LittleEndian.getLong(from, CHECKSUM_AT);
        return pid > 1;
    }

    /** When the child was started, cut to milliseconds; right for 12 days after it. @param nowBootNs CLOCK_BOOTTIME now */
    public long startedBootNs(long nowBootNs) {
        long nowMs = nowBootNs / NS_PER_MS;
        return (nowMs - ((nowMs - startedMs) & MS_MASK)) * NS_PER_MS;
    }

    /** Whether the child is of the boot with an id; never where either is unknown. */
    public boolean ofBoot(byte[] id) {
        return isKnown(id) && Arrays.equals(bootId, id);
    }

    /** Whether a boot id says anything. */
    public static boolean isKnown(byte[] bootId) {
        for (byte b : bootId) {
            if (b != 0) {
                return true;
            }
        }
        return false;
    }
}
