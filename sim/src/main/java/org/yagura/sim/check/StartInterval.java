package org.yagura.sim.check;

import java.util.HashMap;
import java.util.Map;
import org.yagura.sim.file.Directory;
import org.yagura.sim.kernel.Kernel;
import org.yagura.sim.kernel.SimProcess;

/** No supervise starts a service twice within one second. A new supervise knows nothing of the starts of the one before. */
public final class StartInterval implements Kernel.ProcessListener {
    /** The second counts from one return of spawn to the next call of it, and exec lies between. */
    private static final long LEAST_NS = 980_000_000L;

    private final Kernel kernel;
    private final Map<Directory, Start> starts = new HashMap<>();
    private final Map<SimProcess, Boolean> known = new HashMap<>();

    private record Start(SimProcess supervise, long atNs) {}

    public StartInterval(Kernel kernel) {
        this.kernel = kernel;
        kernel.listen(this);
    }

    @Override
    public void execed(SimProcess process) {
        Directory service = process.service();
        if (service == null || known.put(process, true) != null) {
            return;
        }
        long nowNs = kernel.clock().monotonicNs();
        Start before = starts.put(service, new Start(process.parent(), nowNs));
        if (before != null && before.supervise == process.parent() && nowNs - before.atNs < LEAST_NS) {
            long gapMs = (nowNs - before.atNs) / 1_000_000;
            kernel.fail(new AssertionError(process + " was started " + gapMs + " ms after the copy before"));
        }
    }

    @Override
    public void ended(SimProcess process) {
        known.remove(process);
    }
}
