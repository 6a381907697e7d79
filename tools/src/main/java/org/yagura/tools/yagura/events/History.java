package org.yagura.tools.yagura.events;

import java.util.Arrays;
import java.util.List;
import org.yagura.core.events.Event;
import org.yagura.core.events.EventBuffer;
import org.yagura.core.text.Ascii;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Port;
import org.yagura.tools.yagura.facts.Target;

/** The history of one service, read on from where it was read before. */
final class History {
    /** An event and whose it is. */
    record Entry(Target target, Event event) {}

    private static final byte[] EVENTS = Ascii.bytes("/supervise/events");
    private static final byte[] EVENTS_OLD = Ascii.bytes("/supervise/events.old");
    /** Others may write to the file too, so it can be a little larger. */
    private static final int BYTES_MAX = 4 * EventBuffer.FILE_BYTES_MAX;

    final Target target;
    private final Port port;
    private final FileInfo info = new FileInfo();
    private final byte[] current;
    private final byte[] old;
    private long inode;
    private long position;

    History(Port port, Target target) {
        this.port = port;
        this.target = target;
        current = Ascii.concat(target.path(), EVENTS);
        old = Ascii.concat(target.path(), EVENTS_OLD);
    }

    /** Adds what has been written since the last time; at first all. @return 0, or a negated errno where there is no history to be read */
    int read(List<Entry> to) {
        int fd = port.files().open(Files.CWD, current, OpenFlag.READ | OpenFlag.NONBLOCK, 0);
        if (fd < 0) {
            return fd;
        }
        port.descriptors().info(fd, info);
        if (info.inode != inode) {
            long now = info.inode;
            readOld(to);
            inode = now;
            position = 0;
        }
        position = take(fd, position, to);
        port.descriptors().close(fd);
        return 0;
    }

    /** The file before: the rest of it where it is the one that was read last, else all. */
    private void readOld(List<Entry> to) {
        int fd = port.files().open(Files.CWD, old, OpenFlag.READ | OpenFlag.NONBLOCK, 0);
        if (fd < 0) {
            return;
        }
        port.descriptors().info(fd, info);
        take(fd, info.inode == inode ? position : 0, to);
        port.descriptors().close(fd);
    }

    /** Reads whole lines from a place on. @return the place after them */
    private long take(int fd, long from, List<Entry> to) {
        byte[] bytes = new byte[BYTES_MAX];
        int length = 0;
        int n = port.descriptors().readAt(fd, bytes, 0, bytes.length, from);
        while (n > 0) {
            length += n;
            n = port.descriptors().readAt(fd, bytes, length, bytes.length - length, from + length);
        }
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                Event event = Event.parse(Arrays.copyOfRange(bytes, start, i), 0, i - start);
                if (event != null) {
                    to.add(new Entry(target, event));
                }
                start = i + 1;
            }
        }
        return from + start;
    }
}
