package org.yagura.sim.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.yagura.sim.chance.Prng;

/**
 * Decides by the seed which process runs next. A process gives up its turn when it blocks, when it ends, and by chance at any system
 * call. When none can run, time leaps to the next deadline.
 */
final class Scheduler {
    /** One in so many calls gives the turn to another process. */
    private static final int SWITCH_ONE_IN = 4;

    private static final BooleanSupplier NEVER = () -> false;

    private final Prng prng;
    private final SimClock clock;
    private final List<SimProcess> processes = new ArrayList<>();
    private final List<SimProcess> runnable = new ArrayList<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::atNs).thenComparingLong(Timer::number));
    private long timersMade;
    private @Nullable SimProcess current;
    /** Whose turn is next, once the current one has given up its own; null for the scenario. */
    private @Nullable SimProcess next;

    private BooleanSupplier driverWaitsFor = NEVER;
    private long driverWakeNs;
    private @Nullable Throwable failure;
    private boolean runs;

    private record Timer(long atNs, long number, Runnable action) {}

    Scheduler(Prng prng, SimClock clock) {
        this.prng = prng;
        this.clock = clock;
    }

    /** The process whose turn it is, or null where the scenario itself acts. */
    @Nullable
    SimProcess current() {
        return current;
    }

    void at(long atNs, Runnable action) {
        timers.add(new Timer(atNs, timersMade++, action));
    }

    void fail(Throwable reason) {
        if (failure == null) {
            failure = reason;
        }
    }

    /** Makes a process take part. Its body must end with {@link #ended}. */
    void add(SimProcess process, Runnable body) {
        process.coroutine = new Coroutine(body);
        processes.add(process);
    }

    /** For the scenario: lets the processes run until the condition holds or the time is over. @return whether it holds */
    boolean runUntil(BooleanSupplier condition, long wakeNs) throws Throwable {
        if (runs) {
            throw new IllegalStateException("a condition must not let time pass");
        }
        runs = true;
        driverWaitsFor = condition;
        driverWakeNs = wakeNs;
        next = pick();
        while (next != null) {
            current = next;
            coroutine(next).run();
        }
        current = null;
        driverWaitsFor = NEVER;
        runs = false;
        if (failure != null) {
            throw failure;
        }
        return condition.getAsBoolean();
    }

    /** The running process may lose its turn here. */
    void maybeSwitch(SimProcess self) {
        if (prng.chance(1, SWITCH_ONE_IN)) {
            yieldTurn(self);
        }
    }

    /** Blocks the running process until a condition holds or a time comes. */
    void block(SimProcess self, BooleanSupplier condition, long wakeNs) {
        self.waitsFor = condition;
        self.wakeNs = wakeNs;
        yieldTurn(self);
        self.waitsFor = null;
    }

    private void yieldTurn(SimProcess self) {
        next = pick();
        if (next != self) {
            Coroutine.giveUpTurn();
        }
        if (!self.isAlive() || self.dying) {
            throw new ProcessDeath();
        }
    }

    /** The running process has ended: its stack is left for ever. */
    void ended() {
        next = pick();
    }

    /** Takes out a process that has ended. */
    void remove(SimProcess process) {
        processes.remove(process);
    }

    private static Coroutine coroutine(SimProcess process) {
        Coroutine coroutine = process.coroutine;
        if (coroutine == null) {
            throw new IllegalStateException(process + " does not take part");
        }
        return coroutine;
    }

    /** Who runs next: a process, or null for the scenario. */
    private @Nullable SimProcess pick() {
        while (true) {
            runTimers();
            if (driverMayGoOn() || clock.monotonicNs() >= driverWakeNs) {
                return null;
            }
            long wakeNs = driverWakeNs;
            runnable.clear();
            for (SimProcess process : processes) {
                if (process.stopped) {
                    continue;
                }
                BooleanSupplier waitsFor = process.waitsFor;
                if (waitsFor == null || clock.monotonicNs() >= process.wakeNs || waitsFor.getAsBoolean()) {
                    runnable.add(process);
                } else {
                    wakeNs = Math.min(wakeNs, process.wakeNs);
                }
            }
            if (!runnable.isEmpty()) {
                return runnable.get(prng.below(runnable.size()));
            }
            Timer timer = timers.peek();
            clock.leapTo(timer == null ? wakeNs : Math.min(wakeNs, timer.atNs));
        }
    }

    private boolean driverMayGoOn() {
        try {
            return failure != null || driverWaitsFor.getAsBoolean();
        } catch (Throwable thrown) {
            // It belongs to the scenario, not to the process whose thread happens to ask.
            fail(thrown);
            return true;
        }
    }

    private void runTimers() {
        Timer timer = timers.peek();
        while (timer != null && timer.atNs <= clock.monotonicNs()) {
            timers.poll();
            SimProcess before = current;
            current = null;
            timer.action.run();
            current = before;
            timer = timers.peek();
        }
    }
}
