package org.yagura.tools.svscan;

import org.yagura.core.scan.Arrival;
import org.yagura.core.scan.ScanPlan;
import org.yagura.core.scan.Service;
import org.yagura.core.scan.Trace;
import org.yagura.core.text.Ascii;
import org.yagura.os.WatchEvents;
import org.yagura.os.Watches;

/** Turns events of watched directories into looks at names. */
final class Changes {
    /** Reads of some hundred events each before other work gets its turn. */
    private static final int READS_PER_STEP = 16;

    private static final int CAME = Watches.CREATED | Watches.MOVED_TO;
    private static final int WENT = Watches.DELETED | Watches.MOVED_FROM;
    private static final int SELF = Watches.SELF_DELETED | Watches.SELF_MOVED;

    private final ScanPlan plan;
    private final Scanner scanner;
    private final Holds holds;
    private final Watching watching;
    private final Attendant attendant;

    Changes(Parts parts, Scanner scanner, Attendant attendant) {
        plan = parts.plan();
        holds = parts.holds();
        watching = parts.watching();
        this.scanner = scanner;
        this.attendant = attendant;
    }

    /** Takes what has happened. */
    void take(long nowNs) {
        for (int i = 0; i < READS_PER_STEP; i++) {
            WatchEvents events = watching.next();
            if (events == null) {
                return;
            }
            while (events.advance()) {
                one(events, nowNs);
            }
        }
    }

    private void one(WatchEvents event, long nowNs) {
        int what = event.events();
        if ((what & Watches.OVERFLOW) != 0) {
            scanner.want(true);
            return;
        }
        Watch watch = watching.find(event.watch());
        if (watch == null) {
            return;
        }
        if ((what & Watches.GONE) != 0) {
            gone(watch);
            return;
        }
        if ((what & SELF) != 0) {
            moved(watch);
            return;
        }
        byte[] name = event.name();
        if (watch.traces > 0) {
            traced(watch, name, nowNs);
        }
        if (watch.scan && name.length > 0 && name[0] != '.') {
            scanner.look(name, arrival(what), true, nowNs);
        }
        Service service = watch.service;
        if (service != null) {
            inside(service, name, what, nowNs);
        }
    }

    private static Arrival arrival(int what) {
        if ((what & Watches.CREATED) == 0) {
            return Arrival.MOVED_IN;
        }
        return (what & Watches.IS_DIRECTORY) != 0 ? Arrival.MADE : Arrival.LINKED;
    }

    private void inside(Service service, byte[] name, int what, long nowNs) {
        plan.changedInside(service, nowNs);
        boolean log = Ascii.equal(name, "log");
        if (log && (what & CAME) != 0) {
            boolean made = (what & Watches.CREATED) != 0 && (what & Watches.IS_DIRECTORY) != 0;
            plan.logCame(service, !made, nowNs);
        } else if ((what & WENT) != 0 && (log || Ascii.equal(name, "supervise"))) {
            attendant.filesTaken(service);
        }
    }

    /** A name that entries lead through has changed. Looking at one traces it anew, so the next is sought from the start each time. */
    private void traced(Watch watch, byte[] name, long nowNs) {
        Trace trace = watching.traces().first(watch.number, name);
        if (trace == null) {
            return;
        }
        if (trace.entry == null) {
            scanner.pathChanged();
            trace = watching.traces().after(trace);
        }
        if (trace != null && trace.entry != null && watching.traces().after(trace) == null) {
            scanner.look(trace.entry.name, Arrival.LINKED, true, nowNs);
        } else if (trace != null) {
            scanner.want(true);
        }
    }

    private void moved(Watch watch) {
        if (watch.scan) {
            scanner.pathChanged();
        }
        if (watch.traces > 0) {
            scanner.want(true);
        }
    }

    private void gone(Watch watch) {
        watching.gone(watch);
        if (watch.scan) {
            scanner.watchGone();
            scanner.pathChanged();
        }
        Service service = watch.service;
        if (service != null) {
            holds.of(service).watch = null;
        }
        if (watch.traces > 0) {
            scanner.want(true);
        }
    }
}
