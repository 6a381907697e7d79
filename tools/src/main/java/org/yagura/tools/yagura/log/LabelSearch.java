package org.yagura.tools.yagura.log;

import org.yagura.core.tai.TaiTime;
import org.yagura.core.time.PointInTime;
import org.yagura.os.Descriptors;

/** Finds a time in a file whose lines have labels, by halves: a file of 16 MB takes a dozen reads. */
final class LabelSearch {
    /** So much is left to be read from the start. */
    private static final int NEAR_BYTES = 8192;

    private static final int READ_BYTES = 4096;
    /** Where no line begins in so much, the search goes on in the half before. */
    private static final int STEPS_MAX = 64;

    private final Descriptors descriptors;
    private final byte[] buffer = new byte[READ_BYTES];
    private long lineAt;
    private long lineNs;

    LabelSearch(Descriptors descriptors) {
        this.descriptors = descriptors;
    }

    /** The beginning of a line that is, as all before it, earlier than a time; the file's beginning where none is or where lines have no labels. */
    long before(int fd, long size, long timeNs) {
        long low = 0;
        long high = size;
        while (high - low > NEAR_BYTES) {
            long middle = low + (high - low) / 2;
            if (!findLine(fd, middle, high)) {
                high = middle;
            } else if (lineNs == PointInTime.BAD) {
                return low;
            } else if (lineNs < timeNs) {
                low = lineAt;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Looks for the first line that begins at or after a place. @return whether there is one before the end, with its label in reach */
    private boolean findLine(int fd, long from, long end) {
        long at = from;
        for (int step = 0; step < STEPS_MAX && at < end; step++) {
            int n = descriptors.readAt(fd, buffer, 0, buffer.length, at);
            if (n <= 0) {
                return false;
            }
            int i = 0;
            while (i < n && buffer[i] != '\n') {
                i++;
            }
            if (i < n) {
                return readLabel(fd, at + i + 1, end);
            }
            at += n;
        }
        return false;
    }

    private boolean readLabel(int fd, long at, long end) {
        int n = at >= end ? 0 : descriptors.readAt(fd, buffer, 0, TaiTime.LABEL_LENGTH, at);
        if (n <= 0) {
            return false;
        }
        lineAt = at;
        boolean labelled = n == TaiTime.LABEL_LENGTH && TaiTime.isLabel(buffer, 0);
        lineNs = labelled ? PointInTime.ofLabel(buffer, 0) : PointInTime.BAD;
        return true;
    }
}
