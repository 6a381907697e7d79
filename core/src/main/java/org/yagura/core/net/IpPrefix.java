package org.yagura.core.net;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The addresses of a network: {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one address alone. */
public final class IpPrefix {
    private final byte[] ip;
    private final int length;
    private final int bits;

    private IpPrefix(byte[] ip, int length, int bits) {
        this.ip = ip;
        this.length = length;
        this.bits = bits;
    }

    /** Reads a prefix; bits behind its length count for nothing. @return the prefix, or null where it is none */
    public static @Nullable IpPrefix parse(byte[] text, int from, int to) {
        int slash = from;
        while (slash < to && text[slash] != '/') {
            slash++;
        }
        byte[] ip = new byte[IpText.V6];
        int length = IpText.parse(text, from, slash, ip);
        int bits = slash == to ? 8 * length : Numbers.parse(text, slash + 1, to, 8 * length);
        return length == 0 || bits < 0 ? null : new IpPrefix(Arrays.copyOf(ip, length), length, bits);
    }

    /** Whether an address of 4 or 16 bytes is in it; one of the other family is not. */
    public boolean contains(byte[] address, int addressLength) {
        return addressLength == length && same(ip, address, bits);
    }

    /** Whether two addresses agree in their first bits. */
    static boolean same(byte[] a, byte[] b, int bits) {
        int whole = bits >> 3;
        for (int i = 0; i < whole; i++) {
            if (a[i] != b[i]) {
                return false;
            }
        }
        int rest = bits & 7;
        return rest == 0 || ((a[whole] ^ b[whole]) & 0xff00 >> rest & 0xff) == 0;
    }
}
