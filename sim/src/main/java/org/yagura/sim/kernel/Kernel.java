package org.yagura.sim.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.yagura.os.Errno;
import org.yagura.os.Signal;
import org.yagura.sim.chance.Prng;
import org.yagura.sim.file.Directory;
import org.yagura.sim.file.Disk;
import org.yagura.sim.file.Inode;
import org.yagura.sim.file.RegularFile;

/**
 * The simulated machine: processes, disks, clocks and chance. Everything that happens follows from the seed and from what the
 * scenario does.
 */
public final class Kernel {
    private static final int FIRST_PID = 1;
    private static final int FIRST_FREE_PID = 300;
    private static final int IDLE_WAITS_MAX = 200;
    private static final int CALLS_PER_WAIT_MAX = 2_000_000;

    /** Pids are given out up to here and then again from the start. */
    public int pidMax = 32_768;

    /** Processes at most; beyond it a fork fails with EAGAIN. */
    public int processesMax = 4096;

    /** Whether pidfds have inodes (Linux 6.9 and later). */
    public boolean handlesHaveInodes = true;

    /** Whether pidfds tell how their process has ended (Linux 6.15 and later). */
    public boolean handlesTellExit = true;

    /** Whether /proc is mounted. */
    public boolean hasProc = true;

    /** Whether processes may be opened at all (Linux 5.3 and later, and not forbidden). */
    public boolean hasHandles = true;

    /** How long the first process leaves children that have ended unreaped, nanoseconds; some look for them only now and then. */
    public long initReapsAfterNs;

    /** From a KILL to the close of each descriptor, nanoseconds; 0 where all is over at once. */
    public long closingNs;

    /** Whether /proc tells everybody how a process has ended that is not reaped yet. */
    public boolean procTellsExit = true;

    public final Prng prng;
    public final Faults faults;
    public final Trace trace = new Trace();

    private final SimClock clock = new SimClock();
    private final Scheduler scheduler;
    private final Disk disk = new Disk(0x801);
    /** The one pid namespace, as a file. */
    final Inode pidNamespace = new RegularFile(new Disk(4), 0444);

    private final Disk pipes = new Disk(0x0d);
    private final Disk memory = new Disk(0x01);
    private final Map<Integer, SimProcess> processes = new LinkedHashMap<>();
    private final Map<String, Program> programs = new LinkedHashMap<>();
    final Listeners listeners = new Listeners();
    private final Network network = new Network(listeners);
    private final SimProcess init;
    private final SimProcess outsider;
    private final SignalRules signals = new SignalRules(this);
    private String bootId;
    private int lastPid = FIRST_FREE_PID;
    private int lastCookie;
    private long bootedNs;
    private boolean powerFails;
    private long handleInodes = 1000;

    public Kernel(long seed) {
        prng = new Prng(seed);
        scheduler = new Scheduler(prng, clock);
        faults = new Faults(prng.fork());
        bootId = newBootId();
        init = SimProcess.first(this, FIRST_PID, root(), "init");
        init.subreaper = true;
        init.execed = true;
        processes.put(FIRST_PID, init);
        outsider = SimProcess.first(this, 2, root(), "outside");
        outsider.execed = true;
        processes.put(2, outsider);
        root().mount("proc", ProcDirectory.of(this, root()));
    }

    public SimClock clock() {
        return clock;
    }

    public Disk disk() {
        return disk;
    }

    public Directory root() {
        return disk.root();
    }

    Network network() {
        return network;
    }

    Disk pipes() {
        return pipes;
    }

    /** Where files without a name are. */
    Disk memory() {
        return memory;
    }

    public String bootId() {
        return bootId;
    }

    /** The process that adopts whom nobody else does. */
    public SimProcess init() {
        return init;
    }

    /** Who acts for the scenario: a process that is never scheduled, never fails and must not block. */
    public SimProcess outsider() {
        return outsider;
    }

    public void listen(ProcessListener listener) {
        listeners.add(listener);
    }

    /** A program that a file with the first line {@code #!NAME} is. */
    public void register(String name, Program program) {
        programs.put(name, program);
    }

    @Nullable
    Program program(String name) {
        return programs.get(name);
    }

    /** A process that lives or is not yet reaped, or null. */
    public @Nullable SimProcess process(int pid) {
        return processes.get(pid);
    }

    /** All processes but the first and the scenario's own, zombies too, oldest first. */
    public List<SimProcess> processes() {
        List<SimProcess> all = new ArrayList<>(processes.values());
        all.remove(init);
        all.remove(outsider);
        return all;
    }

    @Nullable
    SimProcess current() {
        return scheduler.current();
    }

    /** Does something at a monotonic time. */
    public void at(long atNs, Runnable action) {
        scheduler.at(atNs, action);
    }

    /** Lets the processes run until a condition holds or so much time is over. @return whether it holds */
    public boolean runUntil(BooleanSupplier condition, long forNs) {
        try {
            return scheduler.runUntil(condition, clock.monotonicNs() + forNs);
        } catch (Throwable failure) {
            throw new AssertionError(failure + "\n" + trace.last(80), failure);
        }
    }

    /** Ends the simulation with a failure that {@link #runUntil} throws. */
    public void fail(Throwable reason) {
        scheduler.fail(reason);
    }

    /**
     * Starts a program as a child of the first process.
     *
     * @param path the program's file
     * @param descriptors descriptors of {@link #outsider} that become 0, 1, 2…
     */
    public SimProcess start(String path, Image image, Directory directory, int... descriptors) {
        SimProcess process = newProcess(init, directory, path.substring(path.lastIndexOf('/') + 1));
        for (int i = 0; i < descriptors.length; i++) {
            OpenFile file = outsider.descriptors.get(descriptors[i]);
            if (file != null) {
                process.descriptors.put(i, file, false);
            }
        }
        byte[] name = ProcessPort.bytes(path);
        Program first =
                (self, given) -> self.port().exec().exec(name, given.arguments(), given.environment()) == 0 ? 0 : 127;
        begin(process, new Image(first, image.arguments(), image.environment()));
        return process;
    }

    SimProcess newProcess(SimProcess parent, Directory directory, String name) {
        SimProcess process = new SimProcess(this, newPid(), ++handleInodes, parent, directory, name);
        processes.put(process.pid, process);
        parent.children.add(process);
        listeners.forked(process);
        return process;
    }

    void begin(SimProcess process, Image image) {
        scheduler.add(process, () -> live(process, image));
    }

    private void live(SimProcess process, Image first) {
        process.callsSinceWait = 0;
        Image image = first;
        while (image != null) {
            image = runImage(process, image);
        }
        scheduler.ended();
    }

    /** Runs a program to its end. @return what it became, or null where it ended */
    private @Nullable Image runImage(SimProcess process, Image image) {
        try {
            int code = image.program().main(process, image);
            end(process, (code & 0xff) << 8);
        } catch (NewImage next) {
            listeners.execed(process);
            return next.image;
        } catch (ProcessDeath death) {
            return null;
        } catch (Throwable bug) {
            fail(new AssertionError(process + " threw " + bug, bug));
            end(process, 6);
        }
        return null;
    }

    /** When the machine was started, on the scenario's clock. */
    long bootedNs() {
        return bootedNs;
    }

    void pipeLost(@Nullable Inode pipe, int lines) {
        if (powerFails) {
            return;
        }
        listeners.pipeLost(pipe, lines);
    }

    private int newPid() {
        do {
            lastPid = lastPid >= pidMax ? FIRST_FREE_PID : lastPid + 1;
        } while (processes.containsKey(lastPid));
        return lastPid;
    }

    private String newBootId() {
        String hex = Long.toHexString(prng.nextLong() | 1L << 60) + Long.toHexString(prng.nextLong() | 1L << 60);
        return hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-" + hex.substring(12, 16) + "-"
                + hex.substring(16, 20) + "-" + hex.substring(20, 32);
    }

    /** The next process gets a pid, which must be free. */
    public void nextPid(int pid) {
        lastPid = pid - 1;
    }

    /** The power fails, and comes back: processes are gone, and of the disk what was synced, and by chance more, is there. */
    public void cutPower() {
        trace.note(clock.monotonicNs(), "power cut");
        listeners.powerFails();
        powerFails = true;
        for (SimProcess process : processes()) {
            end(process, Signal.KILL);
        }
        for (SimProcess process : processes()) {
            reaped(process);
        }
        powerFails = false;
        outsider.descriptors.closeAll();
        disk.cutPower(prng);
        bootId = newBootId();
        bootedNs = clock.monotonicNs();
        lastPid = FIRST_FREE_PID;
        listeners.powerIsBack();
    }

    /** The machine goes down in good order, with everything on disk, and comes up again. */
    public void reboot() {
        disk.syncAll();
        cutPower();
    }

    /** From now on the kernel writes to the disk by itself, now and then. */
    public void writeBackEvery(long ns) {
        at(clock.monotonicNs() + prng.between(ns / 2, ns), () -> {
            disk.writeSome(prng);
            writeBackEvery(ns);
        });
    }

    boolean tableFull() {
        return processes.size() >= processesMax;
    }

    /** A number that joins the two events of one rename. */
    int nextCookie() {
        return ++lastCookie;
    }

    /** Makes a process's watches run over: what happens in {@code action} is lost, and it is told only that something was. */
    public void overflowWatches(SimProcess process, Runnable action) {
        action.run();
        for (int fd = 0; fd < process.descriptors.capacity(); fd++) {
            if (process.descriptors.get(fd) instanceof WatchFile file) {
                file.queue.overflow();
            }
        }
    }

    // --- calls ---

    /** A process does not get beyond a fault: it is killed, or the power fails. */
    ProcessDeath strike(SimProcess process, Fault fault) {
        if (fault.cutsPower()) {
            cutPower();
        } else {
            end(process, Signal.KILL);
        }
        return new ProcessDeath();
    }

    /** Every call begins here: time passes, the turn may change, faults strike. @return 0, or the negated errno that it fails with */
    int enter(SimProcess process, Call call, String path) {
        if (process == outsider) {
            return 0;
        }
        clock.advance(200 + prng.below(1800));
        process.callsSinceWait++;
        if (process.callsSinceWait > CALLS_PER_WAIT_MAX) {
            fail(new AssertionError(process + " spins: " + CALLS_PER_WAIT_MAX + " calls without a wait"));
        }
        scheduler.maybeSwitch(process);
        Fault fault = faults.named(call, process, path);
        if (fault != null && (fault.cutsPower() || fault.kills())) {
            throw strike(process, fault);
        }
        if (faults.killsNow(process)) {
            end(process, Signal.KILL);
            throw new ProcessDeath();
        }
        long heldUpNs = fault != null && fault.delayNs() > 0 ? fault.delayNs() : faults.heldUpNs(call, process);
        if (heldUpNs > 0) {
            listeners.heldUp(process, heldUpNs);
            scheduler.block(process, () -> false, clock.monotonicNs() + heldUpNs);
        }
        process.shortensFiles = fault != null && fault.bytesMax() > 0;
        process.bytesMax = fault != null && fault.bytesMax() > 0 ? fault.bytesMax() : faults.bytesMax(process, path);
        int errno = fault != null && fault.errno() != 0 ? fault.errno() : faults.random(call, process, path);
        if (errno != 0) {
            listeners.failed(process, call, path);
            leave(process, call, path, -errno);
        }
        return -errno;
    }

    /** Every call ends here. @return the result */
    int leave(SimProcess process, Call call, String path, int result) {
        if (process == outsider) {
            return result;
        }
        trace.add(clock.monotonicNs(), process, call, path, result);
        if (result == -Errno.ENOSPC) {
            listeners.failed(process, call, path);
        }
        if (call.isEffect(result)) {
            process.idleWaits = 0;
        }
        if (!process.isAlive()) {
            throw new ProcessDeath();
        }
        return result;
    }

    /** Blocks until a condition holds, a time comes or a signal interrupts. @return 0 or -EINTR */
    int block(SimProcess process, BooleanSupplier condition, long wakeNs) {
        if (process == outsider) {
            throw new IllegalStateException("the scenario itself would block");
        }
        process.interrupted = false;
        scheduler.block(process, () -> process.interrupted || condition.getAsBoolean(), wakeNs);
        if (process.interrupted) {
            process.interrupted = false;
            return -Errno.EINTR;
        }
        return 0;
    }

    /** A wait is over; too many of them for nothing are a busy loop. */
    void waited(SimProcess process, boolean timePassed) {
        process.callsSinceWait = 0;
        process.idleWaits = timePassed ? 0 : process.idleWaits + 1;
        if (process.idleWaits > IDLE_WAITS_MAX) {
            fail(new AssertionError(process + " spins: " + IDLE_WAITS_MAX + " waits in a row for nothing"));
        }
    }

    /** Whether a process may read (4), write (2), search or execute (1) something. */
    boolean permits(SimProcess process, Inode inode, int want) {
        if (process.uid == 0) {
            return true;
        }
        int shift = process.uid == inode.uid ? 6 : process.gid == inode.gid ? 3 : 0;
        return (inode.mode >> shift & want) == want;
    }

    // --- lives and deaths ---

    SignalRules signals() {
        return signals;
    }

    /** Sends a signal, as someone outside would. */
    public void kill(SimProcess process, int signal) {
        signals.send(process, signal);
    }

    /** Ends a process: descriptors close, children get another parent, the parent hears of it. */
    void end(SimProcess process, int waitStatus) {
        if (!process.isAlive()) {
            return;
        }
        process.state = SimProcess.State.ZOMBIE;
        process.waitStatus = waitStatus;
        process.stopped = false;
        scheduler.remove(process);
        process.descriptors.closeAll();
        process.directory.letGo();
        process.port().mapping().unmap();
        for (SimProcess child : process.children()) {
            adopt(child);
        }
        listeners.ended(process);
        tellParent(process);
    }

    void leaveScheduler(SimProcess process) {
        scheduler.remove(process);
    }

    private void adopt(SimProcess child) {
        SimProcess parent = child.parent.parent;
        while (parent != init && !(parent.subreaper && parent.isAlive())) {
            parent = parent.parent;
        }
        child.parent.children.remove(child);
        child.parent = parent;
        parent.children.add(child);
        if (child.isZombie()) {
            tellParent(child);
        }
    }

    private void tellParent(SimProcess child) {
        SimProcess parent = child.parent;
        if (parent == init && initReapsAfterNs > 0) {
            at(clock.monotonicNs() + initReapsAfterNs, () -> reapedUnlessGone(child));
        } else if (parent == init || (parent.ignoredSignals & Signal.bit(Signal.CHLD)) != 0) {
            reaped(child);
        }
        if (parent != init) {
            signals.send(parent, Signal.CHLD);
        }
    }

    /** A power cut ends the dead too, and their numbers are given again. */
    private void reapedUnlessGone(SimProcess child) {
        if (processes.get(child.pid) == child) {
            reaped(child);
        }
    }

    void reaped(SimProcess child) {
        child.state = SimProcess.State.REAPED;
        child.parent.children.remove(child);
        processes.remove(child.pid);
    }
}
