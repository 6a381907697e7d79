package org.yagura.core.net;

import org.jspecify.annotations.Nullable;
import org.yagura.core.text.ByteBuilder;

/** How many connections a client, or all clients of a network, may have at a time, or begin in a time. */
public final class AddressLimit {
    /** Longest period of a rate. */
    public static final int SECONDS_MAX = 86_400;

    private static final int COUNT_MAX = 1_000_000;

    /** Bytes of the addresses that it is about; 0: all, and each address by itself. */
    private final int length;

    private final int bits;
    private final int most;
    /** 0: at a time. */
    private final int seconds;

    private final @Nullable RateTable rates;

    private AddressLimit(int length, int bits, int most, int seconds, long seed) {
        this.length = length;
        this.bits = bits;
        this.most = most;
        this.seconds = seconds;
        rates = seconds == 0 ? null : new RateTable(most, seconds * 1_000_000_000L, seed);
    }

    /** Reads {@code COUNT} or {@code COUNT/SECONDS}: for each address. @return null where it is neither */
    public static @Nullable AddressLimit perAddress(byte[] text, long seed) {
        return parse(text, 0, 0, 0, seed);
    }

    /**
     * Reads {@code BITS=COUNT} or {@code BITS=COUNT/SECONDS}: for each network of that size.
     *
     * @param length bytes of the addresses, {@link IpText#V4} or {@link IpText#V6}
     */
    public static @Nullable AddressLimit perPrefix(byte[] text, int length, long seed) {
        int equals = indexOf(text, '=', 0);
        int from = text.length > 0 && text[0] == '/' ? 1 : 0;
        int bits = Numbers.parse(text, from, equals, 8 * length);
        return bits < 0 || equals == text.length ? null : parse(text, equals + 1, length, bits, seed);
    }

    private static @Nullable AddressLimit parse(byte[] text, int from, int length, int bits, long seed) {
        int slash = indexOf(text, '/', from);
        int most = Numbers.parse(text, from, slash, COUNT_MAX);
        int seconds = slash == text.length ? 0 : Numbers.parse(text, slash + 1, text.length, SECONDS_MAX);
        boolean good = most > 0 && (slash == text.length || seconds > 0);
        return good ? new AddressLimit(length, bits, most, seconds, seed) : null;
    }

    /** Whether one more connection from an address keeps it. */
    public boolean allows(byte[] ip, int ipLength, Clients clients, long nowNs) {
        if (ipLength == 0 || length != 0 && length != ipLength) {
            return true;
        }
        int counted = bitsOf(ipLength);
        return rates == null
                ? clients.countFrom(ip, ipLength, counted) < most
                : rates.allows(high(ip, ipLength, counted), low(ip, ipLength, counted), nowNs);
    }

    /** A connection from an address begins. */
    public void note(byte[] ip, int ipLength, long nowNs) {
        if (rates != null && ipLength != 0 && (length == 0 || length == ipLength)) {
            int counted = bitsOf(ipLength);
            rates.note(high(ip, ipLength, counted), low(ip, ipLength, counted), nowNs);
        }
    }

    /** Whether it is about a rate, not about a number at a time. */
    public boolean isRate() {
        return rates != null;
    }

    /** Appends why a connection was refused: {@code more than 4 connections from 10.0.0.0/8}. */
    public void explain(ByteBuilder to, byte[] ip, int ipLength) {
        to.append("more than ").appendDecimal(most).append(" connections ");
        if (seconds > 0) {
            to.append("in ").appendDecimal(seconds).append(" seconds ");
        }
        to.append("from ");
        int counted = bitsOf(ipLength);
        byte[] network = java.util.Arrays.copyOf(ip, ip.length);
        for (int i = 0; i < ipLength; i++) {
            network[i] &= (byte) maskOf(i, counted);
        }
        IpText.append(to, network, ipLength);
        if (counted < 8 * ipLength) {
            to.append("/").appendDecimal(counted);
        }
    }

    private int bitsOf(int ipLength) {
        return length == 0 ? 8 * ipLength : bits;
    }

    private static long high(byte[] ip, int ipLength, int bits) {
        return part(ip, 0, Math.min(ipLength, 8), bits);
    }

    /** The second half of an address; of an IPv4 address its length, so that it is no other's key. */
    private static long low(byte[] ip, int ipLength, int bits) {
        return ipLength == IpText.V4 ? IpText.V4 : part(ip, 8, IpText.V6, bits);
    }

    private static long part(byte[] ip, int from, int to, int bits) {
        long key = 0;
        for (int i = from; i < to; i++) {
            key = key << 8 | ip[i] & maskOf(i, bits);
        }
        return key;
    }

    /** Which bits of one byte are among the first {@code bits}. */
    private static int maskOf(int index, int bits) {
        int kept = Math.max(0, Math.min(8, bits - 8 * index));
        return 0xff00 >> kept & 0xff;
    }

    private static int indexOf(byte[] text, char wanted, int from) {
        int at = from;
        while (at < text.length && text[at] != wanted) {
            at++;
        }
        return at;
    }
}
