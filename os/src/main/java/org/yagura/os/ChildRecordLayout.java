package org.yagura.os;

/**
 * The record that a child writes of itself before it execs, so that whoever comes later can tell it from another process with the same
 * pid. Little endian:
 *
 * <pre>
 *   0  8  magic "yagura\0\1" (the last byte is the version)
 *   8 16  boot id, binary; zeros where unknown                         (parent)
 *  24  4  pid, as the child sees it                                    (child)
 *  28  4  reserved, 0
 *  32  8  inode of its pidfd, 0 where the kernel has none              (child)
 *  40  8  start time, clock ticks since boot, 0 where the inode is set (child)
 *  48  8  inode of its pid namespace, 0 where the inode is set         (child)
 *  56  8  FNV-1a (64 bit) of bytes 0 to 55                             (child)
 * </pre>
 *
 * It stands here and not in core because the child's part is written between fork and exec, below the port.
 */
public final class ChildRecordLayout {
    public static final int LENGTH = 64;
    public static final int BOOT_ID_AT = 8;
    public static final int BOOT_ID_LENGTH = 16;
    public static final int PID_AT = 24;
    public static final int PIDFD_INODE_AT = 32;
    public static final int START_TICKS_AT = 40;
    public static final int PID_NAMESPACE_AT = 48;
    public static final int CHECKSUM_AT = 56;

    private ChildRecordLayout() {}

    /** A record with magic and boot id, the parent's part. */
    public static byte[] parentPart(byte[] bootId) {
        byte[] record = new byte[LENGTH];
        byte[] magic = {'y', 'a', 'g', 'u', 'r', 'a', 0, 1};
        System.arraycopy(magic, 0, record, 0, magic.length);
        System.arraycopy(bootId, 0, record, BOOT_ID_AT, Math.min(bootId.length, BOOT_ID_LENGTH));
        return record;
    }

    /** The checksum of a record's first 56 bytes. */
    public static long checksum(byte[] record) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < CHECKSUM_AT; i++) {
            hash = (hash ^ (record[i] & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }
}
