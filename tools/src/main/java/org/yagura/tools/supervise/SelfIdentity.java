package org.yagura.tools.supervise;

import org.yagura.core.adopt.Surroundings;
import org.yagura.core.status.ProcStat;
import org.yagura.core.status.Status;
import org.yagura.core.text.Ascii;
import org.yagura.os.ChildExit;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.tools.FileStart;
import org.yagura.tools.ThisBoot;

/** Who this supervise is, for its status: pid, pid namespace, boot and start time. Without {@code /proc} all but the pid stay unknown, zeros. */
final class SelfIdentity {
    static final byte[] SELF_STAT = Ascii.bytes("/proc/self/stat");
    private static final byte[] PID_NAMESPACE = Ascii.bytes("/proc/self/ns/pid");
    private static final byte[] SELF_PROGRAM = Ascii.bytes("/proc/self/exe");

    /** For short texts of the system, and for records. */
    final byte[] scratch = new byte[Math.max(ProcStat.TEXT_LENGTH_MAX, Status.LENGTH_MAX)];
    /** For calls that say how a process has ended. */
    final ChildExit exit = new ChildExit();

    final ProcStat stat = new ProcStat();
    /** Zeros where it is unknown. */
    final byte[] bootId;

    private final Parts parts;
    private final Surroundings told;
    private final FileStart start;
    private final ThisBoot boot;
    private boolean known;
    private int pid;
    private long startTicks;
    private long pidNamespace;
    private long programInode;

    SelfIdentity(Parts parts, Surroundings told) {
        this.parts = parts;
        this.told = told;
        start = new FileStart(parts.files(), parts.descriptors());
        boot = new ThisBoot(start);
        bootId = boot.id;
    }

    /**
     * Finds it out, what is not known yet.
     *
     * @return 0, or a negated errno where it is there and cannot be read now
     */
    int read() {
        if (known) {
            return 0;
        }
        pid = parts.processes().pid();
        int error = readSurroundings();
        // Where svscan has no /proc, what stands there is nothing to compare with.
        startTicks = told.pidNamespace > 0 ? told.startTicks(parts.clock().bootNs()) : Surroundings.UNKNOWN;
        error = startTicks == Surroundings.UNKNOWN ? readStart(error) : error;
        programInode = told.programInode > 0 ? told.programInode : programInode();
        known = error == 0;
        return error;
    }

    /** When we were started. @return the error so far, or another where it is there and cannot be read now */
    private int readStart(int error) {
        int length = start.read(Files.CWD, SELF_STAT, scratch, scratch.length);
        if (stat.parse(scratch, Math.max(0, length))) {
            startTicks = stat.startTicks;
            return error;
        }
        return length < 0 && !isAbsent(length) ? length : error;
    }

    private long programInode() {
        FileInfo info = new FileInfo();
        return parts.files().stat(Files.CWD, SELF_PROGRAM, info) == 0 ? info.inode : 0;
    }

    /** What svscan has told is not asked for. @return 0, or a negated errno where it is there and cannot be read now */
    private int readSurroundings() {
        if (told.pidNamespace > 0) {
            boot.know(told.bootId);
            pidNamespace = told.pidNamespace;
            return 0;
        }
        int error = boot.read();
        // What is no boot id stays none.
        error = isAbsent(error) || error == -Errno.EINVAL ? 0 : error;
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
    void takeOver(Status status) {
        if (status.supervisePid != parts.processes().pid()) {
            return;
        }
        boot.know(status.bootId);
        pid = status.supervisePid;
        startTicks = status.superviseStartTicks;
        pidNamespace = status.pidNamespace;
        programInode = programInode();
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
}
