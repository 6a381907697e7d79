package org.yagura.tools;

import org.yagura.os.Clock;
import org.yagura.os.Errno;
import org.yagura.os.Poller;
import org.yagura.os.Ready;

/** Waits for one descriptor, for commands that have nothing else to do meanwhile. */
public final class DescriptorWait {
    private final Poller poller;
    private final Clock clock;
    private final Ready ready = new Ready(1);

    public DescriptorWait(Poller poller, Clock clock) {
        this.poller = poller;
        this.clock = clock;
    }

    /** The time so many nanoseconds from now, for {@link #until}. */
    public long after(long ns) {
        return clock.monotonicNs() + ns;
    }

    /**
     * Waits until a descriptor is ready, in error or hung up.
     *
     * @param interest {@link Ready#READABLE} or {@link Ready#WRITABLE}
     * @param deadlineNs monotonic time
     * @return 0, {@code -ETIMEDOUT}, or another negated errno
     */
    public int until(int fd, int interest, long deadlineNs) {
        int error = poller.add(fd, 0, interest);
        if (error < 0) {
            return error;
        }
        int answer = 0;
        long leftNs = deadlineNs - clock.monotonicNs();
        while (answer == 0 && leftNs > 0) {
            // a stop and continue ends a wait before its time
            answer = poller.await(leftNs, ready);
            leftNs = deadlineNs - clock.monotonicNs();
        }
        poller.remove(fd);
        return answer == 0 ? -Errno.ETIMEDOUT : Math.min(answer, 0);
    }
}
