package org.yagura.core.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.yagura.core.text.Ascii;

/** What a stop looks for, starts, and waits for. */
class PlanOfStopTest extends PlanStory {
    PlanOfStopTest() {
        super(new ScanPlan());
    }

    @Test
    void nothingIsStartedOrToldInAStop() {
        Service b = running("b", 11);
        Service a = sight("a", 10, Arrival.FOUND);
        plan.stop(T);
        assertEquals(2, plan.living());
        assertEquals(Step.REST, lookInStop(a, T, false));
        assertEquals(1, plan.living());
        plan.exited(7, EXIT_0, T + S);
        assertEquals(1, plan.living());
        assertEquals(Step.REST, lookInStop(b, T + S, false));
        assertEquals(0, plan.living());
    }

    /** What the shell sees of a service without a supervise. */
    private Step lookInStop(Service service, long nowNs, boolean somethingIsLeft) {
        assertTrue(service.abandoned);
        service.abandoned = somethingIsLeft;
        return look(service, nowNs, false, false);
    }

    @Test
    void whatHasLostItsSuperviseGetsAnotherInAStop() {
        Service a = running("a", 10);
        plan.exited(7, EXIT_111, T + 300 * MS);
        look(a, T + 300 * MS, false, false);
        plan.stop(T + 400 * MS);
        assertEquals(T + 400 * MS, plan.nextNs());
        assertEquals(Step.START, lookInStop(a, T + 400 * MS, true));
        plan.started(a, 8, T + 400 * MS);
        plan.exited(8, EXIT_111, T + 500 * MS);
        assertEquals(1, plan.living());
        assertEquals(Step.LATER, lookInStop(a, T + 500 * MS, true));
        assertEquals(T + 5400 * MS, plan.nextNs());
        assertEquals(Step.START, lookInStop(a, T + 5400 * MS, true));
        plan.started(a, 9, T + 5400 * MS);
        plan.exited(9, EXIT_0, T + 6 * S);
        plan.count(a);
        assertEquals(0, plan.living());
        assertEquals(Step.REST, look(a, T + 6 * S, false, false));
    }

    @Test
    void oneThatIsKilledInAStopIsReplacedUnlessItHasNoName() {
        Service a = running("a", 10);
        plan.stop(T + 5 * S);
        plan.exited(7, KILLED, T + 6 * S);
        a.serviceAlive = false;
        plan.count(a);
        assertEquals(1, plan.living());
        plan.gone(Ascii.bytes("a"), T + 6 * S);
        assertEquals(0, plan.living());
        assertEquals(Step.REST, look(a, T + 6 * S, false, false));
    }

    @Test
    void aServiceThatCannotBeLookedAtInAStopIsGivenUpWhereThatWillNotPass() {
        Service a = sight("a", 10, Arrival.FOUND);
        plan.stop(T);
        int tries = 1;
        while (!plan.unknown(a, false, T)) {
            tries++;
        }
        assertEquals(13, tries);
        assertEquals(0, plan.living());
        Service b = sight("b", 11, Arrival.FOUND);
        plan.stop(T);
        for (int i = 0; i < 100; i++) {
            assertFalse(plan.unknown(b, true, T));
        }
        assertEquals(T + 5 * S, b.dueNs);
    }

    @Test
    void aRemovedServiceThatRunsIsAmongTheLiving() {
        running("a", 10);
        plan.gone(Ascii.bytes("a"), T);
        plan.stop(T);
        assertEquals(1, plan.living());
    }
}
