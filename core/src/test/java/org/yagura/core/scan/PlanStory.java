package org.yagura.core.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Objects;
import org.yagura.core.text.Ascii;

/** What the tests of the plan share: services that come into it, run, and are looked at. */
class PlanStory {
    static final long MS = 1_000_000L;
    static final long S = 1000 * MS;
    static final long T = 500 * S;
    static final int EXIT_0 = 0;
    static final int EXIT_111 = 111 << 8;
    static final int KILLED = 9;

    final ScanPlan plan;

    PlanStory(ScanPlan plan) {
        this.plan = plan;
    }

    Service sight(String name, long inode, Arrival arrival) {
        plan.sighted(Ascii.bytes(name), 1, inode, arrival, T);
        return service(inode);
    }

    Service service(long inode) {
        return Objects.requireNonNull(plan.find(1, inode));
    }

    /** A service whose supervise, with pid 7, is seen alive. */
    Service running(String name, long inode) {
        Service service = sight(name, inode, Arrival.FOUND);
        assertSame(service, plan.due(T));
        assertEquals(Step.START, plan.next(service, T));
        plan.started(service, 7, T);
        look(service, T + S, true, false);
        return service;
    }

    Step look(Service service, long nowNs, boolean serviceAlive, boolean logAlive) {
        service.serviceAlive = serviceAlive;
        service.logAlive = logAlive;
        plan.due(nowNs);
        return plan.next(service, nowNs);
    }
}
