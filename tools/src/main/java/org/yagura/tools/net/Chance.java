package org.yagura.tools.net;

import org.yagura.core.text.Ascii;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;

/** Numbers that nobody can guess, from the system. */
final class Chance {
    private static final byte[] SOURCE = Ascii.bytes("/dev/urandom");
    private static final int BYTES = 64;

    private final Files files;
    private final Descriptors descriptors;
    private final byte[] bytes = new byte[BYTES];
    private int left;

    Chance(Files files, Descriptors descriptors) {
        this.files = files;
        this.descriptors = descriptors;
    }

    /** 16 bits, or {@code -EIO} where the system has none. */
    int next16() {
        if (left < 2 && !fill()) {
            return -Errno.EIO;
        }
        left -= 2;
        return (bytes[left] & 0xff) << 8 | bytes[left + 1] & 0xff;
    }

    private boolean fill() {
        int fd = files.open(Files.CWD, SOURCE, OpenFlag.READ, 0);
        if (fd < 0) {
            return false;
        }
        int n = descriptors.read(fd, bytes, 0, BYTES);
        descriptors.close(fd);
        left = n == BYTES ? n : 0;
        return left > 0;
    }
}
