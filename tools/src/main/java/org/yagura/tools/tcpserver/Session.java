package org.yagura.tools.tcpserver;

import org.yagura.core.env.Environment;
import org.yagura.core.rules.Decision;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Errno;
import org.yagura.os.ForkedEntry;
import org.yagura.os.Port;
import org.yagura.os.SocketAddress;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Outcome;
import org.yagura.tools.ProgramSearch;
import org.yagura.tools.net.NetPort;
import org.yagura.tools.net.RuleFile;

/** What a child does with its connection: looks its client up, asks the rules, and becomes the program. */
final class Session implements ForkedEntry {
    private static final byte[] NOTHING = {};

    private final Settings settings;
    private final Invocation invocation;
    private final Listeners listeners;
    private final Arrivals arrivals;
    private final Client client;
    private int socket;
    private int asking = -1;
    private SocketAddress remote = new SocketAddress();

    Session(Settings settings, Invocation invocation, Listeners listeners, Arrivals arrivals, Client client) {
        this.settings = settings;
        this.invocation = invocation;
        this.listeners = listeners;
        this.arrivals = arrivals;
        this.client = client;
    }

    /**
     * Which connection the next child is for; its client is in the {@link Client} that was given.
     *
     * @param newAsking a socket that is connecting to ask ident, or -1
     */
    void prepare(int newSocket, SocketAddress newRemote, int newAsking) {
        socket = newSocket;
        remote = newRemote;
        asking = newAsking;
    }

    @Override
    public int run(Port port) {
        Messages messages = new Messages(port.descriptors(), "tcpserver");
        if (settings.quiet) {
            messages.silence();
        }
        letGoOfOthers(port);
        int pid = settings.verbose ? port.processes().pid() : 0;
        ByteBuilder line = new ByteBuilder(128);
        if (settings.verbose) {
            Lines.appendFrom(line, pid, client);
            messages.raw(line);
        }
        Opening.setUp(settings, port.sockets(), socket, client);
        int error = Opening.greet(settings, port.descriptors(), socket);
        if (error < 0) {
            return drop(messages, "unable to print banner", NOTHING, -error);
        }
        SocketAddress local = new SocketAddress();
        error = client.proxied ? 0 : port.sockets().local(socket, local);
        if (error < 0) {
            return drop(messages, "unable to get local address", NOTHING, -error);
        }
        if (!client.proxied) {
            client.takeLocal(local);
        }
        lookUp(new Names(invocation, NetPort.of(port)), local);
        Decision decision = new Decision();
        byte[] rules = settings.rules;
        error = rules == null ? 0 : ask(new RuleFile(port.files(), port.descriptors()), rules, decision);
        if (error < 0) {
            return drop(messages, "unable to read ", rules == null ? NOTHING : rules, -error);
        }
        if (settings.verbose) {
            Lines.appendDecision(line.clear(), decision.denied(), pid, client);
            messages.raw(line);
        }
        return decision.denied() ? Outcome.USAGE : become(port, messages, decision);
    }

    /** Sockets that are nothing to this child must not stay open for as long as it looks things up. */
    private void letGoOfOthers(Port port) {
        for (int i = 0; i < listeners.count(); i++) {
            port.descriptors().close(listeners.fd(i));
        }
        arrivals.closeAll(port.descriptors());
    }

    private void lookUp(Names names, SocketAddress local) {
        client.localHost = settings.localName;
        if (client.ipLength == 0) {
            return;
        }
        if (client.localHost == null) {
            client.localHost = names.host(client.localIp, client.localIpLength);
        }
        if (settings.lookUpHost) {
            byte[] host = names.host(client.ip, client.ipLength);
            boolean good = host != null && (!settings.paranoid || names.hasAddress(host, client.ip, client.ipLength));
            client.remoteHost = good ? host : null;
        }
        if (settings.askIdent && !client.proxied) {
            client.remoteInfo = names.ident(asking, local, remote, settings.timeoutSeconds);
        }
    }

    /** @return 0 or more, or a negated errno */
    private int ask(RuleFile file, byte[] rules, Decision decision) {
        byte[] ip = client.ipLength == 0 ? null : client.ipText();
        int answer = file.find(rules, ip, client.remoteHost, client.remoteInfo, decision);
        return answer == -Errno.ENOENT && settings.rulesMayBeMissing ? 0 : answer;
    }

    private int become(Port port, Messages messages, Decision decision) {
        Environment environment = new Environment(invocation.environment());
        Variables.fill(environment, client, listeners.given());
        Variables.fill(environment, decision);
        int error = port.descriptors().duplicateTo(socket, 0);
        if (error >= 0) {
            error = port.descriptors().duplicateTo(socket, 1);
        }
        if (error < 0) {
            return drop(messages, "unable to set up descriptors", NOTHING, -error);
        }
        byte[][] program = settings.program;
        byte[] path = invocation.variable("PATH");
        error = ProgramSearch.exec(port.exec(), program[0], program, environment.entries(), path);
        return drop(messages, "unable to run ", program[0], -error);
    }

    private static int drop(Messages messages, String what, byte[] name, int errno) {
        messages.warning().add("dropping connection, ").add(what).add(name).because(errno);
        return Outcome.TROUBLE;
    }
}
