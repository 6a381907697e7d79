package org.yagura.nativeos;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;
import org.yagura.os.SocketAddress;
import org.yagura.os.Sockets;

/** Sockets; addresses cross the border in {@link SocketAddress}'s layout. */
@Include(value = "sockets.h", isSystem = false)
final class NativeSockets implements Sockets {
    @Override
    public int stream(int family) {
        return open(family, 0);
    }

    @Override
    public int datagram(int family) {
        return open(family, 1);
    }

    @Override
    public int bind(int fd, SocketAddress address) {
        return bind(fd, Address.ofData(address.bytes));
    }

    @Override
    public int listen(int fd, int backlog) {
        return listenOn(fd, backlog);
    }

    @Override
    public int accept(int fd, SocketAddress remote) {
        return accept(fd, Address.ofData(remote.bytes));
    }

    @Override
    public int connect(int fd, SocketAddress address) {
        return connect(fd, Address.ofData(address.bytes));
    }

    @Override
    public int error(int fd) {
        return pendingError(fd);
    }

    @Override
    public int local(int fd, SocketAddress address) {
        return name(fd, 0, Address.ofData(address.bytes));
    }

    @Override
    public int remote(int fd, SocketAddress address) {
        return name(fd, 1, Address.ofData(address.bytes));
    }

    @Override
    public int setOption(int fd, int option, int value) {
        return set(fd, option, value);
    }

    @Override
    public int clearIpOptions(int fd) {
        return clearOptions(fd);
    }

    @Override
    public int shutdownWrite(int fd) {
        return shutdownSending(fd);
    }

    @Import(name = "yg_socket")
    @Unmanaged
    private static native int open(int family, int datagram);

    @Import(name = "yg_socket_bind")
    @Unmanaged
    private static native int bind(int fd, Address address);

    @Import(name = "yg_socket_listen")
    @Unmanaged
    private static native int listenOn(int fd, int backlog);

    @Import(name = "yg_socket_accept")
    @Unmanaged
    private static native int accept(int fd, Address remote);

    @Import(name = "yg_socket_connect")
    @Unmanaged
    private static native int connect(int fd, Address address);

    @Import(name = "yg_socket_error")
    @Unmanaged
    private static native int pendingError(int fd);

    @Import(name = "yg_socket_name")
    @Unmanaged
    private static native int name(int fd, int remote, Address address);

    @Import(name = "yg_socket_set")
    @Unmanaged
    private static native int set(int fd, int option, int value);

    @Import(name = "yg_socket_clear_options")
    @Unmanaged
    private static native int clearOptions(int fd);

    @Import(name = "yg_socket_shutdown")
    @Unmanaged
    private static native int shutdownSending(int fd);
}
