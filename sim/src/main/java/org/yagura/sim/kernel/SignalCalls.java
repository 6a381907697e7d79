package org.yagura.sim.kernel;

import org.yagura.os.Errno;
import org.yagura.os.Resource;
import org.yagura.os.Signal;
import org.yagura.os.Signals;

/** Signals as events, for one process. */
final class SignalCalls implements Signals {
    private final Kernel kernel;
    private final SimProcess process;

    SignalCalls(Kernel kernel, SimProcess process) {
        this.kernel = kernel;
        this.process = process;
    }

    @Override
    public int open(long set) {
        int result = kernel.enter(process, Call.SIGNALS_OPEN, "");
        if (result < 0) {
            return result;
        }
        process.ignoredSignals &= ~(set & Signal.bit(Signal.CHLD));
        long taken = set & ~process.ignoredAtStart | set & Signal.bit(Signal.CHLD);
        kernel.signals().setBlocked(process, process.blockedSignals | taken | Signal.bit(Signal.PIPE));
        int fd = process.descriptors.lowestFree(3, process.limits[Resource.OPEN_FILES][0]);
        if (fd >= 0) {
            process.descriptors.put(fd, new SignalFile(process, taken), true);
        }
        return kernel.leave(process, Call.SIGNALS_OPEN, "", fd);
    }

    @Override
    public int next(int signalFd) {
        kernel.enter(process, Call.SIGNAL_NEXT, "");
        int result = -Errno.EBADF;
        if (process.descriptors.get(signalFd) instanceof SignalFile file) {
            long due = process.pendingSignals & file.set;
            result = -Errno.EAGAIN;
            if (due != 0) {
                process.pendingSignals &= ~Long.lowestOneBit(due);
                result = Long.numberOfTrailingZeros(due) + 1;
            }
        }
        return kernel.leave(process, Call.SIGNAL_NEXT, "", result);
    }

    @Override
    public void makeDefault(long set) {
        process.ignoredAtStart &= ~set;
        process.ignoredSignals &= ~set;
        process.blockedAtStart &= ~set;
    }

    @Override
    public long ignoredAtStart() {
        return process.ignoredAtStart;
    }

    @Override
    public long blockedAtStart() {
        return process.blockedAtStart;
    }

    @Override
    public void startedWith(long blocked, long ignored) {
        process.blockedAtStart = blocked;
        process.ignoredAtStart = ignored;
    }
}
