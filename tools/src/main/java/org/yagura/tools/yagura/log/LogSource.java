package org.yagura.tools.yagura.log;

import java.util.Arrays;
import org.yagura.core.log.FinishedName;
import org.yagura.core.tai.TaiTime;
import org.yagura.core.text.Ascii;
import org.yagura.core.time.PointInTime;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;

/**
 * The lines of one service's log, one by one, oldest first. A line has the time of its label; one without has that of the line before it, or
 * the time at which the file before its own was finished.
 */
final class LogSource {
    /** A longer line comes in pieces of this size, bytes. */
    static final int LINE_MAX = 262_144;

    private static final int FIRST_BUFFER_BYTES = 4096;

    final byte[] service;
    /** Its place among those that are shown together. */
    final int rank;

    final FileSequence files;
    /** Whether it stands at a line that was not yet shown: kept by who merges. */
    boolean stands;

    private final LogPort port;
    private final Unpacking unpacking;
    private final FileInfo info = new FileInfo();
    private byte[] buffer = new byte[FIRST_BUFFER_BYTES];
    private int from;
    private int to;
    private int searched;
    private int fd = FileSequence.NONE;
    private boolean follow;
    private boolean wanting;
    /** The line: its bytes without the newline, its time, where what was logged begins. */
    private int lineFrom;

    private int lineTo;
    private int messageFrom;
    private long timeNs = PointInTime.BAD;

    LogSource(LogPort port, int rank, byte[] service, byte[] directory) {
        this.port = port;
        this.rank = rank;
        this.service = service;
        files = new FileSequence(port, directory);
        unpacking = new Unpacking(port);
    }

    /** Whether its line comes before that of another one. */
    boolean isBefore(LogSource other) {
        return timeNs < other.timeNs || timeNs == other.timeNs && rank < other.rank;
    }

    byte[] bytes() {
        return buffer;
    }

    int lineFrom() {
        return lineFrom;
    }

    int lineTo() {
        return lineTo;
    }

    int messageFrom() {
        return messageFrom;
    }

    boolean isLabelled() {
        return messageFrom > lineFrom;
    }

    /** Nanoseconds since 1970, or {@link PointInTime#BAD} where there is no telling. */
    long timeNs() {
        return timeNs;
    }

    /** Whether an end is no end: more may come. */
    void follow(boolean on) {
        follow = on;
    }

    /** Begins in the first file at a place, which is the beginning of a line. */
    void startAt(long position) {
        if (openNext() && position > 0) {
            port.descriptors().seek(fd, position);
        }
    }

    /** Begins with the first line that is not before a time, or a little before it. */
    void startAt(long timeNs, LabelSearch search) {
        files.skipBefore(timeNs);
        if (!openNext() || unpacking.isRunning()) {
            return;
        }
        if (port.descriptors().info(fd, info) >= 0) {
            port.descriptors().seek(fd, search.before(fd, info.size, timeNs));
        }
    }

    /** Goes to the next line. @return whether there is one, now */
    boolean next() {
        while (true) {
            int newline = newline();
            if (newline >= 0) {
                take(newline, newline + 1);
                return true;
            }
            if (to - from >= LINE_MAX) {
                take(to, to);
                return true;
            }
            int n = fill();
            if (n > 0) {
                continue;
            }
            boolean cut = from < to && (!follow && !hasMore() || isCutOff());
            if (cut) {
                take(to, to);
                return true;
            }
            if (!hasMore() || !openNext()) {
                return false;
            }
        }
    }

    /** What may come in further files; finds those that rotations have brought where this is followed. */
    private boolean hasMore() {
        if (files.size() > 0) {
            return true;
        }
        if (!follow || !files.isRotated()) {
            wanting = false;
            return false;
        }
        // The file may have grown between the last read and its end; a second look finds nothing new any more.
        if (!wanting) {
            wanting = true;
            return fill() > 0;
        }
        wanting = false;
        files.renew();
        return files.size() > 0;
    }

    /** A kill may have cut the last line of a file off; otherwise it goes on in the next one. */
    private boolean isCutOff() {
        return FinishedName.is(files.opened()) && FinishedName.isUnclean(files.opened());
    }

    private int newline() {
        for (int i = searched; i < to; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        searched = to;
        return -1;
    }

    private void take(int end, int next) {
        lineFrom = from;
        lineTo = end;
        from = next;
        searched = next;
        messageFrom = lineFrom;
        if (lineTo - lineFrom >= TaiTime.LABEL_LENGTH && TaiTime.isLabel(buffer, lineFrom)) {
            long labelNs = PointInTime.ofLabel(buffer, lineFrom);
            if (labelNs != PointInTime.BAD) {
                timeNs = labelNs;
                messageFrom = Math.min(lineTo, lineFrom + TaiTime.LABEL_LENGTH + 1);
            }
        }
    }

    /** Reads more behind what is there. @return bytes; 0 at an end */
    private int fill() {
        if (fd == FileSequence.NONE) {
            return 0;
        }
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            searched -= from;
            from = 0;
        }
        if (to == buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(LINE_MAX, buffer.length * 4));
        }
        int n = port.descriptors().read(fd, buffer, to, buffer.length - to);
        while (n == -Errno.EINTR) {
            n = port.descriptors().read(fd, buffer, to, buffer.length - to);
        }
        if (n < 0) {
            trouble(files.opened(), n);
            return 0;
        }
        to += n;
        return n;
    }

    private boolean openNext() {
        if (timeNs == PointInTime.BAD) {
            timeNs = files.finishedBeforeNs();
        }
        byte[] before = files.opened();
        int next = files.next();
        closeFile(before);
        if (next > 0 && unpacking.isPacked(next)) {
            next = unpacking.start(next);
        }
        if (next < 0) {
            trouble(files.opened(), next);
            return files.size() > 0 && openNext();
        }
        fd = next;
        return next != FileSequence.NONE;
    }

    private void closeFile(byte[] name) {
        if (fd == FileSequence.NONE) {
            return;
        }
        port.descriptors().close(fd);
        fd = FileSequence.NONE;
        if (!unpacking.end()) {
            port.messages().warning().add("unable to unpack ").add(name(name)).end();
        }
    }

    void close() {
        closeFile(files.opened());
        files.close();
    }

    private void trouble(byte[] file, int error) {
        port.messages().warning().add("unable to read ").add(name(file)).because(-error);
    }

    private byte[] name(byte[] file) {
        return Ascii.concat(files.path(), Ascii.bytes("/"), file);
    }
}
