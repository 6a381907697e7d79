package org.yagura.tools.supervise;

import org.yagura.core.control.Nudge;
import org.yagura.core.text.Ascii;
import org.yagura.os.FileInfo;
import org.yagura.os.OpenFlag;
import org.yagura.os.Ready;

/** The FIFO {@code supervise/scan} of a service with a log, by which svscan speaks to the supervise of both. */
final class ScanFifo {
    private static final byte[] NAME = Ascii.bytes("scan");

    private final Parts parts;
    private final SlotFiles files;
    private final int token;
    private final FileInfo info = new FileInfo();
    private final byte[] bytes = new byte[64];
    private int fd = -1;

    /** After {@link #read}: what is wanted. */
    boolean service;

    boolean log;
    boolean stop;

    /** @param token under which the poller reports that there is something to read */
    ScanFifo(Parts parts, SlotFiles files, int token) {
        this.parts = parts;
        this.files = files;
        this.token = token;
    }

    boolean isOpen() {
        return fd >= 0;
    }

    /** What is handed over at an upgrade, a descriptor or -1. */
    int fd() {
        return fd;
    }

    /** @return 0, or a negated errno where it cannot be watched */
    int takeOver(int from) {
        fd = from;
        return fd < 0 ? 0 : parts.poller().add(fd, token, Ready.READABLE);
    }

    /** Opens it, and says why not. @return whether that is to be tried again */
    boolean open() {
        fd = Math.max(-1, files.openFifo(NAME, OpenFlag.READ_WRITE, "/supervise/scan"));
        boolean again = fd < 0 && files.failurePasses();
        if (fd >= 0 && parts.poller().add(fd, token, Ready.READABLE) < 0) {
            fd = parts.close(fd);
            again = true;
        }
        return again;
    }

    /** Whether somebody else reads it: another supervise of a service with a log. */
    boolean isAnothers() {
        return fd < 0 && files.hasReader(NAME);
    }

    void read() {
        service = false;
        log = false;
        stop = false;
        int count = parts.descriptors().read(fd, bytes, 0, bytes.length);
        for (int i = 0; i < count; i++) {
            service |= bytes[i] == Nudge.SERVICE;
            log |= bytes[i] == Nudge.LOG;
            stop |= bytes[i] == Nudge.STOP;
        }
    }

    /** Lets go of one whose name was removed. @return whether that was so */
    boolean dropRemoved() {
        boolean removed = fd >= 0 && parts.descriptors().info(fd, info) == 0 && info.links == 0;
        if (removed) {
            fd = parts.closeWatched(fd);
        }
        return removed;
    }
}
