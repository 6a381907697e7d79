package org.yagura.core.dns;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.yagura.core.dns.DnsMessage.Kind;
import org.yagura.core.text.ByteBuilder;

class DnsMessageTest {
    private static final int ID = 0x1234;

    /** An answer being put together. */
    private static final class Packet {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int records;

        Packet(DnsMessage message) {
            byte[] question = message.question();
            bytes.writeBytes(question);
        }

        Packet record(byte[] owner, int type, byte[] data) {
            bytes.writeBytes(owner);
            bytes.writeBytes(new byte[] {0, (byte) type, 0, 1, 0, 0, 0, 60, 0, (byte) data.length});
            bytes.writeBytes(data);
            records++;
            return this;
        }

        byte[] end(int flags) {
            byte[] all = bytes.toByteArray();
            all[2] = (byte) (0x81 | flags >> 8);
            all[3] = (byte) (0x80 | flags);
            all[7] = (byte) records;
            return all;
        }
    }

    private static final byte[] QUESTIONED = {(byte) 0xc0, 12};

    @Test
    void asksInTheKnownForm() {
        assertArrayEquals(
                new byte[] {0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 'a', 2, 'b', 'c', 0, 0, 16, 0, 1},
                new DnsMessage(name("a.bc"), DnsType.TXT, ID).question());
    }

    @Test
    void takesTheRecordsOfTheName() {
        DnsMessage message = new DnsMessage(name("host.test"), DnsType.A, ID);
        byte[] answer = new Packet(message)
                .record(QUESTIONED, DnsType.A, new byte[] {1, 2, 3, 4})
                .record(name("other.test"), DnsType.A, new byte[] {6, 6, 6, 6})
                .record(name("HOST.Test"), DnsType.A, new byte[] {1, 2, 3, 5})
                .end(0);
        assertEquals(Kind.ANSWER, message.take(answer, 0, answer.length));
        assertEquals(2, message.count());
        assertArrayEquals(new byte[] {1, 2, 3, 4}, message.address(0));
        assertArrayEquals(new byte[] {1, 2, 3, 5}, message.address(1));
    }

    @Test
    void followsAliases() {
        DnsMessage message = new DnsMessage(name("www.test"), DnsType.A, ID);
        byte[] answer = new Packet(message)
                .record(name("c.test"), DnsType.A, new byte[] {1, 2, 3, 4})
                .record(name("b.test"), DnsType.CNAME, name("C.test"))
                .record(QUESTIONED, DnsType.CNAME, name("b.test"))
                .end(0);
        assertEquals(Kind.ANSWER, message.take(answer, 0, answer.length));
        assertArrayEquals(new byte[] {1, 2, 3, 4}, message.address(0));
    }

    @Test
    void aliasesInARingEnd() {
        DnsMessage message = new DnsMessage(name("www.test"), DnsType.A, ID);
        byte[] answer = new Packet(message)
                .record(QUESTIONED, DnsType.CNAME, name("b.test"))
                .record(name("b.test"), DnsType.CNAME, name("www.test"))
                .end(0);
        assertEquals(Kind.ANSWER, message.take(answer, 0, answer.length));
        assertEquals(0, message.count());
    }

    @Test
    void readsNamesAndTexts() {
        DnsMessage pointer = new DnsMessage(DnsName.reverse(new byte[] {1, 2, 3, (byte) 200}), DnsType.PTR, ID);
        byte[] answer = new Packet(pointer)
                .record(QUESTIONED, DnsType.PTR, name("Host_1.a b.test"))
                .end(0);
        assertEquals(Kind.ANSWER, pointer.take(answer, 0, answer.length));
        assertEquals("host_1.a\\040b.test", text(pointer.pointer(0)));

        DnsMessage message = new DnsMessage(name("t.test"), DnsType.TXT, ID);
        answer = new Packet(message)
                .record(QUESTIONED, DnsType.TXT, new byte[] {2, 'a', 'b', 0, 3, 'c', 7, (byte) 200})
                .record(QUESTIONED, DnsType.TXT, new byte[] {99, 'x', 'y'})
                .end(0);
        assertEquals(Kind.ANSWER, message.take(answer, 0, answer.length));
        ByteBuilder all = new ByteBuilder(4);
        message.appendText(0, all);
        message.appendText(1, all);
        assertEquals("abc??xy", text(all.toBytes()));
    }

    @Test
    void knowsWhatItsAnswerLooksLike() {
        DnsMessage message = new DnsMessage(name("host.test"), DnsType.A, ID);
        byte[] good = new Packet(message)
                .record(QUESTIONED, DnsType.A, new byte[] {1, 2, 3, 4})
                .end(0);
        assertEquals(Kind.NOT_OURS, changed(message, good, 0, 0x13));
        assertEquals(Kind.NOT_OURS, changed(message, good, 2, 0x01));
        assertEquals(Kind.NOT_OURS, changed(message, good, 5, 2));
        assertEquals(Kind.NOT_OURS, changed(message, good, 13, 'x'));
        assertEquals(Kind.ANSWER, changed(message, good, 13, 'H'));
        assertEquals(Kind.TRUNCATED, changed(message, good, 2, 0x83));
        assertEquals(Kind.FAILED, changed(message, good, 3, 0x82));
        assertEquals(Kind.ANSWER, changed(message, good, 3, 0x83));
        assertEquals(0, message.count());
        assertEquals(Kind.FAILED, changed(message, good, 7, 2));
        assertEquals(Kind.FAILED, changed(message, good, good.length - 5, 5));
        for (int length = 0; length < good.length; length++) {
            assertTrue(message.take(good, 0, length) != Kind.ANSWER, "cut at " + length);
        }
    }

    @Test
    void noAnswerDoesHarm() {
        Random random = new Random(17);
        for (int i = 0; i < 100_000; i++) {
            int type = new int[] {DnsType.A, DnsType.AAAA, DnsType.PTR, DnsType.TXT}[random.nextInt(4)];
            DnsMessage message = new DnsMessage(name("a.b.test"), type, ID);
            Packet packet = new Packet(message);
            int head = packet.bytes.size();
            for (int records = random.nextInt(4); records > 0; records--) {
                byte[] data = new byte[new int[] {4, 16, random.nextInt(40)}[random.nextInt(3)]];
                random.nextBytes(data);
                packet.record(QUESTIONED, random.nextInt(3) == 0 ? DnsType.CNAME : type, data);
            }
            byte[] answer = packet.end(0);
            for (int edits = random.nextInt(6); edits > 0 && answer.length > head; edits--) {
                answer[head + random.nextInt(answer.length - head)] =
                        random.nextBoolean() ? (byte) 0xc0 : (byte) random.nextInt(256);
            }
            message.take(answer, 0, answer.length - (random.nextInt(3) == 0 ? random.nextInt(answer.length) : 0));
            ByteBuilder text = new ByteBuilder(8);
            for (int record = 0; record < message.count(); record++) {
                message.address(record);
                message.pointer(record);
                message.appendText(record, text);
            }
        }
    }

    @Test
    void namesHaveLimits() {
        String label = "a".repeat(63);
        assertEquals(255, name(String.join(".", label, label, label, "a".repeat(61))).length);
        assertNull(DnsName.of(bytes(String.join(".", label, label, label, "a".repeat(62)))));
        assertNull(DnsName.of(bytes(label + "a")));
        assertNull(DnsName.of(bytes("a..b")));
        assertNull(DnsName.of(bytes(".a")));
        assertArrayEquals(name("a.b"), name("a.b."));
        assertArrayEquals(new byte[1], name(""));
        assertEquals(
                "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.",
                text(DnsName.reversed(new byte[] {0x20, 1, 0xd, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1})
                        .toBytes()));
    }

    @Test
    void readsTheMachinesFiles() {
        ResolvConf conf = new ResolvConf();
        conf.takeFile(
                bytes("# c\nnameserver 1.2.3.4\nnameserver\t::1 # x\nnameserver x\ndomain a\nsearch b.c d\noptions x"));
        assertEquals(2, conf.servers().size());
        assertEquals("b.c", text(conf.domains().get(0)));
        conf.takeServers(bytes("1.2.3.4.5.6.7.8 ::2"));
        assertEquals(3, conf.servers().size());
        assertArrayEquals(new byte[] {5, 6, 7, 8}, conf.servers().get(1));
        byte[] services = bytes("ssh 22/tcp\nsmtp\t25/tcp mail # old\ndomain 53/udp\ndomain 53/tcp\nodd x/tcp\n");
        assertEquals(25, NameFiles.tcpPort(services, bytes("mail")));
        assertEquals(53, NameFiles.tcpPort(services, bytes("domain")));
        assertEquals(-1, NameFiles.tcpPort(services, bytes("old")));
        assertEquals(-1, NameFiles.tcpPort(services, bytes("odd")));
        byte[] hosts = bytes("127.0.0.1 localhost x\n::1 localhost\n10.0.0.1 Other\n#10.0.0.2 other");
        assertEquals(2, NameFiles.addresses(hosts, bytes("localhost")).size());
        assertEquals(1, NameFiles.addresses(hosts, bytes("other")).size());
        assertEquals(0, NameFiles.addresses(hosts, bytes("127.0.0.1")).size());
    }

    private static Kind changed(DnsMessage message, byte[] good, int at, int value) {
        byte[] bad = good.clone();
        bad[at] = (byte) value;
        return message.take(bad, 0, bad.length);
    }

    private static byte[] name(String text) {
        return Objects.requireNonNull(DnsName.of(bytes(text)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
