package org.yagura.os;

/**
 * Names in directories. {@code dirFd} is a directory's descriptor or {@link #CWD}; a name that starts with a slash ignores it.
 */
public interface Files {
    /** In place of a directory's descriptor: relative to the current directory. */
    int CWD = -100;

    /**
     * Opens a file, close-on-exec unless {@link OpenFlag#INHERIT} is given.
     *
     * @param flags {@link OpenFlag} bits
     * @param mode permission bits of a file that is made, less the umask
     * @return a descriptor, or a negated errno
     */
    int open(int dirFd, byte[] name, int flags, int mode);

    /** Makes a directory. @return 0 or a negated errno */
    int makeDirectory(int dirFd, byte[] name, int mode);

    /** Makes a FIFO. @return 0 or a negated errno */
    int makeFifo(int dirFd, byte[] name, int mode);

    /** Renames over whatever has the new name. @return 0 or a negated errno */
    int rename(int fromDirFd, byte[] from, int toDirFd, byte[] to);

    /** Makes a second name for a file; fails with EEXIST where the new name is taken. @return 0 or a negated errno */
    int link(int fromDirFd, byte[] from, int toDirFd, byte[] to);

    /** Makes a symbolic link that holds {@code target}. @return 0 or a negated errno */
    int symlink(byte[] target, int dirFd, byte[] name);

    /** Removes a name that is no directory's. @return 0 or a negated errno */
    int unlink(int dirFd, byte[] name);

    /** Removes an empty directory. @return 0 or a negated errno */
    int removeDirectory(int dirFd, byte[] name);

    /** Reads what a symbolic link holds. @return the number of bytes stored (cut at {@code length}), or a negated errno */
    int readLink(int dirFd, byte[] name, byte[] to, int offset, int length);

    /** Describes the file behind a name, following symbolic links. @return 0 or a negated errno */
    int stat(int dirFd, byte[] name, FileInfo info);

    /** Describes what a name itself is, a symbolic link included. @return 0 or a negated errno */
    int lstat(int dirFd, byte[] name, FileInfo info);

    /**
     * Reads the next names of an open directory. Each entry is laid out as Linux's {@code linux_dirent64}: bytes 0 to 7 inode,
     * 8 to 15 position, 16 and 17 entry length (little endian), 18 type, from 19 the name and a NUL; {@link DirectoryEntries}
     * reads it.
     *
     * @return bytes stored, 0 at the end, or a negated errno
     */
    int listDirectory(int dirFd, byte[] to, int offset, int length);

    /**
     * What kind of file system a name is on, as {@code statfs} numbers them (f_type, 32 bits without sign).
     *
     * @return the number, 0 where it cannot be told, or a negated errno
     */
    default long fileSystemType(byte[] name) {
        return 0;
    }

    /** How many bytes may still be written by ordinary users to the file system that a name is on. @return bytes, or a negated errno */
    default long freeBytes(byte[] name) {
        return -Errno.ENOSYS;
    }

    /** Makes the current directory the one behind a descriptor. @return 0 or a negated errno */
    int changeDirectory(int dirFd);

    /** Sets the mask of mode bits that new files do not get. @return the mask before */
    int umask(int mask);
}
