package org.yagura.tools.svscan;

import org.jspecify.annotations.Nullable;
import org.yagura.core.scan.Buckets;
import org.yagura.core.scan.Entry;
import org.yagura.core.scan.Service;
import org.yagura.core.scan.Trace;
import org.yagura.core.scan.Traces;
import org.yagura.core.text.Ascii;
import org.yagura.os.Errno;
import org.yagura.os.WatchEvents;
import org.yagura.os.Watches;

/** The one inotify instance: what is watched, and what for. Where it refuses, {@link #refused} says so, and looking has to do. */
final class Watching {
    private static final int NAMES =
            Watches.CREATED | Watches.DELETED | Watches.MOVED_FROM | Watches.MOVED_TO | Watches.ONLY_DIRECTORY;
    private static final int SELF = Watches.SELF_DELETED | Watches.SELF_MOVED;
    /** What adds to a watch keeps the other reasons for it. */
    private static final int SCAN = NAMES | SELF | Watches.ADD;

    private static final int INSIDE = NAMES | Watches.ADD;
    private static final int SETTLING = INSIDE | Watches.CLOSED_AFTER_WRITE | Watches.ATTRIBUTES;

    private static final byte[] HERE = Ascii.bytes(".");

    private final Watches watches;
    private final Traces traces = new Traces();
    private final Buckets<Watch> byNumber = new Buckets<>();
    private final WatchEvents events = new WatchEvents();
    private int fd = -1;
    private int refusedErrno;
    private boolean blind;

    Watching(Watches watches) {
        this.watches = watches;
    }

    /** @return the descriptor to poll, or a negated errno */
    int open() {
        fd = watches.open();
        refusedErrno = fd < 0 ? -fd : 0;
        return fd;
    }

    /** Whether anything can be watched. */
    boolean isOpen() {
        return fd >= 0;
    }

    /** The descriptor could not be polled, and is closed again. */
    void giveUp(int errno) {
        fd = -1;
        refusedErrno = errno;
    }

    /** Why a watch was refused since {@link #forgive}: an errno, or 0. */
    int refused() {
        return refusedErrno;
    }

    /** Some of the files are changed by others, of which no event tells. */
    void setBlind(boolean on) {
        blind = on;
    }

    boolean isBlind() {
        return blind;
    }

    /** A full scan begins, which asks for every missing watch again. */
    void forgive() {
        refusedErrno = fd < 0 ? refusedErrno : 0;
    }

    /** Takes what has happened, some kilobytes at a time. @return the events, or null where there are none */
    @Nullable
    WatchEvents next() {
        if (fd < 0) {
            return null;
        }
        int n = watches.next(fd, events);
        return n > 0 ? events : null;
    }

    /** The watch with a number, or null where it is not ours any more. */
    @Nullable
    Watch find(int number) {
        Watch watch = byNumber.first(number);
        while (watch != null && watch.number != number) {
            watch = byNumber.after(watch);
        }
        return watch;
    }

    Traces traces() {
        return traces;
    }

    /** Watches the current directory as the scan directory. @return the watch, or null */
    @Nullable
    Watch watchScanDirectory() {
        Watch watch = add(HERE, SCAN);
        if (watch != null) {
            watch.scan = true;
        }
        return watch;
    }

    /** Watches what comes and goes in a service's directory, and any change while it settles. @return the watch, or null */
    @Nullable
    Watch watchService(Service service, byte[] name) {
        Watch watch = add(name, service.isSettling() ? SETTLING : INSIDE);
        if (watch != null) {
            watch.service = service;
            watch.settling = service.isSettling();
        }
        return watch;
    }

    /** A service has settled: what it does in its directory later shall wake nobody. */
    void narrow(Watch watch, byte[] name) {
        watch.settling = false;
        if (!watch.scan && watch.traces == 0) {
            watches.watch(fd, name, INSIDE & ~Watches.ADD);
        }
    }

    /** Watches one name in a directory for an entry's sake. @return whether it is watched */
    boolean trace(byte[] directory, byte[] name, @Nullable Entry entry) {
        Watch watch = add(directory, SCAN);
        if (watch == null) {
            return false;
        }
        watch.traces++;
        traces.add(watch.number, name, entry);
        return true;
    }

    /** Drops all traces of an entry; null stands for the scan directory's own path. */
    void untrace(@Nullable Entry entry) {
        Trace trace = traces.take(entry);
        while (trace != null) {
            Watch watch = find(trace.watch);
            if (watch != null) {
                watch.traces--;
                dropIfIdle(watch);
            }
            trace = traces.take(entry);
        }
    }

    void unwatchScanDirectory(@Nullable Watch watch) {
        if (watch != null) {
            watch.scan = false;
            dropIfIdle(watch);
        }
    }

    void unwatchService(@Nullable Watch watch) {
        if (watch != null) {
            watch.service = null;
            dropIfIdle(watch);
        }
    }

    /** The system has dropped a watch, since its directory is gone. */
    void gone(Watch watch) {
        byNumber.remove(watch);
    }

    private void dropIfIdle(Watch watch) {
        if (watch.isIdle() && byNumber.remove(watch)) {
            watches.unwatch(fd, watch.number);
        }
    }

    private @Nullable Watch add(byte[] name, int mask) {
        if (fd < 0) {
            return null;
        }
        int number = watches.watch(fd, name, mask);
        if (number < 0) {
            // A directory that is gone was not refused: it is missing, and that is dealt with elsewhere.
            if (number != -Errno.ENOENT && number != -Errno.ENOTDIR) {
                refusedErrno = -number;
            }
            return null;
        }
        Watch watch = find(number);
        if (watch == null) {
            watch = new Watch(number);
            byNumber.add(watch, number);
        }
        return watch;
    }
}
