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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yagura.core.text.ByteBuilder;

class IpTextTest {
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String again(String text) {
        byte[] ip = new byte[IpText.V6];
        int length = IpText.parse(bytes(text), ip);
        return length == 0
                ? "none"
                : new String(IpText.append(new ByteBuilder(4), ip, length).toBytes(), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "1.2.3.4",
                "255.255.255.255",
                "::",
                "::1",
                "1::",
                "2001:db8::1",
                "2001:db8:1:2:3:4:5:6",
                "fe80::1:0:0:1",
                "1:0:0:2::3",
                "::ffff:1.2.3.4",
                "1:0:2:3:4:5:6:7",
                "abcd:ef01::"
            })
    void usualFormsComeBackAsTheyWere(String text) {
        assertEquals(text, again(text));
    }

    @ParameterizedTest
    @CsvSource({
        "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
        "0:0:0:0:0:0:0:0, ::",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "::1.2.3.4, ::102:304",
        "64:ff9b::1.2.3.4, 64:ff9b::102:304",
        "0001:0020:0300:4000::, 1:20:300:4000::",
        "001.002.003.004, 1.2.3.4"
    })
    void otherFormsAreTakenToo(String text, String usual) {
        assertEquals(usual, again(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.",
                ".1.2.3",
                "1..2.3",
                "1.2.3.4 ",
                "0x1.2.3.4",
                "1.2.3.0001",
                ":",
                ":::",
                "1:",
                ":1",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "12345::",
                "g::",
                "::1.2.3",
                "1.2.3.4::",
                "::1.2.3.4:5",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::1%lo",
                "[::1]",
                "99999999999999999999.1.1.1"
            })
    void whatIsNoneIsNone(String text) {
        assertEquals("none", again(text));
    }

    @Test
    void prefixesHoldTheirAddresses() {
        assertTrue(holds("10.0.0.0/8", "10.255.0.1"));
        assertFalse(holds("10.0.0.0/8", "11.0.0.0"));
        assertTrue(holds("10.1.2.3/31", "10.1.2.2"));
        assertFalse(holds("10.1.2.3", "10.1.2.2"));
        assertTrue(holds("0.0.0.0/0", "200.1.1.1"));
        assertFalse(holds("0.0.0.0/0", "::"), "the other family");
        assertTrue(holds("2001:db8::/33", "2001:db8:7fff::1"));
        assertFalse(holds("2001:db8::/33", "2001:db8:8000::1"));
        assertTrue(holds("::1", "::1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "1.2.3.4/", "1.2.3.4/33", "::/129", "1.2.3.4/-1", "x/8", "1.2.3.4/8 "})
    void whatIsNoPrefixIsNone(String text) {
        assertNull(IpPrefix.parse(bytes(text), 0, text.length()));
    }

    @Test
    void fieldsOfALogLineAreShortAndPlain() {
        assertEquals("a?b?c?d??", field("a b%c\td\u00c3\u00a9"));
        assertEquals("x".repeat(99), field("x".repeat(99)));
        assertEquals("x".repeat(100) + "...", field("x".repeat(100)));
        assertEquals("x".repeat(100) + "...", field("x".repeat(101)));
    }

    @Test
    void numbersAreWholeTexts() {
        assertEquals(65_535, Numbers.parse(bytes("65535"), 65_535));
        assertEquals(-1, Numbers.parse(bytes("65536"), 65_535));
        assertEquals(-1, Numbers.parse(bytes("99999999999999999999999"), Integer.MAX_VALUE));
        assertEquals(-1, Numbers.parse(bytes(""), 9));
        assertEquals(-1, Numbers.parse(bytes("1x"), 9));
        assertEquals(1, Numbers.leading(bytes("1x")));
        assertEquals(0, Numbers.leading(bytes("x1")));
    }

    private static String field(String text) {
        return new String(LogField.append(new ByteBuilder(4), bytes(text)).toBytes(), StandardCharsets.ISO_8859_1);
    }

    private static boolean holds(String prefix, String address) {
        IpPrefix network = IpPrefix.parse(bytes(prefix), 0, prefix.length());
        assertNotNull(network);
        byte[] ip = new byte[IpText.V6];
        int length = IpText.parse(bytes(address), ip);
        return Objects.requireNonNull(network).contains(ip, length);
    }
}
