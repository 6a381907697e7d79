package org.yagura.tools.supervise;

import org.yagura.core.adopt.Surroundings;
import org.yagura.core.status.BootId;
import org.yagura.core.status.ProcStat;
import org.yagura.core.status.Status;
import org.yagura.core.text.Ascii;
import org.yagura.os.ChildExit;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;

/** Who this supervise is, for its status: pid, pid namespace, boot and start time. Without {@code /proc} all but the pid stay unknown, zeros. */
final class SelfIdentity {
    static final byte[] SELF_STAT = Ascii.bytes("/proc/self/stat");
    private static final byte[] PID_NAMESPACE = Ascii.bytes("/proc/self/ns/pid");
    private static final byte[] SELF_PROGRAM = Ascii.bytes("/proc/self/exe");
    private static final byte[] BOOT_ID = Ascii.bytes(BootId.PATH);

    /** For short texts of the system, and for records. */
    final byte[] scratch = new byte[Math.max(ProcStat.TEXT_LENGTH_MAX, Status.LENGTH_MAX)];
    /** For calls that say how a process has ended. */
    final ChildExit exit = new ChildExit();

    final ProcStat stat = new ProcStat();
    final byte[] bootId = new byte[Status.BOOT_ID_LENGTH];
    private boolean known;
    private int pid;
    private long startTicks;
    private long pidNamespace;
    private long programInode;

    /**
     * Finds it out, what is not known yet.
     *
     * @return 0, or a negated errno where it is there and cannot be read now
     */
    int read(Parts parts) {
        if (known) {
            return 0;
        }
        pid = parts.processes().pid();
        int error = readSurroundings(parts);
        int length = text(parts, SELF_STAT);
        if (stat.parse(scratch, Math.max(0, length))) {
            startTicks = stat.startTicks;
        } else if (length < 0 && !isAbsent(length)) {
            error = length;
        }
        FileInfo info = new FileInfo();
        programInode = parts.files().stat(Files.CWD, SELF_PROGRAM, info) == 0 ? info.inode : 0;
        known = error == 0;
        return error;
    }

    /** What svscan has told is not asked for. @return 0, or a negated errno where it is there and cannot be read now */
    private int readSurroundings(Parts parts) {
        Surroundings told = new Surroundings();
        if (told.hear(parts.processes().told())) {
            System.arraycopy(told.bootId, 0, bootId, 0, bootId.length);
            pidNamespace = told.pidNamespace;
            return 0;
        }
        int length = text(parts, BOOT_ID);
        BootId.parse(scratch, Math.max(0, length), bootId);
        int error = isAbsent(length) ? 0 : Math.min(0, length);
        FileInfo info = new FileInfo();
        int found = parts.files().stat(Files.CWD, PID_NAMESPACE, info);
        if (found == 0) {
            pidNamespace = info.inode;
        } else if (!isAbsent(found)) {
            error = found;
        }
        return error;
    }

    /** Takes what the program before in this process knew, which it has said in a status; only the program is another. */
    void takeOver(Parts parts, Status status) {
        if (status.supervisePid != parts.processes().pid()) {
            return;
        }
        System.arraycopy(status.bootId, 0, bootId, 0, bootId.length);
        pid = status.supervisePid;
        startTicks = status.superviseStartTicks;
        pidNamespace = status.pidNamespace;
        FileInfo info = new FileInfo();
        programInode = parts.files().stat(Files.CWD, SELF_PROGRAM, info) == 0 ? info.inode : 0;
        known = true;
    }

    private static boolean isAbsent(int error) {
        return error == -Errno.ENOENT || error == -Errno.EACCES || error == -Errno.ENOTDIR || error == -Errno.EPERM;
    }

    /** 0 where unknown. */
    long pidNamespace() {
        return pidNamespace;
    }

    void putInto(Status status) {
        System.arraycopy(bootId, 0, status.bootId, 0, bootId.length);
        status.supervisePid = pid;
        status.superviseStartTicks = startTicks;
        status.pidNamespace = pidNamespace;
        status.programInode = programInode;
    }

    private int text(Parts parts, byte[] path) {
        int fd = parts.files().open(Files.CWD, path, OpenFlag.READ, 0);
        int length = fd < 0 ? fd : parts.descriptors().read(fd, scratch, 0, scratch.length);
        parts.close(fd);
        return length;
    }
}
