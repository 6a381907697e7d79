package org.yagura.os;

/** What can be set on a socket. */
public final class SocketOption {
    /** An address may be bound while connections of an earlier holder linger. */
    public static final int REUSE_ADDRESS = 0;

    /** Small packets are sent at once. */
    public static final int NO_DELAY = 1;

    /** An IPv6 socket does not take IPv4 connections. */
    public static final int V6_ONLY = 2;

    /** A silent peer is asked now and then whether it is still there. */
    public static final int KEEP_ALIVE = 3;

    private SocketOption() {}
}
