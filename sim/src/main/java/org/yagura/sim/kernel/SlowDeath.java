package org.yagura.sim.kernel;

import org.yagura.os.Signal;

/**
 * A process that was killed does nothing any more; but its descriptors are closed one after the other, and on a machine that has other
 * things to do, time passes between them. Until the last one is closed it has its pid.
 */
final class SlowDeath {
    private final Kernel kernel;
    private final SimProcess process;
    private int fd;

    private SlowDeath(Kernel kernel, SimProcess process) {
        this.kernel = kernel;
        this.process = process;
    }

    static void begin(Kernel kernel, SimProcess process) {
        if (!process.dying) {
            process.dying = true;
            process.stopped = false;
            kernel.leaveScheduler(process);
            new SlowDeath(kernel, process).goOn();
        }
    }

    private void goOn() {
        if (!process.isAlive()) {
            return;
        }
        while (fd < process.descriptors.capacity() && process.descriptors.get(fd) == null) {
            fd++;
        }
        if (fd >= process.descriptors.capacity()) {
            kernel.end(process, Signal.KILL);
            return;
        }
        process.descriptors.close(fd);
        kernel.at(kernel.clock().monotonicNs() + kernel.closingNs, this::goOn);
    }
}
