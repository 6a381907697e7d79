package org.yagura.tools.net;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.dns.DnsMessage;
import org.yagura.core.dns.ResolvConf;
import org.yagura.core.text.Ascii;
import org.yagura.os.Errno;
import org.yagura.os.SocketAddress;
import org.yagura.tools.Invocation;

/**
 * Asks name servers, those of DNSCACHEIP or of {@code /etc/resolv.conf}, which do the work: each in turn, several times, with more and
 * more patience. Every question has an id and a port of its own that nobody can guess.
 */
public final class Resolver {
    private static final int DNS_PORT = 53;
    /** How long each server is waited for, in each round. */
    private static final int[] PATIENCE_S = {1, 3, 11};

    private static final long SECOND_NS = 1_000_000_000L;
    /** No question goes on for longer, whatever the number of servers. */
    private static final long QUESTION_NS_MAX = 45 * SECOND_NS;

    private static final int DATAGRAM_BYTES_MAX = 4096;
    private static final int PORT_MIN = 1024;
    private static final int PORT_TRIES = 8;

    private final NetPort port;
    private final Connector connector;
    private final Chance chance;
    private final ResolvConf configuration = new ResolvConf();
    private final byte[] datagram = new byte[DATAGRAM_BYTES_MAX];
    private DnsMessage message = new DnsMessage(new byte[1], 0, 0);

    /** @param invocation for DNSCACHEIP and LOCALDOMAIN, which go before what the file says */
    public Resolver(Invocation invocation, NetPort port) {
        this.port = port;
        connector = new Connector(port);
        chance = new Chance(port.files(), port.descriptors());
        byte @Nullable [] file = SmallFiles.read(port, "/etc/resolv.conf");
        if (file != null) {
            configuration.takeFile(file);
        }
        byte @Nullable [] servers = invocation.variable("DNSCACHEIP");
        if (servers != null) {
            configuration.takeServers(servers);
        }
        byte @Nullable [] domains = invocation.variable("LOCALDOMAIN");
        if (domains != null) {
            configuration.takeDomains(domains);
        }
        if (configuration.servers().isEmpty()) {
            configuration.takeServers(Ascii.bytes("127.0.0.1"));
        }
    }

    /** What is put behind a name without dots, in turn. */
    List<byte[]> domains() {
        return configuration.domains();
    }

    /** The answer to the last question, where it was answered. */
    public DnsMessage answer() {
        return message;
    }

    Chance chance() {
        return chance;
    }

    /**
     * Asks for the records of a name.
     *
     * @param name as {@code DnsName} has it
     * @param type a {@code DnsType}
     * @return how many there are, 0 where the name does not exist; or a negated errno where nobody could say
     */
    public int ask(byte[] name, int type) {
        long endNs = connector.after(QUESTION_NS_MAX);
        int error = -Errno.ETIMEDOUT;
        for (int patience : PATIENCE_S) {
            for (byte[] server : configuration.servers()) {
                int id = chance.next16();
                if (id < 0) {
                    return id;
                }
                message = new DnsMessage(name, type, id);
                long deadlineNs = Math.min(endNs, connector.after(patience * SECOND_NS));
                error = ask(server, deadlineNs);
                if (error == 0) {
                    return message.count();
                }
            }
        }
        return error;
    }

    /** @return 0 where there is an answer, or a negated errno */
    private int ask(byte[] server, long deadlineNs) {
        SocketAddress remote = new SocketAddress();
        remote.setIp(server, DNS_PORT);
        int fd = port.sockets().datagram(remote.family());
        if (fd < 0) {
            return fd;
        }
        bindToChance(fd, server.length);
        int error = port.sockets().connect(fd, remote);
        if (error == 0) {
            error = connector.writeAll(fd, message.question(), deadlineNs);
        }
        DnsMessage.Kind kind = DnsMessage.Kind.NOT_OURS;
        while (error == 0 && kind == DnsMessage.Kind.NOT_OURS) {
            int n = connector.read(fd, datagram, 0, datagram.length, deadlineNs);
            error = Math.min(n, 0);
            kind = n < 0 ? kind : message.take(datagram, 0, n);
        }
        port.descriptors().close(fd);
        if (error < 0) {
            return error;
        }
        return kind == DnsMessage.Kind.TRUNCATED ? askByStream(remote, deadlineNs) : worth(kind);
    }

    private void bindToChance(int fd, int ipLength) {
        SocketAddress local = new SocketAddress();
        for (int tries = 0; tries < PORT_TRIES; tries++) {
            int number = chance.next16();
            if (number >= PORT_MIN) {
                local.setIp(new byte[ipLength], number);
                if (port.sockets().bind(fd, local) == 0) {
                    return;
                }
            }
        }
        // The system chooses a port when the socket is connected.
    }

    private int askByStream(SocketAddress remote, long deadlineNs) {
        int fd = connector.connect(null, remote, deadlineNs);
        if (fd < 0) {
            return fd;
        }
        byte[] question = message.question();
        int error = connector.writeAll(fd, Ascii.concat(length(question.length), question), deadlineNs);
        byte[] length = new byte[2];
        if (error == 0) {
            error = connector.readAll(fd, length, 0, deadlineNs);
        }
        byte[] answer = new byte[(length[0] & 0xff) << 8 | length[1] & 0xff];
        if (error == 0) {
            error = connector.readAll(fd, answer, 0, deadlineNs);
        }
        port.descriptors().close(fd);
        return error < 0 ? error : worth(message.take(answer, 0, answer.length));
    }

    private static byte[] length(int number) {
        return new byte[] {(byte) (number >> 8), (byte) number};
    }

    private static int worth(DnsMessage.Kind kind) {
        return kind == DnsMessage.Kind.ANSWER ? 0 : -Errno.EAGAIN;
    }
}
