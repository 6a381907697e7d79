package org.yagura.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yagura.core.text.ByteBuilder;

class AddressLimitTest {
    private static final long SECOND = 1_000_000_000L;

    private final Clients clients = new Clients();
    private final byte[] ip = new byte[IpText.V6];
    private int length;
    private int pids;

    private void use(String address) {
        length = IpText.parse(IpTextTest.bytes(address), ip);
    }

    private int add(String address) {
        use(address);
        clients.add(++pids, ip, length);
        return pids;
    }

    private static AddressLimit address(String text) {
        AddressLimit limit = AddressLimit.perAddress(IpTextTest.bytes(text), 1);
        assertNotNull(limit);
        return Objects.requireNonNull(limit);
    }

    private static AddressLimit prefix(String text, int length) {
        AddressLimit limit = AddressLimit.perPrefix(IpTextTest.bytes(text), length, 1);
        assertNotNull(limit);
        return Objects.requireNonNull(limit);
    }

    private boolean allows(AddressLimit limit, String address, long nowNs) {
        use(address);
        return limit.allows(ip, length, clients, nowNs);
    }

    private boolean begin(AddressLimit limit, String address, long nowNs) {
        boolean allowed = allows(limit, address, nowNs);
        if (allowed) {
            limit.note(ip, length, nowNs);
        }
        return allowed;
    }

    @Test
    void countsThoseOfOneAddress() {
        AddressLimit limit = address("2");
        add("10.0.0.1");
        int second = add("10.0.0.1");
        add("10.0.0.2");
        assertFalse(allows(limit, "10.0.0.1", 1));
        assertTrue(allows(limit, "10.0.0.2", 1));
        assertTrue(allows(limit, "::1", 1));
        assertTrue(clients.remove(second));
        assertFalse(clients.remove(second));
        assertTrue(allows(limit, "10.0.0.1", 1));
        assertEquals(2, clients.count());
    }

    @Test
    void countsThoseOfOneNetwork() {
        AddressLimit four = prefix("24=2", IpText.V4);
        AddressLimit six = prefix("/64=1", IpText.V6);
        add("10.0.0.1");
        add("10.0.0.2");
        add("2001:db8:0:1::1");
        assertFalse(allows(four, "10.0.0.3", 1));
        assertTrue(allows(four, "10.0.1.3", 1));
        assertTrue(allows(four, "2001:db8:0:1::2", 1));
        assertFalse(allows(six, "2001:db8:0:1::2", 1));
        assertTrue(allows(six, "2001:db8:0:2::2", 1));
        assertTrue(allows(six, "10.0.0.3", 1));
    }

    @Test
    void theTableGrows() {
        AddressLimit limit = address("1000");
        for (int i = 0; i < 1000; i++) {
            assertTrue(allows(limit, "::1", 1));
            add("::1");
        }
        assertFalse(allows(limit, "::1", 1));
        for (int pid = 1; pid <= 1000; pid++) {
            assertTrue(clients.remove(pid));
        }
        assertEquals(0, clients.count());
    }

    @Test
    void aRateIsKeptAndForgiven() {
        AddressLimit limit = address("3/60");
        long start = 5 * SECOND;
        for (int i = 0; i < 3; i++) {
            assertTrue(begin(limit, "10.0.0.1", start));
        }
        assertFalse(begin(limit, "10.0.0.1", start));
        assertTrue(begin(limit, "10.0.0.2", start), "another address");
        assertFalse(begin(limit, "10.0.0.1", start + 19 * SECOND));
        assertTrue(begin(limit, "10.0.0.1", start + 20 * SECOND));
        assertFalse(begin(limit, "10.0.0.1", start + 20 * SECOND));
        for (int i = 0; i < 3; i++) {
            assertTrue(begin(limit, "10.0.0.1", start + 1000 * SECOND));
        }
        assertFalse(begin(limit, "10.0.0.1", start + 1000 * SECOND));
    }

    @Test
    void aRateOfANetwork() {
        AddressLimit limit = prefix("48=2/10", IpText.V6);
        assertTrue(begin(limit, "2001:db8::1", SECOND));
        assertTrue(begin(limit, "2001:db8:0:ffff::1", SECOND));
        assertFalse(begin(limit, "2001:db8::2", SECOND));
        assertTrue(begin(limit, "2001:db8:1::2", SECOND));
    }

    @Test
    void veryManyAddressesDoNotPushOneOutThatComesOften() {
        AddressLimit limit = address("50/60");
        for (int i = 0; i < 50; i++) {
            assertTrue(begin(limit, "10.0.0.1", SECOND));
        }
        for (int i = 0; i < 100_000; i++) {
            ip[0] = 11;
            ip[1] = (byte) (i >> 16);
            ip[2] = (byte) (i >> 8);
            ip[3] = (byte) i;
            limit.note(ip, IpText.V4, SECOND + i);
        }
        assertFalse(begin(limit, "10.0.0.1", SECOND + 200_000));
    }

    @Test
    void saysWhatWasTooMuch() {
        assertEquals("more than 2 connections from 10.1.2.3", explain(address("2"), "10.1.2.3"));
        assertEquals("more than 2 connections from 10.1.0.0/18", explain(prefix("18=2", IpText.V4), "10.1.2.3"));
        assertEquals(
                "more than 9 connections in 60 seconds from 2001:db8::/33",
                explain(prefix("33=9/60", IpText.V6), "2001:db8:7fff::1"));
    }

    private String explain(AddressLimit limit, String address) {
        use(address);
        ByteBuilder text = new ByteBuilder(4);
        limit.explain(text, ip, length);
        return new String(text.toBytes(), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "x", "1/", "1/0", "/5", "1/x", "1/99999", "-1", "1=2", "9999999"})
    void whatIsNoLimitIsRefused(String text) {
        assertNull(AddressLimit.perAddress(IpTextTest.bytes(text), 1));
        assertNull(AddressLimit.perPrefix(IpTextTest.bytes("24=" + text), IpText.V4, 1));
        assertNull(AddressLimit.perPrefix(IpTextTest.bytes("33=1"), IpText.V4, 1));
        assertNull(AddressLimit.perPrefix(IpTextTest.bytes("24"), IpText.V4, 1));
    }
}
