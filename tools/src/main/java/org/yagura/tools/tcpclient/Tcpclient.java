package org.yagura.tools.tcpclient;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yagura.core.env.Environment;
import org.yagura.core.net.IpText;
import org.yagura.core.net.Numbers;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.SocketAddress;
import org.yagura.os.SocketOption;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Options;
import org.yagura.tools.Outcome;
import org.yagura.tools.Tool;
import org.yagura.tools.net.Ident;
import org.yagura.tools.net.NetPort;

/** Connects to a host and runs a program that finds the connection at its descriptors 6, to read from, and 7, to write to. */
public final class Tcpclient implements Tool {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int READ_AT = 6;
    private static final int WRITE_AT = 7;
    private static final int IPV6 = Options.LONG;

    private final Invocation invocation;
    private final NetPort port;
    private final Messages messages;
    private final Dialer dialer;
    private final Environment environment;

    private boolean tellConnected;
    private boolean askName = true;
    private boolean askIdent = true;
    private boolean noDelay;
    private byte @Nullable [] localName;
    private long identPatienceNs = 26 * SECOND_NS;

    public Tcpclient(Invocation invocation, NetPort port) {
        this.invocation = invocation;
        this.port = port;
        messages = new Messages(port.descriptors(), "tcpclient");
        dialer = new Dialer(invocation, port, messages);
        environment = new Environment(invocation.environment());
    }

    @Override
    public Outcome run() {
        byte[][] arguments = invocation.arguments();
        Options options = new Options(arguments, Ascii.bytes("dDvqQhHrRi:p:t:T:l:"), "ipv6");
        for (int letter = options.next(); letter != Options.END; letter = options.next()) {
            if (letter == Options.BAD) {
                options.complain(messages);
                return usage();
            }
            if (!take(letter, options.argument())) {
                return usage();
            }
        }
        int at = options.operandsAt();
        if (arguments.length - at < 3) {
            return usage();
        }
        int fd = dialer.dial(arguments[at], arguments[at + 1]);
        if (fd < 0) {
            return Outcome.exit(Outcome.TROUBLE);
        }
        return describe(fd) && handOver(fd)
                ? new Outcome.Exec(
                        "tcpclient", Arrays.copyOfRange(arguments, at + 2, arguments.length), environment.entries())
                : Outcome.exit(Outcome.TROUBLE);
    }

    /** @return whether the option's argument is one */
    private boolean take(int letter, byte[] argument) {
        switch (letter) {
            case 'd' -> noDelay = false;
            case 'D' -> noDelay = true;
            case 'v' -> {
                tellConnected = true;
                dialer.tell = true;
            }
            case 'q' -> {
                tellConnected = false;
                dialer.tell = false;
            }
            case 'Q' -> {
                tellConnected = false;
                dialer.tell = true;
            }
            case 'h' -> askName = true;
            case 'H' -> askName = false;
            case 'r' -> askIdent = true;
            case 'R' -> askIdent = false;
            case 'i' -> {
                byte[] ip = new byte[IpText.V6];
                int length = IpText.parse(argument, ip);
                dialer.localIp = Arrays.copyOf(ip, length);
                return length > 0;
            }
            case 'p' -> dialer.localPort = Numbers.leading(argument) & 0xffff;
            case 't' -> identPatienceNs = Numbers.leading(argument) * SECOND_NS;
            case 'T' -> takePatience(argument);
            case 'l' -> localName = argument;
            case IPV6 -> dialer.ipv6 = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    /** {@code 2+58}: seconds for each address, and then again for those that were slow. */
    private void takePatience(byte[] argument) {
        dialer.patienceS = Math.max(0, Numbers.leading(argument));
        int plus = 0;
        while (plus < argument.length && argument[plus] >= '0' && argument[plus] <= '9') {
            plus++;
        }
        if (plus < argument.length && argument[plus] == '+') {
            dialer.morePatienceS =
                    Math.max(0, Numbers.leading(Arrays.copyOfRange(argument, plus + 1, argument.length)));
        }
    }

    private Outcome usage() {
        messages.usage()
                .add("tcpclient [ -hHrRdDqQv ] [ -i localip ] [ -p localport ] [ -T timeoutconn ] [ -l localname ]")
                .add(" [ -t timeoutinfo ] host port program")
                .end();
        return Outcome.exit(Outcome.USAGE);
    }

    /** Sets the variables that tell the program of its connection. @return whether its ends are known */
    private boolean describe(int fd) {
        if (noDelay) {
            port.sockets().setOption(fd, SocketOption.NO_DELAY, 1);
        }
        set("PROTO", Ascii.bytes("TCP"));
        SocketAddress local = new SocketAddress();
        int error = port.sockets().local(fd, local);
        if (error < 0) {
            messages.fatal().add("unable to get local address").because(-error);
            return false;
        }
        set("TCPLOCALPORT", number(local.port()));
        set("TCPLOCALIP", text(local));
        byte @Nullable [] name = localName;
        set("TCPLOCALHOST", name == null ? nameOf(local) : name);
        SocketAddress remote = new SocketAddress();
        error = port.sockets().remote(fd, remote);
        if (error < 0) {
            messages.fatal().add("unable to get remote address").because(-error);
            return false;
        }
        set("TCPREMOTEPORT", number(remote.port()));
        set("TCPREMOTEIP", text(remote));
        if (tellConnected) {
            messages.info()
                    .add("connected to ")
                    .add(text(remote))
                    .add(" port ")
                    .add(remote.port())
                    .end();
        }
        set("TCPREMOTEHOST", askName ? nameOf(remote) : null);
        set("TCPREMOTEINFO", askIdent ? new Ident(port).ask(local, remote, identPatienceNs) : null);
        return true;
    }

    private boolean handOver(int fd) {
        int error = port.descriptors().duplicateTo(fd, READ_AT);
        if (error >= 0) {
            error = port.descriptors().duplicateTo(fd, WRITE_AT);
        }
        if (error < 0) {
            messages.fatal().add("unable to set up descriptors").because(-error);
        }
        return error >= 0;
    }

    private byte @Nullable [] nameOf(SocketAddress address) {
        return dialer.names().nameOf(address.ip()) > 0 ? dialer.names().text() : null;
    }

    private void set(String name, byte @Nullable [] value) {
        if (value == null) {
            environment.remove(Ascii.bytes(name));
        } else {
            environment.set(Ascii.bytes(name), value);
        }
    }

    private static byte[] text(SocketAddress address) {
        return IpText.append(new ByteBuilder(IpText.LENGTH_MAX), address.ip(), address.ipLength())
                .toBytes();
    }

    private static byte[] number(int number) {
        return new ByteBuilder(8).appendDecimal(number).toBytes();
    }
}
