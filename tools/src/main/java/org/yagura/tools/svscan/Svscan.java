package org.yagura.tools.svscan;

import org.jspecify.annotations.Nullable;
import org.yagura.core.handover.Handover;
import org.yagura.core.handover.HandoverReader;
import org.yagura.core.handover.HandoverWriter;
import org.yagura.core.scan.ScanPlan;
import org.yagura.core.scan.Service;
import org.yagura.core.scan.StopPlan;
import org.yagura.core.scan.SvscanState;
import org.yagura.os.ChildExit;
import org.yagura.os.Clock;
import org.yagura.os.Descriptors;
import org.yagura.os.Files;
import org.yagura.os.Limits;
import org.yagura.os.Poller;
import org.yagura.os.Processes;
import org.yagura.os.Ready;
import org.yagura.os.Resource;
import org.yagura.os.Signal;
import org.yagura.os.Signals;
import org.yagura.os.Succession;
import org.yagura.os.Watches;
import org.yagura.tools.Daemon;
import org.yagura.tools.FileStart;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Outcome;
import org.yagura.tools.ThisBoot;
import org.yagura.tools.upgrade.StateCheck;
import org.yagura.tools.upgrade.Upgrade;
import org.yagura.tools.upgrade.UpgradePort;

/**
 * {@code svscan [DIR]}: starts one supervise for each directory in the scan directory, and keeps it so. Changes are told by the kernel; a
 * look every five seconds is kept for what it cannot tell of.
 */
public final class Svscan implements Daemon {
    private static final int TOKEN_SIGNALS = 0;
    private static final int TOKEN_WATCHES = 1;
    private static final long NET_NS = 5_000_000_000L;
    /** Services attended to between two looks at signals and events. */
    private static final int ATTENDED_PER_STEP = 64;
    /** Descriptors that are enough for the largest table, and those kept for our own work. */
    private static final long OPEN_FILES_WANTED = 3L * ScanPlan.SERVICES_MAX + 1_000;

    private static final long OPEN_FILES_SPARE = 64;
    private static final long SIGNALS = Signal.bit(Signal.TERM)
            | Signal.bit(Signal.INT)
            | Signal.bit(Signal.QUIT)
            | Signal.bit(Signal.HUP)
            | Signal.bit(Signal.USR1)
            | Signal.bit(Signal.CHLD);

    private final Invocation invocation;
    private final Files files;
    private final Descriptors descriptors;
    private final Processes processes;
    private final Signals signals;
    private final Poller poller;
    private final Limits limits;

    private final Messages messages;
    private final ScanPlan plan = new ScanPlan();
    private final Holds holds;
    private final Watching watching;
    private final ScanDirectory directory;
    private final Scanner scanner;
    private final Slots slots;
    private final Starter starter;
    private final Orphans orphans;
    private final Attendant attendant;
    private final Changes changes;
    private final Parts parts;
    private final Recognition recognition;
    private final Succession succession;
    private final Upgrade upgrade;
    private final TreeUpgrade treeUpgrade;
    private final ChildExit exit = new ChildExit();

    private StopPlan stop = new StopPlan(StopPlan.NO_GRACE);
    private @Nullable Stopper stopper;
    private int signalFd = -1;
    private long netNs;
    private long scanInStopNs = NEVER;
    private int scansInStop;
    private boolean childrenToReap = true;
    private boolean upgradeWanted;
    private @Nullable Outcome outcome;

    public Svscan(
            Invocation invocation,
            Files files,
            Descriptors descriptors,
            Processes processes,
            Signals signals,
            Poller poller,
            Clock clock,
            Watches watches,
            Limits limits,
            Succession succession) {
        this.invocation = invocation;
        this.files = files;
        this.descriptors = descriptors;
        this.processes = processes;
        this.signals = signals;
        this.poller = poller;
        this.limits = limits;
        messages = new Messages(descriptors, "svscan");
        holds = new Holds(descriptors, poller);
        watching = new Watching(watches);
        parts = new Parts(plan, holds, watching, messages);
        directory = new ScanDirectory(files, descriptors);
        scanner = new Scanner(parts, files, directory);
        slots = new Slots(parts, files, descriptors);
        FileStart start = new FileStart(files, descriptors);
        ThisBoot boot = new ThisBoot(start);
        starter = new Starter(
                invocation, new Telling(boot, files, processes, clock), files, descriptors, processes, messages);
        orphans = new Orphans(slots, files, descriptors, processes);
        recognition = new Recognition(parts, boot, start, files, descriptors, processes);
        Remains remains = new Remains(slots, holds, recognition, start, descriptors, processes);
        attendant = new Attendant(parts, scanner, slots, new Leftovers(orphans, remains), starter, processes);
        changes = new Changes(parts, scanner, attendant);
        this.succession = succession;
        upgrade = new Upgrade(
                new UpgradePort(files, descriptors, processes, signals, succession),
                messages,
                Handover.SVSCAN,
                "svscan",
                invocation.executable());
        treeUpgrade = new TreeUpgrade(parts, recognition, processes);
    }

    @Override
    public @Nullable Outcome begin(long nowNs) {
        int left = succession.inherited();
        if (left < 0 && StateCheck.isAskedFor(invocation.arguments())) {
            return new StateCheck(descriptors, messages).run(Handover.SVSCAN);
        }
        Settings settings = new Settings(messages);
        if (!settings.take(invocation)) {
            messages.usage().add(Settings.USAGE).end();
            return Outcome.exit(Outcome.USAGE);
        }
        starter.follow(settings);
        stop = new StopPlan(settings.graceSeconds());
        if (left >= 0) {
            return takeOver(left, nowNs) ? null : Outcome.exit(Outcome.TROUBLE);
        }
        byte[] name = settings.directory();
        int result = directory.enter(name);
        if (result < 0) {
            messages.fatal()
                    .add("unable to chdir to ")
                    .add(name == null ? ScanDirectory.HERE : name)
                    .because(-result);
            return Outcome.exit(Outcome.TROUBLE);
        }
        return openEvents() ? null : Outcome.exit(Outcome.TROUBLE);
    }

    @Override
    public long step(Ready ready, long nowNs) {
        boolean changed = false;
        starter.stepBegins();
        for (int i = 0; i < ready.count(); i++) {
            int token = ready.token(i);
            if (token == TOKEN_SIGNALS) {
                takeSignals(nowNs);
            } else if (token == TOKEN_WATCHES) {
                changed = true;
            } else {
                ended(token, nowNs);
            }
        }
        if (outcome != null) {
            return NEVER;
        }
        if (childrenToReap) {
            reap(nowNs);
        }
        if (changed) {
            changes.take(nowNs);
        }
        if (!stop.hasBegun()) {
            scanIfDue(nowNs);
        } else if (nowNs >= scanInStopNs) {
            scanInStop(nowNs);
        }
        attendDue(nowNs, ATTENDED_PER_STEP);
        treeUpgrade.step(nowNs);
        long nextNs = stop.hasBegun() ? stepOfStop(nowNs) : nextNs(nowNs);
        if (outcome == null) {
            stepOfUpgrade(nowNs);
        }
        return Math.min(nextNs, Math.min(upgrade.deadlineNs(), treeUpgrade.deadlineNs()));
    }

    // ---- upgrade in place

    private void stepOfUpgrade(long nowNs) {
        upgrade.onDeadline(nowNs);
        if (upgradeWanted && !upgrade.begun() || upgrade.isReady() && upgrade.isOutdated()) {
            upgradeWanted = false;
            upgrade.check(handOver(new SvscanState()), nowNs);
        } else if (upgrade.isReady()) {
            SvscanState state = new SvscanState();
            HandoverWriter whole = handOver(state);
            upgrade.become(whole, state.descriptors());
        }
    }

    private HandoverWriter handOver(SvscanState to) {
        Service[] all = plan.handOver(to);
        for (int i = 0; i < all.length; i++) {
            holds.handOver(all[i], to.services[i]);
        }
        orphans.handOver(to, all);
        stop.handOver(to);
        directory.handOver(to);
        scanner.handOver(to);
        slots.handOver(to);
        attendant.handOver(to);
        starter.handOver(to);
        HandoverWriter writer = upgrade.newState();
        to.encode(writer);
        return writer;
    }

    /** Goes on where the program before in this process has stopped. @return whether that can be done; if not, it was said why */
    private boolean takeOver(int left, long nowNs) {
        HandoverReader reader = upgrade.inherited(left);
        SvscanState state = new SvscanState();
        if (reader == null || !state.decode(reader)) {
            messages.fatal().add("unable to go on: no state was left").end();
            return false;
        }
        upgrade.closeOnExec(state.descriptors());
        if (!openEvents()) {
            return false;
        }
        Service[] all = plan.takeOver(state, nowNs);
        for (int i = 0; i < all.length; i++) {
            holds.takeOver(all[i], state.services[i]);
        }
        orphans.takeOver(state, all);
        stop.takeOver(state);
        directory.takeOver(state);
        scanner.takeOver(state);
        slots.takeOver(state);
        attendant.takeOver(state);
        starter.takeOver(state);
        if (stop.hasBegun()) {
            // What the one before could not look at is tried again.
            scanInStopNs = nowNs;
            beginStopping(nowNs);
        } else {
            treeUpgrade.begin(nowNs);
        }
        return true;
    }

    @Override
    public @Nullable Outcome outcome() {
        return outcome;
    }

    private boolean openEvents() {
        raiseLimit();
        // Orphans of services come to us, not to some init that knows nothing of them. Where it cannot be had, they go
        // there as ever.
        processes.becomeSubreaper();
        signalFd = signals.open(SIGNALS);
        int result = signalFd < 0 ? signalFd : poller.add(signalFd, TOKEN_SIGNALS, Ready.READABLE);
        if (result < 0) {
            messages.fatal().add("unable to wait for signals").because(-result);
            return false;
        }
        openWatches();
        return true;
    }

    /** Where it is refused, it is tried again with each full scan: others may have used up what there is. */
    private void openWatches() {
        if (watching.isOpen()) {
            return;
        }
        int watchFd = watching.open();
        int result = watchFd < 0 ? watchFd : poller.add(watchFd, TOKEN_WATCHES, Ready.READABLE);
        if (result >= 0) {
            scanner.want(true);
        } else if (watchFd >= 0) {
            // What nobody waits for tells nothing.
            descriptors.close(watchFd);
            watching.giveUp(-result);
        }
    }

    /** Three descriptors for each service with a log are more than many a limit; what we start gets the limit that we got. */
    private void raiseLimit() {
        long[] softAndHard = new long[2];
        if (limits.get(Resource.OPEN_FILES, softAndHard) < 0) {
            return;
        }
        long soft = softAndHard[0];
        long wanted = Math.min(OPEN_FILES_WANTED, softAndHard[1]);
        if (soft < wanted && limits.set(Resource.OPEN_FILES, wanted, softAndHard[1]) >= 0) {
            starter.openFiles(soft);
            soft = wanted;
        }
        holds.limit(Math.max(0, soft - OPEN_FILES_SPARE));
    }

    private void takeSignals(long nowNs) {
        for (int signal = signals.next(signalFd); signal > 0; signal = signals.next(signalFd)) {
            switch (signal) {
                case Signal.CHLD -> childrenToReap = true;
                case Signal.HUP -> lookNow(nowNs);
                case Signal.TERM, Signal.INT -> stop(nowNs);
                case Signal.QUIT -> {
                    upgrade.cancel();
                    outcome = Outcome.exit(Outcome.DONE);
                }
                case Signal.USR1 -> upgradeWanted = true;
                default -> {}
            }
        }
    }

    private void lookNow(long nowNs) {
        scanner.want(true);
        plan.hurry(nowNs);
    }

    private void reap(long nowNs) {
        childrenToReap = false;
        for (int pid = orphans.reap(exit); pid > 0; pid = orphans.reap(exit)) {
            Service service = upgrade.reaped(pid, exit.waitStatus) ? null : plan.exited(pid, exit.waitStatus, nowNs);
            if (service == null) {
                continue;
            }
            if (exit.crashed()) {
                orphans.remember(service);
            }
            // Both slots have gone with it; that of a foreign log, if it lives, is found again.
            slots.doubt(service);
            holds.of(service).terminated = false;
            plan.count(service);
        }
    }

    private void ended(int token, long nowNs) {
        Service service = plan.serviceAt(Holds.place(token));
        if (service == null) {
            return;
        }
        if (Holds.kind(token) == Holds.PROCESS) {
            holds.dropProcess(service);
            return;
        }
        boolean log = Holds.kind(token) == Holds.LOG;
        holds.dropOk(service, log);
        plan.slotEnded(service, log, nowNs);
        if (service.pid() == 0 && !stop.hasBegun() && slots.enter(service) >= 0) {
            // One of ours would be heard of by its death.
            if (slots.isKilled(log)) {
                plan.postponed(service, nowNs);
            }
            slots.leave();
        }
        askIfStopping(service, nowNs);
    }

    private void scanIfDue(long nowNs) {
        if (scanner.isWanted() || (nowNs >= netNs && scanner.needsNet())) {
            openWatches();
            scanner.scan(nowNs);
            netNs = nowNs + NET_NS;
        }
    }

    private long nextNs(long nowNs) {
        if (scanner.isWanted()) {
            return nowNs;
        }
        return scanner.needsNet() ? Math.min(plan.nextNs(), netNs) : plan.nextNs();
    }

    private void attendDue(long nowNs, int most) {
        for (int i = 0; i < most; i++) {
            Service service = plan.due(nowNs);
            if (service == null) {
                return;
            }
            attendant.attend(service, nowNs);
            askIfStopping(service, nowNs);
        }
    }

    private void stop(long nowNs) {
        boolean first = !stop.hasBegun();
        stop.signalled(nowNs);
        if (!first) {
            return;
        }
        if (scanner.isWanted() || scanner.needsNet()) {
            scanInStop(nowNs);
        }
        plan.stop(nowNs);
        starter.stops();
        attendDue(nowNs, Integer.MAX_VALUE);
        beginStopping(nowNs);
    }

    /** What could not be looked at may run: it is tried again for a while. */
    private void scanInStop(long nowNs) {
        scanner.scan(nowNs);
        scansInStop++;
        boolean again = scanner.missedSome() && scansInStop < StopPlan.TRIES_MAX;
        scanInStopNs = again ? nowNs + StopPlan.TRY_AGAIN_NS : NEVER;
    }

    private void beginStopping(long nowNs) {
        treeUpgrade.cancel();
        starter.stops();
        Stopper begun = new Stopper(parts, stop, recognition, files, descriptors, processes);
        stopper = begun;
        begun.begin(nowNs);
    }

    private void askIfStopping(Service service, long nowNs) {
        Stopper begun = stopper;
        if (begun != null) {
            begun.ask(service, nowNs);
        }
    }

    private long stepOfStop(long nowNs) {
        Stopper begun = stopper;
        if (begun == null || (begun.isOver() && scanInStopNs == NEVER)) {
            upgrade.cancel();
            outcome = Outcome.exit(Outcome.DONE);
            return NEVER;
        }
        begun.step(nowNs);
        return Math.min(plan.nextNs(), Math.min(stop.nextNs(), scanInStopNs));
    }
}
