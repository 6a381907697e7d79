package org.yagura.sim.kernel;

import org.yagura.os.Clock;

/** The clocks as processes see them: what counts since the machine was started begins anew with each start. */
final class BootClock implements Clock {
    /** How long the machine has run when the first process is started. */
    private static final long AFTER_START_NS = 10_000_000_000L;

    private final Kernel kernel;

    BootClock(Kernel kernel) {
        this.kernel = kernel;
    }

    /** From where the stage counts to where a machine that was started does. */
    static long shiftNs(Kernel kernel) {
        return kernel.bootedNs() == 0 ? 0 : kernel.bootedNs() - AFTER_START_NS;
    }

    @Override
    public long monotonicNs() {
        return kernel.clock().monotonicNs() - shiftNs(kernel);
    }

    @Override
    public long wallNs() {
        return kernel.clock().wallNs();
    }

    @Override
    public long bootNs() {
        return kernel.clock().bootNs() - shiftNs(kernel);
    }
}
