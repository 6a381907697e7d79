package org.yagura.tools;

import org.jspecify.annotations.Nullable;
import org.yagura.os.Clock;
import org.yagura.os.Memory;
import org.yagura.os.Poller;
import org.yagura.os.Port;
import org.yagura.os.Ready;

/** Runs one daemon to its end on the real poller; the simulator's scheduler stands in its place in tests. */
public final class EventLoop {
    private static final int EVENTS_PER_WAIT = 64;
    /** When nothing has happened for so long, memory is given back; after that nothing wakes a daemon without a deadline. */
    private static final long QUIET_NS = 1_000_000_000L;

    private EventLoop() {}

    /** Runs until the daemon has an outcome. */
    public static Outcome run(Daemon daemon, Port port) {
        Poller poller = port.poller();
        Clock clock = port.clock();
        Memory memory = port.memory();
        Outcome outcome = daemon.begin(clock.monotonicNs());
        if (outcome != null) {
            return outcome;
        }
        Ready ready = new Ready(EVENTS_PER_WAIT);
        boolean spared = false;
        while (true) {
            long nowNs = clock.monotonicNs();
            long deadlineNs = daemon.step(ready, nowNs);
            @Nullable Outcome end = daemon.outcome();
            if (end != null) {
                return end;
            }
            long timeoutNs = deadlineNs == Daemon.NEVER ? Long.MAX_VALUE : Math.max(0, deadlineNs - nowNs);
            if (!spared && timeoutNs > QUIET_NS && daemon.startsLean()) {
                spared = true;
                daemon.spareMemory();
                memory.giveBack();
            }
            boolean spares = timeoutNs > QUIET_NS && (!spared || daemon.hasSpareMemory());
            int events = poller.await(spares ? QUIET_NS : timeoutNs, ready);
            if (spares && events == 0) {
                spared = true;
                memory.collect();
                daemon.spareMemory();
                memory.giveBack();
                // the clock again: whoever was stopped meanwhile has less to wait, or nothing
                poller.await(
                        timeoutNs == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, deadlineNs - clock.monotonicNs()),
                        ready);
            }
        }
    }
}
