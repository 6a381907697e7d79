package org.yagura.tools.supervise;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yagura.core.supervise.ListenFile;
import org.yagura.core.supervise.SlotState;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.SocketAddress;
import org.yagura.os.SocketOption;
import org.yagura.os.Sockets;
import org.yagura.os.SpawnRequest;
import org.yagura.tools.FileContent;

/**
 * The sockets that a service listens on, for a directory with a file {@code sockets}. supervise holds them from the service's first start
 * until it is down for good, so that what connects between an end and the next start waits instead of being refused. {@code run} finds
 * them from descriptor 3 on, by LISTEN_FDS, LISTEN_PID and LISTEN_FDNAMES.
 */
final class Listening {
    /** The first descriptor of the service's that is a socket. */
    static final int FIRST_FD = 3;

    private static final byte[] SOCKETS = Ascii.bytes("sockets");
    /** The system has a limit of its own, which cuts this. */
    private static final int BACKLOG = 4096;

    private static final byte[] NOTHING = new byte[0];

    private final Parts parts;
    private final byte[] slot;
    private final FileInfo info = new FileInfo();
    private final SocketAddress address = new SocketAddress();
    private Held[] held = new Held[0];

    /** A socket that is open. */
    private static final class Held {
        final ListenFile.Spec spec;
        final int fd;
        /** Of the name of a UNIX socket. */
        long device;

        long inode;

        Held(ListenFile.Spec spec, int fd) {
            this.spec = spec;
            this.fd = fd;
        }
    }

    /** @param slot the service's directory as messages name it; it is the current one */
    Listening(Parts parts, byte[] slot) {
        this.parts = parts;
        this.slot = slot;
    }

    /** Whether a service directory asks for sockets. */
    static boolean isAskedFor(Parts parts, int dirFd, FileInfo info) {
        return parts.files().stat(dirFd, SOCKETS, info) != -Errno.ENOENT;
    }

    /**
     * Opens what the file names and is not open yet, and closes what it does not name any more.
     *
     * @return false, having said why, where one cannot be had now
     */
    boolean open(int dirFd) {
        ListenFile.Spec[] wanted = read(dirFd);
        if (wanted == null) {
            return false;
        }
        // First, because what is new may want the place of what is not wanted any more.
        closeUnwanted(wanted);
        Held[] sockets = new Held[wanted.length];
        int count = 0;
        boolean all = true;
        for (ListenFile.Spec spec : wanted) {
            Held socket = take(spec);
            if (socket == null && all) {
                socket = listen(spec);
                all = socket != null;
            }
            if (socket != null) {
                sockets[count++] = socket;
            }
        }
        held = Arrays.copyOf(sockets, count);
        return all;
    }

    /**
     * Gets the sockets back from a service that has survived its supervise. Those that cannot be had are opened anew at its next start.
     *
     * @param processFd handle of the service
     */
    void fetch(int dirFd, int processFd) {
        ListenFile.Spec[] wanted = read(dirFd);
        if (wanted == null) {
            return;
        }
        Held[] found = new Held[wanted.length];
        int count = 0;
        for (ListenFile.Spec spec : wanted) {
            int fd = fetch(processFd, spec);
            if (fd >= 0) {
                found[count++] = hold(spec, fd);
            }
        }
        held = Arrays.copyOf(found, count);
    }

    void handOver(SlotState to) {
        to.sockets = held.length;
        for (int i = 0; i < held.length; i++) {
            ListenFile.Spec spec = held[i].spec;
            to.socketLines[i] = Ascii.concat(spec.text(), new byte[] {' '}, spec.name());
            to.socketFds[i] = held[i].fd;
            to.socketDevices[i] = held[i].device;
            to.socketInodes[i] = held[i].inode;
        }
    }

    void takeOver(SlotState from) {
        Held[] sockets = new Held[from.sockets];
        int count = 0;
        for (int i = 0; i < sockets.length; i++) {
            ListenFile.Spec spec = new ListenFile(from.socketLines[i]).next();
            if (spec != null) {
                Held socket = new Held(spec, from.socketFds[i]);
                socket.device = from.socketDevices[i];
                socket.inode = from.socketInodes[i];
                sockets[count++] = socket;
            }
        }
        held = Arrays.copyOf(sockets, count);
    }

    /** The file may have been changed since the service was started, so that the place in it says nothing. */
    private int fetch(int processFd, ListenFile.Spec spec) {
        for (int number = FIRST_FD; number < FIRST_FD + ListenFile.SOCKETS_MAX; number++) {
            int fd = parts.processes().fetchDescriptor(processFd, number);
            if (fd >= 0 && isAt(fd, spec)) {
                return fd;
            }
            parts.close(fd);
        }
        return -1;
    }

    /** How to start {@code run} with the sockets that are open. */
    SpawnRequest request(SpawnRequest plain) {
        if (held.length == 0) {
            return plain;
        }
        byte[][] given = parts.environment().fetch();
        byte[][] environment = new byte[given.length + 3][];
        ByteBuilder names = new ByteBuilder(64).append("LISTEN_FDNAMES=");
        for (int i = 0; i < held.length; i++) {
            names.append(i == 0 ? NOTHING : new byte[] {':'}).append(held[i].spec.name());
        }
        environment[0] = new ByteBuilder(32)
                .append("LISTEN_FDS=")
                .appendDecimal(held.length)
                .toBytes();
        environment[1] = names.toBytes();
        environment[2] = Ascii.bytes("LISTEN_PID=0000000000");
        int count = 3;
        for (byte[] variable : given) {
            if (!isOurs(variable)) {
                environment[count++] = variable;
            }
        }
        SpawnRequest request = new SpawnRequest(plain.program, plain.arguments, Arrays.copyOf(environment, count));
        request.pidVariable = 2;
        request.newSession = plain.newSession;
        request.record = plain.record;
        request.defaultSignals = plain.defaultSignals;
        return request;
    }

    /**
     * Adds the sockets to what the child gets. They are shared with it, and one before it may have wanted them otherwise: one that expects
     * to wait in accept is to be able to.
     */
    void move(SpawnRequest request) {
        for (int i = 0; i < held.length; i++) {
            parts.descriptors().setNonBlocking(held[i].fd, false);
            request.move(held[i].fd, FIRST_FD + i);
        }
    }

    /** Closes all of them. Who connects now is refused. */
    void close() {
        closeUnwanted(new ListenFile.Spec[0]);
    }

    private void closeUnwanted(ListenFile.Spec[] wanted) {
        Held[] kept = new Held[held.length];
        int count = 0;
        for (Held socket : held) {
            boolean isWanted = false;
            for (ListenFile.Spec spec : wanted) {
                isWanted |= Arrays.equals(spec.text(), socket.spec.text());
            }
            if (isWanted) {
                kept[count++] = socket;
            } else {
                close(socket);
            }
        }
        held = Arrays.copyOf(kept, count);
    }

    private void close(Held socket) {
        boolean named = socket.spec.isUnix()
                && parts.files().stat(Files.CWD, socket.spec.path(), info) >= 0
                && info.sameFile(socket.device, socket.inode);
        if (named) {
            parts.files().unlink(Files.CWD, socket.spec.path());
        }
        parts.close(socket.fd);
    }

    private static boolean isOurs(byte[] variable) {
        return Ascii.startsWith(variable, "LISTEN_FDS=")
                || Ascii.startsWith(variable, "LISTEN_PID=")
                || Ascii.startsWith(variable, "LISTEN_FDNAMES=");
    }

    private ListenFile.Spec @Nullable [] read(int dirFd) {
        int fd = parts.files().open(dirFd, SOCKETS, OpenFlag.READ | OpenFlag.NONBLOCK, 0);
        FileContent file = new FileContent(parts.descriptors());
        byte[] content = fd < 0 ? null : file.read(fd, ListenFile.BYTES_MAX);
        if (content == null) {
            if (fd == -Errno.ENOENT) {
                return new ListenFile.Spec[0];
            }
            parts.messages()
                    .warning()
                    .add("unable to read ")
                    .add(slot)
                    .add("/sockets")
                    .because(fd < 0 ? -fd : file.error());
            return null;
        }
        ListenFile lines = new ListenFile(content);
        ListenFile.Spec[] specs = new ListenFile.Spec[ListenFile.SOCKETS_MAX];
        int count = 0;
        for (ListenFile.Spec spec = lines.next(); spec != null; spec = lines.next()) {
            specs[count++] = spec;
        }
        String error = lines.error();
        if (error != null) {
            parts.messages()
                    .warning()
                    .add(slot)
                    .add("/sockets:")
                    .add(lines.line())
                    .add(": ")
                    .add(error)
                    .end();
            return null;
        }
        return Arrays.copyOf(specs, count);
    }

    /** Takes a socket out of those that are held. */
    private @Nullable Held take(ListenFile.Spec wanted) {
        for (int i = 0; i < held.length; i++) {
            Held socket = held[i];
            if (Arrays.equals(socket.spec.text(), wanted.text())) {
                held[i] = held[held.length - 1];
                held = Arrays.copyOf(held, held.length - 1);
                Held renamed = new Held(wanted, socket.fd);
                renamed.device = socket.device;
                renamed.inode = socket.inode;
                return renamed;
            }
        }
        return null;
    }

    private @Nullable Held listen(ListenFile.Spec spec) {
        setAddress(spec);
        Sockets sockets = parts.sockets();
        int fd = sockets.stream(address.family());
        int error = fd < 0 ? fd : bind(fd, spec);
        if (error >= 0) {
            error = sockets.listen(fd, BACKLOG);
        }
        if (error < 0) {
            parts.close(fd);
            parts.messages()
                    .warning()
                    .add("unable to listen on ")
                    .add(spec.text())
                    .add(" for ")
                    .add(slot)
                    .because(-error);
            return null;
        }
        return hold(spec, fd);
    }

    private Held hold(ListenFile.Spec spec, int fd) {
        Held socket = new Held(spec, fd);
        if (spec.isUnix() && parts.files().stat(Files.CWD, spec.path(), info) >= 0) {
            socket.device = info.device;
            socket.inode = info.inode;
        }
        return socket;
    }

    private int bind(int fd, ListenFile.Spec spec) {
        Sockets sockets = parts.sockets();
        if (!spec.isUnix()) {
            // Connections of an earlier holder may still be about to end.
            sockets.setOption(fd, SocketOption.REUSE_ADDRESS, 1);
            if (address.family() == SocketAddress.INET6) {
                sockets.setOption(fd, SocketOption.V6_ONLY, 1);
            }
            return sockets.bind(fd, address);
        }
        int error = sockets.bind(fd, address);
        if (error == -Errno.EADDRINUSE && isAbandoned(spec)) {
            parts.files().unlink(Files.CWD, spec.path());
            error = sockets.bind(fd, address);
        }
        return error;
    }

    /** Whether the address is the name of a UNIX socket that nobody listens on any more. */
    private boolean isAbandoned(ListenFile.Spec spec) {
        // Any other kind of file refuses a connection too, and is not ours to remove.
        boolean socket = parts.files().lstat(Files.CWD, spec.path(), info) >= 0
                && (info.mode & FileInfo.TYPE_MASK) == FileInfo.TYPE_SOCKET;
        if (!socket) {
            return false;
        }
        int probe = parts.sockets().stream(SocketAddress.UNIX);
        boolean refused = probe >= 0 && parts.sockets().connect(probe, address) == -Errno.ECONNREFUSED;
        parts.close(probe);
        return refused;
    }

    private boolean isAt(int fd, ListenFile.Spec spec) {
        setAddress(spec);
        SocketAddress own = new SocketAddress();
        return parts.sockets().local(fd, own) >= 0 && Arrays.equals(own.bytes, address.bytes);
    }

    private void setAddress(ListenFile.Spec spec) {
        if (spec.isUnix()) {
            address.setPath(spec.path());
        } else {
            address.setIp(spec.ip(), spec.port());
        }
    }
}
