package org.yagura.tools.svstat;

import org.yagura.core.status.BootId;
import org.yagura.core.status.ProcStat;
import org.yagura.core.status.Status;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Processes;

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
    private final Descriptors descriptors;
    private final Processes processes;
    private final byte[] text = new byte[ProcStat.TEXT_LENGTH_MAX];
    private final byte[] bootId = new byte[Status.BOOT_ID_LENGTH];
    private final ProcStat stat = new ProcStat();
    private final FileInfo info = new FileInfo();

    SuperviseCheck(Files files, Descriptors descriptors, Processes processes) {
        this.files = files;
        this.descriptors = descriptors;
        this.processes = processes;
    }

    /** @param status a record of ours */
    Answer lives(Status status) {
        int length = read(Ascii.bytes(BootId.PATH));
        if (status.supervisePid <= 0
                || status.superviseStartTicks == 0
                || !status.bootIdKnown()
                || !BootId.parse(text, length, bootId)) {
            return Answer.UNKNOWN;
        }
        if (!status.ofBoot(bootId)) {
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
        length = read(path);
        if (length < 0) {
            // A /proc that hides the processes of others has no entry for a living one either.
            return processes.kill(status.supervisePid, 0) == -Errno.ESRCH ? Answer.GONE : Answer.UNKNOWN;
        }
        if (!stat.parse(text, length)) {
            return Answer.UNKNOWN;
        }
        return stat.startTicks == status.superviseStartTicks && !stat.isDead() ? Answer.LIVES : Answer.GONE;
    }

    /** Reads the start of a file into the text. @return its length, or a negated errno */
    private int read(byte[] path) {
        int file = files.open(Files.CWD, path, OpenFlag.READ, 0);
        if (file < 0) {
            return file;
        }
        int length = descriptors.read(file, text, 0, text.length);
        descriptors.close(file);
        return length;
    }
}
