package org.yagura.tools.svscan;

import org.jspecify.annotations.Nullable;
import org.yagura.core.control.ControlCommand;
import org.yagura.core.control.Nudge;
import org.yagura.core.scan.ScanPlan;
import org.yagura.core.scan.Service;
import org.yagura.core.scan.StopPlan;
import org.yagura.core.text.Ascii;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.Files;
import org.yagura.os.Processes;
import org.yagura.os.Signal;
import org.yagura.tools.Messages;

/**
 * Stops all services. A supervise of ours gets TERM: it ends the service, lets the logger read to the end, and exits. One that an earlier
 * svscan started is no child of ours, so its pid could be another process's by now: the status record says when it started, and only the
 * process that started then gets the signal. Where that cannot be known, it is told to stop by the FIFO that only ours read. A foreign
 * supervise is told {@code d} and {@code x}, and the log's {@code x}; its logger ends with its input, or is told {@code d} when it does not.
 */
final class Stopper {
    private static final int NAMES_SAID_MAX = 10;
    private static final byte[] CONTROL = Ascii.bytes("control");
    private static final byte[] SCAN = Ascii.bytes("scan");

    private final ScanPlan plan;
    private final Holds holds;
    private final Messages messages;
    private final StopPlan stop;
    private final Descriptors descriptors;
    private final Processes processes;
    private final Recognition recognition;
    private final Fifo fifo;

    Stopper(
            Parts parts,
            StopPlan stop,
            Recognition recognition,
            Files files,
            Descriptors descriptors,
            Processes processes) {
        plan = parts.plan();
        holds = parts.holds();
        messages = parts.messages();
        this.stop = stop;
        this.recognition = recognition;
        fifo = new Fifo(files, descriptors);
        this.descriptors = descriptors;
        this.processes = processes;
    }

    /** Begins: every supervise is asked to stop, and the ends of the pipes are let go of, so that the loggers see the end. */
    void begin(long nowNs) {
        holds.keepNoPipes();
        for (int i = 0; i < plan.serviceEnd(); i++) {
            Service service = plan.serviceAt(i);
            if (service != null) {
                // A supervise that has only just been started may not have the pipe yet.
                boolean held = service.names() > 0 && !service.logAlive && service.isLiving();
                if (!held) {
                    holds.dropPipe(service);
                }
                ask(service, nowNs);
            }
        }
    }

    /** Does what is due meanwhile. */
    void step(long nowNs) {
        if (stop.killsNow(nowNs)) {
            forEachLiving(true, nowNs);
        }
        if (stop.saysNow(nowNs)) {
            say();
            forEachLiving(false, nowNs);
        }
    }

    /** Asks a supervise to stop, with what it has not been asked yet. */
    void ask(Service service, long nowNs) {
        holds.forgetUnwatched(service);
        plan.count(service);
        Hold hold = holds.of(service);
        int pid = service.pid();
        if (pid != 0) {
            if (!hold.terminated) {
                int sent = processes.kill(pid, Signal.TERM);
                hold.terminated = sent == 0 || sent == -Errno.ESRCH;
                hold.terminatedPid = hold.terminated ? pid : hold.terminatedPid;
                // A stopped one gets TERM only when it runs again.
                processes.kill(pid, Signal.CONT);
            }
            return;
        }
        // A supervise that cannot be told to bring a slot back does so by itself, even one that was asked to exit.
        hold.serviceAsked &= service.serviceAlive;
        hold.logAsked &= service.logAlive;
        if (hold.terminated || (!service.serviceAlive && !service.logAlive)) {
            return;
        }
        boolean isFirst = !hold.serviceAsked && !hold.logAsked;
        hold.terminated = isFirst && terminateByStatus(service);
        boolean hadTrouble = isFirst && recognition.hadTrouble();
        if (hold.terminated || tellOurs(service)) {
            return;
        }
        if (hadTrouble && hold.notFound++ < StopPlan.TRIES_MAX) {
            // One of ours that is told only d and x may bring up its logger when the trouble is over.
            plan.dueBy(service, nowNs + StopPlan.TRY_AGAIN_NS);
        } else if (service.serviceAlive) {
            if (!hold.serviceAsked) {
                hold.serviceAsked =
                        send(service, false, ControlCommand.DOWN) && send(service, false, ControlCommand.EXIT);
            }
        } else if (!hold.logAsked) {
            hold.logAsked = send(service, true, ControlCommand.EXIT);
        }
    }

    private void forEachLiving(boolean kill, long nowNs) {
        for (int i = 0; i < plan.serviceEnd(); i++) {
            Service service = plan.serviceAt(i);
            if (service == null || !service.isLiving()) {
                continue;
            }
            if (kill) {
                kill(service);
            } else {
                press(service, nowNs);
            }
        }
    }

    /** The logger only when its service is gone: supervise may have come to that a moment after we looked. */
    private void kill(Service service) {
        boolean mayBeThere = service.serviceAlive || service.names() > 0;
        boolean taken = mayBeThere && send(service, false, ControlCommand.KILL);
        if (!taken && !service.serviceAlive) {
            send(service, true, ControlCommand.KILL);
        }
    }

    /** A foreign logger that goes on without its service has something that holds its input open. */
    private void press(Service service, long nowNs) {
        Hold hold = holds.of(service);
        if (hold.logAsked && service.logAlive) {
            send(service, true, ControlCommand.DOWN);
        }
        if (hold.terminated) {
            // Its logger may be another supervise's, or another one may have waited for the service and brought it up
            // again.
            terminateByStatus(service);
        }
        ask(service, nowNs);
    }

    private void say() {
        Messages line = messages.info().add("waiting for ");
        int said = 0;
        for (int i = 0; i < plan.serviceEnd() && said < NAMES_SAID_MAX; i++) {
            Service service = plan.serviceAt(i);
            if (service != null && service.isLiving()) {
                line.add(said++ > 0 ? ", " : "").add(service.name);
                line.add(service.serviceAlive || !service.logAlive ? "" : "/log");
            }
        }
        if (plan.living() > said) {
            line.add(" and ").add(plan.living() - said).add(" more");
        }
        line.end();
    }

    /** Signals the supervise that wrote the status, if it is certain that it is the one. @return whether that was done */
    private boolean terminateByStatus(Service service) {
        if (!recognition.find(service)) {
            return false;
        }
        Hold hold = holds.of(service);
        int pid = recognition.status.supervisePid;
        if (pid == hold.terminatedPid) {
            recognition.close();
            return false;
        }
        int sent = recognition.signal(Signal.TERM);
        if (sent < 0 && sent != -Errno.ESRCH) {
            // It is told another way, and asked again like all whom we wait for.
            recognition.close();
            return false;
        }
        hold.terminatedPid = pid;
        recognition.signal(Signal.CONT);
        int handle = recognition.takeHandle();
        if (handle >= 0 && hold.process < 0) {
            holds.keepProcess(service, handle);
        } else if (handle >= 0) {
            descriptors.close(handle);
        }
        return true;
    }

    /** One of ours stops as a whole, and brings nothing to life that it was about to. A foreign one has no such FIFO. */
    private boolean tellOurs(Service service) {
        return say(recognition.beside(service, false, SCAN), Nudge.STOP) == 1;
    }

    /** @return whether it was taken; if not, it is tried again when it is said who is waited for */
    private boolean send(Service service, boolean log, ControlCommand command) {
        int written = say(recognition.beside(service, log, CONTROL), command.letter);
        if (written < 0 && written != -Errno.ENXIO && written != -Errno.EAGAIN) {
            messages.warning().add("unable to control ").add(service.name).because(-written);
        }
        return written == 1;
    }

    private int say(byte @Nullable [] name, byte what) {
        return name == null ? -Errno.ENOENT : fifo.say(Files.CWD, name, what);
    }

    /** Whether all have ended. */
    boolean isOver() {
        return stop.hasBegun() && plan.living() == 0 && holds.awaited() == 0;
    }
}
