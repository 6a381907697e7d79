package org.yagura.sim.kernel;

import org.yagura.os.Ready;

/** A pidfd: readable when its process has ended, and hung up when it was reaped. */
final class ProcessFile extends OpenFile {
    final SimProcess process;

    ProcessFile(SimProcess process) {
        super(null);
        this.process = process;
    }

    @Override
    int readiness() {
        if (process.isAlive()) {
            return 0;
        }
        return process.isReaped() ? Ready.READABLE | Ready.HANGUP : Ready.READABLE;
    }
}
