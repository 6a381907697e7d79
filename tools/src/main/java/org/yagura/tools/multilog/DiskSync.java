package org.yagura.tools.multilog;

import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;

/**
 * Brings a file to the disk, also where that fails first. Linux says only once that it could not write something, and takes it for
 * written from then on: the next sync does nothing and says that all is well. So before that one the whole file is written over itself.
 */
final class DiskSync {
    private final Files files;
    private final Descriptors descriptors;
    private final int dirFd;
    private final byte[] buffer;
    private boolean failed;

    /** @param buffer lent for as long as a call takes */
    DiskSync(Parts parts, int dirFd, byte[] buffer) {
        files = parts.files();
        descriptors = parts.descriptors();
        this.dirFd = dirFd;
        this.buffer = buffer;
    }

    /** @param fd the file, open @param name its name in the directory @return 0 or a negated errno */
    int sync(int fd, byte[] name) {
        int error = failed ? writeAgain(name) : 0;
        if (error == 0) {
            error = descriptors.sync(fd);
            failed = error < 0;
        }
        return error;
    }

    private int writeAgain(byte[] name) {
        int flags = OpenFlag.READ_WRITE | OpenFlag.NONBLOCK | OpenFlag.NOFOLLOW;
        int fd = files.open(dirFd, name, flags, 0);
        if (fd < 0) {
            // Nobody can find it any more.
            return fd == -Errno.ENOENT ? 0 : fd;
        }
        long at = 0;
        int result;
        do {
            result = descriptors.readAt(fd, buffer, 0, buffer.length, at);
            if (result > 0) {
                result = descriptors.writeAt(fd, buffer, 0, result, at);
                at += Math.max(result, 0);
            }
        } while (result > 0);
        descriptors.close(fd);
        return result;
    }
}
