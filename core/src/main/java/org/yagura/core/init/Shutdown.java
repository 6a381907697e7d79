package org.yagura.core.init;

/**
 * How the life of a tree of services goes to its end: by a signal, or because the main service has ended. The main service ends first,
 * while what it relies on still runs; then all others; who is left when the grace is over is killed.
 */
public final class Shutdown {
    /** Numbers of the signals that end everything. */
    public static final int INT = 2;

    public static final int QUIT = 3;
    public static final int TERM = 15;
    private static final int HUP = 1;

    /** In place of a time: never. */
    public static final long NEVER = Long.MAX_VALUE;

    /** What is to be done now. */
    public enum Deed {
        NOTHING,
        /** The main service is to get the signal. */
        TELL_MAIN,
        /** Every service is to go down, and every logger to read to its end. */
        STOP_TREE,
        /** What is left of them is to be killed. */
        KILL,
        /** The scan directory is to be read. */
        LOOK
    }

    private enum Phase {
        RUNS,
        MAIN_STOPS,
        TREE_STOPS,
        OVER
    }

    /** Once it was killed and still is not over: again after so long. */
    private static final long KILL_AGAIN_NS = 2_000_000_000L;

    private static final int KILLED_BY = 128;

    private final boolean hasMain;
    private final long graceNs;
    private Phase phase = Phase.RUNS;
    private boolean mainEnded;
    private int code;
    private long deadlineNs = NEVER;

    /**
     * A tree that runs.
     *
     * @param graceNs how long a stop may take before the rest is killed
     */
    public Shutdown(boolean hasMain, long graceNs) {
        this.hasMain = hasMain;
        this.graceNs = graceNs;
    }

    /** A signal came, rewritten already. */
    public Deed onSignal(int signal, long nowNs) {
        if (phase == Phase.OVER) {
            return Deed.NOTHING;
        }
        boolean mainLives = hasMain && !mainEnded;
        if (signal != TERM && signal != INT && signal != QUIT) {
            if (mainLives) {
                return Deed.TELL_MAIN;
            }
            return signal == HUP && phase == Phase.RUNS ? Deed.LOOK : Deed.NOTHING;
        }
        if (phase != Phase.RUNS) {
            return kill(nowNs);
        }
        deadlineNs = nowNs + graceNs;
        phase = mainLives ? Phase.MAIN_STOPS : Phase.TREE_STOPS;
        return mainLives ? Deed.TELL_MAIN : Deed.STOP_TREE;
    }

    /** The main service has ended, and is not started again. */
    public Deed onMainEnded(int waitStatus, long nowNs) {
        if (mainEnded || !hasMain) {
            return Deed.NOTHING;
        }
        mainEnded = true;
        int signal = waitStatus & 0x7f;
        code = signal != 0 ? KILLED_BY + signal : waitStatus >> 8 & 0xff;
        if (phase == Phase.RUNS) {
            deadlineNs = nowNs + graceNs;
        }
        if (phase == Phase.RUNS || phase == Phase.MAIN_STOPS) {
            phase = Phase.TREE_STOPS;
            return Deed.STOP_TREE;
        }
        return Deed.NOTHING;
    }

    /** All services and loggers have ended. */
    public void onTreeEnded() {
        phase = Phase.OVER;
        deadlineNs = NEVER;
    }

    /** Time has passed. */
    public Deed onTime(long nowNs) {
        return nowNs >= deadlineNs ? kill(nowNs) : Deed.NOTHING;
    }

    private Deed kill(long nowNs) {
        phase = Phase.TREE_STOPS;
        deadlineNs = nowNs + KILL_AGAIN_NS;
        return Deed.KILL;
    }

    /** Whether a stop has begun. */
    public boolean hasBegun() {
        return phase != Phase.RUNS;
    }

    public boolean isOver() {
        return phase == Phase.OVER;
    }

    /** When time matters next, or {@link #NEVER}. */
    public long nextNs() {
        return deadlineNs;
    }

    /** The main service's exit code, 128 and the number of the signal that ended it; 0 where there is no main service. */
    public int exitCode() {
        return code;
    }
}
