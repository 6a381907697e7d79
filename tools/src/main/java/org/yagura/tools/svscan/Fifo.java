package org.yagura.tools.svscan;

import org.yagura.os.Descriptors;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;

/** Says single bytes to those who read a FIFO. */
final class Fifo {
    /** For asking whether somebody reads one, or for writing to it, without waiting. */
    static final int ASK = OpenFlag.WRITE | OpenFlag.NONBLOCK | OpenFlag.NOFOLLOW;

    private final Files files;
    private final Descriptors descriptors;
    private final byte[] one = new byte[1];

    Fifo(Files files, Descriptors descriptors) {
        this.files = files;
        this.descriptors = descriptors;
    }

    /** @param directory an open one, or {@link Files#CWD} @return 1, or a negated errno */
    int say(int directory, byte[] name, byte what) {
        int fd = files.open(directory, name, ASK, 0);
        if (fd < 0) {
            return fd;
        }
        one[0] = what;
        int written = descriptors.write(fd, one, 0, 1);
        descriptors.close(fd);
        return written;
    }
}
