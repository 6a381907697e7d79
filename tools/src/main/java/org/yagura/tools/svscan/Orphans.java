package org.yagura.tools.svscan;

import org.jspecify.annotations.Nullable;
import org.yagura.core.adopt.ChildRecord;
import org.yagura.core.adopt.ExitNote;
import org.yagura.core.scan.Service;
import org.yagura.core.scan.SvscanState;
import org.yagura.core.text.Ascii;
import org.yagura.os.ChildExit;
import org.yagura.os.Descriptors;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Processes;

/**
 * Services whose supervise was killed have come to us, and only we can reap them: how one of them ended is noted beside its record before
 * it is reaped, for the supervise that has adopted it. A kernel from 6.15 on would tell that one itself.
 */
final class Orphans {
    private static final byte[] RECORD = Ascii.bytes("supervise/record");
    private static final byte[] LOG_RECORD = Ascii.bytes("log/supervise/record");
    private static final byte[] LOG_FILE_RECORD = Ascii.bytes("supervise/log/record");
    /** Remembered at most; beyond it the oldest is forgotten, and its exit may stay unknown. */
    private static final int MAX = SvscanState.ORPHANS_MAX;

    private final Slots slots;
    private final Files files;
    private final Descriptors descriptors;
    private final Processes processes;
    private final ChildRecord record = new ChildRecord();
    private final byte[] bytes = new byte[ChildRecord.LENGTH];
    private final int[] pids = new int[MAX];
    private final @Nullable Service[] services = new Service[MAX];
    private int living;
    private int next;

    Orphans(Slots slots, Files files, Descriptors descriptors, Processes processes) {
        this.slots = slots;
        this.files = files;
        this.descriptors = descriptors;
        this.processes = processes;
    }

    /** A supervise was killed: what it has left is remembered. */
    void remember(Service service) {
        if (service.names() > 0 && slots.enter(service) >= 0) {
            remember(service, RECORD);
            remember(service, LOG_RECORD);
            remember(service, LOG_FILE_RECORD);
            slots.leave();
        }
    }

    /** Reaps a child that has ended. @return as {@link Processes#reap} */
    int reap(ChildExit exit) {
        int pid = living == 0 ? 0 : processes.peek(exit);
        int place = pid > 0 ? placeOf(pid) : MAX;
        if (place == MAX) {
            return processes.reap(exit);
        }
        Service service = services[place];
        forget(place);
        if (service != null && service.names() > 0 && slots.enter(service) >= 0) {
            if (!note(RECORD, pid, exit) && !note(LOG_RECORD, pid, exit)) {
                note(LOG_FILE_RECORD, pid, exit);
            }
            slots.leave();
        }
        return processes.reap(pid, exit);
    }

    /** @param all the services in the order of the state */
    void handOver(SvscanState to, Service[] all) {
        to.orphans = 0;
        for (int i = 0; i < MAX; i++) {
            for (int number = 0; services[i] != null && number < all.length; number++) {
                if (all[number] == services[i]) {
                    to.orphanPids[to.orphans] = pids[i];
                    to.orphanServices[to.orphans++] = number;
                }
            }
        }
    }

    void takeOver(SvscanState from, Service[] all) {
        for (int i = 0; i < from.orphans; i++) {
            pids[i] = from.orphanPids[i];
            services[i] = all[from.orphanServices[i]];
        }
        living = from.orphans;
        next = living % MAX;
    }

    /** A service is forgotten. */
    void free(Service service) {
        for (int i = 0; i < MAX; i++) {
            if (services[i] == service) {
                forget(i);
            }
        }
    }

    private void remember(Service service, byte[] name) {
        int fd = open(name, OpenFlag.READ);
        if (fd >= 0) {
            descriptors.close(fd);
            forget(next);
            pids[next] = record.pid;
            services[next] = service;
            living++;
            next = (next + 1) % MAX;
        }
    }

    private boolean note(byte[] name, int pid, ChildExit exit) {
        int fd = open(name, OpenFlag.READ_WRITE);
        boolean itsOwn = fd >= 0 && record.pid == pid;
        if (itsOwn) {
            ExitNote.encode(bytes, record.checksum, exit.waitStatus);
            descriptors.writeAt(fd, bytes, 0, ExitNote.LENGTH, ExitNote.AT);
        }
        if (fd >= 0) {
            descriptors.close(fd);
        }
        return itsOwn;
    }

    /** Opens a record and decodes it. @return a descriptor, or a negative number */
    private int open(byte[] name, int access) {
        int fd = files.open(slots.directory(), name, access | OpenFlag.NONBLOCK | OpenFlag.NOFOLLOW, 0);
        if (fd >= 0 && !record.decode(bytes, descriptors.readAt(fd, bytes, 0, bytes.length, 0))) {
            descriptors.close(fd);
            return -1;
        }
        return fd;
    }

    private int placeOf(int pid) {
        int place = 0;
        while (place < MAX && pids[place] != pid) {
            place++;
        }
        return place;
    }

    private void forget(int place) {
        living -= services[place] == null ? 0 : 1;
        services[place] = null;
        pids[place] = 0;
    }
}
