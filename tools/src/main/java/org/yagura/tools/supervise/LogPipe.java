package org.yagura.tools.supervise;

import org.yagura.core.supervise.SuperviseState;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;

/**
 * The pipe from a service to its logger: the FIFO {@code log/supervise/pipe}. This supervise holds it for reading and writing, so that
 * neither a service without a logger nor a logger without a service ever sees an end, and what is in it stays. Service and logger
 * each get an open of their own at each start: flags such as non-blocking belong to the open and would be shared by a dup.
 *
 * <p>At a stop it is drained: {@link #letGo} leaves only an observer that reads nothing, after which the logger sees the end as soon as
 * all other writers are gone.
 */
final class LogPipe {
    static final byte[] NAME = Ascii.bytes("pipe");
    private static final byte[] HERE = Ascii.bytes(".");
    private static final int NO_MODE = 0;

    private final Parts parts;
    private final int token;
    private final FileInfo own = new FileInfo();
    private final FileInfo other = new FileInfo();

    /** The directory of the FIFO. */
    private int directoryFd = -1;

    private int ownFd = -1;
    private int observerFd = -1;
    private boolean writersGone;

    /** @param token under which the poller reports the end, once {@link #letGo} was called */
    LogPipe(Parts parts, int token) {
        this.parts = parts;
        this.token = token;
    }

    /** Makes the FIFO in the log slot's {@code supervise/} if need be, and holds it. @return 0, or a negated errno, which was said */
    int open(SlotFiles logFiles) {
        if (ownFd >= 0) {
            return 0;
        }
        int fd = logFiles.openFifo(NAME, OpenFlag.READ_WRITE, "/supervise/pipe");
        if (fd < 0) {
            return fd;
        }
        // The log slot may end, and let go of its directory, while the service goes on.
        int directory = parts.files().open(logFiles.superviseFd(), HERE, OpenFlag.PATH | OpenFlag.DIRECTORY, NO_MODE);
        if (directory < 0) {
            logFiles.fatal("unable to open ", "/supervise", -directory);
            parts.close(fd);
            return directory;
        }
        parts.descriptors().info(fd, own);
        directoryFd = directory;
        ownFd = fd;
        return 0;
    }

    void handOver(SuperviseState to) {
        to.pipeDirectoryFd = directoryFd;
        to.pipeFd = ownFd;
        to.observerFd = observerFd;
        to.writersGone = writersGone;
        to.pipeDevice = own.device;
        to.pipeInode = own.inode;
    }

    /** @return 0, or a negated errno where its end cannot be watched */
    int takeOver(SuperviseState from) {
        directoryFd = from.pipeDirectoryFd;
        ownFd = from.pipeFd;
        observerFd = from.observerFd;
        writersGone = from.writersGone;
        own.device = from.pipeDevice;
        own.inode = from.pipeInode;
        return observerFd < 0 || writersGone ? 0 : parts.poller().add(observerFd, token, 0);
    }

    /** A service's descriptor 1: blocking, and open for reading too, so that it never gets a broken pipe. @return it, or a negated errno */
    int openForService() {
        return openAgain(OpenFlag.READ_WRITE);
    }

    /** A logger's descriptor 0: blocking, and only for reading, so that there can be an end. @return it, or a negated errno */
    int openForLogger() {
        if (ownFd >= 0) {
            return openAgain(OpenFlag.READ);
        }
        // A logger that is started again during a drain, perhaps with no writer left: one that polls before it reads
        // would
        // never be told of the end of a pipe that had no writer since it was opened.
        int writer = reopen(OpenFlag.READ_WRITE | OpenFlag.NONBLOCK);
        if (writer < 0) {
            return writer;
        }
        int fd = openAgain(OpenFlag.READ);
        parts.close(writer);
        return fd;
    }

    /** Stops holding the end of the pipe away from the logger. @return 0 or a negated errno: nothing has changed, try again */
    int letGo() {
        if (ownFd < 0) {
            return 0;
        }
        // Opened while there is a writer: the system tells only those of the end who could know that there was a
        // beginning.
        int fd = reopen(OpenFlag.READ | OpenFlag.NONBLOCK);
        if (fd < 0) {
            return fd;
        }
        int added = parts.poller().add(fd, token, 0);
        if (added < 0) {
            parts.close(fd);
            return added;
        }
        observerFd = fd;
        ownFd = parts.close(ownFd);
        return 0;
    }

    /** The poller has reported the end. */
    void onWritersGone() {
        if (observerFd >= 0 && !writersGone) {
            writersGone = true;
            parts.poller().remove(observerFd);
        }
    }

    /** Whether that is still so is reported once more. */
    void askAgain() {
        writersGone = writersGone && parts.poller().add(observerFd, token, 0) < 0;
    }

    /** Whether nobody can write any more. */
    boolean writersGone() {
        return writersGone;
    }

    /** Bytes that wait for the logger. */
    int waitingBytes() {
        int fd = ownFd >= 0 ? ownFd : observerFd;
        return fd < 0 ? 0 : Math.max(0, parts.descriptors().readableBytes(fd));
    }

    void close() {
        ownFd = parts.close(ownFd);
        observerFd = writersGone ? parts.close(observerFd) : parts.closeWatched(observerFd);
        directoryFd = parts.close(directoryFd);
        writersGone = false;
    }

    private int openAgain(int access) {
        // Non-blocking at first: with no writer left, opening for reading would wait for one.
        int fd = reopen(access | OpenFlag.NONBLOCK);
        if (fd < 0) {
            return fd;
        }
        int cleared = parts.descriptors().setNonBlocking(fd, false);
        if (cleared < 0) {
            parts.close(fd);
            return cleared;
        }
        return fd;
    }

    /** Opens the same FIFO once more: by its name, or, where that is gone or leads to another one, by our own descriptor. */
    private int reopen(int flags) {
        int fd = parts.files().open(directoryFd, NAME, flags | OpenFlag.NOFOLLOW, NO_MODE);
        if (fd >= 0 && parts.descriptors().info(fd, other) == 0 && own.sameFile(other.device, other.inode)) {
            return fd;
        }
        parts.close(fd);
        if (fd < 0 && fd != -Errno.ENOENT) {
            return fd;
        }
        byte[] path = new ByteBuilder(24)
                .append("/proc/self/fd/")
                .appendDecimal(ownFd >= 0 ? ownFd : observerFd)
                .toBytes();
        return parts.files().open(Files.CWD, path, flags, NO_MODE);
    }
}
