package org.yagura.sim.check;

import java.util.HashMap;
import java.util.Map;
import org.yagura.sim.file.Directory;
import org.yagura.sim.kernel.Kernel;
import org.yagura.sim.kernel.ProcessListener;
import org.yagura.sim.kernel.SimProcess;

/** No service is started twice within one second, whoever starts it; from fork to fork. */
public final class StartInterval implements ProcessListener {
    /** A little less than a second: the clocks of a start are read one after the other. */
    private static final long LEAST_NS = 980_000_000L;

    private final Kernel kernel;
    private final Map<Directory, Long> starts = new HashMap<>();
    private final Map<SimProcess, Boolean> known = new HashMap<>();

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
        long nowNs = process.startedNs();
        Long before = starts.put(service, nowNs);
        if (before != null && nowNs - before < LEAST_NS) {
            long gapMs = (nowNs - before) / 1_000_000;
            kernel.fail(new AssertionError(process + " was started " + gapMs + " ms after the copy before"));
        }
    }

    @Override
    public void ended(SimProcess process) {
        known.remove(process);
    }

    @Override
    public void powerIsBack() {
        starts.clear();
    }
}
