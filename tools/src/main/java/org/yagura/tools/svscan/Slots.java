package org.yagura.tools.svscan;

import org.yagura.core.scan.ScanPlan;
import org.yagura.core.scan.Service;
import org.yagura.core.scan.SvscanState;
import org.yagura.core.status.Status;
import org.yagura.core.text.Ascii;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.tools.Messages;

/**
 * Looks at a service's directory: which slots are alive, whether there is a log; and speaks to the supervise there. The directory is opened
 * and compared first, since a name may lead elsewhere by now.
 */
final class Slots {
    /** {@link #enter}: the name leads to another directory. */
    static final int ELSEWHERE = -Errno.ESTALE;

    private static final byte[] OK = Ascii.bytes("supervise/ok");
    private static final byte[] LOCK = Ascii.bytes("supervise/lock");
    private static final byte[] LOG_LOCK = Ascii.bytes("log/supervise/lock");
    private static final byte[] LOG_FILE_LOCK = Ascii.bytes("supervise/log/lock");
    private static final byte[] SCAN = Ascii.bytes("supervise/scan");
    private static final byte[] STATUS = Ascii.bytes("supervise/status");
    private static final byte[] LOG_STATUS = Ascii.bytes("log/supervise/status");
    private static final byte[] LOG = Ascii.bytes("log");
    private static final byte[] LOG_OK = Ascii.bytes("log/supervise/ok");
    private static final byte[] LOG_SUPERVISE = Ascii.bytes("log/supervise");
    private static final int LOG_SUPERVISE_MODE = 0755;
    private static final int LOG_PIPE_MODE = 0600;
    private static final byte[] LOG_PIPE = Ascii.bytes("log/supervise/pipe");
    private static final int EXECUTABLE = 0111;

    private final ScanPlan plan;
    private final Files files;
    private final Descriptors descriptors;
    private final Holds holds;
    private final Watching watching;
    private final Messages messages;
    private final FileInfo info = new FileInfo();
    private final Fifo fifo;
    private int directory = -1;
    private boolean saidFull;

    Slots(Parts parts, Files files, Descriptors descriptors) {
        this.files = files;
        this.descriptors = descriptors;
        fifo = new Fifo(files, descriptors);
        plan = parts.plan();
        holds = parts.holds();
        watching = parts.watching();
        messages = parts.messages();
    }

    void handOver(SvscanState to) {
        to.saidFull = saidFull;
    }

    void takeOver(SvscanState from) {
        saidFull = from.saidFull;
    }

    /** Opens the directory of a service by its name. @return 0, {@link #ELSEWHERE}, or a negated errno */
    int enter(Service service) {
        int fd = files.open(Files.CWD, service.name, OpenFlag.PATH | OpenFlag.DIRECTORY, 0);
        if (fd < 0) {
            return fd;
        }
        int result = descriptors.info(fd, info);
        if (result >= 0 && !info.sameFile(service.device, service.inode)) {
            result = ELSEWHERE;
        }
        if (result < 0) {
            descriptors.close(fd);
            return result;
        }
        directory = fd;
        return 0;
    }

    /** The open directory of a service, between {@link #enter} and {@link #leave}. */
    int directory() {
        return directory;
    }

    void leave() {
        descriptors.close(directory);
        directory = -1;
    }

    /** Sets the facts of the service whose directory is open. @return 0, or a negated errno where its log cannot be looked at */
    int look(Service service) {
        service.unwatched = false;
        service.serviceAlive = isAlive(service, false);
        int result = lookForLog(service);
        if (service.hasLog || holds.of(service).logOk >= 0) {
            service.logAlive = isAlive(service, true);
        }
        return result;
    }

    /** Forgets what was seen alive, to look afresh. */
    void doubt(Service service) {
        holds.dropOk(service, false);
        holds.dropOk(service, true);
        service.serviceAlive = false;
        service.logAlive = false;
    }

    /**
     * Whether somebody holds the lock, who does not answer on {@code ok}: one that is starting, or has lost its files. Where that cannot be
     * known just now, somebody may, unless it has been looked at often.
     */
    boolean isLocked(Service service) {
        return isLocked(service, LOCK);
    }

    /** Whether somebody holds the lock of either slot: a child of each has both until it has become {@code run}. */
    boolean isAnyLocked(Service service) {
        return isLocked(service, LOCK) || isLocked(service, LOG_LOCK) || isLocked(service, LOG_FILE_LOCK);
    }

    private boolean isLocked(Service service, byte[] lock) {
        int fd = files.open(directory, lock, Fifo.ASK | OpenFlag.APPEND, 0);
        int result = fd < 0 ? fd : descriptors.tryLock(fd);
        if (fd >= 0) {
            descriptors.close(fd);
        }
        return result == -Errno.EAGAIN || Errno.mayPass(result) && !service.wasLookedAtOften();
    }

    /** Whether the supervise of a slot has gone without being told to: its status says that it lives, and it does not. */
    boolean isKilled(boolean log) {
        int fd = files.open(
                directory, log ? LOG_STATUS : STATUS, OpenFlag.READ | OpenFlag.NONBLOCK | OpenFlag.NOFOLLOW, 0);
        if (fd < 0) {
            return false;
        }
        byte[] bytes = new byte[Status.LENGTH_MAX];
        int length = descriptors.read(fd, bytes, 0, bytes.length);
        descriptors.close(fd);
        Status status = new Status();
        return status.decode(bytes, Math.max(length, 0)) == Status.Form.OURS && !status.endedCleanly;
    }

    /** Says a byte to the supervise of both slots. @return 0 where it was taken, or where one is there that has not read the last ones; or a negated errno */
    int tell(byte what) {
        int result = fifo.say(directory, SCAN, what);
        return result == -Errno.EAGAIN ? 0 : Math.min(result, 0);
    }

    private boolean isAlive(Service service, boolean log) {
        Hold hold = holds.of(service);
        if ((log ? hold.logOk : hold.serviceOk) >= 0) {
            if (log && hold.logPipe < 0 && !plan.isStopping()) {
                rememberPipe(service);
            }
            return true;
        }
        int fd = files.open(directory, log ? LOG_OK : OK, Fifo.ASK, 0);
        if (Errno.isShortage(fd)) {
            service.unwatched = true;
            return log ? service.logAlive : service.serviceAlive;
        }
        if (fd < 0) {
            return false;
        }
        if (!holds.keepOk(service, log, fd)) {
            service.unwatched = true;
            sayFull();
        }
        if (log) {
            rememberPipe(service);
        }
        return true;
    }

    /** Holds the pipe of a log that lives; where there is no room for it now, it is looked at again. */
    private void rememberPipe(Service service) {
        service.unwatched |= Errno.isShortage(holdPipe(service));
    }

    /**
     * Holds the log's pipe before anybody writes to it, making it where it was never made: what a service says in its first moments is not
     * to be lost with its supervise.
     */
    void makePipe(Service service) {
        if (!service.hasLog || service.logAlive || holds.of(service).logPipe >= 0) {
            return;
        }
        if (holdPipe(service) == -Errno.ENOENT) {
            files.makeDirectory(directory, LOG_SUPERVISE, LOG_SUPERVISE_MODE);
            files.makeFifo(directory, LOG_PIPE, LOG_PIPE_MODE);
            holdPipe(service);
        }
    }

    /** @return 0, or a negated errno; a pipe that is not there belongs to a supervise that is not ours */
    private int holdPipe(Service service) {
        if (!holds.hasRoom() || !holds.keepsPipes()) {
            return 0;
        }
        int fd = files.open(directory, LOG_PIPE, OpenFlag.READ_WRITE | OpenFlag.NONBLOCK | OpenFlag.NOFOLLOW, 0);
        if (fd < 0) {
            return fd;
        }
        if (descriptors.info(fd, info) < 0 || !info.isFifo()) {
            descriptors.close(fd);
        } else {
            holds.keepPipe(service, fd);
        }
        return 0;
    }

    private int lookForLog(Service service) {
        // What is about to be started is watched from the next look on: others wait to be started, too.
        if (service.hasSupervise() || holds.of(service).watch != null) {
            watch(service);
        }
        int result = files.stat(directory, LOG, info);
        // An executable file is the supervise's own affair: there is nothing in it to be watched from here.
        service.hasLog = result >= 0 && !(info.isRegular() && (info.mode & EXECUTABLE) != 0);
        return result == -Errno.ENOENT ? 0 : result;
    }

    /** Watches the directory for its log, and for the files of supervise being taken away. */
    private void watch(Service service) {
        Hold hold = holds.of(service);
        Watch watch = hold.watch;
        if (watch == null) {
            hold.watch = watching.watchService(service, service.name);
        } else if (watch.settling) {
            watching.narrow(watch, service.name);
        }
        service.unwatched |= hold.watch == null || watching.isBlind();
    }

    private void sayFull() {
        if (!saidFull) {
            saidFull = true;
            messages.warning()
                    .add("too few descriptors to watch every supervise, looking every 5 seconds")
                    .end();
        }
    }
}
