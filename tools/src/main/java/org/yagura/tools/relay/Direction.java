package org.yagura.tools.relay;

import org.jspecify.annotations.Nullable;
import org.yagura.core.text.LineEnds;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.Poller;
import org.yagura.os.Port;
import org.yagura.os.Ready;
import org.yagura.tools.Messages;

/** One of the two ways of a relay: reads a little, then writes it, and never waits. */
final class Direction {
    private final Descriptors descriptors;
    private final Poller poller;
    private final Messages messages;
    private final int from;
    private final int to;
    private final @Nullable LineEnds ends;
    private @Nullable Recorder recorder;
    private final byte[] in;
    private final byte[] out;

    private int written;
    private int filled;
    /** The descriptor that the poller watches for us, or -1. */
    private int watched = -1;
    /** Whether that descriptor is of a kind that is always ready, and cannot be waited for. */
    private boolean alwaysReady;

    private boolean endRead;
    private boolean done;

    /**
     * A way from one descriptor to another, both of its own.
     *
     * @param messages where trouble is told; that nobody reads any more is none
     * @param readBytes so many are read at once; what becomes of them is written only when the poller finds room for it, so that a
     *     descriptor that blocks need not be changed, which all who share it would notice
     */
    Direction(Port port, Messages messages, int from, int to, int readBytes, LineEnds.@Nullable Change change) {
        this.messages = messages;
        descriptors = port.descriptors();
        poller = port.poller();
        this.from = from;
        this.to = to;
        ends = change == null ? null : new LineEnds(change);
        in = new byte[readBytes];
        out = new byte[LineEnds.lengthMax(readBytes)];
    }

    /** Has what is read recorded. */
    void record(Recorder by) {
        recorder = by;
    }

    boolean done() {
        return done;
    }

    /** Has the poller watch what is waited for now. @return whether that is ready without any waiting */
    boolean watch(int token) {
        int wanted = written < filled ? to : from;
        if (!done && wanted != watched) {
            unwatch();
            int error = poller.add(wanted, token, wanted == to ? Ready.WRITABLE : Ready.READABLE);
            alwaysReady = error == -Errno.EPERM;
            watched = wanted;
            if (error < 0 && !alwaysReady) {
                watched = -1;
                fail("wait", error);
            }
        }
        return !done && alwaysReady;
    }

    /** Reads or writes once, what is waited for being ready. */
    void step() {
        if (done) {
            return;
        }
        if (written == filled) {
            read();
        } else {
            write();
        }
        if (endRead && written == filled && !done) {
            finish();
        }
    }

    private void read() {
        int n = descriptors.read(from, in, 0, in.length);
        if (n == -Errno.EINTR || n == -Errno.EAGAIN) {
            return;
        }
        written = 0;
        if (n < 0) {
            tell("read", n);
        }
        endRead = n <= 0;
        if (recorder != null) {
            recorder.record(in, Math.max(n, 0));
        }
        if (ends != null) {
            filled = endRead ? ends.end(out) : ends.take(in, 0, n, out);
        } else {
            filled = Math.max(n, 0);
            System.arraycopy(in, 0, out, 0, filled);
        }
    }

    private void write() {
        int n = descriptors.write(to, out, written, filled - written);
        if (n == -Errno.EINTR || n == -Errno.EAGAIN) {
            return;
        }
        if (n < 0) {
            fail("write", n);
            return;
        }
        written += n;
    }

    private void fail(String deed, int error) {
        tell(deed, error);
        finish();
    }

    private void tell(String deed, int error) {
        if (error != -Errno.EPIPE && error != -Errno.ECONNRESET) {
            messages.warning().add("unable to ").add(deed).because(-error);
        }
    }

    /** Nobody reads any more, or nobody writes: the other end is to see that. */
    private void finish() {
        unwatch();
        done = true;
        descriptors.close(to);
        descriptors.close(from);
    }

    private void unwatch() {
        if (watched >= 0 && !alwaysReady) {
            poller.remove(watched);
        }
        watched = -1;
    }
}
