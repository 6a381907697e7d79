package org.yagura.sim.kernel;

import org.jspecify.annotations.Nullable;
import org.yagura.os.Errno;
import org.yagura.os.Resource;
import org.yagura.os.SocketAddress;
import org.yagura.os.Sockets;

/** Stream sockets on the loopback, for one process. There are no datagrams. */
final class SocketCalls implements Sockets {
    private final Kernel kernel;
    private final SimProcess process;

    SocketCalls(Kernel kernel, SimProcess process) {
        this.kernel = kernel;
        this.process = process;
    }

    private @Nullable SocketFile socket(int fd) {
        return process.descriptors.get(fd) instanceof SocketFile file ? file : null;
    }

    private int enter(Call call, int fd) {
        return kernel.enter(process, call, Integer.toString(fd));
    }

    private int leave(Call call, int fd, int result) {
        return kernel.leave(process, call, Integer.toString(fd), result);
    }

    private int missing(int fd) {
        return process.descriptors.get(fd) == null ? -Errno.EBADF : -Errno.ENOTSOCK;
    }

    @Override
    public int stream(int family) {
        int result = enter(Call.SOCKET, family);
        if (result < 0) {
            return result;
        }
        SocketFile file = new SocketFile(kernel.network(), family);
        file.nonBlocking = true;
        return leave(Call.SOCKET, family, put(file));
    }

    private int put(SocketFile file) {
        int fd = process.descriptors.lowestFree(3, process.limits[Resource.OPEN_FILES][0]);
        if (fd >= 0) {
            process.descriptors.put(fd, file, true);
        }
        return fd;
    }

    @Override
    public int datagram(int family) {
        return -Errno.EAFNOSUPPORT;
    }

    @Override
    public int bind(int fd, SocketAddress address) {
        int result = enter(Call.BIND, fd);
        SocketFile file = socket(fd);
        if (result < 0) {
            return result;
        }
        if (file == null) {
            return leave(Call.BIND, fd, missing(fd));
        }
        file.local.copyFrom(address);
        if (address.family() != SocketAddress.UNIX && address.port() == 0) {
            file.local.setPort(kernel.network().ephemeralPort());
        }
        if (kernel.network().isTaken(file.local)) {
            return leave(Call.BIND, fd, -Errno.EADDRINUSE);
        }
        kernel.network().bind(file.local, file);
        return leave(Call.BIND, fd, 0);
    }

    @Override
    public int listen(int fd, int backlog) {
        int result = enter(Call.LISTEN, fd);
        SocketFile file = socket(fd);
        if (result < 0) {
            return result;
        }
        if (file != null) {
            file.listen(backlog);
        }
        return leave(Call.LISTEN, fd, file == null ? missing(fd) : 0);
    }

    @Override
    public int accept(int fd, SocketAddress remote) {
        int result = enter(Call.ACCEPT, fd);
        SocketFile file = socket(fd);
        if (result < 0) {
            return result;
        }
        if (file == null || !file.isListening()) {
            return leave(Call.ACCEPT, fd, file == null ? missing(fd) : -Errno.EINVAL);
        }
        int free = process.descriptors.lowestFree(3, process.limits[Resource.OPEN_FILES][0]);
        if (free < 0) {
            return leave(Call.ACCEPT, fd, free);
        }
        SocketFile taken = file.accept();
        while (taken == null && !file.nonBlocking) {
            result = kernel.block(process, () -> file.readiness() != 0, Long.MAX_VALUE);
            if (result < 0) {
                return leave(Call.ACCEPT, fd, result);
            }
            taken = file.accept();
        }
        if (taken == null) {
            return leave(Call.ACCEPT, fd, -Errno.EAGAIN);
        }
        remote.copyFrom(taken.remote);
        process.descriptors.put(free, taken, true);
        taken.dropReference();
        kernel.listeners.accepted(process, taken);
        return leave(Call.ACCEPT, fd, free);
    }

    @Override
    public int connect(int fd, SocketAddress address) {
        int result = enter(Call.CONNECT, fd);
        SocketFile file = socket(fd);
        if (result < 0) {
            return result;
        }
        if (file == null || file.isConnected()) {
            return leave(Call.CONNECT, fd, file == null ? missing(fd) : -Errno.EISCONN);
        }
        SocketFile listener = kernel.network().at(address);
        if (listener == null) {
            return leave(Call.CONNECT, fd, -Errno.ECONNREFUSED);
        }
        file.remote.copyFrom(address);
        if (file.local.family() == SocketAddress.NONE && address.family() != SocketAddress.UNIX) {
            file.local.setIp(address.ip(), kernel.network().ephemeralPort());
        }
        return leave(Call.CONNECT, fd, listener.knock(file));
    }

    @Override
    public int error(int fd) {
        return socket(fd) == null ? missing(fd) : 0;
    }

    @Override
    public int local(int fd, SocketAddress address) {
        SocketFile file = socket(fd);
        if (file == null) {
            return missing(fd);
        }
        address.copyFrom(file.local);
        return 0;
    }

    @Override
    public int remote(int fd, SocketAddress address) {
        SocketFile file = socket(fd);
        if (file == null || !file.isConnected()) {
            return file == null ? missing(fd) : -Errno.ENOTCONN;
        }
        address.copyFrom(file.remote);
        return 0;
    }

    @Override
    public int setOption(int fd, int option, int value) {
        return socket(fd) == null ? missing(fd) : 0;
    }

    @Override
    public int clearIpOptions(int fd) {
        return socket(fd) == null ? missing(fd) : 0;
    }

    @Override
    public int shutdownWrite(int fd) {
        SocketFile file = socket(fd);
        if (file == null || !file.isConnected()) {
            return file == null ? missing(fd) : -Errno.ENOTCONN;
        }
        file.shutdownWrite();
        return 0;
    }
}
