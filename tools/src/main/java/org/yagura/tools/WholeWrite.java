package org.yagura.tools;

import org.yagura.os.Descriptors;
import org.yagura.os.Errno;

/** Writes that do not stop half way. */
public final class WholeWrite {
    private WholeWrite() {}

    /** Writes the first {@code length} bytes to a blocking descriptor. @return 0 or a negated errno */
    public static int write(Descriptors descriptors, int fd, byte[] bytes, int length) {
        int sent = 0;
        while (sent < length) {
            int n = descriptors.write(fd, bytes, sent, length - sent);
            if (n < 0 && n != -Errno.EINTR) {
                return n;
            }
            sent += Math.max(n, 0);
        }
        return 0;
    }
}
