package org.yagura.sim.kernel;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.yagura.os.Errno;
import org.yagura.os.Ready;
import org.yagura.os.SocketAddress;
import org.yagura.sim.file.Pipe;

/** A stream socket: unused, listening, or one end of a connection, which is a pipe each way. */
final class SocketFile extends OpenFile implements Connection {
    final int family;
    final SocketAddress local = new SocketAddress();
    final SocketAddress remote = new SocketAddress();
    private final Network network;
    /** Connections that wait to be accepted; null where it does not listen. */
    private @Nullable ArrayDeque<SocketFile> waiting;

    private int backlog;
    private @Nullable Pipe incoming;
    private @Nullable Pipe outgoing;
    private boolean sendingEnded;
    private @Nullable SocketFile peer;
    /** Whether closing it resets the connection, as SO_LINGER with 0 seconds has it. */
    boolean resets;

    private boolean wasReset;
    /** Whether it was accepted, and so is the serving end. */
    private boolean serves;

    SocketFile(Network network, int family) {
        super(null);
        this.network = network;
        this.family = family;
    }

    void listen(int most) {
        backlog = Math.max(1, most);
        if (waiting == null) {
            waiting = new ArrayDeque<>();
        }
    }

    boolean isConnected() {
        return incoming != null;
    }

    /** The other end knocks. @return 0, -ECONNREFUSED, or -EAGAIN where too many wait */
    int knock(SocketFile client) {
        if (waiting == null) {
            return -Errno.ECONNREFUSED;
        }
        if (waiting.size() >= backlog) {
            return -Errno.EAGAIN;
        }
        SocketFile end = new SocketFile(network, family);
        end.local.copyFrom(client.remote);
        end.remote.copyFrom(client.local);
        Pipe there = new Pipe();
        Pipe back = new Pipe();
        end.join(there, back);
        client.join(back, there);
        end.peer = client;
        client.peer = end;
        end.addReference();
        waiting.add(end);
        return 0;
    }

    private void join(Pipe in, Pipe out) {
        incoming = in;
        outgoing = out;
        in.opened(true, false);
        out.opened(false, true);
    }

    /** The connection that has waited longest, held once for the caller, or null. */
    @Nullable
    SocketFile accept() {
        SocketFile taken = waiting == null ? null : waiting.poll();
        if (taken != null) {
            taken.serves = true;
        }
        return taken;
    }

    boolean isListening() {
        return waiting != null;
    }

    /** Ends the sending half. */
    void shutdownWrite() {
        if (outgoing != null && !sendingEnded) {
            sendingEnded = true;
            outgoing.closed(false, true);
        }
    }

    @Override
    public int clientNumber() {
        return remote.ipLength() == 0 ? 0 : remote.ip(remote.ipLength() - 1) & 0xff;
    }

    @Override
    int read(byte[] to, int offset, int length) {
        if (wasReset) {
            return -Errno.ECONNRESET;
        }
        return incoming == null ? -Errno.ENOTCONN : incoming.read(to, offset, length);
    }

    @Override
    int write(byte[] from, int offset, int length, long nowNs) {
        if (wasReset) {
            return -Errno.EPIPE;
        }
        return outgoing == null ? -Errno.ENOTCONN : sendingEnded ? -Errno.EPIPE : outgoing.write(from, offset, length);
    }

    @Override
    int readiness() {
        if (waiting != null) {
            return waiting.isEmpty() ? 0 : Ready.READABLE;
        }
        if (incoming == null || outgoing == null) {
            return Ready.HANGUP | Ready.WRITABLE;
        }
        if (wasReset) {
            return Ready.READABLE | Ready.WRITABLE | Ready.HANGUP;
        }
        boolean ended = incoming.writers() == 0;
        return (incoming.isEmpty() && !ended ? 0 : Ready.READABLE)
                | (outgoing.isFull() ? 0 : Ready.WRITABLE)
                | (ended && (sendingEnded || outgoing.readers() == 0) ? Ready.HANGUP : 0);
    }

    @Override
    void closed() {
        network.release(this);
        if (waiting != null) {
            // Whoever is still in the queue is told that nobody will come.
            for (SocketFile each : waiting) {
                each.resets = true;
                each.dropReference();
            }
            waiting.clear();
        }
        if (resets && peer != null) {
            peer.wasReset = true;
        }
        shutdownWrite();
        if (serves) {
            network.listeners.closed(this);
        }
        if (incoming != null) {
            incoming.closed(true, false);
        }
    }
}
