package org.yagura.tools;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;

/** Reads small files whole. */
public final class FileContent {
    private static final int FIRST_READ_BYTES = 256;

    private final Descriptors descriptors;
    private int error;

    public FileContent(Descriptors descriptors) {
        this.descriptors = descriptors;
    }

    /** Why {@link #read} gave nothing: an errno, above 0. */
    public int error() {
        return error;
    }

    /**
     * Reads to the end and closes the descriptor.
     *
     * @param bytesMax a longer file is refused with EFBIG
     * @return the content, or null
     */
    public byte @Nullable [] read(int fd, int bytesMax) {
        byte[] content = new byte[FIRST_READ_BYTES];
        int length = 0;
        while (true) {
            if (length == content.length) {
                content = Arrays.copyOf(content, length * 2);
            }
            int n = descriptors.read(fd, content, length, content.length - length);
            if (n == -Errno.EINTR) {
                continue;
            }
            error = n < 0 ? -n : length + n > bytesMax ? Errno.EFBIG : 0;
            if (error != 0 || n == 0) {
                descriptors.close(fd);
                return error != 0 ? null : Arrays.copyOf(content, length);
            }
            length += n;
        }
    }
}
