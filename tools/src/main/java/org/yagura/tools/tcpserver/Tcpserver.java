package org.yagura.tools.tcpserver;

import org.jspecify.annotations.Nullable;
import org.yagura.core.net.AddressLimit;
import org.yagura.core.net.Clients;
import org.yagura.core.net.IpPrefix;
import org.yagura.core.net.Numbers;
import org.yagura.core.net.ProxyHeader;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.ChildExit;
import org.yagura.os.Errno;
import org.yagura.os.Files;
import org.yagura.os.Identity;
import org.yagura.os.OpenFlag;
import org.yagura.os.Port;
import org.yagura.os.Ready;
import org.yagura.os.Signal;
import org.yagura.os.Signals;
import org.yagura.os.SocketAddress;
import org.yagura.tools.AccountLookup;
import org.yagura.tools.Daemon;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Outcome;
import org.yagura.tools.WholeWrite;
import org.yagura.tools.net.NetPort;

/**
 * Accepts connections and runs a program for each, so many at a time.
 *
 * <p>The server itself waits for nobody: what takes time is done by the child that a connection gets, or, for the header of a proxy, as
 * a connection that has not yet arrived. At the limit it leaves connections in the kernel's queue.
 */
public final class Tcpserver implements Daemon {
    private static final int SIGNALS_TOKEN = 0;
    private static final int FIRST_LISTENER_TOKEN = 1;
    private static final int FIRST_ARRIVAL_TOKEN = FIRST_LISTENER_TOKEN + Listeners.COUNT_MAX;

    /** After an accept that failed for want of something. */
    private static final long PAUSE_NS = 1_000_000_000L;
    /** A lasting shortage is told again so often; dropped connections are told at most so often. */
    private static final long SHORTAGE_SAID_NS = 60_000_000_000L;

    private static final long DROP_SAID_NS = 1_000_000_000L;
    /** No number of a user or a group. */
    private static final int NOT_KNOWN = -1;

    private static final long NOT_YET = Long.MIN_VALUE / 2;

    private final Invocation invocation;
    private final Signals signals;
    private final Identity identity;
    private final AccountLookup accounts;
    private final Parts parts;
    private final Messages messages;
    private final Settings settings;
    private final Listeners listeners;
    private final Arrivals arrivals;
    private final Client client = new Client();
    private final Session session;
    private final DirectStart direct;
    private final Clients clients = new Clients();
    private final SocketAddress remote = new SocketAddress();
    private final ChildExit exit = new ChildExit();
    private final ByteBuilder text = new ByteBuilder(256);

    private Counters counters;
    private int signalFd = -1;
    private boolean deaf;
    private long pausedUntilNs = NOT_YET;
    private long shortageSaidNs = NOT_YET;
    private long dropSaidNs = NOT_YET;
    private long dropsUnsaid;
    private boolean draining;
    private long drainEndNs = NEVER;
    private @Nullable Outcome outcome;

    public Tcpserver(Invocation invocation, Port port) {
        this.invocation = invocation;
        signals = port.signals();
        identity = port.identity();
        messages = new Messages(port.descriptors(), "tcpserver");
        accounts = new AccountLookup(port.files(), port.descriptors(), port.processes(), port.poller(), port.clock());
        parts = new Parts(
                port.files(),
                port.descriptors(),
                port.processes(),
                port.sockets(),
                port.poller(),
                port.clock(),
                messages,
                NetPort.of(port),
                new Names(invocation, NetPort.of(port)));
        settings = new Settings(
                invocation,
                messages,
                port.clock().wallNs() * 31 + port.processes().pid());
        listeners = new Listeners(parts, settings, invocation);
        arrivals = new Arrivals(port.descriptors(), port.poller(), FIRST_ARRIVAL_TOKEN);
        session = new Session(settings, invocation, listeners, arrivals, client);
        direct = new DirectStart(parts, settings, client);
        counters = new Counters(parts, null);
    }

    // ---- the beginning

    @Override
    public @Nullable Outcome begin(long nowNs) {
        Outcome wrong = settings.read();
        if (wrong != null) {
            return wrong;
        }
        counters = new Counters(parts, settings.statusFile);
        int nothing = parts.files().open(Files.CWD, Ascii.bytes("/dev/null"), OpenFlag.READ_WRITE, 0);
        signals.makeDefault(Signal.bit(Signal.TERM) | Signal.bit(Signal.CHLD) | Signal.bit(Signal.PIPE));
        if (!listeners.open() || !dropPrivileges() || !openSignals() || !watchListeners() || !tellPorts()) {
            return Outcome.exit(Outcome.TROUBLE);
        }
        closeStandard(nothing);
        direct.prepare(invocation, listeners.given());
        sayStatus(0);
        return null;
    }

    /** The group first: once the user is changed, the right to change groups is gone. */
    private boolean dropPrivileges() {
        int gid = id(settings.group, false);
        int uid = gid == NOT_KNOWN ? NOT_KNOWN : id(settings.user, true);
        if (uid == NOT_KNOWN) {
            return false;
        }
        int error = gid == 0 ? 0 : identity.setGroups(gid);
        if (error == 0 && gid != 0) {
            error = identity.setGid(gid);
        }
        if (error < 0) {
            messages.fatal().add("unable to set gid").because(-error);
            return false;
        }
        error = uid == 0 ? 0 : identity.setUid(uid);
        if (error < 0) {
            messages.fatal().add("unable to set uid").because(-error);
        }
        return error == 0;
    }

    /** The number that an option stands for, 0 where there is none; a name is an account's. {@link #NOT_KNOWN} has been said. */
    private int id(byte @Nullable [] text, boolean ofUser) {
        if (text == null) {
            return 0;
        }
        if (text.length > 0 && text[0] >= '0' && text[0] <= '9') {
            return Numbers.leading(text);
        }
        if (!accounts.require(text, messages)) {
            return NOT_KNOWN;
        }
        return ofUser ? accounts.uid() : accounts.gid();
    }

    private boolean openSignals() {
        signalFd = signals.open(Signal.bit(Signal.TERM) | Signal.bit(Signal.CHLD));
        int error = signalFd < 0 ? signalFd : parts.poller().add(signalFd, SIGNALS_TOKEN, Ready.READABLE);
        if (error < 0) {
            messages.fatal().add("unable to wait for signals").because(-error);
        }
        return error == 0;
    }

    private boolean watchListeners() {
        for (int i = 0; i < listeners.count(); i++) {
            int error = parts.poller().add(listeners.fd(i), FIRST_LISTENER_TOKEN + i, Ready.READABLE);
            if (error < 0) {
                messages.fatal().add("unable to wait for connections").because(-error);
                return false;
            }
        }
        return true;
    }

    /** Whoever asked for the port waits for it, and would take half a number for another. */
    private boolean tellPorts() {
        if (!settings.printPort) {
            return true;
        }
        int error = listeners.appendPorts(text.clear());
        if (error < 0) {
            messages.fatal().add("unable to get local address").because(-error);
            return false;
        }
        error = WholeWrite.write(parts.descriptors(), 1, text.array(), text.length());
        if (error < 0) {
            messages.fatal().add("unable to write output").because(-error);
        }
        return error == 0;
    }

    /** Gives up what we were given on 0 and 1. The numbers stay taken, so that a connection need not be moved away from them. */
    private void closeStandard(int nothing) {
        for (int fd = 0; fd <= 1; fd++) {
            if (nothing < 0 || parts.descriptors().duplicateTo(nothing, fd) < 0) {
                parts.descriptors().close(fd);
            }
        }
        if (nothing >= 0) {
            parts.descriptors().close(nothing);
        }
    }

    // ---- a step

    @Override
    public @Nullable Outcome outcome() {
        return outcome;
    }

    @Override
    public long step(Ready ready, long nowNs) {
        if (ready.of(SIGNALS_TOKEN) != 0) {
            takeSignals(nowNs);
        }
        if (outcome != null) {
            return NEVER;
        }
        arrivals.read(ready);
        takeArrivals(nowNs);
        if (!draining) {
            accept(ready, nowNs);
        } else if (clients.count() == 0 || nowNs >= drainEndNs) {
            endDrain();
            return NEVER;
        }
        long nextNs = counters.publish(clients.count(), settings.limit, nowNs);
        nextNs = Math.min(nextNs, Math.min(arrivals.deadlineNs(), drainEndNs));
        return deaf && pausedUntilNs > nowNs ? Math.min(nextNs, pausedUntilNs) : nextNs;
    }

    private void takeSignals(long nowNs) {
        for (int signal = signals.next(signalFd); signal > 0; signal = signals.next(signalFd)) {
            if (signal == Signal.TERM) {
                onTerm(nowNs);
            } else {
                reap();
            }
        }
    }

    private void reap() {
        text.clear();
        for (int pid = parts.processes().reap(exit);
                pid > 0;
                pid = parts.processes().reap(exit)) {
            // Whoever became us may have had children of his own.
            if (clients.remove(pid)) {
                counters.onEnd(exit.waitStatus);
                if (settings.verbose) {
                    Lines.appendEnd(text, pid, exit.waitStatus);
                    Lines.appendStatus(text, clients.count(), settings.limit);
                }
            }
        }
        messages.raw(text);
    }

    /** @param coming connections that are about to begin */
    private void sayStatus(int coming) {
        if (settings.verbose) {
            Lines.appendStatus(text.clear(), clients.count() + coming, settings.limit);
            messages.raw(text);
        }
    }

    // ---- connections

    private boolean isFull() {
        int limit = settings.limit < 0 ? Clients.COUNT_MAX : Math.min(settings.limit, Clients.COUNT_MAX);
        return clients.count() + arrivals.count() >= limit || arrivals.count() == Arrivals.COUNT_MAX;
    }

    private void accept(Ready ready, long nowNs) {
        if (deaf && nowNs >= pausedUntilNs && !isFull()) {
            listen(true, nowNs);
        }
        for (int i = 0; i < listeners.count() && !deaf; i++) {
            if (ready.of(FIRST_LISTENER_TOKEN + i) != 0) {
                if (isFull()) {
                    listen(false, nowNs);
                } else {
                    acceptFrom(i, nowNs);
                }
            }
        }
    }

    /** Where the kernel has no memory for a change, it can still forget a socket, and be told of it again later. */
    private void listen(boolean on, long nowNs) {
        boolean done = true;
        for (int i = 0; i < listeners.count(); i++) {
            int fd = listeners.fd(i);
            int error = parts.poller().change(fd, FIRST_LISTENER_TOKEN + i, on ? Ready.READABLE : 0);
            if (error == -Errno.ENOENT && on) {
                error = parts.poller().add(fd, FIRST_LISTENER_TOKEN + i, Ready.READABLE);
            }
            if (error < 0 && !on) {
                parts.poller().remove(fd);
            }
            done &= error == 0 || !on;
        }
        deaf = !on || !done;
        if (!done) {
            pausedUntilNs = nowNs + PAUSE_NS;
            listen(false, nowNs);
        }
    }

    private void acceptFrom(int listener, long nowNs) {
        int fd = parts.sockets().accept(listeners.fd(listener), remote);
        if (fd < 0) {
            onAcceptFailed(-fd, nowNs);
            return;
        }
        counters.accepted++;
        counters.changed();
        client.take(remote, listeners.path(listener));
        if (settings.proxies == null) {
            welcome(fd, nowNs);
            return;
        }
        int error = isProxy() ? arrivals.add(fd, remote, listeners.path(listener), nowNs) : -Errno.EPERM;
        if (error < 0) {
            counters.droppedForProxy++;
            drop(fd, isProxy() ? "unable to wait for its header" : "not from a proxy", nowNs);
        }
    }

    /** Want of something passes, but not at once: accepting again and again meanwhile would take all of a processor. */
    private void onAcceptFailed(int errno, long nowNs) {
        boolean shortage =
                errno == Errno.EMFILE || errno == Errno.ENFILE || errno == Errno.ENOBUFS || errno == Errno.ENOMEM;
        if (!shortage) {
            // Somebody who has gone again, or trouble of one connection.
            return;
        }
        counters.pauses++;
        counters.changed();
        pausedUntilNs = nowNs + PAUSE_NS;
        listen(false, nowNs);
        if (nowNs - shortageSaidNs >= SHORTAGE_SAID_NS) {
            shortageSaidNs = nowNs;
            messages.warning().add("unable to accept connections, pausing").because(errno);
        }
    }

    private boolean isProxy() {
        if (client.ipLength == 0) {
            return settings.unixProxies;
        }
        java.util.List<IpPrefix> proxies = settings.proxies;
        for (int i = 0; proxies != null && i < proxies.size(); i++) {
            if (proxies.get(i).contains(client.ip, client.ipLength)) {
                return true;
            }
        }
        return false;
    }

    private void takeArrivals(long nowNs) {
        Arrivals.Arrival arrival = arrivals.nextDecided(nowNs);
        while (arrival != null) {
            int fd = arrival.release();
            remote.copyFrom(arrival.remote);
            client.take(remote, arrival.listenerPath);
            if (arrival.state == ProxyHeader.DONE) {
                if (arrival.header.ipLength() > 0) {
                    client.take(arrival.header);
                }
                welcome(fd, nowNs);
            } else {
                counters.droppedForProxy++;
                drop(fd, "no PROXY header", nowNs);
            }
            arrival = arrivals.nextDecided(nowNs);
        }
    }

    /** A connection whose client is known. */
    private void welcome(int fd, long nowNs) {
        for (int i = 0; i < settings.limits.size(); i++) {
            AddressLimit limit = settings.limits.get(i);
            if (!limit.allows(client.ip, client.ipLength, clients, nowNs)) {
                if (limit.isRate()) {
                    counters.droppedForRate++;
                } else {
                    counters.droppedForNumber++;
                }
                limit.explain(text.clear(), client.ip, client.ipLength);
                drop(fd, null, nowNs);
                return;
            }
        }
        for (int i = 0; i < settings.limits.size(); i++) {
            settings.limits.get(i).note(client.ip, client.ipLength, nowNs);
        }
        start(fd);
    }

    private void start(int fd) {
        counters.changed();
        int pid = direct.start(fd, remote, clients.count() + 1);
        boolean statusSaid = pid > 0;
        if (pid == DirectStart.NOT_DONE) {
            statusSaid = true;
            sayStatus(1);
            session.prepare(fd, remote, direct.asking());
            pid = parts.processes().forkInto(session);
        }
        direct.endAsking();
        parts.descriptors().close(fd);
        if (pid == DirectStart.DENIED) {
            counters.onEnd(Outcome.USAGE << 8);
        } else if (pid > 0) {
            clients.add(pid, client.ip, client.ipLength);
        } else {
            onForkFailed(-pid, statusSaid);
        }
    }

    private void onForkFailed(int errno, boolean statusSaid) {
        counters.droppedForFork++;
        if (!statusSaid) {
            sayStatus(1);
        }
        messages.warning().add("dropping connection, unable to fork").because(errno);
        sayStatus(0);
    }

    /** @param reason why, or null where it is in {@link #text} */
    private void drop(int fd, @Nullable String reason, long nowNs) {
        counters.changed();
        if (nowNs - dropSaidNs < DROP_SAID_NS) {
            dropsUnsaid++;
        } else {
            dropSaidNs = nowNs;
            sayDropped(reason);
        }
        // The client learns of it when the log knows.
        parts.descriptors().close(fd);
    }

    private void sayDropped(@Nullable String reason) {
        Messages line = messages.warning().add("dropping connection from ").add(client.ipText());
        line.add(", ");
        if (reason == null) {
            line.add(text.toBytes());
        } else {
            line.add(reason);
        }
        if (dropsUnsaid > 0) {
            line.add("; ").add(dropsUnsaid).add(" more were dropped before");
            dropsUnsaid = 0;
        }
        line.end();
    }

    // ---- the end

    private void onTerm(long nowNs) {
        if (settings.drainSeconds == Settings.NO_DRAIN || draining) {
            listeners.removePaths();
            outcome = Outcome.exit(Outcome.DONE);
            return;
        }
        draining = true;
        drainEndNs = nowNs + settings.drainSeconds * 1_000_000_000L;
        arrivals.closeAll(parts.descriptors());
        arrivals.forget();
        for (int i = 0; i < listeners.count(); i++) {
            parts.poller().remove(listeners.fd(i));
        }
        listeners.close();
        if (settings.verbose) {
            messages.info().add("draining: ").add(clients.count()).add("/");
            messages.add(settings.limit & 0xffff_ffffL).end();
        }
    }

    /** All have gone, or their time is over: then they are told so. */
    private void endDrain() {
        for (int i = 0; i < clients.count(); i++) {
            parts.processes().kill(clients.pid(i), Signal.TERM);
        }
        counters.publish(clients.count(), settings.limit, Long.MAX_VALUE / 2);
        outcome = Outcome.exit(Outcome.DONE);
    }
}
