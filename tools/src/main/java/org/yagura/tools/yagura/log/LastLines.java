package org.yagura.tools.yagura.log;

import org.yagura.os.FileInfo;

/** Finds where the last so many lines of a log begin, from its end backwards. */
final class LastLines {
    /** In place of a number: there is no telling without unpacking. */
    static final long PACKED = -1;

    private static final int READ_BYTES = 16_384;

    private final LogPort port;
    private final Unpacking unpacking;
    private final FileInfo info = new FileInfo();
    private final byte[] buffer = new byte[READ_BYTES];
    private long left;
    private long position;

    LastLines(LogPort port) {
        this.port = port;
        unpacking = new Unpacking(port);
    }

    /**
     * Lets a log begin with the first of its last lines.
     *
     * @return how many lines there are then: as many as wanted or, where the log has not so many, fewer; {@link #PACKED} where a packed file
     *     comes in the way, and nothing was done
     */
    long start(LogSource source, long wanted) {
        left = wanted;
        int file = source.files.size();
        position = 0;
        while (file > 0 && left > 0) {
            file--;
            if (!search(source.files.open(source.files.name(file)))) {
                return PACKED;
            }
        }
        source.files.drop(file);
        source.startAt(position);
        return wanted - left;
    }

    /** Counts lines from a file's end. @return whether it is a file that this can be done with */
    private boolean search(int fd) {
        position = 0;
        if (fd < 0) {
            return true;
        }
        boolean packed = unpacking.isPacked(fd);
        long end = packed || port.descriptors().info(fd, info) < 0 ? 0 : info.size;
        long at = end;
        while (at > 0 && left >= 0) {
            int length = (int) Math.min(READ_BYTES, at);
            at -= length;
            int n = port.descriptors().readAt(fd, buffer, 0, length, at);
            for (int i = n - 1; i >= 0; i--) {
                boolean ends = buffer[i] == '\n' && at + i + 1 < end;
                if (ends && --left == 0) {
                    position = at + i + 1;
                    port.descriptors().close(fd);
                    return true;
                }
            }
        }
        if (end > 0) {
            left--;
        }
        port.descriptors().close(fd);
        return !packed;
    }
}
