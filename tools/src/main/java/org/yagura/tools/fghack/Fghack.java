package org.yagura.tools.fghack;

import org.jspecify.annotations.Nullable;
import org.yagura.core.text.Ascii;
import org.yagura.os.ChildExit;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.Files;
import org.yagura.os.ForkedEntry;
import org.yagura.os.OpenFlag;
import org.yagura.os.Poller;
import org.yagura.os.Port;
import org.yagura.os.Processes;
import org.yagura.os.Ready;
import org.yagura.os.Signal;
import org.yagura.os.Signals;
import org.yagura.tools.Daemon;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Outcome;
import org.yagura.tools.ProgramSearch;

/**
 * Stays until a program that puts itself into the background has really ended. Two things tell it: the program inherits many
 * descriptors of a pipe, which reads as ended when nobody has one any more; and fghack is the one to whom orphans below it come, so that
 * a daemon that closes what it inherits doesn't get away either. Signals are passed on, lest the daemon outlive a {@code svc -d}.
 */
public final class Fghack implements Daemon {
    /** Copies of the pipe: daemons that close descriptors close the first few. */
    private static final int COPIES = 30;

    private static final int PIPE_TOKEN = 0;
    private static final int SIGNAL_TOKEN = 1;
    private static final int BUFFER_BYTES = 4096;
    private static final byte[] CHILDREN = Ascii.bytes("/proc/thread-self/children");
    private static final long PASSED_ON = Signal.bit(Signal.HUP)
            | Signal.bit(Signal.INT)
            | Signal.bit(Signal.QUIT)
            | Signal.bit(Signal.ALRM)
            | Signal.bit(Signal.TERM)
            | Signal.bit(Signal.USR1)
            | Signal.bit(Signal.USR2);

    private final Invocation invocation;
    private final Files files;
    private final Descriptors descriptors;
    private final Processes processes;
    private final Signals signals;
    private final Poller poller;
    private final Messages messages;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final ChildExit exit = new ChildExit();

    private int pipe = -1;
    private int signalFd = -1;
    private int program;
    private boolean programEnded;
    private int programStatus;
    private boolean childless;

    public Fghack(
            Invocation invocation,
            Files files,
            Descriptors descriptors,
            Processes processes,
            Signals signals,
            Poller poller) {
        this.invocation = invocation;
        this.files = files;
        this.descriptors = descriptors;
        this.processes = processes;
        this.signals = signals;
        this.poller = poller;
        messages = new Messages(descriptors, "fghack");
    }

    @Override
    public @Nullable Outcome begin(long nowNs) {
        if (invocation.arguments().length == 0) {
            messages.usage().add("fghack child").end();
            return Outcome.exit(Outcome.USAGE);
        }
        int[] ends = new int[2];
        int error = descriptors.pipe(ends);
        if (error < 0) {
            return trouble("create pipe", error);
        }
        // Before the fork, so that no death and no order is missed.
        signalFd = signals.open(PASSED_ON | Signal.bit(Signal.CHLD));
        if (signalFd < 0) {
            return trouble("wait for signals", signalFd);
        }
        // Where the system refuses it, the pipe alone tells, as it always did.
        processes.becomeSubreaper();
        program = processes.forkInto(new Child(ends));
        if (program < 0) {
            return trouble("fork", program);
        }
        descriptors.close(ends[1]);
        pipe = ends[0];
        descriptors.setNonBlocking(pipe, true);
        error = poller.add(signalFd, SIGNAL_TOKEN, Ready.READABLE);
        if (error >= 0) {
            error = poller.add(pipe, PIPE_TOKEN, Ready.READABLE);
        }
        return error < 0 ? trouble("wait for child", error) : null;
    }

    @Override
    public long step(Ready ready, long nowNs) {
        if (ready.of(PIPE_TOKEN) != 0) {
            drain();
        }
        if (ready.of(SIGNAL_TOKEN) != 0) {
            takeSignals();
        }
        return NEVER;
    }

    @Override
    public @Nullable Outcome outcome() {
        if (pipe >= 0 || !programEnded || !childless) {
            return null;
        }
        exit.waitStatus = programStatus;
        if (exit.crashed()) {
            messages.fatal().add("child crashed").end();
            return Outcome.exit(Outcome.TROUBLE);
        }
        return Outcome.exit(exit.code());
    }

    private void drain() {
        int n = 1;
        while (n > 0 || n == -Errno.EINTR) {
            n = descriptors.read(pipe, buffer, 0, buffer.length);
        }
        if (n != -Errno.EAGAIN) {
            poller.remove(pipe);
            descriptors.close(pipe);
            pipe = -1;
        }
    }

    private void takeSignals() {
        int signal = signals.next(signalFd);
        while (signal > 0) {
            if (signal == Signal.CHLD) {
                reap();
            } else {
                passOn(signal);
            }
            signal = signals.next(signalFd);
        }
    }

    private void reap() {
        int pid = processes.reap(exit);
        while (pid > 0) {
            if (pid == program) {
                programEnded = true;
                programStatus = exit.waitStatus;
            }
            pid = processes.reap(exit);
        }
        childless = pid == -Errno.ECHILD;
    }

    /** To all children: the program, and those daemons that have come to us. None of them is reaped while we go through the list. */
    private void passOn(int signal) {
        int list = files.open(Files.CWD, CHILDREN, OpenFlag.READ, 0);
        int length = list < 0 ? list : descriptors.read(list, buffer, 0, buffer.length);
        if (list >= 0) {
            descriptors.close(list);
        }
        if (length <= 0 && !programEnded) {
            processes.kill(program, signal);
        }
        int pid = 0;
        for (int i = 0; i < length; i++) {
            if (buffer[i] >= '0' && buffer[i] <= '9') {
                pid = pid * 10 + buffer[i] - '0';
            } else if (pid > 0) {
                processes.kill(pid, signal);
                pid = 0;
            }
        }
    }

    private Outcome trouble(String deed, int error) {
        messages.fatal().add("unable to ").add(deed).because(-error);
        return Outcome.exit(Outcome.TROUBLE);
    }

    /** Becomes the program. */
    private final class Child implements ForkedEntry {
        private final int[] ends;

        Child(int[] ends) {
            this.ends = ends;
        }

        @Override
        public int run(Port port) {
            Descriptors own = port.descriptors();
            // The copies take the numbers from 3 on, as ever: some scripts write to one.
            own.close(ends[0]);
            own.close(signalFd);
            own.setCloseOnExec(ends[1], false);
            for (int i = 0; i < COPIES; i++) {
                own.duplicate(ends[1]);
            }
            byte[][] arguments = invocation.arguments();
            int error = ProgramSearch.exec(
                    port.exec(), arguments[0], arguments, invocation.environment(), invocation.variable("PATH"));
            new Messages(own, "fghack")
                    .fatal()
                    .add("unable to run ")
                    .add(arguments[0])
                    .because(-error);
            return Outcome.TROUBLE;
        }
    }
}
