package org.yagura.tools.tcpserver;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yagura.core.env.Environment;
import org.yagura.core.net.IpText;
import org.yagura.core.net.LogField;
import org.yagura.core.rules.Decision;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Errno;
import org.yagura.os.ForkedEntry;
import org.yagura.os.Port;
import org.yagura.os.SocketAddress;
import org.yagura.os.SocketOption;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Outcome;
import org.yagura.tools.ProgramSearch;
import org.yagura.tools.net.NetPort;
import org.yagura.tools.net.RuleFile;

/** What a child does with its connection: looks its client up, asks the rules, and becomes the program. */
final class Session implements ForkedEntry {
    private static final int DENIED = 100;
    private static final byte[] NONE = {};

    private final Settings settings;
    private final Invocation invocation;
    private final Listeners listeners;
    private final Arrivals arrivals;
    private final Client client;
    private int socket;
    private SocketAddress remote = new SocketAddress();

    private byte @Nullable [] localHost;
    private byte @Nullable [] remoteHost;
    private byte @Nullable [] remoteInfo;

    Session(Settings settings, Invocation invocation, Listeners listeners, Arrivals arrivals, Client client) {
        this.settings = settings;
        this.invocation = invocation;
        this.listeners = listeners;
        this.arrivals = arrivals;
        this.client = client;
    }

    /** Which connection the next child is for; its client is in the {@link Client} that was given. */
    void prepare(int newSocket, SocketAddress newRemote) {
        socket = newSocket;
        remote = newRemote;
    }

    @Override
    public int run(Port port) {
        Messages messages = new Messages(port.descriptors(), "tcpserver");
        if (settings.quiet) {
            messages.silence();
        }
        letGoOfOthers(port);
        byte[] ip = client.ipText();
        int pid = settings.verbose ? port.processes().pid() : 0;
        if (settings.verbose) {
            messages.info().add("pid ").add(pid).add(" from ").add(ip).end();
        }
        if (!setUp(port, messages)) {
            return Outcome.TROUBLE;
        }
        SocketAddress local = new SocketAddress();
        if (!client.proxied) {
            int error = port.sockets().local(socket, local);
            if (error < 0) {
                return drop(messages, "unable to get local address", NONE, -error);
            }
            client.takeLocal(local);
        }
        lookUp(new Names(invocation, NetPort.of(port)), local);
        Environment environment = new Environment(invocation.environment());
        fill(environment, ip, local);
        Decision decision = new Decision();
        byte[] rules = settings.rules;
        int error = rules == null ? 0 : askRules(rules, port, decision);
        if (error < 0) {
            return drop(messages, "unable to read ", rules == null ? NONE : rules, -error);
        }
        while (decision.advance()) {
            environment.set(decision.name(), decision.value());
        }
        if (settings.verbose) {
            sayWhom(messages, decision.denied(), pid, local);
        }
        return decision.denied() ? DENIED : become(port, messages, environment);
    }

    /** Sockets that are nothing to this child must not stay open for as long as it looks things up. */
    private void letGoOfOthers(Port port) {
        for (int i = 0; i < listeners.count(); i++) {
            port.descriptors().close(listeners.fd(i));
        }
        arrivals.closeAll(port.descriptors());
    }

    private boolean setUp(Port port, Messages messages) {
        if (client.ipLength > 0 && settings.killIpOptions) {
            port.sockets().clearIpOptions(socket);
        }
        if (client.ipLength > 0 && settings.noDelay) {
            port.sockets().setOption(socket, SocketOption.NO_DELAY, 1);
        }
        int sent = 0;
        while (sent < settings.banner.length) {
            int n = port.descriptors().write(socket, settings.banner, sent, settings.banner.length - sent);
            if (n < 0 && n != -Errno.EINTR) {
                drop(messages, "unable to print banner", NONE, -n);
                return false;
            }
            sent += Math.max(0, n);
        }
        return true;
    }

    private void lookUp(Names names, SocketAddress local) {
        localHost = settings.localName;
        if (client.ipLength == 0) {
            return;
        }
        if (localHost == null) {
            localHost = names.host(client.localIp, client.localIpLength);
        }
        if (settings.lookUpHost) {
            remoteHost = names.host(client.ip, client.ipLength);
            if (remoteHost != null
                    && settings.paranoid
                    && !names.hasAddress(remoteHost, client.ip, client.ipLength)) {
                remoteHost = null;
            }
        }
        if (settings.askIdent && !client.proxied) {
            remoteInfo = names.ident(local, remote, settings.timeoutSeconds);
        }
    }

    private void fill(Environment environment, byte[] ip, SocketAddress local) {
        if (listeners.given()) {
            for (String name : new String[] {"LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"}) {
                environment.remove(Ascii.bytes(name));
            }
        }
        boolean unix = client.ipLength == 0;
        environment.set(Ascii.bytes("PROTO"), Ascii.bytes(unix ? "UNIX" : "TCP"));
        put(environment, "TCPLOCALIP", unix ? null : client.localIpText());
        put(environment, "TCPLOCALPORT", unix ? null : decimal(client.localPort));
        put(environment, "TCPLOCALHOST", unix ? null : localHost);
        put(environment, "TCPREMOTEIP", unix ? null : ip);
        put(environment, "TCPREMOTEPORT", unix ? null : decimal(client.port));
        put(environment, "TCPREMOTEHOST", remoteHost);
        put(environment, "TCPREMOTEINFO", remoteInfo);
        if (unix) {
            environment.set(Ascii.bytes("UNIXLOCALPATH"), local.path());
        }
    }

    private static void put(Environment environment, String name, byte @Nullable [] value) {
        if (value == null) {
            environment.remove(Ascii.bytes(name));
        } else {
            environment.set(Ascii.bytes(name), value);
        }
    }

    private static byte[] decimal(int number) {
        return new ByteBuilder(5).appendDecimal(number).toBytes();
    }

    /** @return 0 or more, or a negated errno */
    private int askRules(byte[] rules, Port port, Decision decision) {
        byte[] ip = client.ipLength == 0 ? null : client.ipText();
        RuleFile file = new RuleFile(port.files(), port.descriptors());
        int answer = file.find(rules, ip, remoteHost, remoteInfo, decision);
        return answer == -Errno.ENOENT && settings.rulesMayBeMissing ? 0 : answer;
    }

    private void sayWhom(Messages messages, boolean denied, int pid, SocketAddress local) {
        boolean unix = client.ipLength == 0;
        ByteBuilder line = new ByteBuilder(128);
        line.append(denied ? "deny " : "ok ").appendDecimal(pid).append(" ");
        LogField.append(line, orNone(localHost)).append(":");
        if (unix) {
            LogField.append(line, local.path()).append(": :unix::");
        } else {
            appendIp(line, client.localIp, client.localIpLength).append(":");
            line.appendDecimal(client.localPort).append(" ");
            LogField.append(line, orNone(remoteHost)).append(":");
            appendIp(line, client.ip, client.ipLength).append(":");
            LogField.append(line, orNone(remoteInfo)).append(":");
            line.appendDecimal(client.port);
        }
        messages.info().add(line.toBytes()).end();
    }

    /** An IPv6 address goes in brackets, so that its colons are told from those between the fields. */
    private static ByteBuilder appendIp(ByteBuilder line, byte[] ip, int length) {
        return length == IpText.V6
                ? IpText.append(line.append("["), ip, length).append("]")
                : IpText.append(line, ip, length);
    }

    private static byte[] orNone(byte @Nullable [] field) {
        return field == null ? NONE : field;
    }

    private int become(Port port, Messages messages, Environment environment) {
        int error = port.descriptors().duplicateTo(socket, 0);
        if (error >= 0) {
            error = port.descriptors().duplicateTo(socket, 1);
        }
        if (error < 0) {
            return drop(messages, "unable to set up descriptors", NONE, -error);
        }
        byte[][] program = settings.program;
        byte[][] arguments = Arrays.copyOf(program, program.length);
        error = ProgramSearch.exec(
                port.exec(), program[0], arguments, environment.entries(), invocation.variable("PATH"));
        return drop(messages, "unable to run ", program[0], -error);
    }

    private static int drop(Messages messages, String what, byte[] name, int errno) {
        messages.warning().add("dropping connection, ").add(what).add(name).because(errno);
        return Outcome.TROUBLE;
    }
}
