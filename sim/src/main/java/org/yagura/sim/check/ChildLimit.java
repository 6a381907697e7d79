package org.yagura.sim.check;

import org.yagura.sim.kernel.Kernel;
import org.yagura.sim.kernel.ProcessListener;
import org.yagura.sim.kernel.SimProcess;

/** A tcpserver never has more living children than its limit. */
public final class ChildLimit implements ProcessListener {
    private final Kernel kernel;
    private final int limit;

    public ChildLimit(Kernel kernel, int limit) {
        this.kernel = kernel;
        this.limit = limit;
        kernel.listen(this);
    }

    @Override
    public void forked(SimProcess child) {
        SimProcess parent = child.parent();
        if (parent.isTool() && parent.name.equals("tcpserver")) {
            long living = parent.children().stream().filter(SimProcess::isAlive).count();
            if (living > limit) {
                kernel.fail(new AssertionError(parent + " has " + living + " children, more than " + limit));
            }
        }
    }
}
