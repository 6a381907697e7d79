package org.yagura.os;

/** What the system says of a file. A mutable slot that a call fills, so that asking allocates nothing. */
public final class FileInfo {
    /** Bits of {@link #mode} that tell the type, and their values, as in POSIX. */
    public static final int TYPE_MASK = 0170000;

    public static final int TYPE_FIFO = 0010000;
    public static final int TYPE_DIRECTORY = 0040000;
    public static final int TYPE_REGULAR = 0100000;
    public static final int TYPE_SYMLINK = 0120000;
    public static final int TYPE_SOCKET = 0140000;

    public long device;
    public long inode;
    /** Type and permission bits. */
    public int mode;

    public int links;
    public int uid;
    public int gid;
    /** Bytes. */
    public long size;
    /** Last change of the content, nanoseconds since 1970. */
    public long modifiedNs;
    /** Last change of the inode, nanoseconds since 1970. */
    public long changedNs;

    public boolean isDirectory() {
        return (mode & TYPE_MASK) == TYPE_DIRECTORY;
    }

    public boolean isRegular() {
        return (mode & TYPE_MASK) == TYPE_REGULAR;
    }

    public boolean isFifo() {
        return (mode & TYPE_MASK) == TYPE_FIFO;
    }

    public boolean isSymlink() {
        return (mode & TYPE_MASK) == TYPE_SYMLINK;
    }

    /** Whether both describe one file. */
    public boolean sameFile(long otherDevice, long otherInode) {
        return device == otherDevice && inode == otherInode;
    }
}
