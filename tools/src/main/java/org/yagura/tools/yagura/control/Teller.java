package org.yagura.tools.yagura.control;

import org.yagura.core.events.EventBuffer;
import org.yagura.core.events.EventKind;
import org.yagura.core.net.Numbers;
import org.yagura.core.text.Ascii;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.tools.yagura.Call;

/** Writes command bytes to the FIFOs of services, and a note of who asks to their histories. */
public final class Teller {
    private static final byte[] CONTROL = Ascii.bytes("/supervise/control");
    private static final byte[] EVENTS = Ascii.bytes("/supervise/events");

    private final Call call;

    public Teller(Call call) {
        this.call = call;
    }

    /**
     * Writes bytes to a service's FIFO, without waiting.
     *
     * @return how many were written, or a negated errno: ENXIO where no supervise reads, EAGAIN where one has let it fill up
     */
    public int tell(byte[] service, byte[] bytes) {
        byte[] path = Ascii.concat(service, CONTROL);
        int fifo = call.port.files().open(Files.CWD, path, OpenFlag.WRITE | OpenFlag.NONBLOCK, 0);
        if (fifo < 0) {
            return fifo;
        }
        int written = call.port.descriptors().write(fifo, bytes, 0, bytes.length);
        call.port.descriptors().close(fifo);
        return written;
    }

    /** Notes who asks for what in a service's history, where there is one that may be written to. Nothing depends on it. */
    public void claim(byte[] service, String word) {
        int flags = OpenFlag.WRITE | OpenFlag.APPEND | OpenFlag.NONBLOCK | OpenFlag.NOFOLLOW;
        int fd = call.port.files().open(Files.CWD, Ascii.concat(service, EVENTS), flags, 0);
        if (fd < 0) {
            return;
        }
        int uid = call.port.identity().effectiveUid();
        byte[] before = call.invocation.variable("SUDO_UID");
        int claimed = uid == 0 && before != null ? Numbers.parse(before, Integer.MAX_VALUE - 1) : uid;
        EventBuffer line = new EventBuffer();
        line.add(call.port.clock().wallNs(), EventKind.CLAIM, Math.max(claimed, 0), EventBuffer.NONE, word);
        call.port.descriptors().write(fd, line.bytes(), 0, line.length());
        call.port.descriptors().close(fd);
    }
}
