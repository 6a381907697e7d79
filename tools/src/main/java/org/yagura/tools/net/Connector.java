package org.yagura.tools.net;

import org.jspecify.annotations.Nullable;
import org.yagura.os.Errno;
import org.yagura.os.Ready;
import org.yagura.os.SocketAddress;
import org.yagura.tools.DescriptorWait;

/** Connections to other machines, none of which is waited for longer than until a deadline. */
public final class Connector {
    private final NetPort port;
    private final DescriptorWait wait;

    public Connector(NetPort port) {
        this.port = port;
        wait = new DescriptorWait(port.poller(), port.clock());
    }

    /** The time so many nanoseconds from now. */
    public long after(long ns) {
        return wait.after(ns);
    }

    /**
     * Connects a stream socket to an address.
     *
     * @param local the socket's own address, or null for any
     * @param deadlineNs monotonic time
     * @return a connected non-blocking socket, {@code -ETIMEDOUT}, or another negated errno
     */
    public int connect(@Nullable SocketAddress local, SocketAddress remote, long deadlineNs) {
        int fd = begin(local, remote);
        int error = fd < 0 ? fd : awaitConnected(fd, deadlineNs);
        if (fd >= 0 && error < 0) {
            port.descriptors().close(fd);
        }
        return error < 0 ? error : fd;
    }

    /**
     * Begins to connect, and does not wait.
     *
     * @param local the socket's own address, or null for any
     * @return a socket for {@link #awaitConnected}, or a negated errno: nobody is there
     */
    public int begin(@Nullable SocketAddress local, SocketAddress remote) {
        int fd = port.sockets().stream(remote.family());
        if (fd < 0) {
            return fd;
        }
        int error = local == null ? 0 : port.sockets().bind(fd, local);
        if (error == 0) {
            error = port.sockets().connect(fd, remote);
        }
        if (error == -Errno.EINPROGRESS || error == -Errno.EINTR) {
            // a machine as near as our own has answered by now, if only to refuse
            error = port.sockets().error(fd);
        }
        if (error < 0) {
            port.descriptors().close(fd);
            return error;
        }
        return fd;
    }

    /** Connects a socket that is there. @return 0, {@code -ETIMEDOUT}, or another negated errno */
    public int connect(int fd, SocketAddress remote, long deadlineNs) {
        int error = port.sockets().connect(fd, remote);
        if (error != -Errno.EINPROGRESS && error != -Errno.EINTR) {
            return error;
        }
        return awaitConnected(fd, deadlineNs);
    }

    /** Waits until a socket that has begun to connect has done so. @return 0, {@code -ETIMEDOUT}, or another negated errno */
    public int awaitConnected(int fd, long deadlineNs) {
        int error = wait.until(fd, Ready.WRITABLE, deadlineNs);
        return error < 0 ? error : port.sockets().error(fd);
    }

    /** Writes all to a non-blocking descriptor. @return 0, {@code -ETIMEDOUT}, or another negated errno */
    public int writeAll(int fd, byte[] bytes, long deadlineNs) {
        int sent = 0;
        while (sent < bytes.length) {
            int n = port.descriptors().write(fd, bytes, sent, bytes.length - sent);
            if (n > 0) {
                sent += n;
                continue;
            }
            int error = n == -Errno.EAGAIN ? wait.until(fd, Ready.WRITABLE, deadlineNs) : n;
            if (error < 0 && error != -Errno.EINTR) {
                return error;
            }
        }
        return 0;
    }

    /** Reads what there is from a non-blocking descriptor, once there is some. @return bytes, 0 at the end, {@code -ETIMEDOUT}, or another negated errno */
    public int read(int fd, byte[] to, int offset, int length, long deadlineNs) {
        while (true) {
            int n = port.descriptors().read(fd, to, offset, length);
            if (n >= 0) {
                return n;
            }
            int error = n == -Errno.EAGAIN ? wait.until(fd, Ready.READABLE, deadlineNs) : n;
            if (error < 0 && error != -Errno.EINTR) {
                return error;
            }
        }
    }

    /** Reads to the end of the array. @return 0, {@code -EPROTO} where the other end ends first, or another negated errno */
    public int readAll(int fd, byte[] to, int offset, long deadlineNs) {
        int at = offset;
        while (at < to.length) {
            int n = read(fd, to, at, to.length - at, deadlineNs);
            if (n <= 0) {
                return n == 0 ? -Errno.EPROTO : n;
            }
            at += n;
        }
        return 0;
    }
}
