package org.yagura.tools.yagura.init;

import org.jspecify.annotations.Nullable;
import org.yagura.core.init.Rewrites;
import org.yagura.core.init.Shutdown;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.ChildExit;
import org.yagura.os.Errno;
import org.yagura.os.Port;
import org.yagura.os.Processes;
import org.yagura.os.Ready;
import org.yagura.os.Signal;
import org.yagura.os.Signals;
import org.yagura.os.WatchEvents;
import org.yagura.os.Watches;
import org.yagura.tools.Daemon;
import org.yagura.tools.Messages;
import org.yagura.tools.NameList;
import org.yagura.tools.Outcome;
import org.yagura.tools.yagura.Call;

/**
 * The first process over a directory of services. A svscan does the work; this one reaps, passes signals on, puts names before the lines of
 * services, and ends as the main service does.
 */
final class Tree implements Daemon {
    private static final int SIGNALS_TOKEN = 0;
    private static final int WATCHES_TOKEN = 1;
    private static final int OUTPUTS_TOKEN = 2;
    /** Who does not end by KILL so many times is left to the end of the first process. */
    private static final int KILLS_MAX = 3;
    /** How long what was left behind may take to end, and our reader to read. */
    private static final long LAST_NS = 2_000_000_000L;

    private static final int EVERYBODY = -1;

    private final Call call;
    private final Settings settings;
    private final Port port;
    private final Messages messages;
    private final Processes processes;
    private final Signals signals;
    private final StateDirectory state;
    private final Outputs outputs;
    private final Shutdown shutdown;
    private final ChildExit exit = new ChildExit();
    private final WatchEvents events = new WatchEvents();

    private byte[] directory;
    private boolean copied;
    private @Nullable MainService main;
    private @Nullable Scanning scanning;
    private int signalFd = -1;
    private int watchFd = -1;
    private int mainWatch = -1;
    private int kills;
    private long lastNs = NEVER;
    private @Nullable Outcome outcome;

    Tree(Call call, Settings settings) {
        this.call = call;
        this.settings = settings;
        port = call.port;
        messages = call.messages;
        processes = port.processes();
        signals = port.signals();
        state = new StateDirectory(port, messages);
        outputs = new Outputs(port, settings.stamp(), OUTPUTS_TOKEN);
        shutdown = new Shutdown(settings.main() != null, settings.graceNs());
        directory = settings.directory();
    }

    @Override
    public @Nullable Outcome begin(long nowNs) {
        Outcome trouble = Outcome.exit(Outcome.TROUBLE);
        signalFd = signals.open(PassedSignals.set() | Signal.bit(Signal.CHLD));
        int error = signalFd < 0 ? signalFd : port.poller().add(signalFd, SIGNALS_TOKEN, Ready.READABLE);
        if (error < 0) {
            messages.fatal().add("unable to wait for signals").because(-error);
            return trouble;
        }
        processes.becomeSubreaper();
        directory = state.absolute(directory);
        int count = new NameList(port.files(), port.descriptors()).read(directory);
        if (count < 0) {
            messages.fatal().add("unable to read ").add(settings.directory()).because(-count);
            return trouble;
        }
        return prepareState() && prepareMain() && prepareOutputs() && startScanning(nowNs) ? null : trouble;
    }

    private boolean prepareState() {
        copied = state.isNeeded(directory);
        boolean wanted = copied || !settings.plain();
        if (wanted && !state.make(settings.state())) {
            return false;
        }
        if (copied) {
            if (state.copyServices(directory) < 0) {
                return false;
            }
            directory = state.copies();
        }
        return true;
    }

    private boolean prepareMain() {
        byte[] name = settings.main();
        watchFd = port.watches().open();
        if (watchFd >= 0) {
            port.poller().add(watchFd, WATCHES_TOKEN, Ready.READABLE);
        }
        if (name == null) {
            return true;
        }
        MainService service = new MainService(port, messages, directory, name);
        if (!service.prepare()) {
            return false;
        }
        mainWatch = watchFd < 0 ? watchFd : service.watch(port.watches(), watchFd);
        if (mainWatch < 0) {
            messages.fatal().add("unable to watch ").add(name).because(-mainWatch);
            return false;
        }
        main = service;
        return true;
    }

    private boolean prepareOutputs() {
        if (settings.plain()) {
            return true;
        }
        int error = watchFd < 0
                ? watchFd
                : port.watches().watch(watchFd, state.outputs(), Watches.CREATED | Watches.ONLY_DIRECTORY);
        if (error < 0) {
            messages.fatal().add("unable to watch ").add(state.outputs()).because(-error);
            return false;
        }
        NameList names = new NameList(port.files(), port.descriptors());
        int count = names.read(state.outputs());
        for (int i = 0; i < count; i++) {
            read(names.get(i));
        }
        return true;
    }

    private boolean startScanning(long nowNs) {
        byte[] fifos = settings.plain() ? null : state.outputs();
        Scanning begun = new Scanning(port, call.invocation, messages, directory, fifos);
        scanning = begun;
        if (settings.plain()) {
            return begun.start(nowNs);
        }
        int[] ends = new int[2];
        int error = port.descriptors().pipe(ends);
        if (error >= 0) {
            error = outputs.addMessages(ends[0]);
        }
        if (error < 0) {
            messages.fatal().add("unable to create pipe").because(-error);
            return false;
        }
        // Our own end stays open, for the next svscan if this one should be killed.
        begun.output(ends[1]);
        return begun.start(nowNs);
    }

    @Override
    public long step(Ready ready, long nowNs) {
        Scanning begun = scanning;
        if (begun == null) {
            return NEVER;
        }
        outputs.step(ready);
        if (ready.of(WATCHES_TOKEN) != 0) {
            takeChanges(nowNs, begun);
        }
        takeSignals(nowNs, begun);
        reap(begun, nowNs);
        carryOut(shutdown.onTime(nowNs), 0, begun, nowNs);
        if (lastNs == NEVER && shutdown.isOver()) {
            lastNs = nowNs + LAST_NS;
            if (processes.pid() == 1) {
                processes.kill(EVERYBODY, Signal.TERM);
            }
        }
        if (lastNs != NEVER) {
            finish(nowNs);
            return lastNs;
        }
        begun.start(nowNs);
        return Math.min(shutdown.nextNs(), begun.nextNs());
    }

    @Override
    public @Nullable Outcome outcome() {
        return outcome;
    }

    private void takeChanges(long nowNs, Scanning begun) {
        while (port.watches().next(watchFd, events) > 0) {
            while (events.advance()) {
                if (events.watch() != mainWatch) {
                    read(events.name());
                }
            }
        }
        MainService service = main;
        if (service != null && service.hasEnded()) {
            carryOut(shutdown.onMainEnded(service.waitStatus(), nowNs), 0, begun, nowNs);
        }
    }

    private void read(byte[] name) {
        int error = name.length == 0 ? 0 : outputs.addService(state.outputs(), name);
        if (error < 0) {
            messages.warning().add("unable to read the output of ").add(name).because(-error);
        }
    }

    private void takeSignals(long nowNs, Scanning begun) {
        for (int signal = signals.next(signalFd); signal > 0; signal = signals.next(signalFd)) {
            int meant = signal == Signal.CHLD
                    ? Rewrites.DROPPED
                    : settings.rewrites().of(signal);
            if (meant != Rewrites.DROPPED) {
                carryOut(shutdown.onSignal(meant, nowNs), meant, begun, nowNs);
            }
        }
    }

    private void carryOut(Shutdown.Deed deed, int signal, Scanning begun, long nowNs) {
        MainService service = main;
        switch (deed) {
            case NOTHING -> {}
            case TELL_MAIN -> {
                if (service != null) {
                    service.signal(signal);
                }
            }
            case STOP_TREE -> begun.stop(nowNs);
            case KILL -> {
                kills++;
                if (kills >= KILLS_MAX) {
                    messages.warning()
                            .add("giving up on what KILL does not end")
                            .end();
                    shutdown.onTreeEnded();
                }
                if (service != null) {
                    service.signal(Signal.KILL);
                }
                begun.kill(nowNs);
            }
            case LOOK -> {
                if (copied) {
                    state.copyServices(state.absolute(settings.directory()));
                }
                begun.look(nowNs);
            }
        }
    }

    /** @return whether there are children left */
    private boolean reap(Scanning begun, long nowNs) {
        int pid = processes.reap(exit);
        while (pid > 0) {
            if (begun.ended(pid)) {
                svscanEnded(nowNs);
            }
            pid = processes.reap(exit);
        }
        return pid != -Errno.ECHILD;
    }

    private void svscanEnded(long nowNs) {
        if (shutdown.hasBegun() && !exit.crashed()) {
            // The main service's last words about itself may be here before they were told of.
            MainService service = main;
            if (service != null && service.hasEnded()) {
                shutdown.onMainEnded(service.waitStatus(), nowNs);
            }
            shutdown.onTreeEnded();
            return;
        }
        messages.warning().add("svscan has ended, starting it again").end();
    }

    /** Nobody is left but what services have left behind: it has had its TERM. */
    private void finish(long nowNs) {
        Scanning begun = scanning;
        boolean left = begun != null && processes.pid() == 1 && reap(begun, nowNs);
        outputs.drain();
        if ((left || !outputs.isEmpty()) && nowNs < lastNs) {
            return;
        }
        byte[] program = settings.finish();
        if (program == null) {
            outcome = Outcome.exit(shutdown.exitCode());
            return;
        }
        if (left) {
            processes.kill(EVERYBODY, Signal.KILL);
        }
        byte[] code = new ByteBuilder(4).appendDecimal(shutdown.exitCode()).toBytes();
        byte[][] words = {program, code};
        outcome = new Outcome.Exec("yagura", words, call.invocation.environment());
    }
}
