package org.yagura.core.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.yagura.core.text.Ascii;

class ScanPlanTest extends PlanStory {
    ScanPlanTest() {
        super(new ScanPlan(3));
    }

    // ---- when a service is started

    @Test
    void whatIsThereAtFirstStartsAtOnce() {
        Service a = sight("a", 10, Arrival.FOUND);
        assertEquals(T, plan.nextNs());
        assertSame(a, plan.due(T));
        assertEquals(Step.START, plan.next(a, T));
    }

    @Test
    void whatIsRenamedInStartsAtOnce() {
        sight("a", 10, Arrival.MOVED_IN);
        assertEquals(T, plan.nextNs());
    }

    @Test
    void aLinkStartsInAMomentSoThatPassingNamesPass() {
        Service a = sight("CuXyZ", 10, Arrival.LINKED);
        assertEquals(T + MS, plan.nextNs());
        plan.gone(Ascii.bytes("CuXyZ"), T);
        plan.sighted(Ascii.bytes("a"), 1, 10, Arrival.MOVED_IN, T);
        assertSame(a, plan.due(T + MS));
        assertEquals("a", new String(a.name, java.nio.charset.StandardCharsets.US_ASCII));
    }

    @Test
    void aDirectoryMadeInPlaceStartsAfterASecondOfQuiet() {
        Service a = sight("a", 10, Arrival.MADE);
        assertTrue(a.isSettling());
        assertEquals(T + S, plan.nextNs());
        plan.changedInside(a, T + 700 * MS);
        assertEquals(T + 1700 * MS, plan.nextNs());
        assertNull(plan.due(T + S));
        assertSame(a, plan.due(T + 1700 * MS));
        assertEquals(Step.START, plan.next(a, T + 1700 * MS));
        assertFalse(a.isSettling());
    }

    @Test
    void aDirectoryThatIsNeverQuietStartsAfterFiveSeconds() {
        Service a = sight("a", 10, Arrival.MADE);
        for (long t = T; t < T + 5 * S; t += 100 * MS) {
            plan.changedInside(a, t);
        }
        assertEquals(T + 5 * S, plan.nextNs());
    }

    @Test
    void hurryStartsWhatWaits() {
        Service a = sight("a", 10, Arrival.MADE);
        plan.hurry(T + 1);
        assertSame(a, plan.due(T + 1));
        assertEquals(Step.START, plan.next(a, T + 1));
    }

    // ---- identity

    @Test
    void twoNamesOfOneDirectoryAreOneService() {
        Service a = sight("a", 10, Arrival.FOUND);
        assertEquals(Sight.CHANGED, plan.sighted(Ascii.bytes("b"), 1, 10, Arrival.FOUND, T));
        assertEquals(2, a.names());
        plan.gone(Ascii.bytes("a"), T);
        assertEquals("b", new String(a.name, java.nio.charset.StandardCharsets.US_ASCII));
    }

    @Test
    void theSameInodeOnAnotherDeviceIsAnotherService() {
        Service a = sight("a", 10, Arrival.FOUND);
        plan.sighted(Ascii.bytes("b"), 2, 10, Arrival.FOUND, T);
        assertNotSame(a, plan.find(2, 10));
    }

    @Test
    void aRenamedServiceGoesOnAndIsStartedAgainUnderItsNewName() {
        Service a = running("a", 10);
        plan.gone(Ascii.bytes("a"), T);
        assertEquals(Sight.CHANGED, plan.sighted(Ascii.bytes("b"), 1, 10, Arrival.MOVED_IN, T));
        assertSame(a, service(10));
        assertEquals(T, plan.nextNs(), "a slot may have ended meanwhile");
        assertEquals(Step.REST, look(a, T, true, false));
        assertEquals("b", new String(a.name, java.nio.charset.StandardCharsets.US_ASCII));
    }

    @Test
    void aNameThatLeadsElsewhereLeavesTheOldServiceRunning() {
        Service old = running("a", 10);
        assertEquals(Sight.CHANGED, plan.sighted(Ascii.bytes("a"), 1, 11, Arrival.LINKED, T));
        assertSame(old, plan.left());
        assertEquals(0, old.names());
        assertTrue(old.isLiving());
        assertNotSame(old, service(11));
    }

    @Test
    void seeingTheSameAgainChangesNothing() {
        sight("a", 10, Arrival.FOUND);
        assertEquals(Sight.SAME, plan.sighted(Ascii.bytes("a"), 1, 10, Arrival.MADE, T));
        assertNull(plan.left());
        assertEquals(T, plan.nextNs());
    }

    // ---- removal

    @Test
    void aRemovedServiceRunsOnAndIsForgottenWhenItHasEnded() {
        Service a = running("a", 10);
        plan.gone(Ascii.bytes("a"), T);
        assertEquals(Deadlines.NEVER, plan.nextNs());
        plan.slotEnded(a, false, T + S);
        assertSame(a, plan.due(T + S));
        assertEquals(Step.REST, plan.next(a, T + S), "its supervise is still to be reaped");
        assertSame(a, plan.exited(7, EXIT_0, T + S));
        assertSame(a, plan.due(T + S));
        assertEquals(Step.FREE, plan.next(a, T + S));
        plan.free(a);
        assertNull(plan.find(1, 10));
    }

    @Test
    void aRemovedServiceIsNotStartedAgain() {
        Service a = sight("a", 10, Arrival.FOUND);
        plan.gone(Ascii.bytes("a"), T);
        assertSame(a, plan.due(T));
        assertEquals(Step.FREE, plan.next(a, T));
    }

    @Test
    void aFullScanRemovesWhatItDidNotSee() {
        plan.scanBegins();
        sight("a", 10, Arrival.FOUND);
        sight("b", 11, Arrival.FOUND);
        sight("c", 12, Arrival.FOUND);
        plan.scanEnds();
        assertNull(plan.takeUnseen(T));
        plan.scanBegins();
        sight("b", 11, Arrival.FOUND);
        plan.scanEnds();
        assertNotNull(plan.takeUnseen(T));
        assertNotNull(plan.takeUnseen(T));
        assertNull(plan.takeUnseen(T));
        assertNotNull(plan.entry(Ascii.bytes("b")));
        assertEquals(1, plan.entryCount());
    }

    @Test
    void aPlaceThatWasFreedIsUsedAgain() {
        Service a = sight("a", 10, Arrival.FOUND);
        plan.gone(Ascii.bytes("a"), T);
        plan.free(a);
        Service b = sight("b", 11, Arrival.FOUND);
        assertEquals(a.index, b.index);
        assertSame(b, plan.serviceAt(b.index));
        assertSame(b, plan.due(T));
        assertNull(plan.due(T));
    }

    // ---- limits and trouble

    @Test
    void aFullTableIsSaidOnceForEachNameAndRoomIsUsedWhenThereIsSome() {
        for (int i = 0; i < 3; i++) {
            assertEquals(Sight.CHANGED, plan.sighted(Ascii.bytes("s" + i), 1, i, Arrival.FOUND, T));
        }
        assertFalse(plan.hasTrouble());
        assertEquals(Sight.REFUSED, plan.sighted(Ascii.bytes("x"), 1, 99, Arrival.FOUND, T));
        assertEquals(Sight.REFUSED_BEFORE, plan.sighted(Ascii.bytes("x"), 1, 99, Arrival.FOUND, T));
        assertTrue(plan.hasTrouble());
        plan.gone(Ascii.bytes("s0"), T);
        plan.free(service(0));
        assertEquals(Sight.CHANGED, plan.sighted(Ascii.bytes("x"), 1, 99, Arrival.FOUND, T));
        assertFalse(plan.hasTrouble());
    }

    @Test
    void entriesHaveALimitToo() {
        for (int i = 0; i < ScanPlan.ENTRIES_MAX; i++) {
            plan.troubled(Ascii.bytes("s" + i), 2, T);
        }
        assertFalse(plan.troubled(Ascii.bytes("one more"), 2, T));
        assertEquals(Sight.REFUSED_BEFORE, plan.sighted(Ascii.bytes("another"), 1, 1, Arrival.FOUND, T));
        assertTrue(plan.hasTrouble());
    }

    @Test
    void troubleIsNewsOnceUntilItPassesOrChanges() {
        assertTrue(plan.troubled(Ascii.bytes("a"), 2, T));
        assertTrue(plan.hasTrouble());
        assertFalse(plan.troubled(Ascii.bytes("a"), 2, T));
        assertTrue(plan.troubled(Ascii.bytes("a"), 13, T));
        sight("a", 10, Arrival.LINKED);
        assertFalse(plan.hasTrouble());
        assertTrue(plan.troubled(Ascii.bytes("a"), 2, T));
        plan.gone(Ascii.bytes("a"), T);
        assertFalse(plan.hasTrouble());
    }

    // ---- after the start

    @Test
    void aStartedSuperviseIsLookedAtAndThenLeftAlone() {
        Service a = sight("a", 10, Arrival.FOUND);
        plan.due(T);
        plan.next(a, T);
        plan.started(a, 7, T);
        assertEquals(T + S, plan.nextNs());
        assertEquals(Step.LATER, look(a, T + S, false, false));
        assertEquals(T + 1500 * MS, plan.nextNs());
        assertEquals(Step.REST, look(a, T + 1500 * MS, true, false));
        assertEquals(Deadlines.NEVER, plan.nextNs());
    }

    @Test
    void looksAreNeverMoreThanFiveSecondsApart() {
        Service a = sight("a", 10, Arrival.FOUND);
        plan.due(T);
        plan.next(a, T);
        plan.started(a, 7, T);
        long now = T;
        for (int i = 0; i < 100; i++) {
            long next = plan.nextNs();
            assertTrue(next > now && next <= now + 5 * S);
            now = next;
            assertEquals(Step.LATER, look(a, now, false, false));
        }
    }

    @Test
    void aSuperviseThatIsKilledIsStartedAgainAtOnceButOnceASecondOnly() {
        Service a = running("a", 10);
        assertSame(a, plan.exited(7, KILLED, T + 300 * MS));
        assertEquals(T + 300 * MS, plan.nextNs());
        plan.started(a, 8, T + 301 * MS);
        plan.exited(8, KILLED, T + 400 * MS);
        assertEquals(T + 1301 * MS, plan.nextNs());
        plan.started(a, 9, T + 1301 * MS);
        plan.exited(9, KILLED, T + 1302 * MS);
        assertEquals(T + 1302 * MS, plan.nextNs());
        plan.started(a, 10, T + 1303 * MS);
        plan.exited(10, KILLED, T + 20 * S);
        assertEquals(T + 20 * S, plan.nextNs());
    }

    @Test
    void aSuperviseThatWasToldToExitComesBackAfterASecond() {
        Service a = running("a", 10);
        plan.slotEnded(a, false, T + 20 * S);
        plan.exited(7, EXIT_0, T + 20 * S);
        assertEquals(T + 21 * S, plan.nextNs());
        plan.due(T + 21 * S);
        assertEquals(Step.START, plan.next(a, T + 21 * S));
    }

    @Test
    void aSuperviseThatFailsIsTriedAgainAfterFiveSeconds() {
        Service a = running("a", 10);
        plan.exited(7, EXIT_111, T + 300 * MS);
        assertEquals(T + 5 * S, plan.nextNs());
        plan.failed(a, T + 5 * S);
        assertEquals(T + 10 * S, plan.nextNs());
    }

    @Test
    void anOrphanIsNobodysSupervise() {
        running("a", 10);
        assertNull(plan.exited(99, EXIT_0, T));
    }

    // ---- slots

    @Test
    void anEndedServiceSlotOfALivingSuperviseIsToldAfterASecond() {
        Service a = running("a", 10);
        a.hasLog = true;
        assertEquals(Step.REST, look(a, T + 2 * S, true, true));
        plan.slotEnded(a, false, T + 20 * S);
        assertEquals(T + 21 * S, plan.nextNs());
        assertEquals(Step.TELL_SERVICE, look(a, T + 21 * S, false, true));
        plan.told(a, T + 21 * S);
        assertEquals(Step.REST, look(a, plan.nextNs(), true, true));
    }

    @Test
    void anEndedLogSlotIsToldAfterASecond() {
        Service a = running("a", 10);
        a.hasLog = true;
        look(a, T + 2 * S, true, true);
        plan.slotEnded(a, true, T + 20 * S);
        assertEquals(T + 21 * S, plan.nextNs());
        assertEquals(Step.TELL_LOG, look(a, T + 21 * S, true, false));
    }

    @Test
    void aSlotThatStaysAwayIsNotToldInAHotLoop() {
        Service a = running("a", 10);
        a.hasLog = true;
        look(a, T + 2 * S, true, true);
        plan.slotEnded(a, false, T + 20 * S);
        long now = plan.nextNs();
        int told = 0;
        while (now < T + 60 * S) {
            assertEquals(Step.TELL_SERVICE, look(a, now, false, true));
            plan.told(a, now);
            told++;
            now = plan.nextNs();
        }
        assertTrue(told < 14, "told " + told + " times in 40 seconds");
    }

    @Test
    void aNewSuperviseFindsItsLogByItselfAndIsToldIfItDoesNot() {
        Service a = sight("a", 10, Arrival.FOUND);
        plan.due(T);
        plan.next(a, T);
        plan.started(a, 7, T);
        a.hasLog = true;
        assertEquals(Step.LATER, look(a, T + S, true, false));
        assertEquals(Step.LATER, look(a, plan.nextNs(), true, false));
        assertEquals(Step.TELL_LOG, look(a, plan.nextNs(), true, false));
    }

    @Test
    void aLogThatComesLaterIsToldAtOnceOrWhenItIsQuiet() {
        Service a = running("a", 10);
        plan.logCame(a, true, T + 20 * S);
        assertEquals(T + 20 * S, plan.nextNs());
        a.hasLog = true;
        assertEquals(Step.TELL_LOG, look(a, T + 20 * S, true, false));

        Service b = sight("b", 11, Arrival.FOUND);
        plan.due(T);
        plan.started(b, 8, T);
        plan.told(a, T + 100 * S);
        look(b, T + S, true, false);
        plan.logCame(b, false, T + 20 * S);
        assertEquals(T + 21 * S, plan.nextNs());
    }

    // ---- supervises that were there before

    @Test
    void aSuperviseThatWasThereBeforeIsLeftAlone() {
        Service a = sight("a", 10, Arrival.FOUND);
        a.hasLog = true;
        assertEquals(Step.REST, look(a, T, true, true));
        assertEquals(1, plan.living());
    }

    @Test
    void aServiceSlotThatHadEndedBeforeIsToldAndStartedWhereNobodyListens() {
        Service a = sight("a", 10, Arrival.FOUND);
        a.hasLog = true;
        assertEquals(Step.TELL_SERVICE, look(a, T, false, true));
        assertEquals(Step.START, plan.nobodyTold(a, false, T));
    }

    @Test
    void theLogOfAForeignSuperviseIsAskedForNowAndThenUntilThatHasEnded() {
        Service a = sight("a", 10, Arrival.FOUND);
        a.hasLog = true;
        for (int i = 0; i < 10; i++) {
            assertEquals(Step.TELL_LOG, look(a, T, true, false));
            assertEquals(Step.LATER, plan.nobodyTold(a, true, T));
            assertEquals(i >= 3, a.isLogForeign());
        }
        assertEquals(T + 5 * S, plan.nextNs());
        plan.slotEnded(a, false, T + 20 * S);
        assertEquals(Step.START, look(a, T + 21 * S, false, false));
    }

    @Test
    void aSuperviseThatListensAtLastWasNotForeign() {
        Service a = sight("a", 10, Arrival.FOUND);
        a.hasLog = true;
        for (int i = 0; i < 4; i++) {
            look(a, T, true, false);
            plan.nobodyTold(a, true, T);
        }
        assertTrue(a.isLogForeign());
        assertEquals(Step.TELL_LOG, look(a, T, true, false));
        plan.told(a, T);
        assertFalse(a.isLogForeign());
        assertEquals(Step.REST, look(a, T, true, true));
    }

    @Test
    void aHeldLockIsTriedAgainLater() {
        Service a = sight("a", 10, Arrival.FOUND);
        plan.due(T);
        assertEquals(Step.START, plan.next(a, T));
        plan.locked(a, T);
        assertEquals(T + MS, plan.nextNs());
        plan.locked(a, T);
        assertEquals(T + 2 * MS, plan.nextNs());
        for (int i = 0; i < 20; i++) {
            plan.locked(a, T);
        }
        assertEquals(T + 5 * S, plan.nextNs());
    }

    @Test
    void whatNoEventTellsOfIsLookedAtEveryFiveSeconds() {
        Service a = sight("a", 10, Arrival.FOUND);
        a.unwatched = true;
        assertEquals(Step.LATER, look(a, T, true, false));
        assertEquals(T + 5 * S, plan.nextNs());
    }

    @Test
    void tenThousandServicesAreNoWork() {
        ScanPlan large = new ScanPlan();
        for (int i = 0; i < 10_000; i++) {
            assertEquals(Sight.CHANGED, large.sighted(Ascii.bytes("service-" + i), 1, i * 4L, Arrival.FOUND, T));
        }
        int started = 0;
        for (Service due = large.due(T); due != null; due = large.due(T)) {
            assertEquals(Step.START, large.next(due, T));
            large.started(due, ++started, T);
        }
        assertEquals(10_000, started);
        assertEquals(10_000, large.living());
        for (int pid = 1; pid <= 10_000; pid++) {
            assertNotNull(large.exited(pid, EXIT_0, T + S));
        }
    }
}
