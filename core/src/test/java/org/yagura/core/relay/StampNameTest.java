package org.yagura.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.yagura.core.text.ByteBuilder;

class StampNameTest {
    private static final long MINUTE_NS = 60_000_000_000L;
    private static final long NOW_NS = 29_913_757L * MINUTE_NS + 123_456_789L;

    private final ByteBuilder builder = new ByteBuilder(8);

    private String name(long period, int... ip) {
        byte[] bytes = new byte[ip.length];
        for (int i = 0; i < ip.length; i++) {
            bytes[i] = (byte) ip[i];
        }
        return new String(StampName.of(period, bytes, builder), StandardCharsets.US_ASCII);
    }

    private static boolean expired(String name, long wallNs) {
        byte[] bytes = ("/" + name + "/").getBytes(StandardCharsets.US_ASCII);
        return StampName.isExpired(bytes, 1, name.length(), wallNs);
    }

    @Test
    void aNameIsThePeriodAndTheAddress() {
        assertEquals(2_991_375, StampName.period(NOW_NS));
        assertEquals("2991375-192.0.2.255", name(2_991_375, 192, 0, 2, 255));
        assertEquals(
                "2991375-20010db80000000000000000000000fe",
                name(2_991_375, 0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xfe));
    }

    @Test
    void everyPeriodThatCanHoldAStampWhichCountsIsLookedAt() {
        assertEquals(2_991_375, StampName.firstPeriod(NOW_NS, 7));
        assertEquals(2_991_374, StampName.firstPeriod(NOW_NS, 8));
        assertEquals(2_991_372, StampName.firstPeriod(NOW_NS, 30));
        for (int minutes = 1; minutes <= StampName.MINUTES_MAX; minutes++) {
            long oldestNs = NOW_NS - minutes * MINUTE_NS + 1;
            assertTrue(StampName.counts(oldestNs, NOW_NS, minutes));
            assertTrue(StampName.period(oldestNs) >= StampName.firstPeriod(NOW_NS, minutes));
        }
    }

    @Test
    void aLoginCountsForItsMinutesAndNotLonger() {
        assertTrue(StampName.counts(NOW_NS, NOW_NS, 1));
        assertTrue(StampName.counts(NOW_NS - MINUTE_NS + 1, NOW_NS, 1));
        assertFalse(StampName.counts(NOW_NS - MINUTE_NS, NOW_NS, 1));
        assertTrue(StampName.counts(NOW_NS + MINUTE_NS - 1, NOW_NS, 1));
        assertFalse(StampName.counts(NOW_NS + MINUTE_NS, NOW_NS, 1), "the clock has been set back");
        assertFalse(StampName.counts(Long.MIN_VALUE, 0, 1));
    }

    @Test
    void whatNobodyLooksAtAnyMoreIsExpired() {
        assertFalse(expired("2991375-192.0.2.1", NOW_NS));
        for (int minutes = 1; minutes <= StampName.MINUTES_MAX; minutes++) {
            String oldest = name(StampName.firstPeriod(NOW_NS, minutes), 192, 0, 2, 1);
            assertFalse(expired(oldest, NOW_NS), oldest);
            assertFalse(expired(oldest, NOW_NS + 59 * MINUTE_NS), oldest);
        }
        assertTrue(expired("2991200-192.0.2.1", NOW_NS));
        assertTrue(expired("0-192.0.2.1", NOW_NS));
        assertFalse(expired("2991381-192.0.2.1", NOW_NS));
        assertTrue(expired("2991382-192.0.2.1", NOW_NS));
    }

    @Test
    void whatIsNoStampIsNeverExpired() {
        for (String name : new String[] {"", "-", "README", "1", "12", "1.1", "-1-192.0.2.1", ".1-1", "x1-192.0.2.1"}) {
            assertFalse(expired(name, NOW_NS), name);
        }
        assertFalse(expired("1".repeat(60) + "-192.0.2.1", NOW_NS));
    }

    @Test
    void aStampBeingMadeIsKnownAndRemovedWhenItIsOld() {
        byte[] making = StampName.making(4242, -1L, builder);
        assertEquals(".4242-9223372036854775807", new String(making, StandardCharsets.US_ASCII));
        assertTrue(StampName.isMaking(making, 0, making.length));
        for (String name : new String[] {"", ".", "..", ".profile", "1-192.0.2.1"}) {
            byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
            assertFalse(StampName.isMaking(bytes, 0, bytes.length), name);
        }
        assertFalse(StampName.isOld(NOW_NS - 1440 * MINUTE_NS, NOW_NS));
        assertTrue(StampName.isOld(NOW_NS - 1600 * MINUTE_NS, NOW_NS));
    }
}
