package org.yagura.tools.tcpserver;

import org.jspecify.annotations.Nullable;
import org.yagura.core.net.ProxyHeader;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.Poller;
import org.yagura.os.Ready;
import org.yagura.os.SocketAddress;

/** Connections from proxies whose header has not come yet. They are few and short-lived: what does not speak soon is dropped. */
final class Arrivals {
    /** So many at a time. */
    static final int COUNT_MAX = 64;
    /** A proxy sends its header at once, before anything else. */
    static final long PATIENCE_NS = 5_000_000_000L;

    /** One of them; the objects are used again. */
    static final class Arrival {
        final ProxyHeader header = new ProxyHeader();
        final SocketAddress remote = new SocketAddress();
        byte @Nullable [] listenerPath;
        int fd = -1;
        long deadlineNs;
        /** {@link ProxyHeader} state, or a negated errno. */
        int state;

        /** Gives its connection away. @return the descriptor */
        int release() {
            int taken = fd;
            fd = -1;
            return taken;
        }
    }

    private final Descriptors descriptors;
    private final Poller poller;
    private final int firstToken;
    private final @Nullable Arrival[] slots = new Arrival[COUNT_MAX];
    private int count;

    /** @param firstToken tokens from this one on are ours, {@link #COUNT_MAX} of them */
    Arrivals(Descriptors descriptors, Poller poller, int firstToken) {
        this.descriptors = descriptors;
        this.poller = poller;
        this.firstToken = firstToken;
    }

    int count() {
        return count;
    }

    /** Takes a connection in. @return 0 or a negated errno; the connection is not ours then */
    int add(int fd, SocketAddress remote, byte @Nullable [] listenerPath, long nowNs) {
        int index = 0;
        while (index < COUNT_MAX && isTaken(index)) {
            index++;
        }
        if (index == COUNT_MAX) {
            return -Errno.EMFILE;
        }
        int error = descriptors.setNonBlocking(fd, true);
        if (error == 0) {
            error = poller.add(fd, firstToken + index, Ready.READABLE);
        }
        if (error < 0) {
            return error;
        }
        Arrival arrival = slots[index];
        if (arrival == null) {
            arrival = new Arrival();
            slots[index] = arrival;
        }
        arrival.header.clear();
        arrival.remote.copyFrom(remote);
        arrival.listenerPath = listenerPath;
        arrival.fd = fd;
        arrival.deadlineNs = nowNs + PATIENCE_NS;
        arrival.state = ProxyHeader.MORE;
        count++;
        return 0;
    }

    /** Reads what has come for those that are ready. */
    void read(Ready ready) {
        for (int i = 0; i < ready.count(); i++) {
            int index = ready.token(i) - firstToken;
            Arrival arrival = index >= 0 && index < COUNT_MAX ? slots[index] : null;
            if (arrival != null && arrival.fd >= 0) {
                read(arrival);
            }
        }
    }

    /**
     * Gives back one whose header is decided or whose time is over; its connection is the caller's again, and blocking.
     *
     * @return one that is valid until the next call, or null
     */
    @Nullable
    Arrival nextDecided(long nowNs) {
        for (int i = 0; count > 0 && i < COUNT_MAX; i++) {
            Arrival arrival = slots[i];
            if (arrival == null || arrival.fd < 0) {
                continue;
            }
            if (arrival.state == ProxyHeader.MORE && nowNs >= arrival.deadlineNs) {
                arrival.state = -Errno.ETIMEDOUT;
            }
            if (arrival.state != ProxyHeader.MORE) {
                poller.remove(arrival.fd);
                descriptors.setNonBlocking(arrival.fd, false);
                count--;
                return arrival;
            }
        }
        return null;
    }

    /** The earliest time at which one has to be dropped, or never. */
    long deadlineNs() {
        long earliestNs = Long.MAX_VALUE;
        for (int i = 0; count > 0 && i < COUNT_MAX; i++) {
            Arrival arrival = slots[i];
            if (arrival != null && arrival.fd >= 0) {
                earliestNs = Math.min(earliestNs, arrival.deadlineNs);
            }
        }
        return earliestNs;
    }

    /** Closes all of them, in a child or at the end. */
    void closeAll(Descriptors own) {
        for (int i = 0; count > 0 && i < COUNT_MAX; i++) {
            Arrival arrival = slots[i];
            if (arrival != null && arrival.fd >= 0) {
                own.close(arrival.fd);
            }
        }
    }

    /** They were closed. */
    void forget() {
        for (int i = 0; i < COUNT_MAX; i++) {
            Arrival arrival = slots[i];
            if (arrival != null) {
                arrival.fd = -1;
            }
        }
        count = 0;
    }

    private boolean isTaken(int index) {
        Arrival arrival = slots[index];
        return arrival != null && arrival.fd >= 0;
    }

    private void read(Arrival arrival) {
        ProxyHeader header = arrival.header;
        while (arrival.state == ProxyHeader.MORE) {
            int n = descriptors.read(arrival.fd, header.buffer(), header.offset(), header.wanted());
            if (n == -Errno.EAGAIN || n == -Errno.EINTR) {
                return;
            }
            arrival.state = n > 0 ? header.took(n) : n == 0 ? -Errno.ECONNRESET : n;
        }
    }
}
