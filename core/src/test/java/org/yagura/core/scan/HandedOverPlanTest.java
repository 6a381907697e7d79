package org.yagura.core.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.yagura.core.handover.Handover;
import org.yagura.core.handover.HandoverReader;
import org.yagura.core.handover.HandoverWriter;
import org.yagura.core.text.Ascii;

/** A plan in the hands of the program that takes its place. */
class HandedOverPlanTest {
    private static final long S = 1_000_000_000L;
    private static final long T = 500 * S;
    private static final int KILLED = 9;
    private static final int FAILED = 111 << 8;

    private final ScanPlan plan = new ScanPlan();

    private Service sight(String name, long inode, Arrival arrival) {
        plan.sighted(Ascii.bytes(name), 1, inode, arrival, T);
        return Objects.requireNonNull(plan.find(1, inode));
    }

    private void run(Service service, int pid) {
        assertSame(service, plan.due(T));
        assertEquals(Step.START, plan.next(service, T));
        plan.started(service, pid, T);
        service.serviceAlive = true;
        assertEquals(Step.REST, plan.next(service, T));
        plan.due(T + S);
    }

    private static SvscanState pass(SvscanState state) {
        HandoverWriter writer = Handover.begin(Handover.SVSCAN, 0, 0);
        state.encode(writer);
        byte[] bytes = Handover.seal(writer);
        HandoverReader reader = Objects.requireNonNull(new Handover().open(bytes, bytes.length, Handover.SVSCAN));
        SvscanState read = new SvscanState();
        assertTrue(read.decode(reader));
        return read;
    }

    private ScanPlan handOver() {
        SvscanState state = new SvscanState();
        plan.handOver(state);
        ScanPlan next = new ScanPlan();
        next.takeOver(pass(state), T);
        return next;
    }

    private static Service find(ScanPlan plan, long inode) {
        return Objects.requireNonNull(plan.find(1, inode));
    }

    @Test
    void theDeathOfAChildIsItsServicesStill() {
        run(sight("a", 10, Arrival.FOUND), 7);
        run(sight("b", 11, Arrival.FOUND), 8);
        ScanPlan next = handOver();
        assertEquals(2, next.living());
        assertNull(next.exited(9, KILLED, T));
        Service b = next.exited(8, FAILED, T);
        assertSame(find(next, 11), b);
        assertEquals(T + 5 * S, find(next, 11).dueNs, "no start within five seconds of one that has failed");
    }

    @Test
    void whoRestedIsLookedAtOnceAndWhoWaitedWaitsOn() {
        run(sight("a", 10, Arrival.FOUND), 7);
        sight("b", 11, Arrival.MADE);
        ScanPlan next = handOver();
        assertSame(find(next, 10), next.due(T));
        assertEquals(Step.REST, next.next(find(next, 10), T));
        assertNull(next.due(T));
        assertTrue(find(next, 11).isSettling());
        assertEquals(T + S, next.nextNs());
    }

    @Test
    void namesAndTroublesAreKept() {
        run(sight("a", 10, Arrival.FOUND), 7);
        plan.sighted(Ascii.bytes("also-a"), 1, 10, Arrival.LINKED, T);
        plan.troubled(Ascii.bytes("broken"), 2, T);
        ScanPlan next = handOver();
        assertEquals(3, next.entryCount());
        assertTrue(next.hasTrouble());
        assertFalse(next.troubled(Ascii.bytes("broken"), 2, T), "it was said before");
        Service a = find(next, 10);
        assertEquals(2, a.names());
        next.gone(Ascii.bytes("a"), T);
        assertEquals("also-a", new String(a.name, java.nio.charset.StandardCharsets.ISO_8859_1));
        assertEquals(Sight.SAME, next.sighted(Ascii.bytes("also-a"), 1, 10, Arrival.FOUND, T));
    }

    @Test
    void aServiceWithoutANameGoesOnAndIsFreedWhenItEnds() {
        run(sight("a", 10, Arrival.FOUND), 7);
        plan.gone(Ascii.bytes("a"), T);
        ScanPlan next = handOver();
        Service a = find(next, 10);
        assertEquals(0, a.names());
        assertSame(a, next.due(T));
        assertEquals(Step.REST, next.next(a, T));
        next.exited(7, 0, T);
        a.serviceAlive = false;
        assertSame(a, next.due(T));
        assertEquals(Step.FREE, next.next(a, T));
    }

    @Test
    void aStopGoesOn() {
        StopPlan stop = new StopPlan(StopPlan.NO_GRACE);
        stop.signalled(T);
        run(sight("a", 10, Arrival.FOUND), 7);
        plan.stop(T);
        SvscanState state = new SvscanState();
        plan.handOver(state);
        stop.handOver(state);
        StopPlan next = new StopPlan(StopPlan.NO_GRACE);
        next.takeOver(pass(state));
        assertTrue(next.hasBegun());
        assertEquals(stop.nextNs(), next.nextNs());
        next.signalled(T);
        assertTrue(next.killsNow(T));
    }
}
