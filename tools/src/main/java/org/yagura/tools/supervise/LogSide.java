package org.yagura.tools.supervise;

import org.yagura.core.supervise.Moment;
import org.yagura.core.supervise.SuperviseState;
import org.yagura.core.text.Ascii;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.OpenFlag;

/** What a supervise with two slots has beside the service: the logger's slot, the pipe to it, and how it is drained at a stop. */
final class LogSide {
    private static final byte[] LOG = Ascii.bytes("log");
    private static final byte[] LOG_HERE = Ascii.bytes("log/.");
    private static final byte[] HERE = Ascii.bytes(".");

    final Slot slot;
    final LogPipe pipe;
    final Drain drain;

    private final Parts parts;
    private final Slot service;
    private final FileInfo attached = new FileInfo();
    private final FileInfo named = new FileInfo();
    private boolean isFile;
    private boolean missing;

    LogSide(Parts parts, SelfIdentity self, Slot service, int controlToken, int processToken, int pipeToken) {
        this.parts = parts;
        this.service = service;
        slot = new Slot(parts, self, LOG, controlToken, processToken, Starting.LOGGER_END);
        pipe = new LogPipe(parts, pipeToken);
        drain = new Drain(parts, slot, pipe);
    }

    /**
     * Takes {@code log/}, if there is one, and the pipe in it.
     *
     * @return BUSY only where the lock's holder no longer answers; where another supervise looks after the directory, FAILED; LATER where
     *     the pipe cannot be had now, which is worth a wait, because without it the service's first lines would go elsewhere, or where it
     *     cannot be told whether a logger still runs
     */
    SlotFiles.Hold take() {
        int attached = attach();
        missing = attached == -Errno.ENOENT;
        if (missing) {
            return SlotFiles.Hold.FAILED;
        }
        SlotFiles.Hold hold = attached == 0 ? slot.take() : SlotFiles.Hold.FAILED;
        if (hold == SlotFiles.Hold.LATER || (hold == SlotFiles.Hold.BUSY && !slot.files.okHasReader())) {
            slot.letGo();
            return hold;
        }
        if (hold == SlotFiles.Hold.BUSY) {
            slot.sayBusy();
            if (slot.files.hasReader(LogPipe.NAME) && pipe.open(slot.files) == 0) {
                // Another of ours has the logger: it reads what the service writes there.
                service.connect(pipe);
            }
        }
        if (hold == SlotFiles.Hold.HELD && pipe.open(slot.files) == 0) {
            slot.connect(pipe);
            service.connect(pipe);
            return hold;
        }
        slot.letGo();
        return hold != SlotFiles.Hold.BUSY && slot.files.failurePasses() ? SlotFiles.Hold.LATER : SlotFiles.Hold.FAILED;
    }

    void handOver(SuperviseState to) {
        to.logIsFile = isFile;
        to.logDevice = attached.device;
        to.logInode = attached.inode;
        slot.handOver(to.log);
        pipe.handOver(to);
        drain.handOver(to);
    }

    /** @return 0, or a negated errno where what it holds cannot be watched */
    int takeOver(SuperviseState from) {
        isFile = from.logIsFile;
        attached.device = from.logDevice;
        attached.inode = from.logInode;
        drain.takeOver(from);
        if (from.log.piped) {
            slot.connect(pipe);
        }
        if (from.service.piped) {
            service.connect(pipe);
        }
        int result = slot.takeOver(from.log);
        return result < 0 ? result : pipe.takeOver(from);
    }

    /** Whether there was none when it was to be taken. */
    boolean isMissing() {
        return missing;
    }

    /** @return whether it lives */
    boolean begin(Moment now) {
        return slot.begin(now);
    }

    /** Whether the log is an executable file of the service, which comes and goes with it. */
    boolean endsWithService() {
        return isFile;
    }

    void onChildExited(int waitStatus, Moment now) {
        drain.onLoggerExit(now);
        slot.onChildExited(waitStatus, now);
    }

    /** The service has ended for good: brings the logger to its end. To be called in each step from then on. */
    void drain(Moment now) {
        if (!slot.alive()) {
            pipe.close();
            return;
        }
        if (!drain.begun()) {
            drain.begin(now);
        }
        drain.step(now);
    }

    /**
     * Lets go of a {@code log/} that was removed, or whose name leads to another directory now.
     *
     * @return whether there is another directory, which is to be taken
     */
    boolean lookAround(Moment now) {
        if (slot.dirFd() < 0) {
            return false;
        }
        boolean replaced = !isFile
                && parts.files().stat(service.dirFd(), LOG, named) == 0
                && !attached.sameFile(named.device, named.inode);
        if (replaced || slot.directoryRemoved()) {
            letGo();
        } else {
            slot.lookAround(now);
        }
        return replaced;
    }

    /**
     * The logger is left alone: it goes on with what the running service writes, and ends with its input when the service is started
     * again, from when on the service's output goes to the directory that is called log then.
     */
    private void letGo() {
        parts.messages()
                .warning()
                .add(LOG)
                .add(" of ")
                .add(service.name)
                .add(" was removed or replaced: letting go of it")
                .end();
        service.connect(null);
        slot.release();
        slot.attach(-1);
        pipe.close();
    }

    private int attach() {
        isFile = service.habits.logIsFile(service.dirFd());
        slot.isLogFile(isFile);
        int fd = parts.files().open(service.dirFd(), isFile ? HERE : LOG_HERE, OpenFlag.PATH | OpenFlag.DIRECTORY, 0);
        if (fd < 0) {
            if (fd != -Errno.ENOENT) {
                slot.files.fatal("unable to chdir to ", "", -fd);
            }
            return fd;
        }
        int error = parts.descriptors().info(fd, attached);
        if (error < 0) {
            // Who does not know what it has would take it for another later.
            slot.files.fatal("unable to stat ", "", -error);
            parts.close(fd);
            return error;
        }
        slot.attach(fd);
        return 0;
    }
}
