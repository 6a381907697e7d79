package org.yagura.tools.tcpserver;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yagura.core.net.IpText;
import org.yagura.core.net.Numbers;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.SocketAddress;
import org.yagura.os.SocketOption;
import org.yagura.tools.Invocation;
import org.yagura.tools.net.SmallFiles;

/** The sockets that connections come to: opened here, or handed over by whoever started us. */
final class Listeners {
    /** So many at most. */
    static final int COUNT_MAX = 32;

    /** Number of the first socket that is handed over by LISTEN_FDS. */
    private static final int FIRST_GIVEN = 3;

    private final Parts parts;
    private final Settings settings;
    private final Invocation invocation;

    private final int[] fds = new int[COUNT_MAX];
    private final byte[] @Nullable [] paths = new byte[COUNT_MAX][];
    private int count;
    private boolean given;

    Listeners(Parts parts, Settings settings, Invocation invocation) {
        this.parts = parts;
        this.settings = settings;
        this.invocation = invocation;
    }

    int count() {
        return count;
    }

    int fd(int index) {
        return fds[index];
    }

    /** The path of a UNIX socket that we made, or null. */
    byte @Nullable [] path(int index) {
        return paths[index];
    }

    /** Whether LISTEN_FDS was obeyed: then no child shall see it. */
    boolean given() {
        return given;
    }

    /** Opens all. @return whether all are open; what failed has been said */
    boolean open() {
        if (settings.listens.isEmpty()) {
            return openOperands();
        }
        for (byte[] each : settings.listens) {
            if (!open(each)) {
                return false;
            }
        }
        return true;
    }

    /** Appends the number of each TCP port, a line for each. @return 0 or a negated errno */
    int appendPorts(ByteBuilder to) {
        SocketAddress address = new SocketAddress();
        for (int i = 0; i < count; i++) {
            int error = parts.sockets().local(fds[i], address);
            if (error < 0) {
                return error;
            }
            if (address.ipLength() > 0) {
                to.appendDecimal(address.port()).append((byte) '\n');
            }
        }
        return 0;
    }

    /** Closes all, and removes the paths of those that we made. */
    void close() {
        for (int i = 0; i < count; i++) {
            parts.descriptors().close(fds[i]);
        }
        removePaths();
        count = 0;
    }

    /** Removes the paths of those that we made. */
    void removePaths() {
        for (int i = 0; i < count; i++) {
            byte[] path = paths[i];
            if (path != null) {
                parts.files().unlink(Files.CWD, path);
            }
        }
    }

    // ---- host and port, as always

    private boolean openOperands() {
        int port = port(settings.port);
        if (port < 0) {
            parts.messages()
                    .fatal()
                    .add("unable to figure out port number for ")
                    .add(settings.port)
                    .end();
            return false;
        }
        byte[] ip = new byte[IpText.V6];
        int length = hostAddress(settings.host, ip);
        return length > 0 && openIp(ip, length, port, null);
    }

    /** Finds the address of the host that was named. @return its length, or 0 where there is none, which has been said */
    private int hostAddress(byte[] host, byte[] ip) {
        if (host.length == 0 || Ascii.equal(host, "0")) {
            Arrays.fill(ip, (byte) 0);
            return IpText.V4;
        }
        boolean bracketed = host.length > 2 && host[0] == '[' && host[host.length - 1] == ']';
        int length = bracketed ? IpText.parse(host, 1, host.length - 1, ip) : IpText.parse(host, ip);
        return length > 0 ? length : parts.names().address(host, ip, parts.messages());
    }

    private int port(byte[] text) {
        return text.length == 0 ? -1 : SmallFiles.tcpPort(parts.net(), text);
    }

    // ---- --listen

    private boolean open(byte[] where) {
        if (Ascii.startsWith(where, "unix:")) {
            return openUnix(Arrays.copyOfRange(where, 5, where.length), where);
        }
        if (Ascii.equal(where, "fds")) {
            return takeGiven(where);
        }
        if (Ascii.startsWith(where, "fd:")) {
            return take(Numbers.parse(where, 3, where.length, Integer.MAX_VALUE), where);
        }
        int colon = where.length - 1;
        while (colon >= 0 && where[colon] != ':') {
            colon--;
        }
        byte[] ip = new byte[IpText.V6];
        int length = colon < 0 ? 0 : literal(where, colon, ip);
        int port = length == 0 ? -1 : port(Arrays.copyOfRange(where, colon + 1, where.length));
        if (port < 0) {
            parts.messages()
                    .fatal()
                    .add("unable to understand address ")
                    .add(where)
                    .end();
            return false;
        }
        return openIp(ip, length, port, where);
    }

    private static int literal(byte[] where, int end, byte[] ip) {
        if (end == 0 || end == 1 && (where[0] == '0' || where[0] == '*')) {
            return IpText.V4;
        }
        boolean bracketed = where[0] == '[' && where[end - 1] == ']';
        int length = bracketed ? IpText.parse(where, 1, end - 1, ip) : IpText.parse(where, 0, end, ip);
        // Without brackets nobody can tell where an IPv6 address ends and a port begins.
        return bracketed || length == IpText.V4 ? length : 0;
    }

    private boolean openIp(byte[] ip, int length, int port, byte @Nullable [] where) {
        SocketAddress address = new SocketAddress();
        address.setIp(length == IpText.V6 ? ip : Arrays.copyOf(ip, IpText.V4), port);
        int fd = parts.sockets().stream(address.family());
        if (fd < 0) {
            return failed("create socket", where, -fd);
        }
        parts.sockets().setOption(fd, SocketOption.REUSE_ADDRESS, 1);
        if (length == IpText.V6) {
            parts.sockets().setOption(fd, SocketOption.V6_ONLY, settings.v6Only ? 1 : 0);
        }
        return bindAndListen(fd, address, where, null);
    }

    /**
     * Makes the socket under a name of its own, and gives it the name that it is to have when it listens: so there is never one under
     * that name that does not answer, unless nobody is left who could.
     */
    private boolean openUnix(byte[] path, byte[] where) {
        byte[] temporary = new ByteBuilder(path.length + 11)
                .append(path)
                .append((byte) '.')
                .appendDecimal(parts.processes().pid())
                .toBytes();
        SocketAddress address = new SocketAddress();
        if (path.length == 0 || !address.setPath(temporary)) {
            return failed("bind", where, path.length == 0 ? Errno.ENOENT : Errno.ENAMETOOLONG);
        }
        if (isTaken(path)) {
            return failed("bind", where, Errno.EADDRINUSE);
        }
        int fd = parts.sockets().stream(SocketAddress.UNIX);
        if (fd < 0) {
            return failed("create socket", where, -fd);
        }
        int mask = parts.files().umask(~settings.unixMode & 0777);
        boolean open = bindAndListen(fd, address, where, path);
        parts.files().umask(mask);
        int error = open ? parts.files().rename(Files.CWD, temporary, Files.CWD, path) : 0;
        return error < 0 ? failed("bind", where, -error) : open;
    }

    /** Whether there is anything under a name but a socket that nobody listens at any more. */
    private boolean isTaken(byte[] path) {
        SocketAddress address = new SocketAddress();
        address.setPath(path);
        int probe = parts.sockets().stream(SocketAddress.UNIX);
        int error = probe < 0 ? probe : parts.sockets().connect(probe, address);
        if (probe >= 0) {
            parts.descriptors().close(probe);
        }
        FileInfo info = new FileInfo();
        int there = parts.files().lstat(Files.CWD, path, info);
        boolean left = error == -Errno.ECONNREFUSED && (info.mode & FileInfo.TYPE_MASK) == FileInfo.TYPE_SOCKET;
        return there == 0 && !left;
    }

    private boolean bindAndListen(int fd, SocketAddress address, byte @Nullable [] where, byte @Nullable [] path) {
        int error = parts.sockets().bind(fd, address);
        if (error < 0) {
            return failed("bind", where, -error);
        }
        error = parts.sockets().listen(fd, settings.backlog);
        return error < 0 ? failed("listen", where, -error) : add(fd, path, where);
    }

    private boolean takeGiven(byte[] where) {
        byte[] pid = invocation.variable("LISTEN_PID");
        byte[] number = invocation.variable("LISTEN_FDS");
        int sockets = number == null ? -1 : Numbers.parse(number, COUNT_MAX);
        if (sockets <= 0
                || pid == null
                || Numbers.parse(pid, Integer.MAX_VALUE) != parts.processes().pid()) {
            parts.messages()
                    .fatal()
                    .add("no sockets were handed over to this process by LISTEN_FDS")
                    .end();
            return false;
        }
        given = true;
        for (int i = 0; i < sockets; i++) {
            if (!take(FIRST_GIVEN + i, where)) {
                return false;
            }
        }
        return true;
    }

    private boolean take(int fd, byte[] where) {
        int error = fd < 0 ? -Errno.EBADF : parts.descriptors().setCloseOnExec(fd, true);
        if (error == 0) {
            error = parts.descriptors().setNonBlocking(fd, true);
        }
        // Listens already, or nothing has told it to yet.
        if (error == 0) {
            error = parts.sockets().listen(fd, settings.backlog);
        }
        return error < 0 ? failed("listen", where, -error) : add(fd, null, where);
    }

    private boolean add(int fd, byte @Nullable [] path, byte @Nullable [] where) {
        if (count == COUNT_MAX) {
            return failed("listen", where, Errno.EMFILE);
        }
        fds[count] = fd;
        paths[count] = path;
        count++;
        return true;
    }

    private boolean failed(String deed, byte @Nullable [] where, int errno) {
        parts.messages().fatal().add("unable to ");
        if (where == null) {
            parts.messages().add(deed);
        } else {
            parts.messages().add("listen at ").add(where);
        }
        parts.messages().because(errno);
        return false;
    }
}
