package org.yagura.tools.svstat;

import org.yagura.core.status.ProcStat;
import org.yagura.core.status.Status;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.Processes;
import org.yagura.tools.FileStart;
import org.yagura.tools.ThisBoot;

/** Finds out, without any right to its files, whether the supervise that wrote a status still lives. */
final class SuperviseCheck {
    /** What could be found out. */
    enum Answer {
        LIVES,
        GONE,
        /** {@code /proc} does not show it, or the pid counts in another pid namespace. */
        UNKNOWN
    }

    private static final byte[] PID_NAMESPACE = Ascii.bytes("/proc/self/ns/pid");

    private final Files files;
    private final FileStart start;
    private final ThisBoot boot;
    private final Processes processes;
    private final byte[] text = new byte[ProcStat.TEXT_LENGTH_MAX];
    private final ProcStat stat = new ProcStat();
    private final FileInfo info = new FileInfo();

    SuperviseCheck(Files files, Descriptors descriptors, Processes processes) {
        this.files = files;
        start = new FileStart(files, descriptors);
        boot = new ThisBoot(start);
        this.processes = processes;
    }

    /** @param status a record of ours */
    Answer lives(Status status) {
        if (status.supervisePid <= 0 || status.superviseStartTicks == 0 || !status.bootIdKnown() || boot.read() < 0) {
            return Answer.UNKNOWN;
        }
        if (!status.ofBoot(boot.id)) {
            return Answer.GONE;
        }
        if (status.pidNamespace != 0
                && (files.stat(Files.CWD, PID_NAMESPACE, info) < 0 || info.inode != status.pidNamespace)) {
            return Answer.UNKNOWN;
        }
        byte[] path = new ByteBuilder(32)
                .append("/proc/")
                .appendDecimal(status.supervisePid)
                .append("/stat")
                .toBytes();
        int length = start.read(Files.CWD, path, text, text.length);
        if (length < 0) {
            // A /proc that hides the processes of others has no entry for a living one either.
            return processes.kill(status.supervisePid, 0) == -Errno.ESRCH ? Answer.GONE : Answer.UNKNOWN;
        }
        if (!stat.parse(text, length)) {
            return Answer.UNKNOWN;
        }
        return stat.startTicks == status.superviseStartTicks && !stat.isDead() ? Answer.LIVES : Answer.GONE;
    }
}
