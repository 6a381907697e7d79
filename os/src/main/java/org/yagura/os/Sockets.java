package org.yagura.os;

/** Sockets of TCP, UDP and the UNIX family. Reading and writing are {@link Descriptors}'. */
public interface Sockets {
    /**
     * Makes a stream socket, close-on-exec and non-blocking.
     *
     * @param family {@link SocketAddress#INET}, {@link SocketAddress#INET6} or {@link SocketAddress#UNIX}
     * @return a descriptor or a negated errno
     */
    int stream(int family);

    /** Makes a datagram socket, close-on-exec and non-blocking. @return a descriptor or a negated errno */
    int datagram(int family);

    /** Gives a socket its own address. @return 0 or a negated errno */
    int bind(int fd, SocketAddress address);

    /** Lets connections come, so many waiting at most. @return 0 or a negated errno */
    int listen(int fd, int backlog);

    /**
     * Takes the next connection that waits. The new socket is close-on-exec and <em>blocking</em>, as programs expect it.
     *
     * @param remote gets the other end's address
     * @return a descriptor, or a negated errno (EAGAIN where none waits and the listening socket is non-blocking)
     */
    int accept(int fd, SocketAddress remote);

    /**
     * Begins to connect.
     *
     * @return 0 where it is connected, or a negated errno; after EINPROGRESS the socket is writable when it is decided, and
     *     {@link #error} tells how
     */
    int connect(int fd, SocketAddress address);

    /** The error that waits on a socket, which is cleared. @return 0, or a negated errno */
    int error(int fd);

    /** A socket's own address. @return 0 or a negated errno */
    int local(int fd, SocketAddress address);

    /** The address of the other end. @return 0 or a negated errno (ENOTCONN) */
    int remote(int fd, SocketAddress address);

    /** Sets a {@link SocketOption}. @return 0 or a negated errno */
    int setOption(int fd, int option, int value);

    /** Removes IP options such as source routes from a connection. @return 0 or a negated errno */
    int clearIpOptions(int fd);

    /** Ends the sending half of a connection. @return 0 or a negated errno */
    int shutdownWrite(int fd);
}
