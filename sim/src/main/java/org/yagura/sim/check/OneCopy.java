package org.yagura.sim.check;

import java.util.HashMap;
import java.util.Map;
import org.yagura.sim.file.Directory;
import org.yagura.sim.kernel.Kernel;
import org.yagura.sim.kernel.ProcessListener;
import org.yagura.sim.kernel.SimProcess;

/** At most one copy of each service lives at any time. */
public final class OneCopy implements ProcessListener {
    private final Kernel kernel;
    private final Map<Directory, SimProcess> living = new HashMap<>();

    public OneCopy(Kernel kernel) {
        this.kernel = kernel;
        kernel.listen(this);
    }

    @Override
    public void execed(SimProcess process) {
        Directory service = process.service();
        if (service == null) {
            return;
        }
        SimProcess before = living.put(service, process);
        if (before != null && before != process) {
            kernel.fail(new AssertionError("two copies of one service: " + before + " and " + process));
        }
    }

    @Override
    public void ended(SimProcess process) {
        Directory service = process.service();
        if (service != null) {
            living.remove(service, process);
        }
    }
}
