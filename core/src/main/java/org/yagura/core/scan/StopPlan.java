package org.yagura.core.scan;

/** How a stop goes on: who is still waited for is said every five seconds; KILL is for those who ask for it. */
public final class StopPlan {
    /** In place of a grace: nobody is killed unless a second signal comes. */
    public static final long NO_GRACE = -1;
    /** The longest grace, seconds: what fits a day's patience, and no deadline's arithmetic. */
    public static final int GRACE_SECONDS_MAX = 100_000_000;

    /** Where trouble keeps us from knowing what runs, or whom to ask: from one try to the next. */
    public static final long TRY_AGAIN_NS = 100_000_000L;
    /** So many tries before it is done without. */
    public static final int TRIES_MAX = 50;

    private static final long SAY_EVERY_NS = 5_000_000_000L;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final long graceNs;
    private boolean begun;
    private long sayNs = Deadlines.NEVER;
    private long killNs = Deadlines.NEVER;

    /** @param graceSeconds how long services may take before they are killed, or {@link #NO_GRACE} */
    public StopPlan(long graceSeconds) {
        graceNs = graceSeconds < 0 ? NO_GRACE : graceSeconds * NS_PER_SECOND;
    }

    public void handOver(SvscanState to) {
        to.stopping = begun;
        to.saysNs = sayNs;
        to.killsNs = killNs;
    }

    public void takeOver(SvscanState from) {
        begun = from.stopping;
        sayNs = from.saysNs;
        killNs = from.killsNs;
    }

    public boolean hasBegun() {
        return begun;
    }

    /** A signal asks for the stop. The first one begins it, each further one asks for KILL at once. */
    public void signalled(long nowNs) {
        if (begun) {
            killNs = nowNs;
            return;
        }
        begun = true;
        sayNs = nowNs + SAY_EVERY_NS;
        killNs = graceNs == NO_GRACE ? Deadlines.NEVER : nowNs + graceNs;
    }

    /** When something is due, or {@link Deadlines#NEVER}. */
    public long nextNs() {
        return Math.min(sayNs, killNs);
    }

    /** Whether it is time to say who is still waited for. */
    public boolean saysNow(long nowNs) {
        if (sayNs > nowNs) {
            return false;
        }
        sayNs = nowNs + SAY_EVERY_NS;
        return true;
    }

    /**
     * Whether it is time to kill. Once it has been, it is so again and again: when the service is gone, its logger may be what hangs.
     */
    public boolean killsNow(long nowNs) {
        if (killNs > nowNs) {
            return false;
        }
        killNs = nowNs + SAY_EVERY_NS;
        return true;
    }

    /**
     * Reads a grace.
     *
     * @param text seconds in decimal
     * @return seconds, or -1 where it is no number from 0 to {@link #GRACE_SECONDS_MAX}
     */
    public static long grace(byte[] text) {
        long seconds = 0;
        for (byte b : text) {
            if (b < '0' || b > '9') {
                return -1;
            }
            seconds = seconds * 10 + b - '0';
            if (seconds > GRACE_SECONDS_MAX) {
                return -1;
            }
        }
        return text.length == 0 ? -1 : seconds;
    }
}
