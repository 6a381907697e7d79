package org.yagura.tools.net;

import org.jspecify.annotations.Nullable;
import org.yagura.core.net.IdentReply;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.SocketAddress;

/** Asks the other end's machine whose a connection is (RFC 1413). Its answer is worth no more than that machine. */
public final class Ident {
    private static final int IDENT_PORT = 113;

    private final NetPort port;
    private final Connector connector;

    public Ident(NetPort port) {
        this.port = port;
        connector = new Connector(port);
    }

    /**
     * Asks.
     *
     * @param local this end of the connection
     * @param remote the other end
     * @param patienceNs how long to wait, all in all
     * @return what the other machine says, or null where it says nothing
     */
    public byte @Nullable [] ask(SocketAddress local, SocketAddress remote, long patienceNs) {
        int fd = begin(local, remote);
        return fd < 0 ? null : finish(fd, local, remote, patienceNs);
    }

    /**
     * Begins to connect, and does not wait.
     *
     * @return a socket for {@link #finish}, or a negated errno: there is nobody to ask
     */
    public int begin(SocketAddress local, SocketAddress remote) {
        SocketAddress from = new SocketAddress();
        from.copyFrom(local);
        from.setPort(0);
        SocketAddress to = new SocketAddress();
        to.copyFrom(remote);
        to.setPort(IDENT_PORT);
        return connector.begin(from, to);
    }

    /** Asks by a socket of {@link #begin}, and closes it. @return as {@link #ask} */
    public byte @Nullable [] finish(int fd, SocketAddress local, SocketAddress remote, long patienceNs) {
        long deadlineNs = connector.after(patienceNs);
        byte[] question = new ByteBuilder(32)
                .appendDecimal(remote.port())
                .append(" , ")
                .appendDecimal(local.port())
                .append("\r\n")
                .toBytes();
        boolean asked =
                connector.awaitConnected(fd, deadlineNs) == 0 && connector.writeAll(fd, question, deadlineNs) == 0;
        byte @Nullable [] info = asked ? readReply(fd, deadlineNs) : null;
        port.descriptors().close(fd);
        return info;
    }

    private byte @Nullable [] readReply(int fd, long deadlineNs) {
        byte[] reply = new byte[IdentReply.BYTES_MAX];
        int length = 0;
        while (!IdentReply.isWhole(reply, length)) {
            int n = connector.read(fd, reply, length, reply.length - length, deadlineNs);
            if (n < 0) {
                return null;
            }
            if (n == 0) {
                break;
            }
            length += n;
        }
        return IdentReply.info(reply, length);
    }
}
