package org.yagura.sim.check;

import org.yagura.sim.kernel.Kernel;
import org.yagura.sim.kernel.ProcessListener;
import org.yagura.sim.kernel.SimProcess;

/** A program gets its connection as 0 and 1, the server's output as 2, no other descriptors, and no signals blocked or ignored. */
public final class CleanProgram implements ProcessListener {
    private static final int DESCRIPTORS = 3;

    private final Kernel kernel;

    public CleanProgram(Kernel kernel) {
        this.kernel = kernel;
        kernel.listen(this);
    }

    @Override
    public void execed(SimProcess process) {
        if (process.connection(0) == null) {
            return;
        }
        if (process.openDescriptors() != DESCRIPTORS || process.connection(0) != process.connection(1)) {
            kernel.fail(new AssertionError(process + " was given " + process.openDescriptors() + " descriptors"));
        }
        if (process.blockedSignals() != 0 || process.ignoredSignals() != 0) {
            kernel.fail(new AssertionError(process + " was given blocked or ignored signals"));
        }
    }
}
