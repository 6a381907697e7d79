package org.yagura.tools;

import org.yagura.os.Descriptors;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;

/** Reads the start of a file: short records, and what the system says of itself. */
public final class FileStart {
    private final Files files;
    private final Descriptors descriptors;

    public FileStart(Files files, Descriptors descriptors) {
        this.files = files;
        this.descriptors = descriptors;
    }

    /**
     * Reads once. Whatever has the name by now, it is not waited for, and no link is followed.
     *
     * @param directory an open one, or {@link Files#CWD}
     * @return bytes, {@code lengthMax} at most, or a negated errno
     */
    public int read(int directory, byte[] name, byte[] to, int lengthMax) {
        int fd = open(directory, name);
        if (fd < 0) {
            return fd;
        }
        int length = descriptors.read(fd, to, 0, lengthMax);
        descriptors.close(fd);
        return length;
    }

    /** The same, but goes on where a read brings less than the array takes. @return bytes, less only where the file has no more */
    public int fill(int directory, byte[] name, byte[] to) {
        int fd = open(directory, name);
        if (fd < 0) {
            return fd;
        }
        int length = 0;
        int n;
        do {
            n = descriptors.read(fd, to, length, to.length - length);
            length += Math.max(n, 0);
        } while (n > 0 && length < to.length);
        descriptors.close(fd);
        return n < 0 ? n : length;
    }

    private int open(int directory, byte[] name) {
        return files.open(directory, name, OpenFlag.READ | OpenFlag.NONBLOCK | OpenFlag.NOFOLLOW, 0);
    }
}
