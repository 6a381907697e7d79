package org.yagura.tools.supervise;

import org.yagura.core.adopt.ExitNote;
import org.yagura.core.events.EventBuffer;
import org.yagura.core.events.EventKind;
import org.yagura.core.status.WaitStatus;
import org.yagura.core.supervise.Moment;
import org.yagura.core.supervise.Program;
import org.yagura.core.text.Ascii;
import org.yagura.os.FileInfo;
import org.yagura.os.OpenFlag;

/**
 * The history of a slot: {@code supervise/events}, and {@code events.old} before it. Lines are kept until the step is over, when whatever had
 * to be done is done, and then written by one call. Nothing depends on it: what cannot be written is lost, and counted.
 */
final class EventFile {
    private static final byte[] EVENTS = Ascii.bytes("events");
    private static final byte[] EVENTS_OLD = Ascii.bytes("events.old");
    private static final int MODE = 0644;

    private final Parts parts;
    private final EventBuffer buffer = new EventBuffer();
    private final FileInfo info = new FileInfo();

    EventFile(Parts parts) {
        this.parts = parts;
    }

    void add(EventKind kind, Moment now) {
        buffer.add(now.wallNs, kind, EventBuffer.NONE, EventBuffer.NONE, "");
    }

    void add(EventKind kind, int number, Moment now) {
        buffer.add(now.wallNs, kind, number, EventBuffer.NONE, "");
    }

    void started(Program program, int pid, Moment now) {
        buffer.add(now.wallNs, EventKind.STARTED, pid, EventBuffer.NONE, program == Program.RUN ? "" : program.file);
    }

    void exited(int pid, int waitStatus, Moment now) {
        if (waitStatus == ExitNote.UNKNOWN) {
            add(EventKind.GONE, pid, now);
            return;
        }
        int signal = WaitStatus.signal(waitStatus);
        buffer.add(
                now.wallNs,
                signal != 0 ? EventKind.KILLED : EventKind.EXITED,
                pid,
                signal != 0 ? signal : WaitStatus.code(waitStatus),
                "");
    }

    void upgraded(long wallNs) {
        buffer.add(wallNs, EventKind.UPGRADED, EventBuffer.NONE, EventBuffer.NONE, "");
    }

    void command(byte letter, Moment now) {
        buffer.addCommand(now.wallNs, letter);
    }

    /** Writes what has come together. */
    void flush(int superviseFd) {
        if (buffer.length() == 0) {
            return;
        }
        int fd = superviseFd < 0 ? -1 : open(superviseFd);
        if (fd >= 0
                && parts.descriptors().info(fd, info) == 0
                && info.size > 0
                && info.size + buffer.length() > EventBuffer.FILE_BYTES_MAX) {
            parts.close(fd);
            parts.files().rename(superviseFd, EVENTS, superviseFd, EVENTS_OLD);
            fd = open(superviseFd);
        }
        int written = fd < 0 ? 0 : parts.descriptors().write(fd, buffer.bytes(), 0, buffer.length());
        parts.close(fd);
        buffer.written(Math.max(written, 0));
    }

    private int open(int superviseFd) {
        int flags = OpenFlag.WRITE | OpenFlag.APPEND | OpenFlag.CREATE | OpenFlag.NONBLOCK | OpenFlag.NOFOLLOW;
        return parts.files().open(superviseFd, EVENTS, flags, MODE);
    }
}
