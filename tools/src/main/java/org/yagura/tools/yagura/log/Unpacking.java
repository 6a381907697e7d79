package org.yagura.tools.yagura.log;

import org.jspecify.annotations.Nullable;
import org.yagura.core.log.Packing;
import org.yagura.core.text.Ascii;
import org.yagura.os.ChildExit;
import org.yagura.os.Signal;
import org.yagura.os.SpawnRequest;
import org.yagura.tools.ChildWait;

/** Finished files that a processor has packed, read through the program that unpacks them. */
final class Unpacking {
    private static final long PATIENCE_NS = 5_000_000_000L;

    private final LogPort port;
    private final byte[] head = new byte[Packing.HEAD_LENGTH];
    private final int[] ends = new int[2];
    private @Nullable Packing packing;
    private int pid;

    Unpacking(LogPort port) {
        this.port = port;
    }

    /** Whether what is read comes from a program. */
    boolean isRunning() {
        return pid > 0;
    }

    boolean isPacked(int fd) {
        int length = port.descriptors().readAt(fd, head, 0, head.length, 0);
        packing = length <= 0 ? null : Packing.of(head, length);
        return packing != null;
    }

    /** Puts the unpacked file in place of a packed one. @return the descriptor to read from, or a negated errno; the one given is closed */
    int start(int fd) {
        Packing found = packing;
        int error = found == null ? 0 : port.descriptors().pipe(ends);
        if (found == null || error < 0) {
            return error < 0 ? closed(fd, error) : fd;
        }
        // By a shell, which is where such programs are, and looks them up on PATH.
        byte[][] command = {Ascii.bytes("sh"), Ascii.bytes("-c"), Ascii.bytes("exec " + found.unpack)};
        SpawnRequest request = new SpawnRequest(Ascii.bytes("/bin/sh"), command, null);
        request.move(fd, 0);
        request.move(ends[1], 1);
        request.defaultSignals = Signal.bit(Signal.CHLD);
        pid = port.processes().spawn(request);
        port.descriptors().close(ends[1]);
        if (pid < 0) {
            port.descriptors().close(ends[0]);
            return closed(fd, pid);
        }
        return closed(fd, ends[0]);
    }

    /** Reaps the program when its output has ended or is not wanted any more. @return whether it has done its work */
    boolean end() {
        if (pid <= 0) {
            return true;
        }
        ChildExit exit = new ChildExit();
        // It has closed its output, or finds nobody who reads it.
        int reaped = new ChildWait(port.processes(), port.descriptors(), port.waiting())
                .until(pid, exit, port.waiting().after(PATIENCE_NS));
        pid = 0;
        return reaped <= 0 || !exit.crashed() && exit.code() == 0;
    }

    private int closed(int fd, int answer) {
        port.descriptors().close(fd);
        return answer;
    }
}
