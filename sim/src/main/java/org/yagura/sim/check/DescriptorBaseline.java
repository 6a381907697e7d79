package org.yagura.sim.check;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yagura.sim.kernel.SimProcess;
import org.yagura.sim.stage.Stage;

/** After all trouble a tool has as many descriptors open as before it, but for handles on the living that it has adopted. */
public final class DescriptorBaseline {
    private final Stage stage;
    private final Map<String, Integer> most = new TreeMap<>();

    /** Takes the present state as what is right. */
    public DescriptorBaseline(Stage stage) {
        this.stage = stage;
        for (SimProcess process : stage.kernel.processes()) {
            if (process.isAlive() && process.isTool()) {
                most.merge(key(process), count(process), Math::max);
            }
        }
    }

    /** Processes of the same tool on the same directory are to be alike. */
    private static String key(SimProcess process) {
        return process.name + " " + process.directory().number;
    }

    private static int count(SimProcess process) {
        return process.openDescriptors() - process.openHandles();
    }

    /** Lets a little time pass, where a process is in the middle of something. */
    public void check() {
        if (!stage.kernel.runUntil(() -> excess() == null, Stage.SECOND)) {
            throw new AssertionError(excess());
        }
    }

    private @Nullable String excess() {
        for (SimProcess process : stage.kernel.processes()) {
            Integer right = most.get(key(process));
            if (process.isAlive() && process.isTool() && right != null && count(process) > right) {
                return process + " has " + count(process) + " descriptors open, not " + right;
            }
        }
        return null;
    }
}
