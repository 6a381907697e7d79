package org.yagura.tools.yagura.init;

import org.jspecify.annotations.Nullable;
import org.yagura.core.init.Rewrites;
import org.yagura.core.init.Shutdown;
import org.yagura.os.ChildExit;
import org.yagura.os.Errno;
import org.yagura.os.ForkedEntry;
import org.yagura.os.Port;
import org.yagura.os.Processes;
import org.yagura.os.Ready;
import org.yagura.os.Signal;
import org.yagura.os.Signals;
import org.yagura.tools.Daemon;
import org.yagura.tools.Messages;
import org.yagura.tools.Outcome;
import org.yagura.tools.ProgramSearch;
import org.yagura.tools.yagura.Call;

/** The first process over one command: reaps what comes to it, passes signals on, and ends as the command does. */
final class Wrap implements Daemon {
    /** In place of a grace: nothing is killed. */
    static final long NO_GRACE = -1;

    private static final int SIGNALS_TOKEN = 0;
    private static final int STDIN = 0;
    private static final int KILLED_BY = 128;
    /** What a terminal sends to all processes that it shows, the command among them. */
    private static final long OF_TERMINAL =
            Signal.bit(Signal.INT) | Signal.bit(Signal.QUIT) | Signal.bit(Signal.TSTP) | Signal.bit(Signal.WINCH);

    private final Call call;
    private final byte[][] command;
    private final Rewrites rewrites;
    private final long graceNs;
    private final boolean group;
    private final Processes processes;
    private final Signals signals;
    private final ChildExit exit = new ChildExit();

    private int signalFd = -1;
    private int pid;
    private long passed = PassedSignals.set();
    private long killNs = NEVER;
    private @Nullable Outcome outcome;

    /** @param group whether the command leads a process group of its own, which gets the signals, and the terminal if it was ours */
    Wrap(Call call, byte[][] command, Rewrites rewrites, long graceNs, boolean group) {
        this.call = call;
        this.command = command;
        this.rewrites = rewrites;
        this.graceNs = graceNs;
        this.group = group;
        processes = call.port.processes();
        signals = call.port.signals();
    }

    @Override
    public @Nullable Outcome begin(long nowNs) {
        boolean terminal = call.port.terminal().size(STDIN, new int[2]) == 0;
        if (terminal && !group) {
            passed &= ~OF_TERMINAL;
        }
        // Before the fork, so that no death and no order is missed. What the terminal sends is for the command; we live
        // on.
        signalFd = signals.open(PassedSignals.set() | Signal.bit(Signal.CHLD));
        int error = signalFd < 0 ? signalFd : call.port.poller().add(signalFd, SIGNALS_TOKEN, Ready.READABLE);
        if (error < 0) {
            return trouble("wait for signals", error);
        }
        // Where it is refused orphans go elsewhere, as they always did.
        processes.becomeSubreaper();
        pid = processes.forkInto(new Child());
        return pid < 0 ? trouble("fork", pid) : null;
    }

    @Override
    public long step(Ready ready, long nowNs) {
        if (ready.of(SIGNALS_TOKEN) != 0) {
            for (int signal = signals.next(signalFd); signal > 0; signal = signals.next(signalFd)) {
                if (signal == Signal.CHLD) {
                    reap();
                } else if ((passed & Signal.bit(signal)) != 0) {
                    pass(rewrites.of(signal), nowNs);
                }
            }
        }
        if (nowNs >= killNs) {
            killNs = NEVER;
            send(Signal.KILL);
        }
        return killNs;
    }

    @Override
    public @Nullable Outcome outcome() {
        return outcome;
    }

    private void pass(int signal, long nowNs) {
        if (signal == Rewrites.DROPPED) {
            return;
        }
        send(signal);
        boolean ends = signal == Shutdown.TERM || signal == Shutdown.INT || signal == Shutdown.QUIT;
        if (ends && graceNs != NO_GRACE && killNs == NEVER) {
            killNs = nowNs + graceNs;
        }
    }

    private void send(int signal) {
        // Until the child has come to lead its group there is none.
        if (!group || processes.kill(-pid, signal) == -Errno.ESRCH) {
            processes.kill(pid, signal);
        }
    }

    private void reap() {
        for (int ended = processes.reap(exit); ended > 0; ended = processes.reap(exit)) {
            if (ended == pid) {
                if (group) {
                    call.port.terminal().takeBack(STDIN, pid);
                }
                outcome = Outcome.exit(exit.crashed() ? KILLED_BY + exit.signal() : exit.code());
            }
        }
    }

    private Outcome trouble(String deed, int error) {
        call.messages.fatal().add("unable to ").add(deed).because(-error);
        return Outcome.exit(Outcome.TROUBLE);
    }

    /** Becomes the command. */
    private final class Child implements ForkedEntry {
        @Override
        public int run(Port port) {
            if (group) {
                port.terminal().leadGroup(STDIN);
            }
            int error = ProgramSearch.exec(
                    port.exec(), command[0], command, call.invocation.environment(), call.invocation.variable("PATH"));
            new Messages(port.descriptors(), "yagura")
                    .fatal()
                    .add("unable to run ")
                    .add(command[0])
                    .because(-error);
            return Outcome.TROUBLE;
        }
    }
}
