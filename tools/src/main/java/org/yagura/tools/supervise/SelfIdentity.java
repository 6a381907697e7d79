package org.yagura.tools.supervise;

import org.yagura.core.status.BootId;
import org.yagura.core.status.ProcStat;
import org.yagura.core.status.Status;
import org.yagura.core.text.Ascii;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;

/** Who this supervise is, for its status: pid, pid namespace, boot and start time. Without {@code /proc} all but the pid stay unknown, zeros. */
final class SelfIdentity {
    private static final byte[] SELF_STAT = Ascii.bytes("/proc/self/stat");
    private static final byte[] PID_NAMESPACE = Ascii.bytes("/proc/self/ns/pid");
    private static final byte[] BOOT_ID = Ascii.bytes(BootId.PATH);

    final byte[] bootId = new byte[Status.BOOT_ID_LENGTH];
    private int pid;
    private long startTicks;
    private long pidNamespace;

    /** Finds it out. */
    void read(Parts parts) {
        pid = parts.processes().pid();
        byte[] text = new byte[ProcStat.TEXT_LENGTH_MAX];
        BootId.parse(text, text(parts, BOOT_ID, text), bootId);
        ProcStat stat = new ProcStat();
        if (stat.parse(text, text(parts, SELF_STAT, text))) {
            startTicks = stat.startTicks;
        }
        FileInfo info = new FileInfo();
        if (parts.files().stat(Files.CWD, PID_NAMESPACE, info) == 0) {
            pidNamespace = info.inode;
        }
    }

    void putInto(Status status) {
        System.arraycopy(bootId, 0, status.bootId, 0, bootId.length);
        status.supervisePid = pid;
        status.superviseStartTicks = startTicks;
        status.pidNamespace = pidNamespace;
    }

    private static int text(Parts parts, byte[] path, byte[] text) {
        int fd = parts.files().open(Files.CWD, path, OpenFlag.READ, 0);
        if (fd < 0) {
            return 0;
        }
        int length = parts.descriptors().read(fd, text, 0, text.length);
        parts.descriptors().close(fd);
        return Math.max(0, length);
    }
}
