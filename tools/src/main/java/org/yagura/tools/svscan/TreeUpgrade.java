package org.yagura.tools.svscan;

import org.jspecify.annotations.Nullable;
import org.yagura.core.scan.ScanPlan;
import org.yagura.core.scan.Service;
import org.yagura.core.status.Status;
import org.yagura.os.Processes;
import org.yagura.os.Signal;
import org.yagura.tools.Daemon;
import org.yagura.tools.Messages;

/**
 * When svscan was upgraded, it asks its supervises to do the same, and those that an earlier svscan has started: some at a time, so that a
 * large tree does not want all processors and all process numbers at once. What has become of each stands in its status. A supervise that
 * does not write one like ours is left alone: USR1 would end it.
 */
final class TreeUpgrade {
    private static final int AT_ONCE = 32;
    private static final long LOOK_NS = 5_000_000L;
    /** One that has just been started says soon who it is. */
    private static final long RECOGNITION_NS = 2_000_000_000L;
    /** More than a supervise waits for the program that it asks. */
    private static final long ANSWER_NS = 20_000_000_000L;

    private static final int NAMES_SAID_MAX = 10;

    /** One supervise. */
    private static final class Asked {
        final Service service;
        /** Whether it is that of the log alone. */
        final boolean log;
        /** Whether it got the signal. */
        boolean sent;
        /** Who it was then, and which upgrades it had behind it. */
        int pid;

        int asked;
        int done;
        /** Until when it is waited for. */
        long untilNs;

        Asked(Service service, boolean log, long untilNs) {
            this.service = service;
            this.log = log;
            this.untilNs = untilNs;
        }
    }

    private final ScanPlan plan;
    private final Messages messages;
    private final Recognition recognition;
    private final Processes processes;

    private @Nullable Asked[] places = new Asked[0];
    private int waiting;
    /** The next place of the plan. */
    private int next;
    /** Whether it is the turn of its log. */
    private boolean nextIsLog;

    private long lookNs = Daemon.NEVER;
    private int upgraded;
    private int refused;
    private byte[][] refusers = {};

    TreeUpgrade(Parts parts, Recognition recognition, Processes processes) {
        plan = parts.plan();
        messages = parts.messages();
        this.recognition = recognition;
        this.processes = processes;
    }

    void begin(long nowNs) {
        places = new Asked[AT_ONCE];
        refusers = new byte[NAMES_SAID_MAX][];
        lookNs = nowNs;
    }

    /** Nobody is asked any more. */
    void cancel() {
        lookNs = Daemon.NEVER;
    }

    /** When {@link #step} is to be called, or NEVER. */
    long deadlineNs() {
        return lookNs;
    }

    /** Looks who has done it, and asks the next ones. */
    void step(long nowNs) {
        if (nowNs < lookNs) {
            return;
        }
        for (int i = 0; i < AT_ONCE; i++) {
            Asked one = places[i];
            if (one != null && isOver(one, nowNs)) {
                places[i] = null;
                waiting--;
            }
            if (places[i] == null) {
                places[i] = nextOne(nowNs);
                waiting += places[i] == null ? 0 : 1;
            }
        }
        lookNs = nowNs + LOOK_NS;
        if (waiting == 0) {
            sayAll();
            cancel();
        }
    }

    private @Nullable Asked nextOne(long nowNs) {
        while (next < plan.serviceEnd()) {
            Service service = plan.serviceAt(next);
            boolean log = nextIsLog;
            nextIsLog = !log;
            next += log ? 1 : 0;
            if (service != null && (log ? hasTwo(service) : service.isLiving())) {
                Asked one = new Asked(service, log, nowNs + RECOGNITION_NS);
                ask(one, nowNs);
                return one;
            }
        }
        return null;
    }

    /** Whether the log is looked after by another supervise than the service. */
    private boolean hasTwo(Service service) {
        if (!service.serviceAlive || !service.logAlive || !recognition.read(service, false)) {
            return false;
        }
        int pid = recognition.status.supervisePid;
        return recognition.read(service, true) && recognition.status.supervisePid != pid;
    }

    private void ask(Asked one, long nowNs) {
        int pid = one.service.pid();
        boolean log = one.log || !one.service.serviceAlive;
        if (!recognition.read(one.service, log)) {
            return;
        }
        // A child is who it is until it is reaped; only the program that it runs may be another's.
        if (pid != 0 && recognition.status.supervisePid == pid) {
            processes.kill(pid, Signal.USR1);
        } else if (recognition.find(one.service, log)) {
            recognition.signal(Signal.USR1);
            recognition.close();
        } else {
            return;
        }
        one.sent = true;
        one.pid = recognition.status.supervisePid;
        one.asked = recognition.status.upgradesAsked;
        one.done = recognition.status.upgradesDone;
        one.untilNs = nowNs + ANSWER_NS;
    }

    private boolean isOver(Asked one, long nowNs) {
        if (plan.serviceAt(one.service.index) != one.service || !one.service.isLiving()) {
            return true;
        }
        if (!one.sent) {
            ask(one, nowNs);
        } else if (recognition.read(one.service, one.log || !one.service.serviceAlive)) {
            Status status = recognition.status;
            // Another process in its place was started by us, and is the program that is installed now.
            if (status.supervisePid != one.pid || status.upgradesDone != one.done) {
                upgraded++;
                return true;
            }
            if (status.upgradesAsked != one.asked) {
                refuses(one.service);
                return true;
            }
        }
        boolean tooLate = nowNs >= one.untilNs;
        if (tooLate) {
            refuses(one.service);
        }
        return tooLate;
    }

    private void refuses(Service service) {
        if (refused < NAMES_SAID_MAX) {
            refusers[refused] = service.name;
        }
        refused++;
    }

    private void sayAll() {
        messages.info().add("upgraded, and so are supervises: ").add(upgraded).end();
        if (refused == 0) {
            return;
        }
        Messages line = messages.warning().add("not upgraded: the supervise of ");
        for (int i = 0; i < refused && i < NAMES_SAID_MAX; i++) {
            line.add(i == 0 ? "" : ", ").add(refusers[i]);
        }
        if (refused > NAMES_SAID_MAX) {
            line.add(" and ").add(refused - NAMES_SAID_MAX).add(" more");
        }
        line.end();
    }
}
