package org.yagura.sim.check;

import java.util.ArrayList;
import java.util.List;
import org.yagura.sim.kernel.Kernel;
import org.yagura.sim.kernel.SimProcess;

/** After svscan has ended by a stop nothing of ours is left, nor any service that it had. To be asked some time after its end. */
public final class NothingLeft {
    private NothingLeft() {}

    public static void check(Kernel kernel) {
        List<SimProcess> left = new ArrayList<>();
        for (SimProcess process : kernel.processes()) {
            if (process.isAlive()) {
                left.add(process);
            }
        }
        if (!left.isEmpty()) {
            throw new AssertionError("left behind by a stop: " + left + "\n" + kernel.trace.last(60));
        }
    }
}
