package org.yagura.core.net;

import org.yagura.core.text.ByteBuilder;

/** IP addresses as people write them. An address is 4 or 16 bytes in network order. */
public final class IpText {
    /** Bytes of an IPv4 address. */
    public static final int V4 = 4;
    /** Bytes of an IPv6 address. */
    public static final int V6 = 16;
    /** Longest text of an address, {@code ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255}. */
    public static final int LENGTH_MAX = 45;

    private static final int NO_GAP = -1;

    private IpText() {}

    /**
     * Reads an address that takes up the whole of a text: {@code 1.2.3.4}, or any form of IPv6 but those with a zone.
     *
     * @param ip gets the address, from its start; 16 bytes long
     * @return {@link #V4}, {@link #V6}, or 0 where it is no address
     */
    public static int parse(byte[] text, byte[] ip) {
        return parse(text, 0, text.length, ip);
    }

    /** The same for the bytes from {@code from} up to, not including, {@code to}. */
    public static int parse(byte[] text, int from, int to, byte[] ip) {
        for (int i = from; i < to; i++) {
            if (text[i] == ':') {
                return parseV6(text, from, to, ip) ? V6 : 0;
            }
        }
        return parseV4(text, from, to, ip, 0) ? V4 : 0;
    }

    /** Appends an address in its usual form: IPv6 in lower case, with the longest run of zeros as {@code ::}. */
    public static ByteBuilder append(ByteBuilder to, byte[] ip, int length) {
        return length == V6 ? appendV6(to, ip) : appendV4(to, ip, 0);
    }

    /** Whether 16 bytes are an IPv4 address inside IPv6, {@code ::ffff:1.2.3.4}: how one looks on a socket that takes both. */
    public static boolean isMapped(byte[] ip) {
        for (int i = 0; i < 10; i++) {
            if (ip[i] != 0) {
                return false;
            }
        }
        return ip[10] == -1 && ip[11] == -1;
    }

    /**
     * Makes a mapped address the IPv4 address that it stands for, in place; leaves any other.
     *
     * @return the address's length now
     */
    public static int unmap(byte[] ip, int length) {
        if (length != V6 || !isMapped(ip)) {
            return length;
        }
        System.arraycopy(ip, V6 - V4, ip, 0, V4);
        return V4;
    }

    private static boolean parseV4(byte[] text, int from, int to, byte[] ip, int at) {
        int place = from;
        for (int part = 0; part < V4; part++) {
            int number = 0;
            int start = place;
            while (place < to && text[place] >= '0' && text[place] <= '9' && number <= 255) {
                number = number * 10 + text[place++] - '0';
            }
            if (place == start || place - start > 3 || number > 255) {
                return false;
            }
            ip[at + part] = (byte) number;
            if (part < V4 - 1 && (place >= to || text[place++] != '.')) {
                return false;
            }
        }
        return place == to;
    }

    private static boolean parseV6(byte[] text, int from, int to, byte[] ip) {
        int place = from;
        int filled = 0;
        int gap = NO_GAP;
        if (to - place >= 2 && text[place] == ':' && text[place + 1] == ':') {
            gap = 0;
            place += 2;
        }
        while (place < to) {
            int end = groupEnd(text, place, to);
            if (end < to && text[end] == '.') {
                if (filled > V6 - V4 || !parseV4(text, place, to, ip, filled)) {
                    return false;
                }
                filled += V4;
                break;
            }
            if (end == place || end - place > 4 || filled == V6) {
                return false;
            }
            int group = 0;
            for (int i = place; i < end; i++) {
                group = group << 4 | digit(text[i]);
            }
            ip[filled++] = (byte) (group >> 8);
            ip[filled++] = (byte) group;
            place = end;
            if (place == to) {
                break;
            }
            // what ended the group: one colon before the next, or two
            if (text[place++] != ':' || place == to) {
                return false;
            }
            if (text[place] == ':') {
                if (gap != NO_GAP) {
                    return false;
                }
                gap = filled;
                place++;
            }
        }
        return spread(ip, filled, gap);
    }

    /** Moves what came after the {@code ::} to the end. */
    private static boolean spread(byte[] ip, int filled, int gap) {
        if (gap == NO_GAP) {
            return filled == V6;
        }
        if (filled == V6) {
            return false;
        }
        int after = filled - gap;
        System.arraycopy(ip, gap, ip, V6 - after, after);
        for (int i = gap; i < V6 - after; i++) {
            ip[i] = 0;
        }
        return true;
    }

    private static int groupEnd(byte[] text, int from, int to) {
        int end = from;
        while (end < to && digit(text[end]) >= 0) {
            end++;
        }
        return end;
    }

    private static int digit(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    private static ByteBuilder appendV4(ByteBuilder to, byte[] ip, int at) {
        for (int i = 0; i < V4; i++) {
            if (i > 0) {
                to.append((byte) '.');
            }
            to.appendDecimal(ip[at + i] & 0xff);
        }
        return to;
    }

    private static ByteBuilder appendV6(ByteBuilder to, byte[] ip) {
        if (isMapped(ip)) {
            return appendV4(to.append("::ffff:"), ip, V6 - V4);
        }
        int gap = NO_GAP;
        int gapLength = 1;
        for (int start = 0; start < 8; start++) {
            int length = 0;
            while (start + length < 8 && group(ip, start + length) == 0) {
                length++;
            }
            if (length > gapLength) {
                gap = start;
                gapLength = length;
            }
        }
        for (int i = 0; i < 8; i++) {
            if (i == gap) {
                to.append("::");
                i += gapLength - 1;
                continue;
            }
            if (i > 0 && i != gap + gapLength) {
                to.append((byte) ':');
            }
            appendGroup(to, group(ip, i));
        }
        return to;
    }

    private static int group(byte[] ip, int index) {
        return (ip[2 * index] & 0xff) << 8 | ip[2 * index + 1] & 0xff;
    }

    private static void appendGroup(ByteBuilder to, int group) {
        boolean begun = false;
        for (int shift = 12; shift >= 0; shift -= 4) {
            int digit = group >> shift & 0xf;
            begun |= digit != 0 || shift == 0;
            if (begun) {
                to.append((byte) (digit < 10 ? '0' + digit : 'a' + digit - 10));
            }
        }
    }
}
