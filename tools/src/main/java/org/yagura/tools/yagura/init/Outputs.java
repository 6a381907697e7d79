package org.yagura.tools.yagura.init;

import java.util.ArrayList;
import java.util.List;
import org.yagura.core.init.LabelledLines;
import org.yagura.core.init.LineStamp;
import org.yagura.core.text.Ascii;
import org.yagura.os.Clock;
import org.yagura.os.Descriptors;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Poller;
import org.yagura.os.Port;
import org.yagura.os.Ready;

/** Reads what services write, and writes it out line by line, so that no line is ever inside another. */
final class Outputs {
    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    private static final int READ_BYTES = 16_384;
    private static final byte[] SLASH = {'/'};
    private static final byte[] COLON = {':', ' '};

    private final Files files;
    private final Descriptors descriptors;
    private final Poller poller;
    private final Clock clock;
    private final LineStamp stamp;
    private final int firstToken;
    private final Sink out;
    private final Sink err;
    private final List<Source> sources = new ArrayList<>();
    private final byte[] buffer = new byte[READ_BYTES];
    private boolean held;

    /** One pipe that is read. */
    private static final class Source {
        final byte[] name;
        final int fd;
        final LabelledLines lines;
        final Sink sink;

        Source(byte[] name, int fd, LabelledLines lines, Sink sink) {
            this.name = name;
            this.fd = fd;
            this.lines = lines;
            this.sink = sink;
        }
    }

    /** @param firstToken from which on the poller's tokens are ours */
    Outputs(Port port, LineStamp stamp, int firstToken) {
        files = port.files();
        descriptors = port.descriptors();
        poller = port.poller();
        clock = port.clock();
        this.stamp = stamp;
        this.firstToken = firstToken + 2;
        out = new Sink(descriptors, poller, STDOUT, firstToken);
        err = new Sink(descriptors, poller, STDERR, firstToken + 1);
    }

    /** Reads a pipe whose lines go to descriptor 2 as they are: messages, which have their own names. @return 0 or a negated errno */
    int addMessages(int fd) {
        return add(new Source(new byte[0], fd, new LabelledLines(new byte[0], stamp), err));
    }

    /** Reads the FIFO of a service, if it is not read yet. @return 0 or a negated errno */
    int addService(byte[] directory, byte[] name) {
        for (Source source : sources) {
            if (Ascii.compare(source.name, name) == 0) {
                return 0;
            }
        }
        byte[] path = Ascii.concat(directory, SLASH, name);
        int fd = files.open(Files.CWD, path, OpenFlag.READ_WRITE | OpenFlag.NONBLOCK, 0);
        return fd < 0 ? fd : add(new Source(name, fd, new LabelledLines(Ascii.concat(name, COLON), stamp), out));
    }

    private int add(Source source) {
        descriptors.setNonBlocking(source.fd, true);
        int error = poller.add(source.fd, firstToken + sources.size(), held ? 0 : Ready.READABLE);
        if (error < 0) {
            descriptors.close(source.fd);
            return error;
        }
        sources.add(source);
        return 0;
    }

    /** Takes what is ready, and writes what can be written. */
    void step(Ready ready) {
        for (int i = 0; i < ready.count(); i++) {
            int token = ready.token(i);
            if (token == firstToken - 2) {
                out.onReady(ready.events(i));
            } else if (token == firstToken - 1) {
                err.onReady(ready.events(i));
            } else if (token >= firstToken && token - firstToken < sources.size()) {
                read(sources.get(token - firstToken));
            }
        }
        out.wake();
        err.wake();
        hold(out.isFull() || err.isFull());
    }

    /** While our reader is slow, the services' pipes fill. */
    private void hold(boolean on) {
        if (on == held) {
            return;
        }
        held = on;
        for (int i = 0; i < sources.size(); i++) {
            poller.change(sources.get(i).fd, firstToken + i, on ? 0 : Ready.READABLE);
        }
    }

    private boolean read(Source source) {
        int n = descriptors.read(source.fd, buffer, 0, buffer.length);
        if (n > 0) {
            source.lines.feed(buffer, n, clock.wallNs(), source.sink.text);
        }
        return n > 0;
    }

    /** Nobody writes any more: takes all that is there, whatever it takes. */
    void drain() {
        for (Source source : sources) {
            boolean more = true;
            while (more) {
                more = read(source);
            }
            source.lines.end(source.sink.text);
        }
        out.wake();
        err.wake();
    }

    /** Whether all is written. */
    boolean isEmpty() {
        return out.isEmpty() && err.isEmpty();
    }
}
