package org.yagura.tools;

import org.jspecify.annotations.Nullable;
import org.yagura.os.Clock;
import org.yagura.os.Poller;
import org.yagura.os.Ready;

/** Runs one daemon to its end on the real poller; the simulator's scheduler stands in its place in tests. */
public final class EventLoop {
    private static final int EVENTS_PER_WAIT = 64;

    private EventLoop() {}

    /** Runs until the daemon has an outcome. */
    public static Outcome run(Daemon daemon, Poller poller, Clock clock) {
        Outcome outcome = daemon.begin(clock.monotonicNs());
        if (outcome != null) {
            return outcome;
        }
        Ready ready = new Ready(EVENTS_PER_WAIT);
        while (true) {
            long nowNs = clock.monotonicNs();
            long deadlineNs = daemon.step(ready, nowNs);
            @Nullable Outcome end = daemon.outcome();
            if (end != null) {
                return end;
            }
            ready.clear();
            poller.await(deadlineNs == Daemon.NEVER ? Long.MAX_VALUE : Math.max(0, deadlineNs - nowNs), ready);
        }
    }
}
