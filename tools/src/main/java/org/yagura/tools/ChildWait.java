package org.yagura.tools;

import org.yagura.os.ChildExit;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.Processes;
import org.yagura.os.Ready;

/** Waits for the end of one child, in programs that have nothing else to do meanwhile. */
public final class ChildWait {
    private final Processes processes;
    private final Descriptors descriptors;
    private final DescriptorWait wait;

    public ChildWait(Processes processes, Descriptors descriptors, DescriptorWait wait) {
        this.processes = processes;
        this.descriptors = descriptors;
        this.wait = wait;
    }

    /**
     * Waits until a child has ended, and reaps it.
     *
     * @param exit what it ended with
     * @param deadlineNs monotonic time
     * @return above 0, {@code -ETIMEDOUT} where it lives on, or another negated errno
     */
    public int until(int pid, ChildExit exit, long deadlineNs) {
        int reaped = processes.reap(pid, exit);
        if (reaped != 0) {
            return reaped;
        }
        int handle = processes.openProcess(pid);
        int error = handle < 0 ? handle : 0;
        while (reaped == 0 && (error == 0 || error == -Errno.EINTR)) {
            error = wait.until(handle, Ready.READABLE, deadlineNs);
            reaped = processes.reap(pid, exit);
        }
        if (handle >= 0) {
            descriptors.close(handle);
        }
        return reaped == 0 ? error : reaped;
    }
}
