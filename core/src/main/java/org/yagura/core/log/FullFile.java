package org.yagura.core.log;

/**
 * When a file is full. It may end at a line's end within {@link #NEAR} bytes of its size, and must end at its size: a line that is too
 * long for that goes on in the next file.
 *
 * <p>Where files end depends on the bytes alone, not on how they came: at the first newline within the last 2000 bytes.
 */
public final class FullFile {
    /** Bytes before a file's greatest size within which a line's end ends it. */
    public static final int NEAR = 2000;

    private FullFile() {}

    /** Whether the file takes no byte more. */
    public static boolean mustEnd(long bytes, int size) {
        return bytes >= size;
    }

    /** Whether the file ends here, its last byte being {@code last}. */
    public static boolean mayEnd(long bytes, int size, byte last) {
        return last == '\n' && bytes >= size - NEAR;
    }

    /**
     * How much of some data goes to a file before one asks again whether it is full.
     *
     * @param bytes length of the file, less than {@code size}
     * @param size its greatest size
     * @return 1 or more, if there is data
     */
    public static int portion(byte[] data, int from, int to, long bytes, int size) {
        int room = (int) (size - bytes);
        int limit = to - from > room ? from + room : to;
        long untilNear = size - NEAR - bytes;
        if (untilNear > limit - from) {
            return limit - from;
        }
        int at = untilNear > 1 ? from + (int) untilNear - 1 : from;
        while (at < limit && data[at] != '\n') {
            at++;
        }
        return at < limit ? at + 1 - from : limit - from;
    }
}
