package org.yagura.tools.svstat;

import org.yagura.core.status.Status;
import org.yagura.core.text.Ascii;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Processes;

/** What can be found out of a slot from outside: whether its supervise lives, and what that says in its status. */
public final class SlotState {
    /** What {@link #look} found. */
    public enum Finding {
        /** {@link #status} says how it is. */
        KNOWN,
        NOT_RUNNING,
        /** {@link #step} failed because of {@link #error}. */
        UNKNOWN
    }

    /** In place of a negated errno: the status is too short to be one. */
    public static final int BAD_FORMAT = -10_000;

    private static final byte[] DOWN = Ascii.bytes("down");
    private static final byte[] OK = Ascii.bytes("supervise/ok");
    private static final byte[] STATUS = Ascii.bytes("supervise/status");
    private static final byte[] DOWN_IN = Ascii.bytes("/down");
    private static final byte[] STATUS_IN = Ascii.bytes("/supervise/status");
    private static final byte[] LOG_FILE_OK = Ascii.bytes("supervise/log/ok");
    private static final byte[] LOG_FILE_STATUS = Ascii.bytes("supervise/log/status");

    /** No link is followed: what it leads to may be a device that takes being opened for an order. */
    private static final int ASK = OpenFlag.WRITE | OpenFlag.NONBLOCK | OpenFlag.NOFOLLOW;

    private static final int LOOK = OpenFlag.READ | OpenFlag.NONBLOCK | OpenFlag.NOFOLLOW;

    /** What supervise says, where it is known. */
    public final Status status = new Status();

    private final Files files;
    private final Descriptors descriptors;
    private final SuperviseCheck check;
    private final byte[] record = new byte[Status.LENGTH_MAX];
    private final FileInfo info = new FileInfo();
    private Status.Form form = Status.Form.SHORT;
    private boolean normallyDown;
    private String step = "";
    private int error;

    public SlotState(Files files, Descriptors descriptors, Processes processes) {
        this.files = files;
        this.descriptors = descriptors;
        check = new SuperviseCheck(files, descriptors, processes);
    }

    public Status.Form form() {
        return form;
    }

    /** Whether there is a file {@code down}. */
    public boolean normallyDown() {
        return normallyDown;
    }

    public String step() {
        return step;
    }

    /** A negated errno, or {@link #BAD_FORMAT}. */
    public int error() {
        return error;
    }

    /**
     * Looks into a service directory.
     *
     * @param logFile whether its log is meant, which is an executable file; it has nothing but its state, and no file {@code down}
     */
    public Finding look(int directory, boolean logFile) {
        int down = logFile ? -Errno.ENOENT : files.stat(directory, DOWN, info);
        if (down < 0 && down != -Errno.ENOENT) {
            return unableTo("stat down", down);
        }
        normallyDown = down == 0;
        int ok = files.open(directory, logFile ? LOG_FILE_OK : OK, ASK, 0);
        if (ok >= 0) {
            descriptors.close(ok);
        } else if (ok == -Errno.ENXIO) {
            return Finding.NOT_RUNNING;
        } else if (ok != -Errno.EACCES) {
            return unableTo("open supervise/ok", ok);
        }
        int file = files.open(directory, logFile ? LOG_FILE_STATUS : STATUS, LOOK, 0);
        int length = file < 0 ? file : descriptors.read(file, record, 0, record.length);
        if (file >= 0) {
            descriptors.close(file);
        }
        form = status.decode(record, length);
        if (ok < 0) {
            return withoutRight();
        }
        if (length < 0) {
            return unableTo(file < 0 ? "open supervise/status" : "read supervise/status", length);
        }
        return form == Status.Form.SHORT ? unableTo("read supervise/status", BAD_FORMAT) : Finding.KNOWN;
    }

    /**
     * What {@link #look} finds, of a service that is as most are, in half the time: a supervise of ours has claimed the status, and so
     * lives. Where it answers false nothing is known, and the long look has to be taken.
     */
    public boolean glance(byte[] service) {
        if (service.length == 0) {
            return false;
        }
        int file = files.open(Files.CWD, Ascii.concat(service, STATUS_IN), LOOK, 0);
        if (file < 0) {
            return false;
        }
        form = status.decode(record, descriptors.read(file, record, 0, record.length));
        boolean lives = form == Status.Form.OURS && descriptors.isClaimed(file) == 1;
        descriptors.close(file);
        if (!lives) {
            return false;
        }
        int down = files.stat(Files.CWD, Ascii.concat(service, DOWN_IN), info);
        normallyDown = down == 0;
        return down == 0 || down == -Errno.ENOENT;
    }

    /** For one who may not open {@code ok}: the record of a supervise of ours tells which process to look for. */
    private Finding withoutRight() {
        SuperviseCheck.Answer answer = form == Status.Form.OURS ? check.lives(status) : SuperviseCheck.Answer.UNKNOWN;
        return switch (answer) {
            case LIVES -> Finding.KNOWN;
            case GONE -> Finding.NOT_RUNNING;
            case UNKNOWN -> unableTo("open supervise/ok", -Errno.EACCES);
        };
    }

    private Finding unableTo(String what, int why) {
        step = what;
        error = why;
        return Finding.UNKNOWN;
    }
}
