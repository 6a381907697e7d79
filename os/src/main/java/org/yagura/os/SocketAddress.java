package org.yagura.os;

import java.util.Arrays;

/**
 * Where a socket is. A mutable slot, so that accepting allocates nothing.
 *
 * <pre>
 *  0   1  family: {@link #NONE}, {@link #INET}, {@link #INET6} or {@link #UNIX}
 *  1   1  length of a path
 *  2   2  port, big endian
 *  4   4  scope of an IPv6 address (the interface's number), big endian
 *  8  16  address: 4 bytes of IPv4, 16 of IPv6
 *  8 108  or a path of a UNIX socket; a first byte of 0 is a name that is in no directory
 * </pre>
 */
public final class SocketAddress {
    /** No address: an unnamed socket. */
    public static final int NONE = 0;

    /** IPv4. */
    public static final int INET = 4;

    /** IPv6. */
    public static final int INET6 = 6;

    /** A socket in the file system. */
    public static final int UNIX = 1;

    public static final int IPV4_LENGTH = 4;
    public static final int IPV6_LENGTH = 16;
    /** Bytes of a path at most. */
    public static final int PATH_MAX = 108;

    private static final int PATH_LENGTH_AT = 1;
    private static final int PORT_AT = 2;
    private static final int SCOPE_AT = 4;
    private static final int HOST_AT = 8;
    /** Where an IP address begins in {@link #bytes}. */
    public static final int IP_AT = HOST_AT;
    /** Bytes of the layout. */
    public static final int LENGTH = HOST_AT + PATH_MAX;

    /** The layout drawn above, for adapters of the port. */
    public final byte[] bytes = new byte[LENGTH];

    public int family() {
        return bytes[0];
    }

    /** TCP or UDP port, 0 to 65535. */
    public int port() {
        return (bytes[PORT_AT] & 0xff) << 8 | bytes[PORT_AT + 1] & 0xff;
    }

    /** The interface that a link-local IPv6 address is on, or 0. */
    public int scope() {
        int scope = 0;
        for (int i = 0; i < 4; i++) {
            scope = scope << 8 | bytes[SCOPE_AT + i] & 0xff;
        }
        return scope;
    }

    /** Bytes of the IP address: 4, 16, or 0 where it is none. */
    public int ipLength() {
        return family() == INET ? IPV4_LENGTH : family() == INET6 ? IPV6_LENGTH : 0;
    }

    /** One byte of the IP address. */
    public int ip(int index) {
        return bytes[HOST_AT + index] & 0xff;
    }

    /** The IP address in network order, or nothing. */
    public byte[] ip() {
        return Arrays.copyOfRange(bytes, HOST_AT, HOST_AT + ipLength());
    }

    /** The path of a UNIX socket, or nothing. */
    public byte[] path() {
        int length = family() == UNIX ? bytes[PATH_LENGTH_AT] & 0xff : 0;
        return Arrays.copyOfRange(bytes, HOST_AT, HOST_AT + length);
    }

    public void clear() {
        Arrays.fill(bytes, (byte) 0);
    }

    /** Becomes an IP address: 4 or 16 bytes in network order. */
    public void setIp(byte[] ip, int port) {
        clear();
        bytes[0] = (byte) (ip.length == IPV4_LENGTH ? INET : INET6);
        System.arraycopy(ip, 0, bytes, HOST_AT, Math.min(ip.length, IPV6_LENGTH));
        setPort(port);
    }

    public void setPort(int port) {
        bytes[PORT_AT] = (byte) (port >> 8);
        bytes[PORT_AT + 1] = (byte) port;
    }

    public void setScope(int scope) {
        for (int i = 0; i < 4; i++) {
            bytes[SCOPE_AT + i] = (byte) (scope >> 8 * (3 - i));
        }
    }

    /** Becomes a UNIX socket's path. @return whether it is short enough */
    public boolean setPath(byte[] path) {
        // One byte is kept for the NUL that ends it in some programs' view.
        if (path.length >= PATH_MAX) {
            return false;
        }
        clear();
        bytes[0] = UNIX;
        bytes[PATH_LENGTH_AT] = (byte) path.length;
        System.arraycopy(path, 0, bytes, HOST_AT, path.length);
        return true;
    }

    public void copyFrom(SocketAddress other) {
        System.arraycopy(other.bytes, 0, bytes, 0, LENGTH);
    }
}
