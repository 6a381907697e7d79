package org.yagura.tools.yagura.facts;

import java.util.Arrays;
import org.yagura.core.net.Numbers;
import org.yagura.core.status.AuxVector;
import org.yagura.core.status.ProcStat;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.DirectoryEntries;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Port;

/**
 * All processes of the machine at one moment, and which of them belong to a service: its own process, what descends from that, and what is in a
 * process group or session that it leads, wherever the system has put it since.
 */
public final class ServiceProcesses {
    private static final byte[] PROC = Ascii.bytes("/proc");
    private static final byte[] AUXV = Ascii.bytes("/proc/self/auxv");
    private static final int PID_MAX = 1 << 30;
    private static final int BUFFER_BYTES = 16_384;
    private static final int PAGE_BYTES = 4096;
    private static final int TICKS_PER_SECOND = 100;
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final int DEPTH_MAX = 64;

    private final Port port;
    private final ProcStat stat = new ProcStat();
    private final byte[] text = new byte[ProcStat.TEXT_LENGTH_MAX];

    /** Sorted; the other arrays go with it. */
    private int[] pids = new int[64];

    private int[] parents = new int[64];
    private int[] groups = new int[64];
    private int[] sessions = new int[64];
    private long[] startTicks = new long[64];
    private long[] cpuTicks = new long[64];
    private long[] pages = new long[64];
    private int count;
    private long pageBytes = PAGE_BYTES;
    private long ticksPerSecond = TICKS_PER_SECOND;

    public ServiceProcesses(Port port) {
        this.port = port;
        int length = read(AUXV);
        if (length > 0) {
            pageBytes = AuxVector.value(text, length, AuxVector.PAGE_SIZE, PAGE_BYTES);
            ticksPerSecond = AuxVector.value(text, length, AuxVector.CLOCK_TICKS_PER_SECOND, TICKS_PER_SECOND);
        }
    }

    /** Looks at all processes. */
    public void look() {
        count = 0;
        int fd = port.files().open(Files.CWD, PROC, OpenFlag.READ | OpenFlag.DIRECTORY, 0);
        if (fd < 0) {
            return;
        }
        byte[] buffer = new byte[BUFFER_BYTES];
        DirectoryEntries entries = new DirectoryEntries(buffer);
        int length = port.files().listDirectory(fd, buffer, 0, buffer.length);
        while (length > 0) {
            entries.reset(length);
            while (entries.advance()) {
                int from = entries.nameOffset();
                int pid = Numbers.parse(buffer, from, from + entries.nameLength(), PID_MAX);
                if (pid > 0) {
                    add(pid);
                }
            }
            length = port.files().listDirectory(fd, buffer, 0, buffer.length);
        }
        port.descriptors().close(fd);
    }

    /** Whether anything could be seen. */
    public boolean areKnown() {
        return count > 0;
    }

    /** Fills in what the processes of a service use. */
    public void measure(Facts facts) {
        facts.processes = 0;
        int root = facts.isKnown() ? facts.status.pid : 0;
        boolean seen = root != 0 && indexOf(root) >= 0;
        facts.memoryBytes = seen ? 0 : Facts.UNKNOWN;
        facts.cpuNs = seen ? 0 : Facts.UNKNOWN;
        for (int i = 0; seen && i < count; i++) {
            if (belongs(i, root)) {
                facts.processes++;
                facts.memoryBytes += pages[i] * pageBytes;
                facts.cpuNs += cpuTicks[i] * (NS_PER_SECOND / ticksPerSecond);
            }
        }
    }

    /** All processes. */
    public int[] all() {
        return Arrays.copyOf(pids, count);
    }

    /** The processes that belong to one, itself first. */
    public int[] of(int root) {
        int[] found = new int[16];
        int size = 0;
        if (indexOf(root) >= 0) {
            found[size++] = root;
        }
        for (int i = 0; size > 0 && i < count; i++) {
            if (pids[i] != root && belongs(i, root)) {
                if (size == found.length) {
                    found = Arrays.copyOf(found, size * 2);
                }
                found[size++] = pids[i];
            }
        }
        return Arrays.copyOf(found, size);
    }

    /** When a process was started, in clock ticks since boot, by which it can be told from a later one with its number; -1 where it is gone. */
    public long startTicks(int pid) {
        int at = indexOf(pid);
        return at < 0 ? -1 : startTicks[at];
    }

    private boolean belongs(int index, int root) {
        if (pids[index] == root || groups[index] == root || sessions[index] == root) {
            return true;
        }
        int at = index;
        for (int depth = 0; depth < DEPTH_MAX && at >= 0 && parents[at] > 1; depth++) {
            if (parents[at] == root) {
                return true;
            }
            at = indexOf(parents[at]);
        }
        return false;
    }

    private int indexOf(int pid) {
        int at = Arrays.binarySearch(pids, 0, count, pid);
        return at < 0 ? -1 : at;
    }

    private void add(int pid) {
        byte[] path = new ByteBuilder(24)
                .append("/proc/")
                .appendDecimal(pid)
                .append("/stat")
                .toBytes();
        int length = read(path);
        if (length <= 0 || !stat.parse(text, length) || stat.isDead() || !stat.parseMore(text, length)) {
            return;
        }
        if (count == pids.length) {
            grow();
        }
        // /proc lists processes by their numbers; where it should not, they are put in their place.
        int at = count;
        while (at > 0 && pids[at - 1] > pid) {
            move(at - 1, at);
            at--;
        }
        pids[at] = pid;
        parents[at] = stat.parentPid;
        groups[at] = stat.group;
        sessions[at] = stat.session;
        startTicks[at] = stat.startTicks;
        cpuTicks[at] = stat.cpuTicks;
        pages[at] = stat.residentPages;
        count++;
    }

    private void move(int from, int to) {
        pids[to] = pids[from];
        parents[to] = parents[from];
        groups[to] = groups[from];
        sessions[to] = sessions[from];
        startTicks[to] = startTicks[from];
        cpuTicks[to] = cpuTicks[from];
        pages[to] = pages[from];
    }

    private void grow() {
        int size = count * 2;
        pids = Arrays.copyOf(pids, size);
        parents = Arrays.copyOf(parents, size);
        groups = Arrays.copyOf(groups, size);
        sessions = Arrays.copyOf(sessions, size);
        startTicks = Arrays.copyOf(startTicks, size);
        cpuTicks = Arrays.copyOf(cpuTicks, size);
        pages = Arrays.copyOf(pages, size);
    }

    private int read(byte[] path) {
        int fd = port.files().open(Files.CWD, path, OpenFlag.READ, 0);
        if (fd < 0) {
            return fd;
        }
        int length = port.descriptors().read(fd, text, 0, text.length);
        port.descriptors().close(fd);
        return length;
    }
}
