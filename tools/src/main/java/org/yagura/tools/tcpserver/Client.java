package org.yagura.tools.tcpserver;

import org.jspecify.annotations.Nullable;
import org.yagura.core.net.IpText;
import org.yagura.core.net.ProxyHeader;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.SocketAddress;

/** One connection's two ends, as they are told to rules, logs and programs. Used again for each connection. */
final class Client {
    /** 16 bytes, of which {@link #ipLength} count; 0 of a UNIX socket. */
    final byte[] ip = new byte[IpText.V6];

    int ipLength;
    int port;
    /** Whether a proxy said who it is; then it said too what was connected to. */
    boolean proxied;

    /** Names, null where they are not known, or were not to be asked for. */
    byte @Nullable [] localHost;

    byte @Nullable [] remoteHost;
    byte @Nullable [] remoteInfo;
    /** The path of the listening socket, where we have made it: the system knows it by another name. */
    byte @Nullable [] listenerPath;
    /** The path of a UNIX socket that it came to. */
    byte[] localPath = {};

    final byte[] localIp = new byte[IpText.V6];
    int localIpLength;
    int localPort;

    /** The other end of a socket that was accepted. @param path of the listening socket, null where that is nothing to know */
    void take(SocketAddress remote, byte @Nullable [] path) {
        listenerPath = path;
        proxied = false;
        port = remote.port();
        ipLength = copyIp(remote, ip);
    }

    /** The client that a proxy speaks for. */
    void take(ProxyHeader header) {
        proxied = true;
        ipLength = header.ipLength();
        localIpLength = ipLength;
        System.arraycopy(header.sourceIp(), 0, ip, 0, IpText.V6);
        System.arraycopy(header.targetIp(), 0, localIp, 0, IpText.V6);
        port = header.sourcePort();
        localPort = header.targetPort();
    }

    /** Our own end of a socket. */
    void takeLocal(SocketAddress local) {
        localPort = local.port();
        if (local.family() == SocketAddress.UNIX) {
            byte[] known = listenerPath;
            localPath = known != null ? known : local.path();
        }
        localIpLength = copyIp(local, localIp);
    }

    private static int copyIp(SocketAddress from, byte[] to) {
        int length = from.ipLength();
        System.arraycopy(from.bytes, SocketAddress.IP_AT, to, 0, length);
        return IpText.unmap(to, length);
    }

    /** Appends its address, {@code unix} where it has none. */
    ByteBuilder appendIp(ByteBuilder to) {
        return ipLength == 0 ? to.append("unix") : IpText.append(to, ip, ipLength);
    }

    /** Its address as text. */
    byte[] ipText() {
        return appendIp(new ByteBuilder(IpText.LENGTH_MAX)).toBytes();
    }

    /** Our address as text. */
    byte[] localIpText() {
        return IpText.append(new ByteBuilder(IpText.LENGTH_MAX), localIp, localIpLength)
                .toBytes();
    }
}
