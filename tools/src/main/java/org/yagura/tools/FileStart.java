package org.yagura.tools;

import org.yagura.os.Descriptors;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;

/** Reads the start of a file, by one read: short records, and what the system says of itself. */
public final class FileStart {
    private final Files files;
    private final Descriptors descriptors;

    public FileStart(Files files, Descriptors descriptors) {
        this.files = files;
        this.descriptors = descriptors;
    }

    /**
     * Whatever has the name by now, it is not waited for, and no link is followed.
     *
     * @param directory an open one, or {@link Files#CWD}
     * @return bytes, {@code lengthMax} at most, or a negated errno
     */
    public int read(int directory, byte[] name, byte[] to, int lengthMax) {
        int fd = files.open(directory, name, OpenFlag.READ | OpenFlag.NONBLOCK | OpenFlag.NOFOLLOW, 0);
        if (fd < 0) {
            return fd;
        }
        int length = descriptors.read(fd, to, 0, lengthMax);
        descriptors.close(fd);
        return length;
    }
}
