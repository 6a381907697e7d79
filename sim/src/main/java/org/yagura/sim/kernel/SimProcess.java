package org.yagura.sim.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.yagura.os.Limits;
import org.yagura.os.Resource;
import org.yagura.os.Signal;
import org.yagura.sim.file.Directory;
import org.yagura.sim.file.Inode;
import org.yagura.sim.file.RegularFile;

/** A process: what the kernel knows of it. */
public final class SimProcess {
    static final int RESOURCES = 16;
    private static final long OPEN_FILES_SOFT = 1024;
    private static final long OPEN_FILES_HARD = 4096;

    /** Where a process is in its life. */
    enum State {
        ALIVE,
        ZOMBIE,
        REAPED
    }

    public final int pid;
    /** Unique for ever, as the inode of a pidfd. */
    public final long handleInode;

    /** Last part of the program's name, as it was given. */
    public String name;

    final Kernel kernel;
    /** Boot time of its start. */
    final long startedNs;

    State state = State.ALIVE;
    int waitStatus;
    SimProcess parent;
    final List<SimProcess> children = new ArrayList<>();
    DescriptorTable descriptors = new DescriptorTable();
    Directory directory;
    /** The file that is mapped, if any. */
    @Nullable
    RegularFile mapped;

    int umask = 022;
    int uid;
    int gid;
    int session;
    boolean subreaper;
    boolean tool;
    final long[][] limits = new long[RESOURCES][];

    long blockedSignals;
    long pendingSignals;
    long ignoredSignals;
    /** Signals that a script catches, and those caught and not yet taken by it. */
    long trappedSignals;

    long caughtSignals;
    /** Mask and dispositions at the last exec, which children get. */
    long blockedAtStart;

    long ignoredAtStart;
    boolean stopped;
    /** It was killed, and not all of its descriptors are closed yet. */
    boolean dying;
    /** A blocked call is to end with EINTR. */
    boolean interrupted;

    /** Whether it has left its parent's image: a forked child before its exec has not. */
    boolean execed;

    @Nullable
    Directory service;

    byte[][] arguments = {};
    byte[][] environment = {};
    /** What its parent has told it. */
    byte[] told = {};

    @Nullable
    Coroutine coroutine;

    @Nullable
    BooleanSupplier waitsFor;

    long wakeNs;
    /** Waits that ended since it last did something that counts. */
    int idleWaits;

    int callsSinceWait;
    /** A fault lets the present read or write move so many bytes at most. */
    int bytesMax = Integer.MAX_VALUE;
    /** Whether that counts for files too, which by themselves are never read in pieces. */
    boolean shortensFiles;

    /** What the program before in this process has left for the next one, and what this one was left; -1 for nothing. */
    int leaves = -1;

    int inherited = -1;

    ProcessPort port;

    SimProcess(Kernel kernel, int pid, long handleInode, SimProcess parent, Directory directory, String name) {
        this.kernel = kernel;
        this.pid = pid;
        this.handleInode = handleInode;
        this.directory = directory;
        this.name = name;
        this.parent = parent;
        startedNs = kernel.clock().bootNs();
        directory.hold();
        for (int i = 0; i < RESOURCES; i++) {
            limits[i] = new long[] {Limits.UNLIMITED, Limits.UNLIMITED};
        }
        limits[Resource.OPEN_FILES] = new long[] {OPEN_FILES_SOFT, OPEN_FILES_HARD};
        port = new ProcessPort(this);
    }

    /** The first process, its own parent. */
    @SuppressWarnings("NullAway") // its parent is set at once
    static SimProcess first(Kernel kernel, int pid, Directory root, String name) {
        SimProcess process = new SimProcess(kernel, pid, 1, null, root, name);
        process.parent = process;
        return process;
    }

    /** The port as this process sees it. */
    public ProcessPort port() {
        return port;
    }

    public boolean isAlive() {
        return state == State.ALIVE;
    }

    /** Whether it was killed and still has descriptors. */
    public boolean isDying() {
        return dying;
    }

    public boolean isZombie() {
        return state == State.ZOMBIE;
    }

    public boolean isReaped() {
        return state == State.REAPED;
    }

    public boolean isStopped() {
        return stopped;
    }

    /** Whether it runs one of the tools, not a script. */
    public boolean isTool() {
        return tool;
    }

    /** Whether it is a child between fork and exec. */
    public boolean isBeforeExec() {
        return !execed;
    }

    /** The raw wait status of one that has ended. */
    public int waitStatus() {
        return waitStatus;
    }

    /** When it was forked, on the clock that counts since boot. */
    public long startedNs() {
        return startedNs;
    }

    public SimProcess parent() {
        return parent;
    }

    public List<SimProcess> children() {
        return List.copyOf(children);
    }

    /** How many descriptors it has open. */
    public int openDescriptors() {
        return descriptors.count();
    }

    /** How many of them are handles on processes that live. */
    public int openHandles() {
        int count = 0;
        for (int fd = 0; fd < descriptors.capacity(); fd++) {
            count += descriptors.get(fd) instanceof ProcessFile file && file.process.isAlive() ? 1 : 0;
        }
        return count;
    }

    /** The connection that a descriptor is, or null. */
    public @Nullable Connection connection(int fd) {
        return descriptors.get(fd) instanceof SocketFile file && file.isConnected() ? file : null;
    }

    /** Closing a descriptor will reset its connection. */
    public void resetAtClose(int fd) {
        if (descriptors.get(fd) instanceof SocketFile file) {
            file.resets = true;
        }
    }

    /** Whether the lock of a file is held by one of its descriptors. */
    public boolean holdsLock(Inode inode) {
        return inode.lockHolder instanceof OpenFile file && descriptors.has(file);
    }

    /** Whether its poller has a descriptor to wait for. */
    public boolean waitsFor(int fd) {
        return port.pollerCalls().waitsFor(fd);
    }

    /** Somebody sets how many descriptors it may have open. */
    public void limitOpenFiles(long soft) {
        limits[Resource.OPEN_FILES][0] = soft;
    }

    public Directory directory() {
        return directory;
    }

    public byte[][] arguments() {
        return arguments;
    }

    public byte[][] environment() {
        return environment;
    }

    /** Signals that are blocked, as a set. */
    public long blockedSignals() {
        return blockedSignals;
    }

    public long ignoredSignals() {
        return ignoredSignals;
    }

    /** From now on a script ignores a signal. */
    public void ignore(int signal) {
        ignoredSignals |= Signal.bit(signal);
    }

    /** From now on a script catches a signal, which ends its blocking calls. */
    public void trap(int signal) {
        trappedSignals |= Signal.bit(signal);
    }

    /** Takes one caught signal. @return its number, or 0 */
    public int takeCaught() {
        int signal = Long.numberOfTrailingZeros(caughtSignals) + 1;
        if (caughtSignals == 0) {
            return 0;
        }
        caughtSignals &= caughtSignals - 1;
        return signal;
    }

    /** The directory of the service that it is, or null: it was exec'd as {@code ./run} there. */
    public @Nullable Directory service() {
        return service;
    }

    /** The image says that it is one of the tools. */
    public void markAsTool() {
        tool = true;
    }

    /** Another image knows nothing of what the one before has kept, such as a poller. */
    void newPort() {
        port.mapping().unmap();
        port = new ProcessPort(this);
    }

    void changeDirectory(Directory to) {
        to.hold();
        directory.letGo();
        directory = to;
    }

    @Override
    public String toString() {
        return name + "[" + pid + "]";
    }
}
