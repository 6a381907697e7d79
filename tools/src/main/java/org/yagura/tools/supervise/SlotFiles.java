package org.yagura.tools.supervise;

import org.yagura.core.adopt.ChildRecord;
import org.yagura.core.supervise.SlotState;
import org.yagura.core.text.Ascii;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.OpenFlag;
import org.yagura.os.Ready;

/**
 * What a slot holds in its directory {@code supervise/}: the lock, the FIFOs {@code control} and {@code ok}, and the child's record. All
 * are close-on-exec. {@link #take} can be called again at any time: what its name still leads to is kept, what was deleted is made anew.
 */
final class SlotFiles {
    /** What came of trying to hold the files. */
    enum Hold {
        HELD,
        /** Another process has the lock; nothing was said. */
        BUSY,
        /** There are no descriptors or no memory now; it was said. */
        LATER,
        /** It was said why. */
        FAILED
    }

    static final byte[] SUPERVISE = Ascii.bytes("supervise");
    /** In place of {@link #SUPERVISE}, for a log that is an executable file. */
    static final byte[] SUPERVISE_LOG = Ascii.bytes("supervise/log");

    private static final byte[] LOCK = Ascii.bytes("lock");
    private static final byte[] CONTROL = Ascii.bytes("control");
    private static final byte[] OK = Ascii.bytes("ok");
    private static final byte[] RECORD = Ascii.bytes("record");
    private static final int DIRECTORY_MODE = 0755;
    private static final int MODE = 0600;
    private static final int LINK_LENGTH_MAX = 4096;

    private final Parts parts;
    private final byte[] slot;
    private final int controlToken;
    private final FileInfo held = new FileInfo();
    private final FileInfo named = new FileInfo();

    /** Why the last thing that failed did, an errno above 0. */
    private int failure;

    private byte[] directory = SUPERVISE;
    private byte[] controlPath = Ascii.bytes("supervise/control");
    private int superviseFd = -1;
    private int lockFd = -1;
    private int controlFd = -1;
    private int okFd = -1;
    private int recordFd = -1;

    /** @param slot the slot's directory as messages name it */
    SlotFiles(Parts parts, byte[] slot, int controlToken) {
        this.parts = parts;
        this.slot = slot;
        this.controlToken = controlToken;
    }

    /** Sets which directory is the slot's; it is {@code supervise/} at first. */
    void use(byte[] superviseDirectory) {
        directory = superviseDirectory;
        controlPath = Ascii.concat(superviseDirectory, Ascii.bytes("/control"));
    }

    /** The directory {@code supervise/}, or -1. */
    int superviseFd() {
        return superviseFd;
    }

    int controlFd() {
        return controlFd;
    }

    /** The child's record, opened if it is not yet; or a negated errno. */
    int recordFd() {
        if (recordFd >= 0) {
            return recordFd;
        }
        int flags = OpenFlag.READ_WRITE | OpenFlag.CREATE | OpenFlag.NONBLOCK | OpenFlag.NOFOLLOW;
        int fd = parts.files().open(superviseFd, RECORD, flags, MODE);
        if (fd < 0) {
            return fd;
        }
        int error = preallocate(fd);
        if (error < 0) {
            parts.close(fd);
            return error;
        }
        recordFd = fd;
        return fd;
    }

    void handOver(SlotState to) {
        to.superviseFd = superviseFd;
        to.lockFd = lockFd;
        to.controlFd = controlFd;
        to.okFd = okFd;
        to.recordFd = recordFd;
    }

    /** @return 0, or a negated errno where the FIFO control cannot be watched */
    int takeOver(SlotState from) {
        superviseFd = from.superviseFd;
        lockFd = from.lockFd;
        controlFd = from.controlFd;
        okFd = from.okFd;
        recordFd = from.recordFd;
        return controlFd < 0 ? 0 : parts.poller().add(controlFd, controlToken, Ready.READABLE);
    }

    /** Takes all but {@code ok}, which says that the slot lives and comes when its status stands. What was taken before a failure stays. */
    Hold take(int dirFd) {
        Hold hold = openDirectory(dirFd) ? lock() : Hold.FAILED;
        if (hold == Hold.HELD && !openControl()) {
            hold = Hold.FAILED;
        }
        if (hold == Hold.HELD) {
            keepRecord();
        }
        return hold;
    }

    /** Opens {@code ok}: from now on svok and svstat see a living slot. */
    boolean announce() {
        if (stillNamed(okFd, OK)) {
            return true;
        }
        int fd = openFifo(OK, OpenFlag.READ, "/supervise/ok");
        if (fd < 0) {
            return false;
        }
        parts.close(okFd);
        okFd = fd;
        return true;
    }

    /** Whether something that is held was deleted, or its name now leads to something else. */
    boolean replaced(int dirFd) {
        if (unlinked(lockFd) || unlinked(okFd) || unlinked(controlFd)) {
            return true;
        }
        return parts.descriptors().info(controlFd, held) == 0
                && parts.files().stat(dirFd, controlPath, named) == 0
                && !held.sameFile(named.device, named.inode);
    }

    /** Whether a FIFO in {@code supervise/} has a reader. */
    boolean hasReader(byte[] name) {
        int fd = parts.files().open(superviseFd, name, OpenFlag.WRITE | OpenFlag.NONBLOCK | OpenFlag.NOFOLLOW, 0);
        parts.close(fd);
        return fd >= 0;
    }

    /** Whether a supervise looks after the directory, whoever has the lock. */
    boolean okHasReader() {
        return hasReader(OK);
    }

    /** Whether what failed may do well a little later. */
    boolean failurePasses() {
        return Errno.mayPass(-failure);
    }

    /** Lets go of everything; the lock first, so that who sees {@code ok} without a reader can have it. */
    void release() {
        lockFd = parts.close(lockFd);
        controlFd = parts.closeWatched(controlFd);
        okFd = parts.close(okFd);
        recordFd = parts.close(recordFd);
        superviseFd = parts.close(superviseFd);
    }

    /**
     * Makes and opens a FIFO in {@code supervise/}.
     *
     * @param path the file after the slot's name, for messages
     * @return a non-blocking descriptor, or a negated errno after having said why
     */
    int openFifo(byte[] name, int access, String path) {
        int made = parts.files().makeFifo(superviseFd, name, MODE);
        int fd = parts.files().open(superviseFd, name, access | OpenFlag.NONBLOCK | OpenFlag.NOFOLLOW, 0);
        if (fd < 0) {
            fatal("unable to read ", path, reason(made, fd));
            return fd;
        }
        int error = parts.descriptors().info(fd, named);
        if (error < 0) {
            fatal("unable to read ", path, -error);
            parts.close(fd);
            return error;
        }
        if (!named.isFifo()) {
            // Anything else would always be readable, and never say what was written.
            failure = Errno.EINVAL;
            parts.messages()
                    .fatal()
                    .add("unable to read ")
                    .add(slot)
                    .add(path)
                    .add(": not a fifo")
                    .end();
            parts.close(fd);
            return -Errno.EINVAL;
        }
        return fd;
    }

    /** Why something could not be opened: that it is not there is because it could not be made. */
    private static int reason(int made, int opened) {
        return opened == -Errno.ENOENT && made < 0 ? -made : -opened;
    }

    private boolean openDirectory(int dirFd) {
        int made = parts.files().makeDirectory(dirFd, directory, DIRECTORY_MODE);
        int fd = parts.files().open(dirFd, directory, OpenFlag.PATH | OpenFlag.DIRECTORY, 0);
        if (fd == -Errno.ENOENT && makeTarget(dirFd)) {
            fd = parts.files().open(dirFd, directory, OpenFlag.PATH | OpenFlag.DIRECTORY, 0);
        }
        if (fd < 0) {
            // In the words of 0.76, which finds out when it opens the lock.
            fatal("unable to acquire ", "/supervise/lock", made == -Errno.EEXIST ? -fd : reason(made, fd));
            return false;
        }
        parts.close(superviseFd);
        superviseFd = fd;
        return true;
    }

    /** Where {@code supervise} is a link to nowhere, say on a tmpfs that is empty after a boot, makes what it points to. */
    private boolean makeTarget(int dirFd) {
        byte[] target = new byte[LINK_LENGTH_MAX];
        int length = parts.files().readLink(dirFd, directory, target, 0, target.length);
        return length > 0
                && length < target.length
                && parts.files().makeDirectory(dirFd, java.util.Arrays.copyOf(target, length), DIRECTORY_MODE) == 0;
    }

    private Hold lock() {
        if (stillNamed(lockFd, LOCK)) {
            return Hold.HELD;
        }
        int flags = OpenFlag.WRITE | OpenFlag.APPEND | OpenFlag.CREATE | OpenFlag.NONBLOCK | OpenFlag.NOFOLLOW;
        int fd = parts.files().open(superviseFd, LOCK, flags, MODE);
        if (fd < 0) {
            fatal("unable to acquire ", "/supervise/lock", -fd);
            return Hold.FAILED;
        }
        int locked = parts.descriptors().tryLock(fd);
        if (locked < 0) {
            parts.close(fd);
            if (locked == -Errno.EAGAIN) {
                return Hold.BUSY;
            }
            fatal("unable to acquire ", "/supervise/lock", -locked);
            return Hold.FAILED;
        }
        parts.close(lockFd);
        lockFd = fd;
        return Hold.HELD;
    }

    private boolean openControl() {
        if (stillNamed(controlFd, CONTROL)) {
            return true;
        }
        // For reading and writing, so that there is always a writer and never an end.
        int fd = openFifo(CONTROL, OpenFlag.READ_WRITE, "/supervise/control");
        if (fd < 0) {
            return false;
        }
        int added = parts.poller().add(fd, controlToken, Ready.READABLE);
        if (added < 0) {
            fatal("unable to read ", "/supervise/control", -added);
            parts.close(fd);
            return false;
        }
        parts.closeWatched(controlFd);
        controlFd = fd;
        return true;
    }

    /** Opens the record; one that was deleted is written again, because its child still runs. */
    private void keepRecord() {
        if (stillNamed(recordFd, RECORD)) {
            return;
        }
        int old = recordFd;
        recordFd = -1;
        int fd = recordFd();
        if (old < 0 || fd < 0) {
            recordFd = Math.max(fd, old);
            return;
        }
        byte[] record = new byte[ChildRecord.LENGTH];
        int length = parts.descriptors().readAt(old, record, 0, record.length, 0);
        if (length > 0) {
            parts.descriptors().writeAt(fd, record, 0, length, 0);
        }
        parts.close(old);
    }

    /**
     * Takes the record's disk block now, so that a full disk cannot prevent a start later.
     *
     * @return 0, or a negated errno where it cannot be told whether there is a record already, which must not be written over
     */
    private int preallocate(int fd) {
        int error = parts.descriptors().info(fd, named);
        if (error < 0 || named.size >= ChildRecord.LENGTH) {
            return error;
        }
        if (parts.descriptors().allocate(fd, ChildRecord.LENGTH) < 0) {
            parts.descriptors().writeAt(fd, new byte[ChildRecord.LENGTH], 0, ChildRecord.LENGTH, 0);
        }
        return 0;
    }

    /** Whether a file of ours has its name still. Where it cannot be told it has: nobody is to be taken for another because of that. */
    private boolean stillNamed(int fd, byte[] name) {
        if (fd < 0 || parts.descriptors().info(fd, held) < 0) {
            return fd >= 0;
        }
        int found = parts.files().stat(superviseFd, name, named);
        return found == 0 ? held.sameFile(named.device, named.inode) : found != -Errno.ENOENT;
    }

    private boolean unlinked(int fd) {
        return fd >= 0 && parts.descriptors().info(fd, held) == 0 && held.links == 0;
    }

    /** Says what failed, and keeps why. */
    void fatal(String unableTo, String path, int errno) {
        failure = errno;
        parts.messages().fatal().add(unableTo).add(slot).add(path).because(errno);
    }
}
