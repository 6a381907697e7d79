package org.yagura.tools.supervise;

import org.jspecify.annotations.Nullable;
import org.yagura.core.adopt.Surroundings;
import org.yagura.core.handover.Handover;
import org.yagura.core.supervise.Moment;
import org.yagura.core.supervise.SuperviseState;
import org.yagura.os.ChildExit;
import org.yagura.os.Clock;
import org.yagura.os.Descriptors;
import org.yagura.os.Files;
import org.yagura.os.Poller;
import org.yagura.os.Processes;
import org.yagura.os.Ready;
import org.yagura.os.Signal;
import org.yagura.os.Signals;
import org.yagura.os.Sockets;
import org.yagura.os.Succession;
import org.yagura.tools.Daemon;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Outcome;
import org.yagura.tools.ServiceDirectory;
import org.yagura.tools.upgrade.StateCheck;

/**
 * Starts and watches a service: {@code supervise DIR}. As {@code supervise NAME log}, which is how svscan calls it, it looks after the
 * service's logger in {@code NAME/log} too, and after the pipe between them.
 *
 * <p>As {@code supervise NAME stop} it does the same at the end of a svscan: what another has left running is found and stopped, and
 * nothing is started but a logger that is needed to the end.
 *
 * <p>A third argument is a word as in the file {@code compat}, for directories that have none.
 *
 * <p>With two slots svscan can tell it by single bytes in the FIFO {@code NAME/supervise/scan} that a slot that has ended is to live
 * again: {@code s} the service, {@code l} the logger, also one whose directory is new; and by {@code t} to stop, as by TERM, where it
 * cannot know which process that would be for.
 *
 * <p>Signals: TERM and INT stop the service, drain the pipe and end the process; once more, while it drains, ends the logger at once. HUP
 * does nothing but make it look whether its directories are still there. USR1 asks for an upgrade in place.
 */
public final class Supervise implements Daemon {
    private static final int TOKEN_SIGNALS = 0;
    private static final int TOKEN_SERVICE = 1;
    private static final int TOKEN_LOG = 2;
    private static final int TOKEN_SCAN = 3;
    private static final int TOKEN_PIPE = 4;
    private static final int TOKEN_SERVICE_PROCESS = 5;
    private static final int TOKEN_LOG_PROCESS = 6;

    private final Errand errand;
    private final Signals signals;
    private final Succession succession;
    private final Upgrading upgrading;
    private final Parts parts;
    private final SelfIdentity self;
    private final Slot service;
    private final LogSide log;
    private final ScanFifo scan;
    private final Moment now = new Moment();
    private final ChildExit childExit = new ChildExit();

    private int signalFd = -1;
    /** Whether the logger is looked after too. */
    private boolean twoSlots;
    /** Of directories that say nothing themselves. */
    private int habits;
    /** Whether a slot is to come to life, perhaps after waiting for its lock. */
    private boolean serviceComing;

    private boolean logComing;
    private final Retry retry;

    private boolean childrenToReap = true;
    /** Whether there was a step. Before the first one all that is looked at has just been opened. */
    private boolean stepped;

    /** Whether it is here to stop what it finds, and has not begun to. */
    private boolean stopsWhatRuns;

    /** Whether something that it was to stop could not be had. */
    private boolean missedSome;

    private boolean stopping;
    /** Not by TERM, so that the first one is no second word. */
    private boolean stoppedByByte;

    private @Nullable Outcome outcome;

    public Supervise(
            Invocation invocation,
            Files files,
            Descriptors descriptors,
            Processes processes,
            Signals signals,
            Poller poller,
            Clock clock,
            Sockets sockets,
            Succession succession) {
        errand = new Errand(invocation.arguments());
        Surroundings told = new Surroundings();
        told.hear(processes.told());
        retry = new Retry(processes, told.svscanPid);
        this.signals = signals;
        this.succession = succession;
        parts = new Parts(
                files,
                descriptors,
                processes,
                poller,
                clock,
                sockets,
                invocation::environment,
                new Messages(descriptors, "supervise"));
        self = new SelfIdentity(parts, told);
        service = new Slot(parts, self, errand.name, TOKEN_SERVICE, TOKEN_SERVICE_PROCESS, Starting.SERVICE_END);
        log = new LogSide(parts, self, service, TOKEN_LOG, TOKEN_LOG_PROCESS, TOKEN_PIPE);
        scan = new ScanFifo(parts, service.files, TOKEN_SCAN);
        upgrading = new Upgrading(parts, signals, succession, invocation.executable(), this, service, log.slot);
    }

    @Override
    public @Nullable Outcome begin(long nowNs) {
        int left = succession.inherited();
        if (left >= 0) {
            return takeOver(left, nowNs);
        }
        if (StateCheck.isAskedFor(errand.arguments)) {
            return new StateCheck(parts.descriptors(), parts.messages()).run(Handover.SUPERVISE);
        }
        if (!errand.isRight) {
            parts.messages().usage().add("supervise dir").end();
            return Outcome.exit(Outcome.USAGE);
        }
        setNow(nowNs);
        if (!openSignals() || !openDirectory()) {
            return Outcome.exit(Outcome.TROUBLE);
        }
        twoSlots = errand.ofBoth;
        stopsWhatRuns = errand.stops;
        setHabits(errand.habits);
        self.read();
        serviceComing = true;
        logComing = twoSlots;
        bringUp();
        return nothingLeft() ? Outcome.exit(Outcome.TROUBLE) : null;
    }

    @Override
    public long step(Ready ready, long nowNs) {
        setNow(nowNs);
        if (ready.of(TOKEN_PIPE) != 0) {
            log.pipe.onWritersGone();
        }
        if (ready.of(TOKEN_SIGNALS) != 0) {
            takeSignals();
        }
        seeAdopted(ready);
        if (childrenToReap) {
            reap();
        }
        if (ready.of(TOKEN_SERVICE) != 0) {
            service.onControl(now);
        }
        if (ready.of(TOKEN_LOG) != 0) {
            log.slot.onControl(now);
        }
        if (stepped) {
            lookAround();
        }
        stepped = true;
        if (ready.of(TOKEN_SCAN) != 0) {
            takeNudges();
        }
        if (now.monotonicNs >= retry.dueNs()) {
            bringUp();
        }
        if (stopsWhatRuns && !serviceComing && !logComing) {
            stopsWhatRuns = false;
            stop();
        }
        service.onDeadline(now);
        log.slot.onDeadline(now);
        if ((stopping || log.endsWithService()) && !service.alive() && !serviceComing) {
            log.drain(now);
        }
        service.flush(now);
        log.slot.flush(now);
        // Before an upgrade, which forgets what has not been written.
        service.writeEvents();
        log.slot.writeEvents();
        if (nothingLeft()) {
            upgrading.cancel();
            outcome = Outcome.exit(missedSome ? Outcome.TROUBLE : Outcome.DONE);
        } else {
            upgrading.step(now);
        }
        service.settle();
        log.slot.settle();
        long ofSlotsNs = Math.min(service.deadlineNs(), log.slot.deadlineNs());
        return Math.min(Math.min(ofSlotsNs, upgrading.deadlineNs()), Math.min(log.drain.deadlineNs(), retry.dueNs()));
    }

    @Override
    public boolean startsLean() {
        return true;
    }

    // ---- upgrade in place

    /** Puts all of it into a state that is handed over. */
    void handOver(SuperviseState to) {
        to.twoSlots = twoSlots;
        to.serviceComing = serviceComing;
        to.logComing = logComing;
        to.stopping = stopping;
        retry.handOver(to);
        to.habits = habits;
        to.scanFd = scan.fd();
        service.handOver(to.service);
        log.handOver(to);
    }

    /** Goes on where the program before in this process has stopped. What cannot be had ends us; then another supervise adopts. */
    private @Nullable Outcome takeOver(int left, long nowNs) {
        SuperviseState state = new SuperviseState();
        if (!upgrading.inherit(left, state)) {
            parts.messages()
                    .fatal()
                    .add("unable to go on with ")
                    .add(service.name)
                    .add(": no state was left")
                    .end();
            return Outcome.exit(Outcome.TROUBLE);
        }
        setNow(nowNs);
        twoSlots = state.twoSlots;
        serviceComing = state.serviceComing;
        logComing = state.logComing;
        stopping = state.stopping;
        stopsWhatRuns = errand.stops && !stopping;
        retry.takeOver(state);
        setHabits(state.habits);
        self.takeOver(state.service.alive ? state.service.status : state.log.status);
        if (!openSignals()) {
            return Outcome.exit(Outcome.TROUBLE);
        }
        int result = scan.takeOver(state.scanFd);
        result = result < 0 ? result : service.takeOver(state.service);
        result = result < 0 ? result : log.takeOver(state);
        if (result < 0) {
            service.files.fatal("unable to watch ", "", -result);
            return Outcome.exit(Outcome.TROUBLE);
        }
        upgrading.tell();
        return null;
    }

    private void setHabits(int byDefault) {
        habits = byDefault;
        service.habits.byDefault(habits);
        log.slot.habits.byDefault(habits);
    }

    @Override
    public @Nullable Outcome outcome() {
        return outcome;
    }

    private boolean openSignals() {
        long set = Signal.bit(Signal.TERM) | Signal.bit(Signal.INT) | Signal.bit(Signal.HUP) | Signal.bit(Signal.USR1);
        signalFd = signals.open(set | Signal.bit(Signal.CHLD));
        int error = signalFd < 0 ? signalFd : parts.poller().add(signalFd, TOKEN_SIGNALS, Ready.READABLE);
        if (error < 0) {
            service.files.fatal("unable to read signals for ", "", -error);
            return false;
        }
        return true;
    }

    private boolean openDirectory() {
        int fd = ServiceDirectory.open(parts.files(), service.name);
        int error = fd < 0 ? fd : parts.files().changeDirectory(fd);
        if (error < 0) {
            service.files.fatal("unable to chdir to ", "", -error);
            return false;
        }
        service.attach(fd);
        return true;
    }

    private void setNow(long nowNs) {
        now.set(nowNs, parts.clock().wallNs(), parts.clock().bootNs());
    }

    /**
     * Brings those slots to life that are to come. All that both need is taken before either begins, so that the service's first line
     * finds the pipe. A lock whose holder no longer answers is about to be let go of, by a child that has not become {@code run} yet:
     * one that was started by svscan waits for it.
     */
    private void bringUp() {
        retry.cancel();
        if (givesUp()) {
            return;
        }
        if (!scan.isOpen() && twoSlots && !log.drain.begun()) {
            if (service.alive()) {
                openScan();
            }
            // Nobody can tell us to bring back a slot that is not alive; so we try by ourselves.
            serviceComing |= !service.alive();
            logComing |= !log.slot.alive();
        }
        if (serviceComing && !takeService()) {
            return;
        }
        if (serviceComing && !twoSlots && service.habits.logIsFile(service.dirFd())) {
            twoSlots = true;
            logComing = true;
        }
        SlotFiles.Hold logHold = logComing ? log.take() : SlotFiles.Hold.FAILED;
        if (logHold == SlotFiles.Hold.BUSY || logHold == SlotFiles.Hold.LATER) {
            if (serviceComing) {
                // Nobody is to be heard who is not listened to.
                service.letGo();
            }
            retry.later(logHold == SlotFiles.Hold.BUSY, now);
            return;
        }
        // Asked again with the locks held: a svscan that begins from now on finds us.
        if (givesUp()) {
            return;
        }
        retry.isOver();
        missedSome |= stopsWhatRuns && logComing && logHold == SlotFiles.Hold.FAILED && !log.isMissing();
        logComing = false;
        if (logHold == SlotFiles.Hold.HELD) {
            missedSome |= !log.begin(now) && stopsWhatRuns;
        }
        if (serviceComing) {
            serviceComing = false;
            service.isToStop(stopsWhatRuns);
            missedSome |= !service.begin(now) && stopsWhatRuns;
        }
        if (!scan.isOpen() && twoSlots && (service.alive() || log.slot.alive())) {
            retry.later(false, now);
        }
    }

    /** Whether svscan, which has started us, is no more; then nothing is begun. */
    private boolean givesUp() {
        boolean nobody = errand.ofBoth && !service.alive() && !log.slot.alive() && retry.isForNobody();
        if (nobody) {
            serviceComing = false;
            logComing = false;
            service.letGo();
            log.slot.letGo();
        }
        return nobody;
    }

    /** @return whether to go on with the logger; if the service could not be had, it is no longer coming */
    private boolean takeService() {
        SlotFiles.Hold hold = service.take();
        boolean held = hold == SlotFiles.Hold.HELD;
        boolean letGoSoon = hold == SlotFiles.Hold.BUSY && twoSlots && !service.files.okHasReader();
        // By hand, whoever started it sees that it failed; svscan would only start it again.
        boolean passes = hold == SlotFiles.Hold.FAILED && twoSlots && service.files.failurePasses();
        if (letGoSoon || passes || hold == SlotFiles.Hold.LATER) {
            service.letGo();
            retry.later(letGoSoon, now);
            return false;
        }
        missedSome |= stopsWhatRuns && hold == SlotFiles.Hold.FAILED;
        if (hold == SlotFiles.Hold.BUSY) {
            service.sayBusy();
            if (scan.isAnothers()) {
                // One like us, which looks after the logger too.
                logComing = false;
            }
        }
        if (twoSlots && !scan.isOpen() && (held || logComing)) {
            openScan();
        }
        if (!held) {
            serviceComing = false;
            service.letGo();
        }
        return true;
    }

    private void openScan() {
        if (scan.open()) {
            retry.later(false, now);
        }
    }

    private void takeSignals() {
        for (int signal = signals.next(signalFd); signal > 0; signal = signals.next(signalFd)) {
            switch (signal) {
                case Signal.CHLD -> childrenToReap = true;
                case Signal.TERM, Signal.INT -> terminated();
                case Signal.USR1 -> upgrading.want();
                default -> {
                    // HUP: that there was an event is all.
                }
            }
        }
    }

    private void terminated() {
        if (!stoppedByByte) {
            stop();
        }
        stoppedByByte = false;
    }

    private void stop() {
        if (stopsWhatRuns) {
            return;
        }
        if (log.drain.begun()) {
            log.drain.cutShort(now);
            return;
        }
        stopping = true;
        serviceComing = false;
        logComing = false;
        retry.cancel();
        if (service.alive()) {
            service.terminate(now);
        } else {
            service.letGo();
        }
    }

    private void reap() {
        childrenToReap = false;
        for (int pid = parts.processes().reap(childExit);
                pid > 0;
                pid = parts.processes().reap(childExit)) {
            if (upgrading.reaped(pid, childExit.waitStatus)) {
                continue;
            }
            // Whose number the adopted one has may be another's already; a child's is its own.
            boolean ofLog = pid == log.slot.pid() && (pid != service.pid() || service.adoption.holds());
            if (ofLog) {
                log.onChildExited(childExit.waitStatus, now);
            } else if (pid == service.pid()) {
                service.onChildExited(childExit.waitStatus, now);
            }
        }
    }

    private void seeAdopted(Ready ready) {
        if (service.adoptedEnded(ready.of(TOKEN_SERVICE_PROCESS), now)) {
            service.onChildExited(service.adoption.waitStatus, now);
        }
        if (log.slot.adoptedEnded(ready.of(TOKEN_LOG_PROCESS), now)) {
            log.onChildExited(log.slot.adoption.waitStatus, now);
        }
    }

    private void takeNudges() {
        scan.read();
        if (scan.stop && !stopping && !log.drain.begun()) {
            // svscan could not know whom to signal, and may find out yet.
            stop();
            stoppedByByte = true;
        }
        stopping |= scan.stop;
        if (!stopping || service.alive()) {
            serviceComing |= scan.service && !service.alive() && !log.drain.begun();
            logComing |= scan.log && !log.slot.alive() && !scan.stop;
        }
        if (serviceComing || logComing) {
            bringUp();
        }
    }

    /** Checks with each event whether directories were removed or replaced. While nothing happens nobody needs to know. */
    private void lookAround() {
        service.lookAround(now);
        if (!twoSlots || stopping) {
            return;
        }
        if (log.lookAround(now)) {
            logComing = true;
            bringUp();
        }
        if (service.isSettled() && scan.dropRemoved()) {
            openScan();
        }
    }

    private boolean nothingLeft() {
        return !service.alive() && !log.slot.alive() && !serviceComing && !logComing;
    }
}
