package org.yagura.tools.svscan;

import org.jspecify.annotations.Nullable;
import org.yagura.core.scan.Service;
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

/**
 * Which process is the supervise of a service. One that an earlier svscan started is no child of ours, so its pid could be another
 * process's by now: the status record says when it started, and only the process that started then counts.
 */
final class Recognition {
    private static final byte[] PROC_FD = Ascii.bytes("/proc/self/fd/");
    private static final byte[] PID_NAMESPACE = Ascii.bytes("/proc/self/ns/pid");
    private static final byte[] OK = Ascii.bytes("ok");
    private static final byte[] STATUS = Ascii.bytes("status");
    private static final int PATH_LENGTH = 4096;

    /** What the supervise says of itself, after {@link #read} or {@link #find}. */
    final Status status = new Status();

    private final Holds holds;
    private final ThisBoot boot;
    private final FileStart start;
    private final Files files;
    private final Descriptors descriptors;
    private final Processes processes;
    private final FileInfo info = new FileInfo();
    private final ProcStat stat = new ProcStat();
    private final ByteBuilder path = new ByteBuilder(64);
    private byte[] buffer = {};
    private int pid;
    private int handle = -1;
    private boolean hadTrouble;

    Recognition(
            Parts parts, ThisBoot boot, FileStart start, Files files, Descriptors descriptors, Processes processes) {
        this.boot = boot;
        this.start = start;
        holds = parts.holds();
        this.files = files;
        this.descriptors = descriptors;
        this.processes = processes;
    }

    /** Reads the status of a service's supervise. @return whether it is of one like us, in this boot, that has not ended */
    boolean read(Service service) {
        return read(service, !service.serviceAlive);
    }

    /** The same of one slot: after trouble at their starts, a service and its log can have a supervise each. */
    boolean read(Service service, boolean log) {
        hadTrouble = false;
        byte[] name = beside(service, log, STATUS);
        int length = name == null ? -1 : readFile(name);
        return length >= 0 && status.decode(buffer, length) == Status.Form.OURS && status.ofBoot(bootId());
    }

    /** That of this boot; zeros where it cannot be told. */
    byte[] bootId() {
        note(boot.read());
        return boot.id;
    }

    /**
     * Finds the process that looks after a service and is no child of ours; a handle on it, where there are any, is open until {@link
     * #takeHandle}.
     *
     * @return whether it is certain which it is
     */
    boolean find(Service service) {
        return find(service, !service.serviceAlive);
    }

    /** The same of one slot. */
    boolean find(Service service, boolean log) {
        pid = 0;
        if (!read(service, log) || status.supervisePid <= 1 || status.superviseStartTicks == 0 || !pidCountsHere()) {
            return false;
        }
        handle = note(processes.openProcess(status.supervisePid));
        if (handle < 0 && handle != -Errno.ENOSYS) {
            return false;
        }
        // The handle is open: from here on the pid cannot come to mean another process unseen.
        if (!isSame(status.supervisePid, status.superviseStartTicks)) {
            close();
            return false;
        }
        pid = status.supervisePid;
        return true;
    }

    /** Whether a search that found nobody has had trouble that may pass, so that it may find somebody soon. */
    boolean hadTrouble() {
        return hadTrouble;
    }

    private int note(int result) {
        hadTrouble |= Errno.mayPass(result);
        return result;
    }

    /** Sends a signal to the process that was found. @return 0 or a negated errno */
    int signal(int signal) {
        return handle >= 0 ? processes.signalProcess(handle, signal) : processes.kill(pid, signal);
    }

    /** The handle, which is the caller's from now on; negative where there is none. */
    int takeHandle() {
        int taken = handle;
        handle = -1;
        return taken;
    }

    /** Lets go of the handle. */
    void close() {
        if (handle >= 0) {
            descriptors.close(handle);
        }
        handle = -1;
    }

    /** A supervise in another container has another idea of pids. */
    private boolean pidCountsHere() {
        return status.pidNamespace == 0
                || (note(files.stat(Files.CWD, PID_NAMESPACE, info)) >= 0 && info.inode == status.pidNamespace);
    }

    private boolean isSame(int pid, long startTicks) {
        path.clear().append("/proc/").appendDecimal(pid).append("/stat");
        int length = readFile(path.toBytes());
        return length > 0 && stat.parse(buffer, length) && stat.startTicks == startTicks && !stat.isDead();
    }

    /**
     * The path of a file beside a slot's {@code ok}. The descriptor knows it even where the service's name is gone; without /proc the name
     * has to do.
     */
    byte @Nullable [] beside(Service service, boolean log, byte[] file) {
        makeRoom();
        Hold hold = holds.of(service);
        int ok = log ? hold.logOk : hold.serviceOk;
        if (ok >= 0) {
            path.clear().append(PROC_FD).appendDecimal(ok);
            int length = files.readLink(Files.CWD, path.toBytes(), buffer, 0, buffer.length);
            if (length > OK.length && length < buffer.length && buffer[0] == '/' && endsWithOk(length)) {
                return path.clear()
                        .append(buffer, 0, length - OK.length)
                        .append(file)
                        .toBytes();
            }
        }
        if (service.names() == 0) {
            return null;
        }
        path.clear().append(service.name).append(log ? "/log" : "").append("/supervise/");
        return path.append(file).toBytes();
    }

    /** What is needed seldom takes no memory before. */
    private void makeRoom() {
        if (buffer.length == 0) {
            buffer = new byte[PATH_LENGTH];
        }
    }

    private boolean endsWithOk(int length) {
        return buffer[length - 3] == '/' && buffer[length - 2] == OK[0] && buffer[length - 1] == OK[1];
    }

    /** Reads the start of a file into the buffer. @return bytes, or a negated errno */
    private int readFile(byte[] name) {
        return note(start.read(Files.CWD, name, buffer, Status.LENGTH_MAX));
    }
}
