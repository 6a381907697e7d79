package org.yagura.core.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RuleLookupTest {
    private static final byte[] RULES = Rules.compile("""
            # the order in the file means nothing
            :allow,DEFAULT="1"
            =:allow,NAMED="1"
            =.example:allow,DOMAIN="1"
            =a.b.example:allow,HOST="1"
            1.:allow,NET="1"
            1.2.3.:allow,NET="3"
            1.2.3.4:deny,X="y"
            joe@1.2.3.4:allow,WHO="joe at the address"
            joe@=a.b.example:allow,WHO="joe at the host"
            [2001:db8::]/32:deny
            [2001:db8:1::]/48:allow,SITE="1"
            [2001:db8:1::5]:deny
            joe@[2001:db8:1::5]:allow
            7.8-9.:deny""");

    @Test
    void theMostSpecificRuleCounts() {
        assertEquals("joe@1.2.3.4: allow {WHO=joe at the address}", decide("1.2.3.4", "a.b.example", "joe"));
        assertEquals("joe@=a.b.example: allow {WHO=joe at the host}", decide("1.2.3.5", "a.b.example", "joe"));
        assertEquals("1.2.3.4: deny", decide("1.2.3.4", "a.b.example", "ann"));
        assertEquals("=a.b.example: allow {HOST=1}", decide("1.2.3.5", "a.b.example", "ann"));
        assertEquals("1.2.3.: allow {NET=3}", decide("1.2.3.5", "c.b.example", null));
        assertEquals("1.: allow {NET=1}", decide("1.2.4.5", "c.b.example", null));
        assertEquals("=.example: allow {DOMAIN=1}", decide("2.2.4.5", "c.b.example", null));
        assertEquals("=: allow {NAMED=1}", decide("2.2.4.5", "c.b.org", null));
        assertEquals(": allow {DEFAULT=1}", decide("2.2.4.5", null, null));
        assertEquals("7.9.: deny", decide("7.9.0.1", null, null));
        assertEquals("default: allow", Rules.decide(Rules.compile("1.:deny"), "2.3.4.5", "x", "y"));
        assertEquals("default: allow", Rules.decide(Rules.compile(""), "2.3.4.5", null, null));
        assertEquals("=.example: allow {DOMAIN=1}", decide(null, "c.example", "joe"));
    }

    @Test
    void theLongestPrefixOfAnIpv6AddressCounts() {
        assertEquals("[2001:db8::]/32: deny", decide("2001:db8:2::1", null, null));
        assertEquals("[2001:db8:1::]/48: allow {SITE=1}", decide("2001:0DB8:1::1", "x.example", null));
        assertEquals("[2001:db8:1::5]: deny", decide("2001:db8:1::5", null, "ann"));
        assertEquals("joe@[2001:db8:1::5]: allow", decide("2001:db8:1::5", null, "joe"));
        assertEquals(": allow {DEFAULT=1}", decide("2001:db9::", null, null));
    }

    @Test
    void anIpv4AddressInIpv6ClothesDoesNotGetRoundItsRule() {
        assertEquals("1.2.3.4: deny", decide("::ffff:1.2.3.4", null, null));
        assertEquals("7.8.: deny", decide("::ffff:708:1", null, null));
    }

    @Test
    void theFirstOfTwoRulesCounts() {
        assertEquals("1.: deny", Rules.decide(Rules.compile("1.:deny\n1.:allow\n1.:allow"), "1.1.1.1", null, null));
    }

    @Test
    void thousandsOfRulesAreAllFound() {
        StringBuilder text = new StringBuilder();
        IntStream.range(0, 20_000)
                .forEach(i -> text.append("10." + i / 256 + "." + i % 256 + ".:allow,N=/" + i + "/\n"));
        byte[] file = Rules.compile(text.toString());
        assertEquals(0, Rules.reader(file).check());
        for (int i = 0; i < 20_000; i += 7) {
            String network = "10." + i / 256 + "." + i % 256 + ".";
            assertEquals(network + ": allow {N=" + i + "}", Rules.decide(file, network + "9", null, null));
        }
    }

    private static String decide(
            @org.jspecify.annotations.Nullable String ip,
            @org.jspecify.annotations.Nullable String host,
            @org.jspecify.annotations.Nullable String info) {
        return Rules.decide(RULES, ip, host, info);
    }
}
