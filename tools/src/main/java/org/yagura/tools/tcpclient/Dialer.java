package org.yagura.tools.tcpclient;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.dns.DnsType;
import org.yagura.core.net.IpText;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Errno;
import org.yagura.os.SocketAddress;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.net.Connector;
import org.yagura.tools.net.NameLookup;
import org.yagura.tools.net.NetPort;
import org.yagura.tools.net.SmallFiles;

/** Connects to a host: to each of its addresses in turn, with little patience first, and with more where an address was only slow. */
final class Dialer {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final byte[] THIS_HOST = Ascii.bytes("127.0.0.1");

    private final NetPort port;
    private final NameLookup names;
    private final Connector connector;
    private final Messages messages;

    /** Seconds for each address, first and then again; a host's only address is waited for at once for both. */
    int patienceS = 2;

    int morePatienceS = 58;
    /** This end of the connection: an address, or null for any, and a port, or 0 for any. */
    byte @Nullable [] localIp;

    int localPort;
    /** Whether an IPv6 address is preferred. */
    boolean ipv6;
    /** Whether an address that cannot be connected to is told of. */
    boolean tell = true;

    private int remotePort;

    Dialer(Invocation invocation, NetPort port, Messages messages) {
        this.port = port;
        this.messages = messages;
        names = new NameLookup(invocation, port);
        connector = new Connector(port);
    }

    NameLookup names() {
        return names;
    }

    /** Connects. @return a blocking socket, or a negated errno, of which has been told */
    int dial(byte[] host, byte[] portText) {
        remotePort = SmallFiles.tcpPort(port, portText);
        if (remotePort < 0) {
            messages.fatal()
                    .add("unable to figure out port number for ")
                    .add(portText)
                    .end();
            return -Errno.ENOENT;
        }
        int error = findAddresses(host.length == 0 || Ascii.equal(host, "0") ? THIS_HOST : host);
        if (error < 0) {
            return error;
        }
        List<byte[]> addresses = names.addresses();
        boolean again = addresses.size() > 1 && morePatienceS > 0;
        List<byte[]> slow = new ArrayList<>();
        int fd = dialEach(addresses, again ? patienceS : patienceS + morePatienceS, again ? slow : null);
        return fd < 0 && !slow.isEmpty() ? dialEach(slow, morePatienceS, null) : fd;
    }

    private int findAddresses(byte[] host) {
        byte @Nullable [] local = localIp;
        boolean first6 = local == null ? ipv6 : local.length == IpText.V6;
        int n = names.addresses(host, first6 ? DnsType.AAAA : DnsType.A);
        if (n == 0 && local == null) {
            n = names.addresses(host, first6 ? DnsType.A : DnsType.AAAA);
        }
        if (n < 0) {
            messages.fatal()
                    .add("temporarily unable to figure out IP address for ")
                    .add(host)
                    .because(-n);
            return n;
        }
        if (n == 0) {
            messages.fatal().add("no IP address for ").add(host).end();
            return -Errno.ENOENT;
        }
        if (n > 1) {
            names.shuffle();
        }
        return 0;
    }

    /** @param slow gets the addresses that did not answer in time; null where they are to be told of like others */
    private int dialEach(List<byte[]> addresses, int seconds, @Nullable List<byte[]> slow) {
        int fd = -Errno.ENOENT;
        for (byte[] ip : addresses) {
            SocketAddress remote = new SocketAddress();
            remote.setIp(ip, remotePort);
            fd = port.sockets().stream(remote.family());
            if (fd < 0) {
                messages.fatal().add("unable to create socket").because(-fd);
                return fd;
            }
            int error = bind(fd, ip.length);
            if (error < 0) {
                messages.fatal().add("unable to bind socket").because(-error);
                return error;
            }
            error = connector.connect(fd, remote, connector.after(seconds * SECOND_NS));
            if (error == 0) {
                return blocking(fd);
            }
            port.descriptors().close(fd);
            fd = error;
            if (slow != null && error == -Errno.ETIMEDOUT) {
                slow.add(ip);
            } else if (tell) {
                complain(ip, error);
            }
        }
        return fd;
    }

    /** Programs and we ourselves read and write as if there were nothing else to do. */
    private int blocking(int fd) {
        int error = port.descriptors().setNonBlocking(fd, false);
        if (error < 0) {
            messages.fatal().add("unable to set up descriptors").because(-error);
        }
        return error < 0 ? error : fd;
    }

    private int bind(int fd, int ipLength) {
        byte @Nullable [] ip = localIp;
        if (ip == null && localPort == 0) {
            return 0;
        }
        SocketAddress local = new SocketAddress();
        local.setIp(ip == null ? new byte[ipLength] : ip, localPort);
        return port.sockets().bind(fd, local);
    }

    private void complain(byte[] ip, int error) {
        messages.info()
                .add("unable to connect to ")
                .add(IpText.append(new ByteBuilder(IpText.LENGTH_MAX), ip, ip.length)
                        .toBytes())
                .add(" port ")
                .add(remotePort)
                .because(-error);
    }
}
