package org.yagura.sim.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.os.Errno;
import org.yagura.os.Poller;
import org.yagura.os.Ready;
import org.yagura.os.Resource;

/** Waiting, for one process: level-triggered, by open file description as epoll does. */
final class PollerCalls implements Poller {
    /** Waits are counted in whole milliseconds, rounded up, as epoll_wait does. */
    private static final long MS = 1_000_000;

    private static final int ALWAYS = Ready.HANGUP | Ready.ERROR;

    private final Kernel kernel;
    private final SimProcess process;
    private final List<Entry> entries = new ArrayList<>();
    private int start;
    private int fd = -1;

    private static final class Entry {
        final int fd;
        final OpenFile file;
        int token;
        int interest;

        Entry(int fd, OpenFile file) {
            this.fd = fd;
            this.file = file;
        }

        int events() {
            return file.isClosed() ? 0 : file.readiness() & (interest | ALWAYS);
        }
    }

    PollerCalls(Kernel kernel, SimProcess process) {
        this.kernel = kernel;
        this.process = process;
    }

    private @Nullable Entry entry(int fd, OpenFile file) {
        for (Entry entry : entries) {
            if (entry.fd == fd && entry.file == file) {
                return entry;
            }
        }
        return null;
    }

    @Override
    public int add(int fd, int token, int interest) {
        return set(fd, token, interest, true);
    }

    @Override
    public int change(int fd, int token, int interest) {
        return set(fd, token, interest, false);
    }

    private int set(int fd, int token, int interest, boolean isNew) {
        String label = (isNew ? "add " : "change ") + fd;
        int result = kernel.enter(process, Call.POLL_CHANGE, label);
        if (result < 0) {
            return result;
        }
        OpenFile file = process.descriptors.get(fd);
        if (file == null) {
            return kernel.leave(process, Call.POLL_CHANGE, label, -Errno.EBADF);
        }
        if (!file.isPollable()) {
            return kernel.leave(process, Call.POLL_CHANGE, label, -Errno.EPERM);
        }
        result = open();
        if (result < 0) {
            return kernel.leave(process, Call.POLL_CHANGE, label, result);
        }
        entries.removeIf(old -> old.file.isClosed());
        Entry entry = entry(fd, file);
        if (isNew == (entry != null)) {
            return kernel.leave(process, Call.POLL_CHANGE, label, isNew ? -Errno.EEXIST : -Errno.ENOENT);
        }
        if (entry == null) {
            entry = new Entry(fd, file);
            entries.add(entry);
        }
        entry.token = token;
        entry.interest = interest;
        return kernel.leave(process, Call.POLL_CHANGE, label, 0);
    }

    @Override
    public int remove(int fd) {
        String label = "remove " + fd;
        kernel.enter(process, Call.PROCESS, label);
        OpenFile file = process.descriptors.get(fd);
        Entry entry = file == null ? null : entry(fd, file);
        int result = file == null ? -Errno.EBADF : entry == null ? -Errno.ENOENT : 0;
        if (entry != null) {
            entries.remove(entry);
        }
        return kernel.leave(process, Call.PROCESS, label, result);
    }

    @Override
    public int await(long timeoutNs, Ready ready) {
        ready.clear();
        int result = kernel.enter(process, Call.AWAIT, "");
        if (result < 0) {
            return result;
        }
        result = open();
        if (result < 0) {
            return kernel.leave(process, Call.AWAIT, "", result);
        }
        long nowNs = kernel.clock().monotonicNs();
        long wakeNs = timeoutNs > Long.MAX_VALUE - nowNs - MS ? Long.MAX_VALUE : nowNs + (timeoutNs + MS - 1) / MS * MS;
        fill(ready);
        boolean blocked = ready.count() == 0 && timeoutNs > 0;
        if (blocked) {
            kernel.listeners.waits(process);
            kernel.block(process, this::anyReady, wakeNs);
            kernel.listeners.goesOn(process);
            fill(ready);
        }
        kernel.waited(process, blocked && kernel.clock().monotonicNs() > nowNs);
        return kernel.leave(process, Call.AWAIT, "", ready.count());
    }

    /** The poller itself takes a descriptor, from its first use on. @return 0 or a negated errno */
    private int open() {
        if (fd >= 0) {
            return 0;
        }
        int free = process.descriptors.lowestFree(3, process.limits[Resource.OPEN_FILES][0]);
        if (free < 0) {
            return free;
        }
        process.descriptors.put(free, new OpenFile(null) {}, true);
        fd = free;
        return 0;
    }

    /** Whether a descriptor is waited for. */
    boolean waitsFor(int fd) {
        OpenFile file = process.descriptors.get(fd);
        return file != null && entry(fd, file) != null;
    }

    private boolean anyReady() {
        for (Entry entry : entries) {
            if (entry.events() != 0) {
                return true;
            }
        }
        return false;
    }

    private void fill(Ready ready) {
        int count = entries.size();
        for (int i = 0; i < count && ready.count() < ready.capacity(); i++) {
            Entry entry = entries.get((start + i) % count);
            int events = entry.events();
            if (events != 0) {
                ready.add(entry.token, events);
            }
        }
        start = count == 0 ? 0 : (start + 1) % count;
    }
}
