package org.yagura.tools.yagura.init;

import org.yagura.os.Signal;

/** The signals that a first process does not keep for itself. */
final class PassedSignals {
    private static final int TTIN = 21;
    private static final int TTOU = 22;
    private static final int SYS = 31;
    private static final int REAL_TIME_FIRST = 35;
    private static final int REAL_TIME_LAST = 64;
    /** ILL, TRAP, ABRT, BUS, FPE and SEGV: a process sends them to itself when it is broken. */
    private static final int[] OWN_FAULTS = {4, 5, 6, 7, 8, 11};

    private PassedSignals() {}

    /** All that can be caught, but for those that tell of faults of our own, of pipes, of children and of writing in the background. */
    static long set() {
        long set = 0;
        for (int signal = Signal.HUP; signal < SYS; signal++) {
            set |= Signal.bit(signal);
        }
        for (int signal = REAL_TIME_FIRST; signal <= REAL_TIME_LAST; signal++) {
            set |= Signal.bit(signal);
        }
        for (int fault : OWN_FAULTS) {
            set &= ~Signal.bit(fault);
        }
        int[] others = {Signal.KILL, Signal.STOP, Signal.PIPE, Signal.CHLD, TTIN, TTOU};
        for (int signal : others) {
            set &= ~Signal.bit(signal);
        }
        return set;
    }
}
