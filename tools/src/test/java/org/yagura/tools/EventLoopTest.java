package org.yagura.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yagura.os.Clock;
import org.yagura.os.Memory;
import org.yagura.os.Poller;
import org.yagura.os.Port;
import org.yagura.os.Ready;

class EventLoopTest {
    private static final long SECOND_NS = 1_000_000_000L;

    /** Has something to do at a time, and ends then. */
    private static class Due implements Daemon {
        private final long atNs;
        private final List<Long> steps = new ArrayList<>();

        Due(long atNs) {
            this.atNs = atNs;
        }

        @Override
        public @Nullable Outcome begin(long nowNs) {
            return null;
        }

        @Override
        public long step(Ready ready, long nowNs) {
            steps.add(nowNs);
            return atNs;
        }

        @Override
        public @Nullable Outcome outcome() {
            return steps.get(steps.size() - 1) >= atNs ? Outcome.exit(0) : null;
        }
    }

    /** The same, with nothing to collect after its start. */
    private static final class Lean extends Due {
        Lean(long atNs) {
            super(atNs);
        }

        @Override
        public boolean startsLean() {
            return true;
        }
    }

    private long nowNs;
    private final List<String> memory = new ArrayList<>();
    private final List<Long> waits = new ArrayList<>();

    /** A machine on which each wait takes as long as asked for, and the first one longer: the process was stopped meanwhile. */
    private Port port(long stoppedNs) {
        return proxy(Port.class, (method, arguments) -> switch (method) {
            case "clock" -> proxy(Clock.class, (call, none) -> nowNs);
            case "memory" ->
                proxy(Memory.class, (call, none) -> {
                    memory.add(call + " at " + nowNs / SECOND_NS);
                    return null;
                });
            case "poller" ->
                proxy(Poller.class, (call, of) -> {
                    nowNs += (Long) of[0] + (waits.isEmpty() ? stoppedNs : 0);
                    waits.add((Long) of[0]);
                    return 0;
                });
            default -> throw new AssertionError("unexpected call of " + method);
        });
    }

    private interface Answer {
        @Nullable
        Object to(String method, Object[] arguments);
    }

    @SuppressWarnings("unchecked")
    private static <T> T proxy(Class<T> type, Answer answer) {
        return (T) Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answer.to(method.getName(), arguments));
    }

    @Test
    void whatIsDueIsDoneInTimeAfterAQuietSecond() {
        Due due = new Due(5 * SECOND_NS);
        EventLoop.run(due, port(0));
        assertEquals(List.of(0L, 5 * SECOND_NS), due.steps);
        assertEquals(List.of(SECOND_NS, 4 * SECOND_NS), waits);
    }

    @Test
    void whoWasStoppedInTheQuietSecondIsNotLateByThatOnceMore() {
        Due due = new Due(5 * SECOND_NS);
        EventLoop.run(due, port(3 * SECOND_NS));
        assertEquals(List.of(0L, 5 * SECOND_NS), due.steps);
        Due late = new Due(nowNs + 5 * SECOND_NS);
        waits.clear();
        EventLoop.run(late, port(9 * SECOND_NS));
        assertEquals(List.of(SECOND_NS, 0L), waits);
    }

    @Test
    void memoryIsCollectedAndGivenBackAfterAQuietSecond() {
        EventLoop.run(new Due(5 * SECOND_NS), port(0));
        assertEquals(List.of("collect at 1", "giveBack at 1"), memory);
    }

    @Test
    void whoHasNothingToCollectGivesMemoryBackAtOnceAndIsNotWoken() {
        EventLoop.run(new Lean(5 * SECOND_NS), port(0));
        assertEquals(List.of("giveBack at 0"), memory);
        assertEquals(List.of(5 * SECOND_NS), waits);
    }
}
