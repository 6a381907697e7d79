package org.yagura.tools.net;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.dns.DnsName;
import org.yagura.core.dns.DnsType;
import org.yagura.core.dns.NameFiles;
import org.yagura.core.net.IpText;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.tools.Invocation;

/** Addresses of names, names of addresses, and texts: of the machine's own list {@code /etc/hosts}, and of name servers. */
public final class NameLookup {
    private static final byte[] DOT = {'.'};

    private final Invocation invocation;
    private final NetPort port;
    private final List<byte[]> addresses = new ArrayList<>();
    private @Nullable Resolver resolver;
    private byte[] text = new byte[0];

    public NameLookup(Invocation invocation, NetPort port) {
        this.invocation = invocation;
        this.port = port;
    }

    /**
     * Finds the addresses of a host: of an address itself, also one in brackets; of a name in {@code /etc/hosts}; else of name servers,
     * where a name without dots gets the domains of {@code /etc/resolv.conf} behind it.
     *
     * @param type {@link DnsType#A}, or {@link DnsType#AAAA} for IPv6
     * @return how many {@link #addresses} there are, 0 where there are none; or a negated errno where nobody could say
     */
    public int addresses(byte[] name, int type) {
        addresses.clear();
        int ipLength = type == DnsType.A ? IpText.V4 : IpText.V6;
        byte[] ip = new byte[IpText.V6];
        boolean bracketed = name.length > 1 && name[0] == '[' && name[name.length - 1] == ']';
        int literal = bracketed ? IpText.parse(name, 1, name.length - 1, ip) : IpText.parse(name, ip);
        if (literal > 0) {
            return literal == ipLength ? take(Arrays.copyOf(ip, literal)) : 0;
        }
        byte @Nullable [] hosts = SmallFiles.read(port, "/etc/hosts");
        if (hosts != null) {
            for (byte[] each : NameFiles.addresses(hosts, name)) {
                if (each.length == ipLength) {
                    take(each);
                }
            }
        }
        return addresses.isEmpty() ? addressesOfServers(name, type) : addresses.size();
    }

    /** The addresses that were found, of 4 or 16 bytes. */
    public List<byte[]> addresses() {
        return addresses;
    }

    /** Puts the addresses in an order of chance, so that not everybody goes to the first. */
    public void shuffle() {
        for (int i = addresses.size() - 1; i > 0; i--) {
            int other = Math.max(0, resolver().chance().next16()) % (i + 1);
            byte[] moved = addresses.get(i);
            addresses.set(i, addresses.get(other));
            addresses.set(other, moved);
        }
    }

    /** Asks for the name of an address of 4 or 16 bytes. @return 1 where there is one, 0 where not; or a negated errno */
    public int nameOf(byte[] ip) {
        int n = resolver().ask(DnsName.reverse(ip), DnsType.PTR);
        if (n > 0) {
            text = resolver().answer().pointer(0);
        }
        return Math.min(n, 1);
    }

    /** Asks for the addresses of exactly this name, and no file. @return as {@link #addresses(byte[], int)} */
    public int exactAddresses(byte[] name, int type) {
        addresses.clear();
        byte @Nullable [] question = DnsName.of(name);
        int n = question == null ? 0 : resolver().ask(question, type);
        for (int i = 0; i < n; i++) {
            take(resolver().answer().address(i));
        }
        return n;
    }

    /** Asks for the texts of exactly this name. @return how many there are, put together in {@link #text}; or a negated errno */
    public int textOf(byte[] name) {
        byte @Nullable [] question = DnsName.of(name);
        int n = question == null ? 0 : resolver().ask(question, DnsType.TXT);
        ByteBuilder all = new ByteBuilder(256);
        for (int i = 0; i < n; i++) {
            resolver().answer().appendText(i, all);
        }
        text = all.toBytes();
        return n;
    }

    /** The name or the text that was found. */
    public byte[] text() {
        return text;
    }

    private int addressesOfServers(byte[] name, int type) {
        int n = 0;
        if (!hasDot(name)) {
            for (byte[] domain : resolver().domains()) {
                n = exactAddresses(Ascii.concat(name, DOT, domain), type);
                if (n != 0) {
                    return n;
                }
            }
        }
        return exactAddresses(name, type);
    }

    private static boolean hasDot(byte[] name) {
        for (byte b : name) {
            if (b == '.') {
                return true;
            }
        }
        return false;
    }

    private int take(byte[] ip) {
        addresses.add(ip);
        return addresses.size();
    }

    /** Made when it is needed: most lookups need no server, and most connections no lookup. */
    private Resolver resolver() {
        Resolver made = resolver;
        if (made == null) {
            made = new Resolver(invocation, port);
            resolver = made;
        }
        return made;
    }
}
