package org.yagura.tools.supervise;

import org.yagura.core.adopt.ChildRecord;
import org.yagura.core.adopt.ExitNote;
import org.yagura.core.status.ProcStat;
import org.yagura.core.status.Status;
import org.yagura.core.supervise.Predecessor;
import org.yagura.core.supervise.SlotState;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.ChildExit;
import org.yagura.os.Errno;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Ready;

/**
 * The child of an earlier supervise, killed or crashed, that still runs: it is found by {@code supervise/record} and looked after like a
 * child of our own, so that there is never a second copy. The handle on a process tells for certain which it is; where the system has no
 * handles, the time of its start does, and is looked at before each signal and once a second.
 */
final class Adoption {
    private static final byte[] STATUS = Ascii.bytes("status");
    /** From one look at a process without a handle to the next. */
    private static final long LOOK_NS = 1_000_000_000L;
    /** How long the exit of a process that has ended is waited for, where only its parent can have it, and tells by reaping. */
    private static final long EXIT_WAIT_NS = 100_000_000L;
    /** What came of comparing a process with the record. */
    private static final int SAME = 1;

    private static final int OTHER = 0;

    /** What was found. */
    final Predecessor before = new Predecessor();
    /** After {@link #hasEnded}: how, or {@link ExitNote#UNKNOWN}. */
    int waitStatus = ExitNote.UNKNOWN;

    private final Parts parts;
    private final SelfIdentity self;
    private final SlotFiles files;
    private final byte[] slot;
    private final int token;
    private final ChildRecord record = new ChildRecord();

    private int pid;
    private int processFd = -1;
    /** Where the system tells when a process without a handle was started. */
    private byte[] statPath = {};

    private long deadlineNs = Long.MAX_VALUE;
    private int complainedErrno;
    private boolean saidNoBootId;

    /**
     * @param slot the slot's directory as messages name it
     * @param token under which the poller reports the process's end
     */
    Adoption(Parts parts, SelfIdentity self, SlotFiles files, byte[] slot, int token) {
        this.parts = parts;
        this.self = self;
        this.files = files;
        this.slot = slot;
        this.token = token;
    }

    /**
     * Finds out what an earlier supervise has left; to be called when the lock is held, because then no child is on its way any more.
     *
     * @return false where it cannot be told now whether a child still runs; it was said why, and is to be tried again
     */
    boolean look() {
        drop();
        before.clear();
        int length = self.read();
        if (length < 0) {
            return unable("learn who we are, to look after ", "", -length);
        }
        length = read(parts.files()
                .open(files.superviseFd(), STATUS, OpenFlag.READ | OpenFlag.NONBLOCK | OpenFlag.NOFOLLOW, 0));
        if (Errno.isShortage(length)) {
            return unable("open ", "/supervise/status", -length);
        }
        before.readStatus(self.scratch, Math.max(length, 0), self.bootId);
        length = readRecord();
        if (length < 0) {
            return unable("read ", "/supervise/record", -length);
        }
        boolean found = !record.decode(self.scratch, length) || !isOfThisBoot() || find(length);
        complainedErrno = found ? 0 : complainedErrno;
        return found;
    }

    void handOver(SlotState to) {
        to.adoptedPid = pid;
        to.adoptedFd = processFd;
        to.adoptedStartTicks = record.startTicks;
        to.adoptedNamespace = record.pidNamespace;
        to.adoptedChecksum = record.checksum;
        to.adoptedLookNs = deadlineNs;
    }

    /** @return 0, or a negated errno where the process cannot be watched */
    int takeOver(SlotState from) {
        pid = from.adoptedPid;
        processFd = from.adoptedFd;
        record.pid = pid;
        record.startTicks = from.adoptedStartTicks;
        record.pidNamespace = from.adoptedNamespace;
        record.checksum = from.adoptedChecksum;
        deadlineNs = from.adoptedLookNs;
        statPath = statPath(pid);
        // One that has ended, and whose exit is waited for, would be told of again and again.
        int interest = deadlineNs == Long.MAX_VALUE ? Ready.READABLE : 0;
        return processFd < 0 ? 0 : parts.poller().add(processFd, token, interest);
    }

    private static byte[] statPath(int pid) {
        return new ByteBuilder(24)
                .append("/proc/")
                .appendDecimal(pid)
                .append("/stat")
                .toBytes();
    }

    /** Whether there is an adopted process. */
    boolean holds() {
        return pid != 0;
    }

    /** The handle on it, or -1. */
    int processFd() {
        return processFd;
    }

    /** When {@link #hasEnded} is to be called without an event. */
    long deadlineNs() {
        return deadlineNs;
    }

    /** Sends a signal to it, or to its process group. @return 0 or a negated errno; 0 too where it has just ended */
    int signal(int signal, boolean toGroup) {
        int sent = 0;
        if (processFd >= 0) {
            sent = parts.processes().signalProcess(processFd, toGroup ? 0 : signal);
        } else if (compareStart() != SAME) {
            return 0;
        } else if (!toGroup) {
            sent = parts.processes().kill(pid, signal);
        }
        if (toGroup && sent == 0) {
            // It lives, so its number is nobody else's, nor a group's that it does not lead.
            sent = parts.processes().kill(-pid, signal);
            sent = sent == -Errno.ESRCH ? signal(signal, false) : sent;
        }
        return sent == -Errno.ESRCH ? 0 : sent;
    }

    /** Whether it has ended; if so it is adopted no more. @param events what the poller said of the token */
    boolean hasEnded(int events, long nowNs) {
        if (pid == 0 || (events == 0 && nowNs < deadlineNs)) {
            return false;
        }
        if (processFd < 0 && compareStart() != OTHER) {
            deadlineNs = nowNs + LOOK_NS;
            return false;
        }
        waitStatus = processFd < 0 ? noted() : exit(events);
        boolean isReaped = events == 0 || (events & Ready.HANGUP) != 0;
        waitStatus = waitStatus == ExitNote.UNKNOWN && !isReaped ? exitOfZombie(processFd) : waitStatus;
        if (waitStatus == ExitNote.UNKNOWN && !isReaped) {
            parts.poller().change(processFd, token, 0);
            deadlineNs = nowNs + EXIT_WAIT_NS;
            return false;
        }
        drop();
        return true;
    }

    /** Lets go of the process. */
    void drop() {
        pid = 0;
        processFd = parts.closeWatched(processFd);
        deadlineNs = Long.MAX_VALUE;
    }

    private boolean isOfThisBoot() {
        if (!ChildRecord.isKnown(self.bootId) || !ChildRecord.isKnown(record.bootId)) {
            if (!saidNoBootId) {
                saidNoBootId = true;
                parts.messages()
                        .warning()
                        .add("no boot id: unable to tell whether ")
                        .add(slot)
                        .add(" still runs")
                        .end();
            }
            return false;
        }
        if (!record.ofBoot(self.bootId)) {
            return false;
        }
        before.started(record.program, record.startedBootNs(parts.clock().bootNs()));
        return true;
    }

    /** @param length of the record file, which is in the scratch. @return as {@link #look} */
    private boolean find(int length) {
        before.waitStatus = ExitNote.decode(self.scratch, length, record.checksum);
        int fd = parts.processes().openProcess(record.pid);
        if (fd == -Errno.ESRCH || fd == -Errno.EINVAL || fd == -Errno.ENOENT) {
            // Nobody, or a thread of somebody else.
            return true;
        }
        if (Errno.isShortage(fd)) {
            return unable("look at the process of ", "", -fd);
        }
        statPath = statPath(record.pid);
        int verdict = record.handleInode != 0 ? compareHandle(fd) : compareStart();
        int exit = verdict == SAME && fd >= 0 ? exitOfZombie(fd) : ExitNote.UNKNOWN;
        if (exit != ExitNote.UNKNOWN) {
            before.waitStatus = exit;
            verdict = OTHER;
        }
        if (verdict == SAME) {
            return adopt(fd);
        }
        parts.close(fd);
        return verdict == OTHER || unable("tell whether ", " still runs", -verdict);
    }

    /** @return {@link #SAME}, {@link #OTHER}, or a negated errno where it cannot be told */
    private int compareHandle(int fd) {
        long inode = fd < 0 ? 0 : parts.processes().processInode(fd);
        if (inode == 0) {
            // Another kernel's or container's rules than at its start: only that there is nobody can be known.
            return parts.processes().kill(record.pid, 0) == -Errno.ESRCH ? OTHER : fd < 0 ? fd : -Errno.ENOSYS;
        }
        return inode == record.handleInode ? SAME : OTHER;
    }

    /** @return as {@link #compareHandle} */
    private int compareStart() {
        if (record.startTicks == 0 || record.pidNamespace != self.pidNamespace()) {
            return OTHER;
        }
        int length = readStat(statPath);
        if (length < 0) {
            // /proc may have gone, or hide it.
            return parts.processes().kill(record.pid, 0) == -Errno.ESRCH ? OTHER : length;
        }
        ProcStat stat = self.stat;
        return length > 0 && stat.startTicks == record.startTicks && !stat.isDead() ? SAME : OTHER;
    }

    private boolean adopt(int fd) {
        if (fd >= 0) {
            int added = parts.poller().add(fd, token, Ready.READABLE);
            if (added < 0) {
                parts.close(fd);
                return unable("wait for ", "", -added);
            }
            processFd = fd;
        } else {
            deadlineNs = parts.clock().monotonicNs() + LOOK_NS;
        }
        pid = record.pid;
        before.pid = pid;
        parts.messages()
                .info()
                .add(slot)
                .add(" still runs, pid ")
                .add(pid)
                .add(": going on with it")
                .end();
        return true;
    }

    /** How the process with the handle has ended. */
    private int exit(int events) {
        ChildExit exit = self.exit;
        // Its number is its own until it is reaped.
        boolean known = events == Ready.READABLE && parts.processes().reap(pid, exit) == pid
                || parts.processes().processExit(processFd, exit) == 1;
        return known ? exit.waitStatus : noted();
    }

    /** How a process has ended that its parent has not reaped yet, which may take some parents seconds. */
    private int exitOfZombie(int fd) {
        ProcStat stat = self.stat;
        // A /proc of other numbers would tell of somebody else.
        boolean isOurs = readStat(SelfIdentity.SELF_STAT) > 0
                && stat.pid == parts.processes().pid();
        int length = isOurs ? readStat(statPath) : 0;
        int exit = length > 0 && stat.isDead() ? stat.parseExit(self.scratch, length) : -1;
        // The number was its own if it still is.
        return exit < 0 || parts.processes().signalProcess(fd, 0) < 0 ? ExitNote.UNKNOWN : exit;
    }

    /** What svscan has noted of its end. */
    private int noted() {
        return ExitNote.decode(self.scratch, Math.max(0, readRecord()), record.checksum);
    }

    private int readRecord() {
        int recordFd = files.recordFd();
        return recordFd < 0 ? recordFd : parts.descriptors().readAt(recordFd, self.scratch, 0, ExitNote.FILE_LENGTH, 0);
    }

    /** Reads what /proc says of a process. @return its length, 0 where it is nothing of that kind, or a negated errno */
    private int readStat(byte[] path) {
        int length = read(parts.files().open(Files.CWD, path, OpenFlag.READ, 0));
        return length < 0 || self.stat.parse(self.scratch, length) ? length : 0;
    }

    private int read(int fd) {
        int length = fd < 0 ? fd : parts.descriptors().read(fd, self.scratch, 0, Status.LENGTH_MAX);
        parts.close(fd);
        return length;
    }

    private boolean unable(String verb, String file, int errno) {
        if (errno != complainedErrno) {
            complainedErrno = errno;
            parts.messages().warning().add("unable to ").add(verb).add(slot).add(file);
            parts.messages().because(errno);
        }
        return false;
    }
}
