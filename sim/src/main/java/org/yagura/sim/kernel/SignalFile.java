package org.yagura.sim.kernel;

import org.yagura.os.Ready;

/** A signalfd: readable while a signal of its set is pending in its process. */
final class SignalFile extends OpenFile {
    final SimProcess process;
    final long set;

    SignalFile(SimProcess process, long set) {
        super(null);
        this.process = process;
        this.set = set;
    }

    @Override
    int readiness() {
        return (process.pendingSignals & set) != 0 ? Ready.READABLE : 0;
    }
}
