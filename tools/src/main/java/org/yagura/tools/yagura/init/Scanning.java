package org.yagura.tools.yagura.init;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yagura.core.text.Ascii;
import org.yagura.os.Port;
import org.yagura.os.Processes;
import org.yagura.os.Signal;
import org.yagura.os.SpawnRequest;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.OwnProgram;

/** The svscan below a first process. */
final class Scanning {
    private static final byte[] SVSCAN = Ascii.bytes("svscan");
    private static final String VARIABLE = "SVDIR";
    /** A svscan that was killed leaves everything running, and is started again after this. */
    private static final long PAUSE_NS = 1_000_000_000L;
    /** One that has just been started does not know its signals yet, and would end by them with its work undone. */
    private static final long SETTLE_NS = 200_000_000L;

    private final Processes processes;
    private final Messages messages;
    private final SpawnRequest request;
    private int pid;
    private long startNs;
    private long settledNs;
    /** Signals that it is to get when it knows them: a set. */
    private long due;
    /** Those that each is to get from now on. */
    private long stop;

    /** @param outputs where it is to make a FIFO for each service, or null */
    Scanning(Port port, Invocation invocation, Messages messages, byte[] directory, byte @Nullable [] outputs) {
        processes = port.processes();
        this.messages = messages;
        byte[][] words = outputs == null
                ? new byte[][] {SVSCAN, directory}
                : new byte[][] {SVSCAN, Ascii.concat(Ascii.bytes("--output="), outputs), directory};
        byte[] program = OwnProgram.path(invocation, port.files(), SVSCAN);
        request = new SpawnRequest(program, words, environment(invocation, directory));
    }

    /** Services and what is run in the container find the scan directory by SVDIR, which says where it is if it is a copy. */
    private static byte[][] environment(Invocation invocation, byte[] directory) {
        byte[][] all = invocation.environment();
        byte[] entry = Ascii.concat(Ascii.bytes(VARIABLE + "="), directory);
        for (int i = 0; i < all.length; i++) {
            if (Ascii.startsWith(all[i], VARIABLE + "=")) {
                byte[][] changed = Arrays.copyOf(all, all.length);
                changed[i] = entry;
                return changed;
            }
        }
        byte[][] more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = entry;
        return more;
    }

    /** What it and its loggers say goes into this. */
    void output(int fd) {
        request.move(fd, 1);
        request.move(fd, 2);
    }

    /** Starts it, if it does not run and it is time, and tells it what it is to know. @return whether it runs */
    boolean start(long nowNs) {
        if (pid == 0 && nowNs >= startNs) {
            spawn(nowNs);
        }
        if (pid != 0 && nowNs >= settledNs) {
            tell(Signal.HUP);
            tell(Signal.TERM);
            tell(Signal.INT);
        }
        return pid != 0;
    }

    private void spawn(long nowNs) {
        startNs = nowNs + PAUSE_NS;
        int started = processes.spawn(request);
        if (started < 0) {
            messages.warning().add("unable to fork").because(-started);
            return;
        }
        if (request.failedStep != SpawnRequest.STEP_NONE) {
            messages.warning().add("unable to start svscan").because(request.failedErrno);
        }
        pid = started;
        settledNs = nowNs + SETTLE_NS;
        due = stop;
    }

    private void tell(int signal) {
        if ((due & Signal.bit(signal)) != 0) {
            due &= ~Signal.bit(signal);
            processes.kill(pid, signal);
        }
    }

    /** When to call {@link #start} again. */
    long nextNs() {
        return pid == 0 ? startNs : due == 0 ? Long.MAX_VALUE : settledNs;
    }

    /** A child has ended. @return whether it was this one */
    boolean ended(int child) {
        if (child != pid) {
            return false;
        }
        pid = 0;
        return true;
    }

    void look(long nowNs) {
        due |= Signal.bit(Signal.HUP);
        start(nowNs);
    }

    /** Services run on when a svscan is killed: where there is none, one is started to stop them. */
    void stop(long nowNs) {
        startNs = stop == 0 ? nowNs : startNs;
        stop |= Signal.bit(Signal.TERM);
        due |= stop;
        start(nowNs);
    }

    /** Both mean stop to it, and two of one kind could become one; the second has it kill. */
    void kill(long nowNs) {
        stop |= Signal.bit(Signal.INT);
        stop(nowNs);
    }
}
