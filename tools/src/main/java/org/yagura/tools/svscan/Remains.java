package org.yagura.tools.svscan;

import org.yagura.core.adopt.ChildRecord;
import org.yagura.core.scan.Service;
import org.yagura.core.status.Status;
import org.yagura.core.text.Ascii;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.Processes;
import org.yagura.tools.FileStart;

/**
 * In a stop: whether a service that has no supervise has anything that only a supervise could bring to its end. That is a process which
 * one that was killed has left running, lines in the pipe, or the script {@code stop} of encore, which is still to run. Where it cannot be
 * told, there may be: the supervise that is started because of that finds out.
 */
final class Remains {
    private static final byte[][] RECORDS = {
        Ascii.bytes("supervise/record"), Ascii.bytes("log/supervise/record"), Ascii.bytes("supervise/log/record")
    };
    private static final byte[] STATUS = Ascii.bytes("supervise/status");

    private final Slots slots;
    private final Holds holds;
    private final Recognition recognition;
    private final FileStart start;
    private final Descriptors descriptors;
    private final Processes processes;

    Remains(
            Slots slots,
            Holds holds,
            Recognition recognition,
            FileStart start,
            Descriptors descriptors,
            Processes processes) {
        this.slots = slots;
        this.holds = holds;
        this.recognition = recognition;
        this.start = start;
        this.descriptors = descriptors;
        this.processes = processes;
    }

    /** Whether there is anything. The service's directory is open, and nobody has a lock in it. */
    boolean any(Service service) {
        int pipe = holds.of(service).logPipe;
        if (pipe >= 0 && descriptors.readableBytes(pipe) != 0) {
            return true;
        }
        byte[] bytes = new byte[Status.LENGTH_MAX];
        for (byte[] record : RECORDS) {
            if (mayRun(record, bytes)) {
                return true;
            }
        }
        return isPrepared(bytes);
    }

    private boolean mayRun(byte[] name, byte[] bytes) {
        int length = read(name, bytes);
        if (length < 0) {
            return length != -Errno.ENOENT && length != -Errno.ENOTDIR && length != -Errno.ELOOP;
        }
        ChildRecord record = new ChildRecord();
        byte[] bootId = recognition.bootId();
        if (!record.decode(bytes, length) || (ChildRecord.isKnown(bootId) && !record.ofBoot(bootId))) {
            return false;
        }
        int handle = processes.openProcess(record.pid);
        if (handle < 0) {
            boolean nobody = handle == -Errno.ESRCH || handle == -Errno.EINVAL || handle == -Errno.ENOENT;
            return !nobody && processes.kill(record.pid, 0) != -Errno.ESRCH;
        }
        long inode = processes.processInode(handle);
        descriptors.close(handle);
        return record.handleInode == 0 || inode == 0 || inode == record.handleInode;
    }

    private boolean isPrepared(byte[] bytes) {
        int length = read(STATUS, bytes);
        if (Errno.mayPass(length)) {
            return true;
        }
        Status status = new Status();
        return length >= 0
                && status.decode(bytes, length) == Status.Form.OURS
                && status.ofBoot(recognition.bootId())
                && status.prepared
                && !status.endedCleanly;
    }

    private int read(byte[] name, byte[] bytes) {
        return start.read(slots.directory(), name, bytes, bytes.length);
    }
}
