package org.yagura.tools.tcpclient;

import org.jspecify.annotations.Nullable;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.core.text.LineEnds;
import org.yagura.core.text.Visible;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.Port;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Outcome;
import org.yagura.tools.Tool;
import org.yagura.tools.WholeWrite;
import org.yagura.tools.net.NetPort;
import org.yagura.tools.relay.Relay;

/** The small clients that connect, ask, and show the answer. The originals are shell scripts around tcpclient, and complain in its name. */
public final class Conversation implements Tool {
    /** What is asked of whom, and how the answer is shown. */
    public enum Kind {
        CAT("17"),
        WHO("11"),
        DATE("13"),
        FINGER("79"),
        HTTP("80"),
        TALK("25");

        final String port;

        Kind(String port) {
            this.port = port;
        }
    }

    private static final int STDOUT = 1;
    private static final int READ_BYTES = 8192;
    private static final byte[] THIS_HOST = {'0'};
    private static final byte[] NOTHING = new byte[0];

    private final Kind kind;
    private final Invocation invocation;
    private final Port port;
    private final Descriptors descriptors;
    private final Messages messages;

    /** Bytes of an answer's head that stand since its last newline; -1 once the head is over. */
    private int headLineBytes;

    public Conversation(Kind kind, Invocation invocation, Port port) {
        this.kind = kind;
        this.invocation = invocation;
        this.port = port;
        descriptors = port.descriptors();
        messages = new Messages(descriptors, "tcpclient");
    }

    @Override
    public Outcome run() {
        Dialer dialer = new Dialer(invocation, NetPort.of(port), messages);
        byte[] service = Ascii.bytes(kind.port);
        service = switch (kind) {
            case CAT, TALK -> argument(1, service);
            case HTTP -> argument(2, service);
            default -> service;
        };
        int fd = dialer.dial(argument(0, THIS_HOST), service);
        if (fd < 0) {
            return Outcome.exit(Outcome.TROUBLE);
        }
        if (kind == Kind.TALK) {
            int writer = descriptors.duplicate(fd);
            return Outcome.exit(writer < 0 ? failed("set up descriptors", writer) : Relay.talk(port, fd, writer));
        }
        byte[] question = question(service);
        int error = WholeWrite.write(descriptors, fd, question, question.length);
        boolean heard = error == 0 || error == -Errno.EPIPE || error == -Errno.ECONNRESET;
        // An answer may have come all the same, before the other end stopped listening.
        int answer = heard ? show(fd) : Outcome.TROUBLE;
        return Outcome.exit(error < 0 ? failed("ask", error) : answer);
    }

    private int failed(String deed, int error) {
        messages.fatal().add("unable to ").add(deed).because(-error);
        return Outcome.TROUBLE;
    }

    private byte[] argument(int index, byte[] otherwise) {
        return index < invocation.arguments().length ? invocation.arguments()[index] : otherwise;
    }

    private byte[] question(byte[] service) {
        ByteBuilder question = new ByteBuilder(128);
        if (kind == Kind.FINGER) {
            question.append(argument(1, NOTHING)).append("\r\n");
        } else if (kind == Kind.HTTP) {
            question.append("GET /").append(argument(1, NOTHING)).append(" HTTP/1.0\r\nHost: ");
            question.append(argument(0, THIS_HOST))
                    .append((byte) ':')
                    .append(service)
                    .append("\r\n\r\n");
        }
        return question.toBytes();
    }

    /** Copies the answer to descriptor 1, changed as fits the kind. @return an exit code */
    private int show(int fd) {
        byte[] in = new byte[READ_BYTES];
        byte[] plain = new byte[LineEnds.lengthMax(READ_BYTES)];
        ByteBuilder visible = new ByteBuilder(READ_BYTES);
        @Nullable LineEnds ends = kind == Kind.CAT ? null : new LineEnds(LineEnds.Change.REMOVE);
        while (true) {
            int n = descriptors.read(fd, in, 0, READ_BYTES);
            if (n == -Errno.EINTR) {
                continue;
            }
            byte[] out = ends == null ? in : plain;
            int length = n;
            if (ends != null) {
                length = n > 0 ? ends.take(in, 0, n, plain) : ends.end(plain);
            }
            visible.clear();
            if (kind == Kind.HTTP) {
                int head = headBytes(out, length);
                visible.append(out, head, length - head);
            } else if (kind == Kind.CAT) {
                visible.append(out, 0, Math.max(length, 0));
            } else {
                Visible.append(out, length, visible);
            }
            int error = WholeWrite.write(descriptors, STDOUT, visible.array(), visible.length());
            if (n < 0) {
                return failed("read the answer", n);
            }
            if (error < 0) {
                return failed("write the answer", error);
            }
            if (n == 0) {
                return Outcome.DONE;
            }
        }
    }

    /** How many of the next bytes belong to the head of an answer, which an empty line ends. */
    private int headBytes(byte[] bytes, int length) {
        int at = 0;
        while (at < length && headLineBytes >= 0) {
            boolean end = bytes[at] == '\n';
            headLineBytes = !end ? headLineBytes + 1 : headLineBytes == 0 ? -1 : 0;
            at++;
        }
        return at;
    }
}
