package org.yagura.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yagura.core.text.ByteBuilder;

class ProxyHeaderTest {
    private static final byte[] AFTER = "GET / and more, and more".getBytes(StandardCharsets.ISO_8859_1);

    /** Feeds a stream in pieces of a size; says what came out and how many bytes of the stream it took. */
    private static String read(byte[] stream, int piece) {
        ProxyHeader header = new ProxyHeader();
        header.clear();
        int at = 0;
        int state = ProxyHeader.MORE;
        while (state == ProxyHeader.MORE) {
            int wanted = header.wanted();
            assertTrue(wanted > 0, "something is wanted");
            int count = Math.min(Math.min(piece, wanted), stream.length - at);
            if (count == 0) {
                return "more";
            }
            System.arraycopy(stream, at, header.buffer(), header.offset(), count);
            at += count;
            state = header.took(count);
        }
        if (state == ProxyHeader.BAD) {
            return "bad";
        }
        ByteBuilder text = new ByteBuilder(64);
        if (header.ipLength() > 0) {
            IpText.append(text, header.sourceIp(), header.ipLength())
                    .append(" ")
                    .appendDecimal(header.sourcePort())
                    .append(" to ");
            IpText.append(text, header.targetIp(), header.ipLength())
                    .append(" ")
                    .appendDecimal(header.targetPort())
                    .append(" ");
        }
        return new String(text.toBytes(), StandardCharsets.ISO_8859_1) + at;
    }

    private static String read(String header) {
        return read(concat(header.getBytes(StandardCharsets.ISO_8859_1), AFTER), 999);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] second(int command, int family, byte[] rest) {
        byte[] head = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10, (byte) command, (byte) family, 0, 0};
        head[14] = (byte) (rest.length >> 8);
        head[15] = (byte) rest.length;
        return concat(head, rest);
    }

    @Test
    void readsVersionOneAndNotAByteMore() {
        String header = "PROXY TCP4 1.2.3.4 50.60.70.80 1000 25\r\n";
        assertEquals("1.2.3.4 1000 to 50.60.70.80 25 " + header.length(), read(header));
        String six = "PROXY TCP6 2001:db8::1 ::1 65535 0\r\n";
        assertEquals("2001:db8::1 65535 to ::1 0 " + six.length(), read(six));
        assertEquals("15", read("PROXY UNKNOWN\r\n"));
        assertEquals("35", read("PROXY UNKNOWN ffff::1 ffff::1 1 2\r\n"));
    }

    @Test
    void readsItHoweverItArrives() {
        byte[] one = concat("PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n".getBytes(StandardCharsets.ISO_8859_1), AFTER);
        byte[] two = concat(second(0x21, 0x11, new byte[500]), AFTER);
        for (int piece = 1; piece < 40; piece++) {
            assertEquals("1.2.3.4 1 to 5.6.7.8 2 32", read(one, piece));
            assertEquals("0.0.0.0 0 to 0.0.0.0 0 516", read(two, piece));
        }
    }

    @Test
    void readsVersionTwo() {
        byte[] four = {1, 2, 3, 4, 5, 6, 7, 8, 0x12, 0x34, 0, 25};
        assertEquals("1.2.3.4 4660 to 5.6.7.8 25 28", read(concat(second(0x21, 0x11, four), AFTER), 99));
        byte[] six = new byte[36 + 7000];
        six[0] = 0x20;
        six[1] = 1;
        six[15] = 9;
        six[31] = 1;
        six[33] = 7;
        assertEquals("2001::9 7 to ::1 0 7052", read(concat(second(0x21, 0x21, six), AFTER), 99));
        assertEquals("16", read(concat(second(0x20, 0, new byte[0]), AFTER), 99), "the proxy itself");
        assertEquals("232", read(concat(second(0x21, 0x31, new byte[216]), AFTER), 99), "a UNIX socket");
        assertEquals("bad", read(second(0x22, 0x11, four), 99));
        assertEquals("bad", read(second(0x21, 0x11, new byte[11]), 99));
        assertEquals("bad", read(second(0x21, 0x21, new byte[35]), 99));
        assertEquals("bad", read(second(0x11, 0x11, four), 99), "version 1 in the clothes of 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.0\r\n\r\n",
                "PROXY TCP4 1.2.3.4 5.6.7.8 1\r\n",
                "PROXY TCP4 1.2.3.4 5.6.7.8 1 2 3\r\n",
                "PROXY TCP4 1.2.3.4 5.6.7.8 1 65536\r\n",
                "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\n",
                "PROXY TCP4 ::1 ::1 1 2\r\n",
                "PROXY TCP6 1.2.3.4 5.6.7.8 1 2\r\n",
                "PROXY TCP5 1.2.3.4 5.6.7.8 1 2\r\n",
                "PROXY TCP4  1.2.3.4 5.6.7.8 1 2\r\n",
                "PROXY TCP4\r\n\r\n\r\n\r\n\r\n",
                "PROXY UNKNOWNX\r\n",
                "proxy tcp4 1.2.3.4 5.6.7.8 1 2\r\n",
                "EHLO mail.example\r\n"
            })
    void refusesAllElse(String header) {
        assertEquals("bad", read(header));
    }

    @Test
    void aLineWithoutEndIsBadSoon() {
        assertEquals("bad", read("PROXY UNKNOWN " + "x".repeat(200)));
        assertEquals("bad", read("PROXY TCP4 " + "\r".repeat(200)));
    }

    @Test
    void noBytesBreakIt() {
        Random random = new Random(7);
        byte[][] seeds = {
            "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n".getBytes(StandardCharsets.ISO_8859_1),
            second(0x21, 0x21, new byte[60]),
            second(0x20, 0, new byte[0]),
        };
        for (int i = 0; i < 30_000; i++) {
            byte[] stream = concat(seeds[i % seeds.length], AFTER);
            for (int change = random.nextInt(4); change >= 0; change--) {
                stream[random.nextInt(stream.length)] = (byte) random.nextInt(256);
            }
            read(stream, 1 + random.nextInt(40));
        }
    }
}
