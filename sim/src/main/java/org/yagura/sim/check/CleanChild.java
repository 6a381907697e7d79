package org.yagura.sim.check;

import org.yagura.sim.kernel.Kernel;
import org.yagura.sim.kernel.ProcessListener;
import org.yagura.sim.kernel.SimProcess;

/** A service gets descriptors 0, 1 and 2 and no others, no signal blocked and none ignored, where svscan was given no more. */
public final class CleanChild implements ProcessListener {
    private static final int DESCRIPTORS = 3;

    private final Kernel kernel;

    public CleanChild(Kernel kernel) {
        this.kernel = kernel;
        kernel.listen(this);
    }

    @Override
    public void execed(SimProcess process) {
        if (process.service() == null) {
            return;
        }
        if (process.openDescriptors() != DESCRIPTORS) {
            kernel.fail(new AssertionError(process + " was given " + process.openDescriptors() + " descriptors"));
        }
        long ignored = process.ignoredSignals();
        if (process.blockedSignals() != 0 || ignored != 0) {
            String sets = Long.toHexString(process.blockedSignals()) + " and " + Long.toHexString(ignored);
            kernel.fail(new AssertionError(process + " was given blocked and ignored signals: " + sets));
        }
    }
}
