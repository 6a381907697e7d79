package org.yagura.core.net;

/**
 * The header by which a proxy says for whom it connects, PROXY protocol version 1 or 2, being read. It is told apart from what
 * follows: {@link #wanted} never asks for a byte that may not belong to it.
 *
 * <pre>
 * version 1:  "PROXY TCP4 1.2.3.4 5.6.7.8 1000 25\r\n", TCP6 likewise, or "PROXY UNKNOWN ...\r\n"; 107 bytes at most
 * version 2:  0-11  0d 0a 0d 0a 00 0d 0a 51 55 49 54 0a
 *             12    0x20 (LOCAL) or 0x21 (PROXY)
 *             13    family in the upper half, 1 IPv4, 2 IPv6, 3 UNIX; 1 in the lower: a stream
 *             14-15 length of what follows, big endian
 *             16-   source, destination, source port, destination port; then anything
 * </pre>
 */
public final class ProxyHeader {
    /** States. */
    public static final int MORE = 0;

    public static final int DONE = 1;
    public static final int BAD = 2;

    /** Shortest header of version 1, {@code PROXY UNKNOWN\r\n}; one of version 2 is longer. */
    private static final int LENGTH_MIN = 15;

    private static final int V1_MAX = 107;
    private static final int V2_FIXED = 16;
    /** Of a version 2 header this much is looked at, and the rest passed over. */
    private static final int V2_KEPT = V2_FIXED + 36;

    private static final byte[] PROXY = {'P', 'R', 'O', 'X', 'Y', ' '};
    private static final byte[] V2_SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};

    private final byte[] bytes = new byte[V1_MAX + 1];
    private int length;
    private int state;
    private boolean second;
    /** Bytes of a version 2 header that have not come yet, once its length is known. */
    private int left;

    private final byte[] scratch = new byte[IpText.V6];
    private final byte[] sourceIp = new byte[IpText.V6];
    private final byte[] targetIp = new byte[IpText.V6];
    private int ipLength;
    private int sourcePort;
    private int targetPort;

    /** Begins anew. */
    public void clear() {
        length = 0;
        state = MORE;
        second = false;
        left = 0;
        ipLength = 0;
    }

    /** Where the next bytes are to be read to, at {@link #offset}. */
    public byte[] buffer() {
        return bytes;
    }

    public int offset() {
        return length;
    }

    /** How many bytes may be read, 1 or more while there is {@link #MORE}. */
    public int wanted() {
        if (length < LENGTH_MIN) {
            return LENGTH_MIN - length;
        }
        if (second) {
            return length < V2_FIXED ? V2_FIXED - length : Math.min(left, bytes.length - length);
        }
        return bytes[length - 1] == '\r' ? 1 : 2;
    }

    /** So many bytes have come, at most as many as were wanted. @return the state now */
    public int took(int count) {
        length += count;
        if (length >= V2_SIGNATURE.length && !second) {
            second = startsWith(V2_SIGNATURE);
        }
        if (length >= LENGTH_MIN) {
            state = second ? tookSecond(count) : tookFirst();
        }
        return state;
    }

    /** Bytes of the addresses, 4 or 16; 0 where the proxy speaks for itself, or for somebody without an address. */
    public int ipLength() {
        return ipLength;
    }

    public byte[] sourceIp() {
        return sourceIp;
    }

    public byte[] targetIp() {
        return targetIp;
    }

    public int sourcePort() {
        return sourcePort;
    }

    public int targetPort() {
        return targetPort;
    }

    private int tookSecond(int count) {
        if (length < V2_FIXED) {
            return MORE;
        }
        if (length == V2_FIXED) {
            left = number16(14);
        } else {
            left -= count;
            if (length > V2_KEPT) {
                length = V2_KEPT;
            }
        }
        return left > 0 ? MORE : readSecond();
    }

    private int readSecond() {
        int command = bytes[12];
        if (command == 0x20) {
            return DONE;
        }
        if (command != 0x21) {
            return BAD;
        }
        int size = bytes[13] == 0x11 ? IpText.V4 : bytes[13] == 0x21 ? IpText.V6 : 0;
        if (size == 0) {
            return DONE;
        }
        if (number16(14) < 2 * size + 4) {
            return BAD;
        }
        System.arraycopy(bytes, V2_FIXED, sourceIp, 0, size);
        System.arraycopy(bytes, V2_FIXED + size, targetIp, 0, size);
        sourcePort = number16(V2_FIXED + 2 * size);
        targetPort = number16(V2_FIXED + 2 * size + 2);
        ipLength = IpText.unmap(sourceIp, size);
        // Both ends are of one family, or the header is none.
        return IpText.unmap(targetIp, size) == ipLength ? DONE : BAD;
    }

    private int number16(int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    private int tookFirst() {
        if (!startsWith(PROXY)) {
            return BAD;
        }
        int line = 0;
        while (line < length && bytes[line] != '\n') {
            line++;
        }
        if (line == length && length < V1_MAX) {
            return MORE;
        }
        boolean whole = line == length - 1 && length <= V1_MAX && bytes[line - 1] == '\r';
        return whole ? readFirst(line - 1) : BAD;
    }

    private int readFirst(int end) {
        int at = PROXY.length;
        int size = isWord(at, "TCP4") ? IpText.V4 : isWord(at, "TCP6") ? IpText.V6 : 0;
        if (size == 0) {
            return isWord(at, "UNKNOWN") ? DONE : BAD;
        }
        int source = wordEnd(at, end) + 1;
        int target = wordEnd(source, end) + 1;
        int fromPort = wordEnd(target, end) + 1;
        int toPort = wordEnd(fromPort, end) + 1;
        if (toPort > end) {
            return BAD;
        }
        sourcePort = Numbers.parse(bytes, fromPort, toPort - 1, 65_535);
        targetPort = Numbers.parse(bytes, toPort, end, 65_535);
        boolean good = IpText.parse(bytes, source, target - 1, scratch) == size;
        System.arraycopy(scratch, 0, sourceIp, 0, size);
        good = IpText.parse(bytes, target, fromPort - 1, scratch) == size && good;
        System.arraycopy(scratch, 0, targetIp, 0, size);
        if (!good || sourcePort < 0 || targetPort < 0) {
            return BAD;
        }
        ipLength = IpText.unmap(sourceIp, size);
        // Both ends are of one family, or the header is none.
        return IpText.unmap(targetIp, size) == ipLength ? DONE : BAD;
    }

    /** Whether a word of a version 1 header starts here: it ends at a blank or at the end of the line. */
    private boolean isWord(int at, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (bytes[at + i] != word.charAt(i)) {
                return false;
            }
        }
        byte after = bytes[at + word.length()];
        return after == ' ' || after == '\r';
    }

    private int wordEnd(int from, int end) {
        int at = Math.min(from, end);
        while (at < end && bytes[at] != ' ') {
            at++;
        }
        return at;
    }

    private boolean startsWith(byte[] start) {
        for (int i = 0; i < start.length; i++) {
            if (bytes[i] != start[i]) {
                return false;
            }
        }
        return true;
    }
}
