package org.yagura.tools.supervise;

import org.yagura.core.status.Status;
import org.yagura.core.supervise.SlotState;
import org.yagura.core.text.Ascii;
import org.yagura.os.OpenFlag;

/**
 * Makes {@code supervise/status} say what a slot says: written to {@code status.new}, renamed over. Where that fails (a full or
 * read-only disk) it says so once, and tries again until it can.
 *
 * <p>The file that is replaced is freed only when nobody has it open, and on some file systems that takes longer than all the rest. So
 * it is kept open until {@link #letGoOfReplaced}: what is waited for, as the next start of a service that died, comes first.
 */
final class StatusFile {
    private static final long RETRY_NS = 5_000_000_000L;
    private static final byte[] STATUS = Ascii.bytes("status");
    private static final byte[] STATUS_NEW = Ascii.bytes("status.new");
    private static final int MODE = 0644;
    /** In place of an errno: fewer bytes were written than given. */
    private static final int PARTIAL = -1;

    private final Parts parts;
    private final byte[] slot;
    private final Status status;
    private final byte[] record = new byte[Status.LENGTH];
    private boolean due;
    private long retryNs = Long.MAX_VALUE;
    private int complainedErrno;
    /** The file that was published last, and the one that it has replaced. */
    private int published = -1;

    private int replaced = -1;

    StatusFile(Parts parts, byte[] slot, Status status) {
        this.parts = parts;
        this.slot = slot;
        this.status = status;
    }

    /** The file is to be written with the next {@link #flush}. */
    void due() {
        due = true;
    }

    void handOver(SlotState to) {
        to.statusDue = due;
        to.statusRetryNs = retryNs;
        to.statusErrno = complainedErrno;
    }

    void takeOver(SlotState from) {
        due = from.statusDue;
        retryNs = from.statusRetryNs;
        complainedErrno = from.statusErrno;
    }

    /** When {@link #flush} is to be called again after a failure. */
    long deadlineNs() {
        return retryNs;
    }

    /** Nothing is to be written any more. */
    void forget() {
        due = false;
        retryNs = Long.MAX_VALUE;
        letGoOfReplaced();
        published = parts.close(published);
    }

    /** The system may free the file that was replaced. */
    void letGoOfReplaced() {
        replaced = parts.close(replaced);
    }

    /** Writes the file if it is due, or if it failed and the time has come. */
    void flush(int superviseFd, long nowNs) {
        if (!due && nowNs < retryNs) {
            return;
        }
        due = false;
        status.publication++;
        status.encode(record);
        if (write(superviseFd)) {
            retryNs = Long.MAX_VALUE;
            complainedErrno = 0;
        } else {
            retryNs = nowNs + RETRY_NS;
        }
    }

    private boolean write(int superviseFd) {
        int fd = parts.files()
                .open(
                        superviseFd,
                        STATUS_NEW,
                        OpenFlag.WRITE | OpenFlag.CREATE | OpenFlag.TRUNCATE | OpenFlag.NONBLOCK | OpenFlag.NOFOLLOW,
                        MODE);
        if (fd < 0) {
            complain("unable to open ", "/supervise/status.new", -fd);
            return false;
        }
        int written = parts.descriptors().write(fd, record, 0, record.length);
        if (written < record.length) {
            parts.close(fd);
            complain("unable to write ", "/supervise/status.new", written < 0 ? -written : PARTIAL);
            return false;
        }
        // who sees that it is claimed knows that we live, and need not open the FIFO ok; where it cannot be claimed he
        // does
        parts.descriptors().claim(fd);
        int renamed = parts.files().rename(superviseFd, STATUS_NEW, superviseFd, STATUS);
        if (renamed < 0) {
            parts.close(fd);
            complain("unable to rename ", "/supervise/status.new to status", -renamed);
            return false;
        }
        letGoOfReplaced();
        replaced = published;
        published = fd;
        return true;
    }

    private void complain(String unableTo, String file, int errno) {
        if (errno == complainedErrno) {
            return;
        }
        complainedErrno = errno;
        parts.messages().warning().add(unableTo).add(slot).add(file);
        if (errno == PARTIAL) {
            parts.messages().add(": partial write").end();
        } else {
            parts.messages().because(errno);
        }
    }
}
