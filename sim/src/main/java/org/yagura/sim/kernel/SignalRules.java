package org.yagura.sim.kernel;

import org.yagura.os.Signal;

/** What a signal does to a process. */
final class SignalRules {
    private static final long IGNORED_BY_DEFAULT =
            Signal.bit(Signal.CHLD) | Signal.bit(Signal.CONT) | Signal.bit(Signal.WINCH);

    private final Kernel kernel;

    SignalRules(Kernel kernel) {
        this.kernel = kernel;
    }

    void send(SimProcess to, int signal) {
        if (!to.isAlive() || to.dying || signal == 0) {
            return;
        }
        if (signal == Signal.KILL && kernel.closingNs > 0) {
            SlowDeath.begin(kernel, to);
        } else if (signal == Signal.KILL) {
            kernel.end(to, Signal.KILL);
        } else if (signal == Signal.STOP) {
            stop(to);
        } else {
            if (signal == Signal.CONT) {
                resume(to);
            }
            arrive(to, signal);
        }
    }

    private void stop(SimProcess process) {
        if (!process.stopped) {
            process.stopped = true;
            process.pendingSignals &= ~Signal.bit(Signal.CONT);
            kernel.listeners.stopped(process);
            send(process.parent, Signal.CHLD);
        }
    }

    private void resume(SimProcess process) {
        process.pendingSignals &= ~Signal.bit(Signal.TSTP);
        if (process.stopped) {
            process.stopped = false;
            process.interrupted = process.waitsFor != null;
            send(process.parent, Signal.CHLD);
            actOnPending(process);
        }
    }

    private void arrive(SimProcess process, int signal) {
        long bit = Signal.bit(signal);
        boolean blocked = (process.blockedSignals & bit) != 0;
        if (!blocked && isIgnored(process, bit)) {
            return;
        }
        process.pendingSignals |= bit;
        if (!blocked && !process.stopped) {
            actOnPending(process);
        }
    }

    private static boolean isIgnored(SimProcess process, long bit) {
        if ((process.ignoredSignals & bit) != 0) {
            return true;
        }
        return (process.trappedSignals & bit) == 0 && (IGNORED_BY_DEFAULT & bit) != 0;
    }

    /** Signals that are pending and no longer blocked take effect. */
    void actOnPending(SimProcess process) {
        long due = process.pendingSignals & ~process.blockedSignals;
        while (due != 0 && process.isAlive() && !process.stopped) {
            long bit = Long.lowestOneBit(due);
            due &= ~bit;
            process.pendingSignals &= ~bit;
            if (isIgnored(process, bit)) {
                continue;
            }
            int signal = Long.numberOfTrailingZeros(bit) + 1;
            if ((process.trappedSignals & bit) != 0) {
                process.caughtSignals |= bit;
                process.interrupted = true;
            } else if (signal == Signal.TSTP) {
                stop(process);
            } else {
                kernel.end(process, signal);
            }
        }
    }

    /** Changes what is blocked; what was held back takes effect. */
    void setBlocked(SimProcess process, long set) {
        process.blockedSignals = set & ~Signal.bit(Signal.KILL) & ~Signal.bit(Signal.STOP);
        actOnPending(process);
    }

    /** As at exec: handlers become the default, the rest stays; mask and dispositions are what this image was given. */
    void execed(SimProcess process) {
        process.trappedSignals = 0;
        process.caughtSignals = 0;
        process.blockedAtStart = process.blockedSignals;
        process.ignoredAtStart = process.ignoredSignals;
    }
}
