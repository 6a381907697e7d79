package org.yagura.sim.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.yagura.sim.kernel.Kernel;
import org.yagura.sim.kernel.ProcessListener;
import org.yagura.sim.kernel.SimProcess;

/** Once svscan has ended by a stop nothing of ours is left, nor any service that it had, nor does any begin. */
public final class NothingLeft implements ProcessListener {
    /** So long after svscan's end: a supervise that had waited to begin, for a svscan that is no more, hears of that within a second. */
    private static final long SOON_NS = 1_200_000_000L;

    private final Kernel kernel;
    private final Predicate<SimProcess> excused;
    private final SimProcess svscan;
    private boolean spoiled;

    /**
     * Watches a stop that is about to begin.
     *
     * @param svscan who stops
     * @param excused those that it could not know of
     */
    public NothingLeft(Kernel kernel, SimProcess svscan, Predicate<SimProcess> excused) {
        this.kernel = kernel;
        this.svscan = svscan;
        this.excused = excused;
        kernel.listen(this);
    }

    /** It was told otherwise. */
    public void spoil() {
        spoiled = true;
    }

    /** Whether it has not ended yet. */
    public boolean goesOn() {
        return svscan.isAlive();
    }

    @Override
    public void ended(SimProcess process) {
        if (process != svscan || process.waitStatus() != 0 || spoiled) {
            return;
        }
        spoiled = true;
        List<SimProcess> then = living(kernel);
        then.removeIf(excused);
        kernel.at(kernel.clock().monotonicNs() + SOON_NS, () -> {
            List<SimProcess> left = living(kernel);
            left.retainAll(then);
            fail(left);
        });
    }

    private void fail(List<SimProcess> left) {
        if (!left.isEmpty()) {
            kernel.fail(new AssertionError("left behind by a stop: " + left));
        }
    }

    /** At the end of all nobody is excused. */
    public static void check(Kernel kernel) {
        List<SimProcess> left = living(kernel);
        if (!left.isEmpty()) {
            throw new AssertionError("left behind by a stop: " + left + "\n" + kernel.trace.last(60));
        }
    }

    /** Who is stopped, as by a debugger, cannot have heard of it. */
    private static List<SimProcess> living(Kernel kernel) {
        List<SimProcess> living = new ArrayList<>();
        for (SimProcess process : kernel.processes()) {
            if (process.isAlive() && !process.isStopped()) {
                living.add(process);
            }
        }
        return living;
    }
}
