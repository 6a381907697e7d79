package org.yagura.tools.yagura.control;

import java.util.Arrays;
import org.yagura.core.status.ProcStat;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Errno;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Port;
import org.yagura.tools.yagura.facts.ServiceProcesses;

/**
 * The processes of a service that is to end with all that came from it. They are told from later ones with their numbers by the time of their
 * start, and signalled through handles that were opened before that was looked at.
 */
final class ProcessSet {
    private final Port port;
    private final ServiceProcesses all;
    private final int root;
    private int[] pids = new int[8];
    private long[] starts = new long[8];
    private int count;
    private int failure;

    /** @param root the service's own process, which supervise signals */
    ProcessSet(Port port, int root) {
        this.port = port;
        this.root = root;
        all = new ServiceProcesses(port);
    }

    /** Finds those that belong to it now, to the service's process or to one that was found before. @return how many live, itself left out */
    int look() {
        all.look();
        add(root);
        for (int i = 0; i < count; i++) {
            if (lives(i)) {
                add(pids[i]);
            }
        }
        int living = 0;
        for (int i = 0; i < count; i++) {
            living += lives(i) ? 1 : 0;
        }
        return living;
    }

    /** Sends a signal to all of them that live. @return 0, or a negated errno where one could not be sent to */
    int signal(int signal) {
        failure = 0;
        for (int i = 0; i < count; i++) {
            if (lives(i)) {
                signal(i, signal);
            }
        }
        return failure;
    }

    private void signal(int index, int signal) {
        int handle = port.processes().openProcess(pids[index]);
        if (handle < 0) {
            // Gone, or a system without handles: then the number has to do.
            int sent =
                    handle == -Errno.ENOSYS && isSame(index) ? port.processes().kill(pids[index], signal) : 0;
            failure = Math.min(failure, sent);
            return;
        }
        if (isSame(index)) {
            int sent = port.processes().signalProcess(handle, signal);
            failure = sent < 0 && sent != -Errno.ESRCH ? sent : failure;
        }
        port.descriptors().close(handle);
    }

    /** Whether the process with the number is still the one that was found. */
    private boolean isSame(int index) {
        byte[] path = new ByteBuilder(24)
                .append("/proc/")
                .appendDecimal(pids[index])
                .append("/stat")
                .toBytes();
        int fd = port.files().open(Files.CWD, path, OpenFlag.READ, 0);
        if (fd < 0) {
            return false;
        }
        byte[] text = new byte[ProcStat.TEXT_LENGTH_MAX];
        int length = port.descriptors().read(fd, text, 0, text.length);
        port.descriptors().close(fd);
        ProcStat stat = new ProcStat();
        return stat.parse(text, Math.max(length, 0)) && stat.startTicks == starts[index];
    }

    private boolean lives(int index) {
        return all.startTicks(pids[index]) == starts[index];
    }

    private void add(int of) {
        for (int pid : all.of(of)) {
            if (pid != root && !has(pid)) {
                if (count == pids.length) {
                    pids = Arrays.copyOf(pids, count * 2);
                    starts = Arrays.copyOf(starts, count * 2);
                }
                pids[count] = pid;
                starts[count] = all.startTicks(pid);
                count++;
            }
        }
    }

    private boolean has(int pid) {
        for (int i = 0; i < count; i++) {
            if (pids[i] == pid && starts[i] == all.startTicks(pid)) {
                return true;
            }
        }
        return false;
    }
}
