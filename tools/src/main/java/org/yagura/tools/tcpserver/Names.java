package org.yagura.tools.tcpserver;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.dns.DnsType;
import org.yagura.core.net.IpText;
import org.yagura.os.SocketAddress;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.net.Ident;
import org.yagura.tools.net.NameLookup;
import org.yagura.tools.net.NetPort;

/** What the server and its children ask of DNS and of ident. */
final class Names {
    private static final long SECOND_NS = 1_000_000_000L;

    private final NetPort port;
    private final NameLookup names;

    Names(Invocation invocation, NetPort port) {
        this.port = port;
        names = new NameLookup(invocation, port);
    }

    /** Finds the address of a host to listen at. @return its length, or 0 where there is none, which has been said */
    int address(byte[] host, byte[] ip, Messages messages) {
        int found = names.addresses(host, DnsType.A);
        if (found == 0) {
            found = names.addresses(host, DnsType.AAAA);
        }
        if (found < 0) {
            messages.fatal()
                    .add("temporarily unable to figure out IP address for ")
                    .add(host)
                    .because(-found);
            return 0;
        }
        if (found == 0) {
            messages.fatal().add("no IP address for ").add(host).end();
            return 0;
        }
        byte[] first = names.addresses().get(0);
        System.arraycopy(first, 0, ip, 0, first.length);
        return first.length;
    }

    /** The name of an address, or null where none is known. */
    byte @Nullable [] host(byte[] ip, int length) {
        return names.nameOf(Arrays.copyOf(ip, length)) > 0 && names.text().length > 0 ? names.text() : null;
    }

    /** Whether a name has an address among its own. */
    boolean hasAddress(byte[] host, byte[] ip, int length) {
        names.exactAddresses(host, length == IpText.V4 ? DnsType.A : DnsType.AAAA);
        List<byte[]> found = names.addresses();
        byte[] wanted = Arrays.copyOf(ip, length);
        for (int i = 0; i < found.size(); i++) {
            if (Arrays.equals(found.get(i), wanted)) {
                return true;
            }
        }
        return false;
    }

    /** What the other end's machine says of the connection's user, or null. @param asking a socket that is connecting, or -1 */
    byte @Nullable [] ident(int asking, SocketAddress local, SocketAddress remote, int timeoutSeconds) {
        Ident ident = new Ident(port);
        long patienceNs = timeoutSeconds * SECOND_NS;
        return asking < 0 ? ident.ask(local, remote, patienceNs) : ident.finish(asking, local, remote, patienceNs);
    }
}
