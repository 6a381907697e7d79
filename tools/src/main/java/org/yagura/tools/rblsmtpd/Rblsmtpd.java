package org.yagura.tools.rblsmtpd;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yagura.core.dns.DnsName;
import org.yagura.core.dns.DnsType;
import org.yagura.core.net.IpText;
import org.yagura.core.net.Numbers;
import org.yagura.core.smtp.Refusal;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Errno;
import org.yagura.os.Port;
import org.yagura.os.Ready;
import org.yagura.tools.DescriptorWait;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Options;
import org.yagura.tools.Outcome;
import org.yagura.tools.Tool;
import org.yagura.tools.WholeWrite;
import org.yagura.tools.net.NameLookup;
import org.yagura.tools.net.NetPort;

/**
 * Runs a mail server, unless the client is on a list: then it speaks to the client itself, and takes nothing. Lists are asked in the
 * order of the options, and the first that decides counts.
 */
public final class Rblsmtpd implements Tool {
    /** What has been decided. */
    private enum Verdict {
        OPEN,
        ACCEPT,
        REFUSE
    }

    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int READ_BYTES = 512;
    private static final int TRY_AGAIN = 451;
    private static final int GIVE_UP = 553;
    private static final byte[] NOTHING = new byte[0];

    private final Invocation invocation;
    private final Port port;
    private final Messages messages;
    private final NameLookup names;
    private final byte[] ip;

    private Verdict verdict = Verdict.OPEN;
    private byte[] reason = NOTHING;
    private int code = TRY_AGAIN;
    private boolean giveUpIfListed;
    private boolean refuseIfUnknown;
    /** Whether a lookup has failed: then nobody is told to give up. */
    private boolean unsure;

    private long patienceNs = 60 * SECOND_NS;

    public Rblsmtpd(Invocation invocation, Port port) {
        this.invocation = invocation;
        this.port = port;
        messages = new Messages(port.descriptors(), "rblsmtpd");
        names = new NameLookup(invocation, NetPort.of(port));
        byte[] text = variable("TCPREMOTEIP");
        byte[] address = new byte[IpText.V6];
        int length = IpText.parse(text, address);
        ip = length == IpText.V6 && IpText.isMapped(address)
                ? Arrays.copyOfRange(address, IpText.V6 - IpText.V4, IpText.V6)
                : Arrays.copyOf(address, length);
    }

    @Override
    public Outcome run() {
        byte @Nullable [] own = invocation.variable("RBLSMTPD");
        if (own != null) {
            verdict = own.length == 0 ? Verdict.ACCEPT : Verdict.REFUSE;
            boolean giveUp = own.length > 0 && own[0] == '-';
            code = giveUp ? GIVE_UP : TRY_AGAIN;
            reason = giveUp ? Arrays.copyOfRange(own, 1, own.length) : own;
        }
        byte[][] arguments = invocation.arguments();
        Options options = new Options(arguments, Ascii.bytes("bBcCt:r:a:"));
        for (int letter = options.next(); letter != Options.END; letter = options.next()) {
            if (letter == Options.BAD) {
                options.complain(messages);
                return usage();
            }
            take(letter, options.argument());
        }
        if (options.operandsAt() == arguments.length) {
            return usage();
        }
        if (verdict != Verdict.REFUSE) {
            byte[][] program = Arrays.copyOfRange(arguments, options.operandsAt(), arguments.length);
            return new Outcome.Exec("rblsmtpd", program, invocation.environment());
        }
        return refuse(Refusal.because(code, reason));
    }

    private void take(int letter, byte[] argument) {
        switch (letter) {
            case 'b' -> giveUpIfListed = true;
            case 'B' -> giveUpIfListed = false;
            case 'c' -> refuseIfUnknown = true;
            case 'C' -> refuseIfUnknown = false;
            case 't' -> patienceNs = Numbers.leading(argument) * SECOND_NS;
            case 'r' -> askBlackList(argument);
            default -> askWhiteList(argument);
        }
    }

    private Outcome usage() {
        messages.usage()
                .add("rblsmtpd [ -b ] [ -R ] [ -t timeout ] [ -r base ] [ -a base ] smtpd [ arg ... ]")
                .end();
        return Outcome.exit(Outcome.USAGE);
    }

    private byte[] variable(String name) {
        byte @Nullable [] value = invocation.variable(name);
        return value == null ? NOTHING : value;
    }

    // ---- lists

    private void askBlackList(byte[] base) {
        if (verdict != Verdict.OPEN || ip.length == 0) {
            return;
        }
        int n = names.textOf(entry(base));
        if (n < 0) {
            unsure = true;
            if (refuseIfUnknown) {
                reason = Ascii.bytes("temporary RBL lookup error");
                verdict = Verdict.REFUSE;
            }
        } else if (names.text().length > 0) {
            reason = names.text();
            verdict = Verdict.REFUSE;
            code = giveUpIfListed && !unsure ? GIVE_UP : TRY_AGAIN;
        }
    }

    private void askWhiteList(byte[] base) {
        if (verdict != Verdict.OPEN || ip.length == 0) {
            return;
        }
        int n = names.exactAddresses(entry(base), DnsType.A);
        unsure |= n < 0;
        if (n > 0 || n < 0 && !refuseIfUnknown) {
            verdict = Verdict.ACCEPT;
        }
    }

    private byte[] entry(byte[] base) {
        return DnsName.reversed(ip).append(base).toBytes();
    }

    // ---- a server that takes nothing

    private Outcome refuse(Refusal refusal) {
        messages.info()
                .add(variable("TCPREMOTEIP"))
                .add(" pid ")
                .add(port.processes().pid());
        messages.add(": ").add(refusal.answer()).end();
        DescriptorWait wait = new DescriptorWait(port.poller(), port.clock());
        long deadlineNs = wait.after(patienceNs);
        byte[] in = new byte[READ_BYTES];
        ByteBuilder out = new ByteBuilder(READ_BYTES);
        refusal.greet(out);
        boolean over = false;
        while (send(wait, out, deadlineNs) && !over) {
            int n = read(wait, in, deadlineNs);
            if (n <= 0) {
                break;
            }
            out.clear();
            over = refusal.take(in, n, out);
        }
        return Outcome.exit(Outcome.DONE);
    }

    private boolean send(DescriptorWait wait, ByteBuilder out, long deadlineNs) {
        int error = wait.until(STDOUT, Ready.WRITABLE, deadlineNs);
        // A file is no descriptor that can be waited for; nor need it be.
        return (error == 0 || error == -Errno.EPERM)
                && WholeWrite.write(port.descriptors(), STDOUT, out.array(), out.length()) == 0;
    }

    private int read(DescriptorWait wait, byte[] in, long deadlineNs) {
        int error = wait.until(STDIN, Ready.READABLE, deadlineNs);
        while (error == 0 || error == -Errno.EPERM) {
            int n = port.descriptors().read(STDIN, in, 0, in.length);
            if (n != -Errno.EINTR) {
                return n;
            }
        }
        return error;
    }
}
