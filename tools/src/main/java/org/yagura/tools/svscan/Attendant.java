package org.yagura.tools.svscan;

import org.yagura.core.control.Nudge;
import org.yagura.core.scan.Arrival;
import org.yagura.core.scan.ScanPlan;
import org.yagura.core.scan.Service;
import org.yagura.core.scan.Step;
import org.yagura.core.scan.SvscanState;
import org.yagura.os.Errno;
import org.yagura.os.Processes;
import org.yagura.os.Signal;
import org.yagura.tools.Messages;

/** Does what is due for a service: looks at it, asks the plan for the next step, and takes it. */
final class Attendant {
    /** After a failed fork nothing is started for this long: the next would fail too. */
    private static final long FORK_PAUSE_NS = 1_000_000_000L;

    private final ScanPlan plan;
    private final Scanner scanner;
    private final Slots slots;
    private final Holds holds;
    private final Watching watching;
    private final Orphans orphans;
    private final Remains remains;
    private final Starter starter;
    private final Messages messages;
    private final Processes processes;
    private long noForkUntilNs = Long.MIN_VALUE;

    Attendant(Parts parts, Scanner scanner, Slots slots, Leftovers leftovers, Starter starter, Processes processes) {
        plan = parts.plan();
        holds = parts.holds();
        watching = parts.watching();
        messages = parts.messages();
        this.scanner = scanner;
        this.slots = slots;
        orphans = leftovers.orphans();
        remains = leftovers.remains();
        this.starter = starter;
        this.processes = processes;
    }

    void handOver(SvscanState to) {
        to.noForkUntilNs = noForkUntilNs;
    }

    void takeOver(SvscanState from) {
        noForkUntilNs = from.noForkUntilNs;
    }

    /** Attends to a service that is due. @return whether a process was started */
    boolean attend(Service service, long nowNs) {
        if (service.names() == 0) {
            if (plan.next(service, nowNs) == Step.FREE) {
                free(service);
            }
            return false;
        }
        int result = slots.enter(service);
        if (result < 0) {
            outside(service, result, nowNs);
            return false;
        }
        boolean started = plan.isStopping() ? insideInStop(service, nowNs) : inside(service, nowNs);
        slots.leave();
        return started;
    }

    /** The log's directory, or what supervise keeps, was removed or renamed: a supervise that sleeps does not know. */
    void filesTaken(Service service) {
        if (!wake(service) && service.names() > 0 && slots.enter(service) >= 0) {
            slots.tell(Nudge.LOOK);
            slots.leave();
        }
    }

    /**
     * Makes a supervise that we started look around. CHLD harms nobody, while HUP would be ignored under nohup, and would end a supervise
     * of 0.76.
     *
     * @return whether it is ours
     */
    private boolean wake(Service service) {
        if (service.pid() == 0) {
            return false;
        }
        processes.kill(service.pid(), Signal.CHLD);
        return true;
    }

    private boolean inside(Service service, long nowNs) {
        int result = slots.look(service);
        if (result < 0) {
            messages.warning()
                    .add("unable to stat ")
                    .add(service.name)
                    .add("/log")
                    .because(-result);
            plan.count(service);
            plan.failed(service, nowNs);
            return false;
        }
        Step step = plan.next(service, nowNs);
        if (step == Step.LATER && !service.serviceAlive) {
            // It may have lost its files while it made them.
            wake(service);
        }
        if (step == Step.TELL_SERVICE || step == Step.TELL_LOG) {
            step = tell(service, step == Step.TELL_LOG, nowNs);
        }
        return step == Step.START && start(service, nowNs);
    }

    /** Whom nobody looks after gets a supervise, which stops what it finds. */
    private boolean insideInStop(Service service, long nowNs) {
        boolean before = service.hasSupervise();
        int result = slots.look(service);
        // No event has told of the end of one that could not be watched.
        service.abandoned |= before && !service.hasSupervise();
        if (result < 0) {
            // It may have a logger, or have one no more.
            plan.count(service);
            plan.locked(service, nowNs);
            return false;
        }
        if (service.abandoned && !service.hasSupervise()) {
            if (slots.isAnyLocked(service)) {
                plan.locked(service, nowNs);
                return false;
            }
            service.abandoned = remains.any(service);
        }
        boolean started = plan.next(service, nowNs) == Step.START && start(service, nowNs);
        if (started) {
            Hold hold = holds.of(service);
            hold.terminated = true;
            hold.terminatedPid = service.pid();
        }
        if (service.logAlive || !service.isLiving()) {
            holds.dropPipe(service);
        } else if (service.isUnseen() || (service.pid() != 0 && holds.of(service).logPipe >= 0)) {
            // The pipe is held until the supervise has it.
            plan.locked(service, nowNs);
        }
        return started;
    }

    private Step tell(Service service, boolean log, long nowNs) {
        if (log) {
            slots.makePipe(service);
        }
        int result = slots.tell(log ? Nudge.LOG : Nudge.SERVICE);
        if (result >= 0) {
            plan.told(service, nowNs);
            return Step.LATER;
        }
        if (result != -Errno.ENXIO && result != -Errno.ENOENT) {
            // Somebody may be there: this says nothing of whose supervise it is.
            plan.failed(service, nowNs);
            return Step.LATER;
        }
        wake(service);
        boolean said = service.isLogForeign();
        Step instead = plan.nobodyTold(service, log, nowNs);
        if (service.isLogForeign() && !said) {
            messages.warning()
                    .add(service.name)
                    .add("/log: not started, the supervise of ")
                    .add(service.name)
                    .add(" is not one of ours")
                    .end();
        }
        return instead;
    }

    private boolean start(Service service, long nowNs) {
        if (slots.isLocked(service)) {
            plan.locked(service, nowNs);
            return false;
        }
        slots.makePipe(service);
        if (nowNs < noForkUntilNs) {
            plan.postponed(service, noForkUntilNs);
            return false;
        }
        int pid = starter.start(service.name);
        if (pid < 0) {
            noForkUntilNs = nowNs + FORK_PAUSE_NS;
            plan.failed(service, nowNs);
            return false;
        }
        plan.started(service, pid, nowNs);
        return true;
    }

    /** Its name does not lead into its directory. */
    private void outside(Service service, int result, long nowNs) {
        if (result == Slots.ELSEWHERE || result == -Errno.ENOENT || result == -Errno.ENOTDIR) {
            byte[] name = service.name;
            scanner.look(name, Arrival.LINKED, true, nowNs);
            if (service.names() > 0 && service.name != name) {
                plan.postponed(service, nowNs);
            } else if (plan.isStopping()) {
                service.abandoned = false;
                plan.count(service);
            } else if (service.names() > 0) {
                plan.failed(service, nowNs);
            }
            return;
        }
        if (plan.isStopping() && !plan.unknown(service, Errno.isShortage(result), nowNs)) {
            return;
        }
        messages.warning().add("unable to chdir to ").add(service.name).because(-result);
        if (!plan.isStopping()) {
            plan.failed(service, nowNs);
        }
    }

    private void free(Service service) {
        watching.unwatchService(holds.of(service).watch);
        holds.free(service);
        orphans.free(service);
        plan.free(service);
    }
}
