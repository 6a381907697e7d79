package org.yagura.core.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.yagura.core.text.Ascii;

class StopPlanTest {
    private static final long S = 1_000_000_000L;

    @Test
    void saysEveryFiveSecondsAndKillsNobody() {
        StopPlan stop = new StopPlan(StopPlan.NO_GRACE);
        assertFalse(stop.hasBegun());
        assertEquals(Deadlines.NEVER, stop.nextNs());
        stop.signalled(100 * S);
        assertTrue(stop.hasBegun());
        assertEquals(105 * S, stop.nextNs());
        assertFalse(stop.saysNow(104 * S));
        assertTrue(stop.saysNow(105 * S));
        assertFalse(stop.saysNow(106 * S));
        assertTrue(stop.saysNow(110 * S));
        assertFalse(stop.killsNow(1_000_000 * S));
    }

    @Test
    void aSecondSignalKillsAtOnce() {
        StopPlan stop = new StopPlan(StopPlan.NO_GRACE);
        stop.signalled(100 * S);
        stop.signalled(101 * S);
        assertEquals(101 * S, stop.nextNs());
        assertTrue(stop.killsNow(101 * S));
        assertFalse(stop.killsNow(102 * S));
        stop.signalled(103 * S);
        assertTrue(stop.killsNow(103 * S));
    }

    @Test
    void killsAgainForALoggerThatHangsAfterItsServiceIsGone() {
        StopPlan stop = new StopPlan(StopPlan.NO_GRACE);
        stop.signalled(100 * S);
        stop.signalled(101 * S);
        assertTrue(stop.killsNow(101 * S));
        assertTrue(stop.killsNow(106 * S));
    }

    @Test
    void killsWhenTheGraceIsOver() {
        StopPlan stop = new StopPlan(7);
        assertFalse(stop.killsNow(1000 * S));
        stop.signalled(100 * S);
        assertFalse(stop.killsNow(106 * S));
        assertTrue(stop.killsNow(107 * S));
    }

    @Test
    void aGraceOfZeroKillsAtOnce() {
        StopPlan stop = new StopPlan(0);
        stop.signalled(100 * S);
        assertTrue(stop.killsNow(100 * S));
    }

    @Test
    void readsAGrace() {
        assertEquals(0, StopPlan.grace(Ascii.bytes("0")));
        assertEquals(300, StopPlan.grace(Ascii.bytes("300")));
        assertEquals(100_000_000, StopPlan.grace(Ascii.bytes("100000000")));
        for (String bad : new String[] {"", "-1", "5s", " 5", "100000001", "99999999999999999999", "x"}) {
            assertEquals(-1, StopPlan.grace(Ascii.bytes(bad)), bad);
        }
    }
}
