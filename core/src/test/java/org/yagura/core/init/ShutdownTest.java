package org.yagura.core.init;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.yagura.core.init.Shutdown.Deed;

class ShutdownTest {
    private static final int HUP = 1;
    private static final int USR1 = 10;
    private static final long GRACE = 8;

    @Test
    void withoutAMainServiceTermStopsTheTree() {
        Shutdown shutdown = new Shutdown(false, GRACE);
        assertEquals(Shutdown.NEVER, shutdown.nextNs());
        assertEquals(Deed.STOP_TREE, shutdown.onSignal(Shutdown.TERM, 100));
        assertEquals(108, shutdown.nextNs());
        assertEquals(Deed.NOTHING, shutdown.onTime(107));
        shutdown.onTreeEnded();
        assertTrue(shutdown.isOver());
        assertEquals(0, shutdown.exitCode());
        assertEquals(Shutdown.NEVER, shutdown.nextNs());
    }

    @Test
    void theMainServiceEndsBeforeTheOthers() {
        Shutdown shutdown = new Shutdown(true, GRACE);
        assertEquals(Deed.TELL_MAIN, shutdown.onSignal(Shutdown.QUIT, 100));
        assertEquals(Deed.STOP_TREE, shutdown.onMainEnded(3 << 8, 104));
        assertEquals(108, shutdown.nextNs(), "the grace counts from the signal");
        shutdown.onTreeEnded();
        assertEquals(3, shutdown.exitCode());
    }

    @Test
    void theEndOfTheMainServiceEndsTheTree() {
        Shutdown shutdown = new Shutdown(true, GRACE);
        assertEquals(Deed.STOP_TREE, shutdown.onMainEnded(9, 50));
        assertEquals(58, shutdown.nextNs());
        assertEquals(Deed.NOTHING, shutdown.onMainEnded(0, 51), "it counts once");
        shutdown.onTreeEnded();
        assertEquals(137, shutdown.exitCode());
    }

    @Test
    void whatIsLeftAfterTheGraceIsKilledAgainAndAgain() {
        Shutdown shutdown = new Shutdown(true, GRACE);
        shutdown.onSignal(Shutdown.TERM, 100);
        assertEquals(Deed.KILL, shutdown.onTime(108));
        assertEquals(Deed.NOTHING, shutdown.onTime(109));
        assertEquals(Deed.NOTHING, shutdown.onMainEnded(9, 110), "the tree has been told");
        assertEquals(Deed.KILL, shutdown.onTime(108 + 2_000_000_000L));
    }

    @Test
    void aSecondSignalKillsAtOnce() {
        Shutdown shutdown = new Shutdown(true, GRACE);
        shutdown.onSignal(Shutdown.TERM, 100);
        assertEquals(Deed.KILL, shutdown.onSignal(Shutdown.INT, 101));
    }

    @Test
    void otherSignalsAreForTheMainService() {
        Shutdown shutdown = new Shutdown(true, GRACE);
        assertEquals(Deed.TELL_MAIN, shutdown.onSignal(HUP, 1));
        assertEquals(Deed.TELL_MAIN, shutdown.onSignal(USR1, 2));
        assertFalse(shutdown.hasBegun());
        shutdown.onSignal(Shutdown.TERM, 3);
        assertEquals(Deed.TELL_MAIN, shutdown.onSignal(USR1, 4));
    }

    @Test
    void withoutAMainServiceHupHasTheDirectoryRead() {
        Shutdown shutdown = new Shutdown(false, GRACE);
        assertEquals(Deed.LOOK, shutdown.onSignal(HUP, 1));
        assertEquals(Deed.NOTHING, shutdown.onSignal(USR1, 2));
        shutdown.onSignal(Shutdown.TERM, 3);
        assertEquals(Deed.NOTHING, shutdown.onSignal(HUP, 4));
    }
}
