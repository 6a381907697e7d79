package org.yagura.tools.svscan;

import org.jspecify.annotations.Nullable;
import org.yagura.core.control.ControlCommand;
import org.yagura.core.scan.ScanPlan;
import org.yagura.core.scan.Service;
import org.yagura.core.scan.StopPlan;
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
import org.yagura.os.Signal;
import org.yagura.tools.Messages;

/**
 * Stops all services. A supervise of ours gets TERM: it ends the service, lets the logger read to the end, and exits. One that an earlier
 * svscan started is no child of ours, so its pid could be another process's by now: the status record says when it started, and only the
 * process that started then gets the signal. A foreign supervise is told {@code d} and {@code x}, and the log's {@code x}; its logger ends
 * with its input, or is told {@code d} when it does not.
 */
final class Stopper {
    private static final int NAMES_SAID_MAX = 10;
    private static final byte[] PROC_FD = Ascii.bytes("/proc/self/fd/");
    private static final byte[] PID_NAMESPACE = Ascii.bytes("/proc/self/ns/pid");
    private static final byte[] OK = Ascii.bytes("ok");
    private static final byte[] STATUS = Ascii.bytes("status");
    private static final byte[] CONTROL = Ascii.bytes("control");
    private static final int PATH_LENGTH = 4096;

    private final ScanPlan plan;
    private final Holds holds;
    private final Messages messages;
    private final StopPlan stop;
    private final Files files;
    private final Descriptors descriptors;
    private final Processes processes;
    private final FileInfo info = new FileInfo();
    private final Status status = new Status();
    private final ProcStat stat = new ProcStat();
    private final byte[] bootId = new byte[Status.BOOT_ID_LENGTH];
    private final byte[] buffer = new byte[PATH_LENGTH];
    private final ByteBuilder path = new ByteBuilder(256);

    Stopper(Parts parts, StopPlan stop, Files files, Descriptors descriptors, Processes processes) {
        plan = parts.plan();
        holds = parts.holds();
        messages = parts.messages();
        this.stop = stop;
        this.files = files;
        this.descriptors = descriptors;
        this.processes = processes;
    }

    /** Begins: every supervise is asked to stop, and the ends of the pipes are let go of, so that the loggers see the end. */
    void begin() {
        byte[] boot = Ascii.bytes(BootId.PATH);
        int length = readFile(boot);
        BootId.parse(buffer, Math.max(length, 0), bootId);
        holds.keepNoPipes();
        for (int i = 0; i < plan.serviceEnd(); i++) {
            Service service = plan.serviceAt(i);
            if (service != null) {
                holds.dropPipe(service);
                ask(service);
            }
        }
    }

    /** Does what is due meanwhile. */
    void step(long nowNs) {
        if (stop.killsNow(nowNs)) {
            forEachLiving(true);
        }
        if (stop.saysNow(nowNs)) {
            say();
            forEachLiving(false);
        }
    }

    /** Asks a supervise to stop, with what it has not been asked yet. */
    void ask(Service service) {
        Hold hold = holds.of(service);
        int pid = service.pid();
        if (pid != 0) {
            if (!hold.terminated) {
                hold.terminated = true;
                hold.terminatedPid = pid;
                processes.kill(pid, Signal.TERM);
                // A stopped one gets TERM only when it runs again.
                processes.kill(pid, Signal.CONT);
            }
            return;
        }
        if (hold.terminated || (!service.serviceAlive && !service.logAlive)) {
            return;
        }
        if (!hold.serviceAsked && !hold.logAsked && terminateByStatus(service)) {
            hold.terminated = true;
        } else if (service.serviceAlive) {
            if (!hold.serviceAsked) {
                hold.serviceAsked = true;
                send(service, false, ControlCommand.DOWN);
                send(service, false, ControlCommand.EXIT);
            }
        } else if (!hold.logAsked) {
            hold.logAsked = true;
            send(service, true, ControlCommand.EXIT);
        }
    }

    private void forEachLiving(boolean kill) {
        for (int i = 0; i < plan.serviceEnd(); i++) {
            Service service = plan.serviceAt(i);
            if (service == null || !service.isLiving()) {
                continue;
            }
            if (kill) {
                send(service, !service.serviceAlive, ControlCommand.KILL);
            } else {
                press(service);
            }
        }
    }

    /** A foreign logger that goes on without its service has something that holds its input open. */
    private void press(Service service) {
        Hold hold = holds.of(service);
        if (hold.logAsked && service.logAlive) {
            send(service, true, ControlCommand.DOWN);
        }
        if (hold.terminated && !service.serviceAlive && service.logAlive) {
            // Its logger may be another supervise's.
            terminateByStatus(service);
        }
        ask(service);
    }

    private void say() {
        Messages line = messages.info().add("waiting for ");
        int said = 0;
        for (int i = 0; i < plan.serviceEnd() && said < NAMES_SAID_MAX; i++) {
            Service service = plan.serviceAt(i);
            if (service != null && service.isLiving()) {
                line.add(said++ > 0 ? ", " : "").add(service.name);
                line.add(service.serviceAlive || !service.logAlive ? "" : "/log");
            }
        }
        if (plan.living() > said) {
            line.add(" and ").add(plan.living() - said).add(" more");
        }
        line.end();
    }

    /** Signals the supervise that wrote the status, if it is certain that it is the one. @return whether that was done */
    private boolean terminateByStatus(Service service) {
        byte[] name = beside(service, !service.serviceAlive, STATUS);
        int length = name == null ? -1 : readFile(name);
        if (length < 0 || status.decode(buffer, length) != Status.Form.OURS) {
            return false;
        }
        int pid = status.supervisePid;
        if (!status.ofBoot(bootId) || pid <= 1 || status.superviseStartTicks == 0 || !pidCountsHere()) {
            return false;
        }
        Hold hold = holds.of(service);
        if (pid == hold.terminatedPid) {
            return false;
        }
        int handle = processes.openProcess(pid);
        if (handle < 0 && handle != -Errno.ENOSYS) {
            return false;
        }
        // The handle is open: from here on the pid cannot come to mean another process unseen.
        boolean same = isSame(pid, status.superviseStartTicks);
        if (same) {
            hold.terminatedPid = pid;
            signal(pid, handle, Signal.TERM);
            signal(pid, handle, Signal.CONT);
        }
        if (same && handle >= 0 && hold.process < 0) {
            holds.keepProcess(service, handle);
        } else if (handle >= 0) {
            descriptors.close(handle);
        }
        return same;
    }

    /** A supervise in another container has another idea of pids. */
    private boolean pidCountsHere() {
        return status.pidNamespace == 0
                || (files.stat(Files.CWD, PID_NAMESPACE, info) >= 0 && info.inode == status.pidNamespace);
    }

    private void signal(int pid, int handle, int signal) {
        if (handle >= 0) {
            processes.signalProcess(handle, signal);
        } else {
            processes.kill(pid, signal);
        }
    }

    private boolean isSame(int pid, long startTicks) {
        path.clear().append("/proc/").appendDecimal(pid).append("/stat");
        int length = readFile(path.toBytes());
        return length > 0 && stat.parse(buffer, length) && stat.startTicks == startTicks && !stat.isDead();
    }

    private void send(Service service, boolean log, ControlCommand command) {
        byte[] name = beside(service, log, CONTROL);
        int fd = name == null ? -Errno.ENOENT : files.open(Files.CWD, name, OpenFlag.WRITE | OpenFlag.NONBLOCK, 0);
        if (fd == -Errno.ENXIO) {
            return;
        }
        if (fd < 0) {
            messages.warning().add("unable to control ").add(service.name).because(-fd);
            return;
        }
        buffer[0] = command.letter;
        descriptors.write(fd, buffer, 0, 1);
        descriptors.close(fd);
    }

    /**
     * The path of a file beside a slot's {@code ok}. The descriptor knows it even where the service's name is gone; without /proc the name
     * has to do.
     */
    private byte @Nullable [] beside(Service service, boolean log, byte[] file) {
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

    private boolean endsWithOk(int length) {
        return buffer[length - 3] == '/' && buffer[length - 2] == OK[0] && buffer[length - 1] == OK[1];
    }

    /** Reads the start of a file into the buffer. @return bytes, or a negated errno */
    private int readFile(byte[] name) {
        int fd = files.open(Files.CWD, name, OpenFlag.READ | OpenFlag.NONBLOCK, 0);
        if (fd < 0) {
            return fd;
        }
        int length = descriptors.read(fd, buffer, 0, Status.LENGTH_MAX);
        descriptors.close(fd);
        return Math.min(length, Status.LENGTH_MAX);
    }

    /** Whether all have ended. */
    boolean isOver() {
        return stop.hasBegun() && plan.living() == 0 && holds.awaited() == 0;
    }
}
