package org.yagura.sim.check;

import org.yagura.sim.kernel.Kernel;
import org.yagura.sim.kernel.SimProcess;

/** Whoever has ended was reaped, but for children of the first process, which takes its time. To be asked when nothing happens any more. */
public final class NoZombies {
    private NoZombies() {}

    public static void check(Kernel kernel) {
        for (SimProcess process : kernel.processes()) {
            if (process.isZombie() && process.parent() != kernel.init()) {
                throw new AssertionError(process + ", a child of " + process.parent() + ", was not reaped");
            }
        }
    }
}
