package org.yagura.os;

/**
 * The beginning of a file as memory that is shared with it: what is put there is in the file, and stays when the process is killed.
 * A process has one. Puts take place in the order of the calls.
 */
public interface Mapping {
    /** Maps the first bytes of a file that is open for reading and writing, in place of what was mapped before. @return 0 or a negated errno */
    int map(int fd, int length);

    /** Ends it. */
    void unmap();

    /** Reads into it, as {@link Descriptors#read}. @return bytes, 0 at the end, or a negated errno */
    int read(int fd, int at, int length);

    /** The eight bytes at a multiple of eight, in the machine's own order. */
    long number(int at);

    /** Puts eight bytes at a multiple of eight, all at once. */
    void putNumber(int at, long value);

    void copyTo(byte[] to, int offset, int at, int length);

    void put(int at, byte[] from, int offset, int length);

    /** As {@link Bytes#labelLines}, with the lines that are from {@code from} up to, not including, {@code to}. */
    long labelLines(int from, int to, byte[] label, byte[] out, int at);

    /** Lets go of the memory of what is from {@code at} on; the file keeps it, and it comes back when it is used. */
    void release(int at);
}
