package org.yagura.os;

/** What can be done with an open descriptor. */
public interface Descriptors {
    /** Reads; blocks only where the descriptor is a blocking one and nothing is there. @return bytes, 0 at the end, or a negated errno */
    int read(int fd, byte[] to, int offset, int length);

    /** Writes; may write less. @return bytes written, or a negated errno (EPIPE without a signal) */
    int write(int fd, byte[] from, int offset, int length);

    /** Reads at a position. @return bytes, 0 at the end, or a negated errno */
    int readAt(int fd, byte[] to, int offset, int length, long position);

    /** Writes at a position. @return bytes written, or a negated errno */
    int writeAt(int fd, byte[] from, int offset, int length, long position);

    /** Closes. @return 0 or a negated errno; the descriptor is gone either way */
    int close(int fd);

    /** Waits until the file's bytes and size are on disk. @return 0 or a negated errno */
    int sync(int fd);

    /** Cuts or extends to a length. @return 0 or a negated errno */
    int truncate(int fd, long length);

    /** Takes disk blocks for the first {@code length} bytes, so that writing them later cannot fail for want of space. @return 0 or a negated errno */
    int allocate(int fd, long length);

    /** Sets the permission bits. @return 0 or a negated errno */
    int changeMode(int fd, int mode);

    /** Gives the file to a user and a group. @return 0 or a negated errno */
    int changeOwner(int fd, int uid, int gid);

    /** Describes the file behind a descriptor. @return 0 or a negated errno */
    int info(int fd, FileInfo info);

    /** Moves the position to {@code position}, counted from the start. @return 0 or a negated errno */
    int seek(int fd, long position);

    /** Takes an exclusive flock, without waiting. @return 0, or a negated errno (EAGAIN where it is held) */
    int tryLock(int fd);

    /** Takes an exclusive flock; blocks until it is free. @return 0 or a negated errno */
    int lockBlocking(int fd);

    /**
     * Takes the write lock of a whole file for this open file, without waiting; the descriptor is one that may write. It lasts as long as
     * the open file. @return 0, or a negated errno (EAGAIN where it is held)
     */
    int claim(int fd);

    /** Whether another open file holds what {@link #claim} takes; the descriptor may be one that only reads. @return 1, 0 or a negated errno */
    int isClaimed(int fd);

    /** How many bytes a pipe, FIFO or socket holds ready to read. @return the count or a negated errno */
    int readableBytes(int fd);

    /** Copies what a pipe or FIFO holds, and leaves it there. @return bytes, or a negated errno (EAGAIN where there is nothing) */
    int peek(int fd, byte[] to, int offset, int length);

    /** Turns the non-blocking flag of the open file on or off. @return 0 or a negated errno */
    int setNonBlocking(int fd, boolean on);

    /** Turns close-on-exec on or off. @return 0 or a negated errno */
    int setCloseOnExec(int fd, boolean on);

    /** Duplicates to the lowest free number, inherited over exec. @return the new descriptor or a negated errno */
    int duplicate(int fd);

    /** Duplicates to a given number, inherited over exec; what was there is closed. @return the new descriptor or a negated errno */
    int duplicateTo(int fd, int target);

    /**
     * Makes a pipe, both ends close-on-exec and above 2.
     *
     * @param ends gets the read end at 0, the write end at 1
     * @return 0 or a negated errno
     */
    int pipe(int[] ends);
}
