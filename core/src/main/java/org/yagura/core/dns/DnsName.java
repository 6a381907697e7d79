package org.yagura.core.dns;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yagura.core.text.ByteBuilder;

/**
 * Domain names as they are in packets, uncompressed: each label as a byte of its length and so many bytes, the last label empty.
 * {@code 3 w w w 7 e x a m p l e 0}.
 */
public final class DnsName {
    /** Bytes of a name at most. */
    public static final int LENGTH_MAX = 255;

    private static final int LABEL_MAX = 63;
    private static final int POINTER = 0xc0;

    private DnsName() {}

    /** A name from text with dots; one at the end changes nothing. @return the name, or null where the text is none */
    public static byte @Nullable [] of(byte[] text) {
        byte[] name = new byte[text.length + 2];
        int labelAt = 0;
        int length = 1;
        int end = text.length > 0 && text[text.length - 1] == '.' ? text.length - 1 : text.length;
        for (int i = 0; i <= end; i++) {
            if (i < end && text[i] != '.') {
                name[length++] = text[i];
                continue;
            }
            int label = length - labelAt - 1;
            if (label > LABEL_MAX || label == 0 && end > 0) {
                return null;
            }
            name[labelAt] = (byte) label;
            if (label > 0) {
                labelAt = length++;
            }
        }
        return length > LENGTH_MAX ? null : Arrays.copyOf(name, length);
    }

    /** The name under which the name of an address of 4 or 16 bytes is found. */
    public static byte[] reverse(byte[] ip) {
        return reverse(ip, ip.length == 4 ? "in-addr.arpa" : "ip6.arpa");
    }

    /** The name under which a list, such as one of open relays, keeps an address of 4 or 16 bytes. */
    public static byte[] reverse(byte[] ip, String base) {
        ByteBuilder text = reversed(ip).append(base);
        byte[] name = of(text.toBytes());
        return name == null ? new byte[1] : name;
    }

    /** An address backwards, a dot behind each of its numbers: bytes of IPv4, half bytes of IPv6. */
    public static ByteBuilder reversed(byte[] ip) {
        ByteBuilder text = new ByteBuilder(96);
        for (int i = ip.length - 1; i >= 0; i--) {
            if (ip.length == 4) {
                text.appendDecimal(ip[i] & 0xff).append((byte) '.');
            } else {
                appendHalf(ip[i] & 15, text);
                appendHalf(ip[i] >> 4 & 15, text);
            }
        }
        return text;
    }

    private static void appendHalf(int half, ByteBuilder text) {
        text.append((byte) (half < 10 ? '0' + half : 'a' + half - 10)).append((byte) '.');
    }

    /**
     * Reads a name from a packet, following its pointers. Each must lead to before where the part that holds it began, so that there is
     * an end.
     *
     * @param name gets the name, {@link #LENGTH_MAX} bytes long
     * @return the length of the name, or -1 where the packet is not to be understood
     */
    static int read(byte[] packet, int length, int from, byte[] name) {
        int at = from;
        int begun = from;
        int filled = 0;
        while (at < length) {
            int label = packet[at] & 0xff;
            if (label >= POINTER) {
                if (at + 1 >= length) {
                    return -1;
                }
                int target = (label & ~POINTER) << 8 | packet[at + 1] & 0xff;
                if (target >= begun) {
                    return -1;
                }
                at = target;
                begun = target;
                continue;
            }
            if (label > LABEL_MAX || at + 1 + label > length || filled + 1 + label > LENGTH_MAX) {
                return -1;
            }
            System.arraycopy(packet, at, name, filled, 1 + label);
            filled += 1 + label;
            if (label == 0) {
                return filled;
            }
            at += 1 + label;
        }
        return -1;
    }

    /** @return where the bytes behind a name in a packet begin, or -1 */
    static int skip(byte[] packet, int length, int from) {
        int at = from;
        while (at < length) {
            int label = packet[at] & 0xff;
            if (label >= POINTER) {
                return at + 2 <= length ? at + 2 : -1;
            }
            if (label > LABEL_MAX) {
                return -1;
            }
            at += 1 + label;
            if (label == 0) {
                return at;
            }
        }
        return -1;
    }

    /** Whether two names are the same; capital letters mean nothing. The lengths before the labels are no letters. */
    static boolean same(byte[] a, int aLength, byte[] b, int bLength) {
        if (aLength != bLength) {
            return false;
        }
        for (int i = 0; i < aLength; i++) {
            if (lower(a[i]) != lower(b[i])) {
                return false;
            }
        }
        return true;
    }

    /** Appends a name as text in lower case without a dot at the end. Letters, digits, dash and underscore stand for themselves, other bytes as {@code \ooo}. */
    static void appendText(byte[] name, ByteBuilder to) {
        if (name[0] == 0) {
            to.append((byte) '.');
        }
        int at = 0;
        while (name[at] != 0) {
            if (at > 0) {
                to.append((byte) '.');
            }
            int end = at + 1 + name[at];
            for (at++; at < end; at++) {
                appendByte(lower(name[at]), to);
            }
        }
    }

    private static void appendByte(byte b, ByteBuilder to) {
        if (b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '-' || b == '_') {
            to.append(b);
            return;
        }
        to.append((byte) '\\');
        for (int shift = 6; shift >= 0; shift -= 3) {
            to.append((byte) ('0' + (b >> shift & (shift == 6 ? 3 : 7))));
        }
    }

    private static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }
}
