package org.yagura.tools.tcpserver;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yagura.core.env.Environment;
import org.yagura.core.net.IpText;
import org.yagura.core.rules.CdbReader;
import org.yagura.core.rules.Decision;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.SocketAddress;
import org.yagura.os.SpawnRequest;
import org.yagura.tools.Invocation;
import org.yagura.tools.ProgramSearch;
import org.yagura.tools.net.Ident;
import org.yagura.tools.net.RuleFile;

/**
 * Starts a program for a connection without a copy of the server in between, where there is nothing to wait for: no name to be looked
 * up, and nobody to be asked by ident. A copy costs most of what a connection costs. Whatever is out of the ordinary is left to a {@link Session}, which meets it again and
 * deals with it.
 */
final class DirectStart {
    /** What {@link #start} comes to, besides a pid and a negated errno. */
    static final int NOT_DONE = 0;

    /** The connection was denied, and needs no process. */
    static final int DENIED = Integer.MIN_VALUE;

    private static final int EXECUTABLE = 0111;
    private static final int PORT_DIGITS = 5;

    private final Parts parts;
    private final Settings settings;
    private final Client client;
    private final RuleFile rules;
    private final Decision decision = new Decision();
    private final Ident ident;
    private int asking = -1;
    private final SocketAddress local = new SocketAddress();
    private final FileInfo info = new FileInfo();
    private final ByteBuilder text = new ByteBuilder(SpawnRequest.ANNOUNCEMENT_MAX);

    /** Where the program may be, and what starts it there. */
    private byte[][] candidates = {};

    private @Nullable SpawnRequest[] requests = {};
    /** The environment; entries that differ from connection to connection are as long as they can be, filled up with NULs. */
    private byte[][] environment = {};

    private byte[] localIp = {};
    private byte[] localPort = {};
    private byte[] remoteIp = {};
    private byte[] remotePort = {};
    private boolean possible;

    DirectStart(Parts parts, Settings settings, Client client) {
        this.parts = parts;
        this.settings = settings;
        this.client = client;
        ident = new Ident(parts.net());
        rules = new RuleFile(parts.files(), parts.descriptors(), parts.clock());
    }

    /** To be called when the settings are known. */
    void prepare(Invocation invocation, boolean socketsGiven) {
        possible = settings.localName != null
                && !settings.lookUpHost
                && settings.banner.length <= Opening.BANNER_BYTES_AT_ONCE;
        if (!possible) {
            return;
        }
        candidates = ProgramSearch.candidates(settings.program[0], invocation.variable("PATH"));
        requests = new SpawnRequest[candidates.length];
        Environment made = new Environment(invocation.environment());
        client.localHost = settings.localName;
        client.ipLength = IpText.V4;
        client.localIpLength = IpText.V4;
        Variables.fill(made, client, socketsGiven);
        // The same again, now that there is a place for each: the order is what it would be with any values.
        environment = made.entries();
        localIp = widen(Variables.LOCAL_IP, IpText.LENGTH_MAX);
        localPort = widen(Variables.LOCAL_PORT, PORT_DIGITS);
        remoteIp = widen(Variables.REMOTE_IP, IpText.LENGTH_MAX);
        remotePort = widen(Variables.REMOTE_PORT, PORT_DIGITS);
    }

    /**
     * Starts the program, if it can be done this way.
     *
     * @param current connections, with this one
     * @return a pid, {@link #NOT_DONE}, {@link #DENIED}, or a negated errno where there is no process for it
     */
    int start(int socket, SocketAddress remote, int current) {
        if (!possible || client.ipLength == 0) {
            return NOT_DONE;
        }
        Opening.setUp(settings, parts.sockets(), socket, client);
        if (!client.proxied) {
            if (parts.sockets().local(socket, local) < 0) {
                return NOT_DONE;
            }
            client.takeLocal(local);
        }
        if (settings.askIdent && !client.proxied && isAnswering(remote)) {
            return NOT_DONE;
        }
        client.localHost = settings.localName;
        client.remoteHost = null;
        client.remoteInfo = null;
        if (!ask() || decision.denied() && settings.verbose) {
            return NOT_DONE;
        }
        int candidate = decision.denied() ? 0 : findProgram();
        if (candidate < 0) {
            return NOT_DONE;
        }
        int greeted = Opening.greet(settings, parts.descriptors(), socket);
        if (decision.denied()) {
            return DENIED;
        }
        // What is left of the banner cannot be sent by anybody.
        return greeted < 0 ? NOT_DONE : spawn(candidate, socket, current);
    }

    /** Whether somebody may answer for the other end's users. Most often nobody does, and the machine says so at once. */
    private boolean isAnswering(SocketAddress remote) {
        asking = ident.begin(local, remote);
        return asking >= 0;
    }

    /** The socket that is connecting to ask ident, or -1: whoever carries on with the connection asks by it. */
    int asking() {
        return asking;
    }

    /** Asking is another process's business now, or nobody's. */
    void endAsking() {
        if (asking >= 0) {
            parts.descriptors().close(asking);
        }
        asking = -1;
    }

    /** @return whether the rules say anything that can be relied on */
    private boolean ask() {
        decision.clear();
        byte[] file = settings.rules;
        if (file == null) {
            return true;
        }
        int answer = rules.find(file, client.ipText(), null, null, decision);
        return answer == CdbReader.FOUND
                || answer == CdbReader.ABSENT
                || answer == -Errno.ENOENT && settings.rulesMayBeMissing;
    }

    private int findProgram() {
        for (int i = 0; i < candidates.length; i++) {
            int error = parts.files().stat(Files.CWD, candidates[i], info);
            if (error == 0) {
                return info.isRegular() && (info.mode & EXECUTABLE) != 0 ? i : -1;
            }
            if (error != -Errno.ENOENT) {
                return -1;
            }
        }
        return -1;
    }

    private int spawn(int candidate, int socket, int current) {
        put(localIp, Variables.LOCAL_IP, IpText.append(text.clear(), client.localIp, client.localIpLength));
        put(localPort, Variables.LOCAL_PORT, text.clear().appendDecimal(client.localPort));
        put(remoteIp, Variables.REMOTE_IP, IpText.append(text.clear(), client.ip, client.ipLength));
        put(remotePort, Variables.REMOTE_PORT, text.clear().appendDecimal(client.port));
        SpawnRequest request = request(candidate);
        request.clearMoves();
        request.move(socket, 0);
        request.move(socket, 1);
        text.clear();
        if (settings.verbose) {
            Lines.appendStatus(text, current, settings.limit);
            Lines.appendFrom(text, Lines.OWN_PID, client);
            Lines.appendDecision(text, false, Lines.OWN_PID, client);
        }
        request.announcement = text.array();
        request.announcementLength = text.length();
        int pid = parts.processes().spawn(request);
        if (pid > 0 && request.failedStep != SpawnRequest.STEP_NONE) {
            parts.messages().warning().add("dropping connection, unable to ");
            if (request.failedStep == SpawnRequest.STEP_EXEC) {
                parts.messages().add("run ").add(settings.program[0]);
            } else {
                parts.messages().add("set up descriptors");
            }
            parts.messages().because(request.failedErrno);
        }
        return pid;
    }

    private SpawnRequest request(int candidate) {
        SpawnRequest usual = requests[candidate];
        if (decision.advance()) {
            Environment made = new Environment(environment);
            made.set(decision.name(), decision.value());
            Variables.fill(made, decision);
            return new SpawnRequest(candidates[candidate], settings.program, made.entries());
        }
        if (usual == null) {
            usual = new SpawnRequest(candidates[candidate], settings.program, environment);
            requests[candidate] = usual;
        }
        return usual;
    }

    /** Gives the last entry of a variable room for any value. @return the entry, which is in the environment */
    private byte[] widen(String name, int valueBytes) {
        byte[] wide = new byte[name.length() + 1 + valueBytes];
        byte[] start = Ascii.bytes(name);
        System.arraycopy(start, 0, wide, 0, start.length);
        wide[start.length] = '=';
        for (int i = environment.length - 1; i >= 0; i--) {
            if (Ascii.startsWith(environment[i], name) && environment[i][name.length()] == '=') {
                environment[i] = wide;
                return wide;
            }
        }
        return wide;
    }

    private static void put(byte[] wide, String name, ByteBuilder value) {
        int from = name.length() + 1;
        System.arraycopy(value.array(), 0, wide, from, value.length());
        Arrays.fill(wide, from + value.length(), wide.length, (byte) 0);
    }
}
