package org.yagura.tools.yagura.control;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.core.control.ControlCommand;
import org.yagura.core.control.Deed;
import org.yagura.core.control.Progress;
import org.yagura.core.control.SignalName;
import org.yagura.core.status.Condition;
import org.yagura.core.status.WaitStatus;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.core.text.TimeSpan;
import org.yagura.os.Errno;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Ready;
import org.yagura.os.Signal;
import org.yagura.tools.FileContent;
import org.yagura.tools.Outcome;
import org.yagura.tools.yagura.Call;
import org.yagura.tools.yagura.Option;
import org.yagura.tools.yagura.facts.Facts;
import org.yagura.tools.yagura.facts.FactsReader;
import org.yagura.tools.yagura.facts.Target;
import org.yagura.tools.yagura.facts.Targets;

/** Does one thing to one, several or all services, at the same time, and waits until it is so. */
public final class Control {
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final long TIMEOUT_NS = 10 * NS_PER_SECOND;
    private static final long SETTLE_NS = NS_PER_SECOND;
    /** From one look to the next; more where a look takes long. */
    private static final long LOOK_NS = 5_000_000L;

    private static final int LOOKS_SHARE = 4;
    private static final int FILE_MAX = 64;
    /** Of so many it is looked whether they leave processes behind: that takes a look at all processes for each. */
    private static final int FEW = 10;

    private static final byte[] KILL_AFTER = Ascii.bytes("/kill-after");

    private final Call call;
    private final Deed deed;
    private final Report report;
    private final Teller teller;
    private final FactsReader reader;
    private final boolean wait;
    private final boolean tree;
    private final boolean group;
    private long timeoutNs = TIMEOUT_NS;
    private long settleNs = SETTLE_NS;
    private long killAfterNs = Task.NEVER;
    private int signal;
    private boolean few;

    public Control(Call call, Deed deed) {
        this.call = call;
        this.deed = deed;
        report = new Report(call, deed);
        teller = new Teller(call);
        reader = new FactsReader(call.port);
        wait = !call.arguments.has(Option.NO_WAIT);
        tree = call.arguments.has(Option.TREE);
        group = call.arguments.has(Option.GROUP);
    }

    public Outcome run() {
        List<byte[]> words = call.arguments.operands();
        int first = deed == Deed.SIGNAL ? 1 : 0;
        if (deed == Deed.SIGNAL && words.isEmpty()) {
            return call.usage();
        }
        signal = deed == Deed.SIGNAL ? SignalName.number(words.get(0)) : 0;
        if (deed == Deed.SIGNAL && signal == 0) {
            return call.usage("no such signal: ", words.get(0));
        }
        boolean all = call.arguments.has(Option.ALL);
        if (all ? words.size() > first : words.size() == first) {
            return call.usage(
                    all ? "--all and names of services" : "which services? Name some, or say --all", new byte[0]);
        }
        byte[] wrong = takeTimes();
        if (wrong != null) {
            return call.usage("no length of time: ", wrong);
        }
        Targets targets = new Targets(call);
        List<Target> meant = all ? targets.all(false) : named(targets, words, first);
        if (meant == null) {
            return Outcome.exit(Outcome.TROUBLE);
        }
        few = meant.size() <= FEW;
        List<Task> tasks = new ArrayList<>();
        for (Target target : meant) {
            Task task = new Task(reader.read(target), nowNs());
            tasks.add(task);
            begin(task);
        }
        await(tasks);
        return call.out.end(report.code());
    }

    private static List<Target> named(Targets targets, List<byte[]> words, int first) {
        List<Target> named = new ArrayList<>();
        for (int i = first; i < words.size(); i++) {
            named.add(targets.named(words.get(i)));
        }
        return named;
    }

    /** @return the word that is no length of time, or null */
    private byte @Nullable [] takeTimes() {
        timeoutNs = time(Option.TIMEOUT, TIMEOUT_NS);
        settleNs = time(Option.SETTLE, SETTLE_NS);
        killAfterNs = time(Option.KILL_AFTER, Task.NEVER);
        return timeoutNs == TimeSpan.BAD
                ? call.arguments.value(Option.TIMEOUT)
                : settleNs == TimeSpan.BAD
                        ? call.arguments.value(Option.SETTLE)
                        : killAfterNs == TimeSpan.BAD ? call.arguments.value(Option.KILL_AFTER) : null;
    }

    private long time(Option option, long otherwise) {
        byte[] text = call.arguments.value(option);
        return text == null ? otherwise : TimeSpan.parse(text);
    }

    private long nowNs() {
        return call.port.clock().monotonicNs();
    }

    // ---- telling

    private void begin(Task task) {
        Facts facts = task.facts;
        if (!reader.exists(facts.target)) {
            report.notSo(task, Ascii.bytes("no such service"));
        } else if (facts.condition == Condition.UNSUPERVISED) {
            report.notSo(task, Ascii.bytes("no supervise looks after it"));
        } else if (facts.condition == Condition.UNKNOWN && facts.error != -Errno.EACCES) {
            report.trouble(task, facts.step, facts.error);
        } else if (deed.needsProcess() && facts.isKnown() && facts.status.pid == 0) {
            report.notSo(task, Ascii.bytes("it does not run"));
        } else if (facts.isKnown() && deed.isSo(facts.status) && !tree) {
            report.already(
                    task, deed == Deed.START || deed == Deed.ONCE ? "up" : deed == Deed.STOP ? "down" : deed.done);
        } else {
            tell(task);
        }
    }

    private void tell(Task task) {
        Facts facts = task.facts;
        ByteBuilder bytes = new ByteBuilder(4);
        if (deed == Deed.SIGNAL && Deed.letterOf(signal) == 0) {
            signalDirectly(task);
            return;
        }
        task.progress = new Progress(deed, facts.status, facts.isOurs, settleNs);
        task.deadlineNs = task.begunNs + timeoutNs;
        if (tree && task.pidBefore != 0) {
            task.processes = new ProcessSet(call.port, task.pidBefore);
            task.processes.look();
        }
        if (!tree && deed == Deed.STOP && wait && few && task.pidBefore != 0) {
            task.witnesses = new ProcessSet(call.port, task.pidBefore);
            task.witnesses.look();
        }
        teller.claim(facts.target.path(), call.subcommand.name);
        deed.appendBytes(facts.status, signal, group, bytes);
        if (!send(task, bytes.toBytes())) {
            return;
        }
        if (task.processes != null) {
            signalRest(task, deed == Deed.STOP || deed == Deed.RESTART ? Signal.TERM : plainSignal());
        }
        if (deed == Deed.STOP || deed == Deed.RESTART) {
            planKill(task);
        }
        if (!wait) {
            report.done(task, "told to " + deed.verb, nowNs());
        }
    }

    private int plainSignal() {
        return switch (deed) {
            case SIGNAL -> signal;
            case RELOAD -> Signal.HUP;
            case PAUSE -> Signal.STOP;
            default -> Signal.CONT;
        };
    }

    /** When it is killed: as the option says, else its file {@code kill-after}. Who is to be killed is waited for a while after that. */
    private void planKill(Task task) {
        long afterNs = killAfterNs;
        if (afterNs == Task.NEVER) {
            byte[] path = Ascii.concat(task.facts.target.path(), KILL_AFTER);
            int fd = call.port.files().open(Files.CWD, path, OpenFlag.READ | OpenFlag.NONBLOCK, 0);
            byte[] text = fd < 0 ? null : new FileContent(call.port.descriptors()).read(fd, FILE_MAX);
            if (text == null) {
                return;
            }
            afterNs = TimeSpan.parseFile(text);
            if (afterNs == TimeSpan.BAD) {
                call.messages.warning().add(path).add(": no length of time").end();
                return;
            }
        }
        task.killNs = task.begunNs + afterNs;
        if (!call.arguments.has(Option.TIMEOUT)) {
            task.deadlineNs = task.killNs + timeoutNs;
        }
    }

    /** Writes bytes to the service's FIFO. @return false where it could not, which was said */
    private boolean send(Task task, byte[] bytes) {
        int written = teller.tell(task.facts.target.path(), bytes);
        if (written == -Errno.ENXIO) {
            report.notSo(task, Ascii.bytes("no supervise looks after it"));
            return false;
        }
        if (written == -Errno.EAGAIN) {
            // A supervise that was stopped lets it fill up.
            task.unsent = bytes;
            return true;
        }
        if (written < 0) {
            report.trouble(task, "write to supervise/control", written);
            return false;
        }
        task.unsent = new byte[0];
        if (task.progress != null) {
            task.progress.told(written);
        }
        return true;
    }

    /** A signal that supervise has no command for. The handle is opened before the status is looked at again. */
    private void signalDirectly(Task task) {
        int pid = task.pidBefore;
        int handle = call.port.processes().openProcess(pid);
        reader.look(task.facts);
        boolean same = task.facts.isKnown() && task.facts.status.pid == pid;
        int sent = handle < 0 ? handle : same ? call.port.processes().signalProcess(handle, signal) : -Errno.ESRCH;
        if (handle >= 0) {
            call.port.descriptors().close(handle);
        }
        if (sent >= 0 && group) {
            sent = call.port.processes().kill(-pid, signal);
        }
        if (sent < 0) {
            report.trouble(task, "send the signal", sent);
            return;
        }
        if (tree) {
            task.processes = new ProcessSet(call.port, pid);
            task.processes.look();
            signalRest(task, signal);
        }
        if (!task.over) {
            report.done(task, doneWords(), nowNs());
        }
    }

    private String doneWords() {
        return deed == Deed.SIGNAL ? "signal sent" : deed.done;
    }

    private void signalRest(Task task, int number) {
        ProcessSet processes = task.processes;
        int sent = processes == null ? 0 : processes.signal(number);
        if (sent < 0) {
            report.trouble(task, "send the signal to a process of its", sent);
        }
    }

    // ---- waiting

    private void await(List<Task> tasks) {
        Ready nothing = new Ready(1);
        while (true) {
            long beganNs = nowNs();
            boolean left = false;
            for (Task task : tasks) {
                if (!task.over) {
                    look(task);
                    left |= !task.over;
                }
            }
            if (!left) {
                return;
            }
            call.port.poller().await(Math.max(LOOK_NS, (nowNs() - beganNs) * LOOKS_SHARE), nothing);
        }
    }

    private void look(Task task) {
        Facts facts = task.facts;
        if (task.unsent.length > 0 && !send(task, task.unsent)) {
            return;
        }
        reader.look(facts);
        Progress progress = task.progress;
        if (progress == null) {
            return;
        }
        long nowNs = nowNs();
        Progress.Verdict verdict =
                facts.isKnown() ? progress.look(facts.status, call.port.clock().bootNs()) : Progress.Verdict.WAITING;
        int rest = restOf(task, verdict);
        if (verdict == Progress.Verdict.DONE && rest == 0) {
            task.leftOver = leftOver(task);
            report.done(task, doneWords(), nowNs);
        } else if (verdict == Progress.Verdict.FELL_OVER) {
            report.notSo(task, fall(facts));
        } else if (verdict == Progress.Verdict.REFUSED) {
            report.notSo(task, Ascii.bytes("it exited with code 100, which means not to start it again"));
        } else if (nowNs >= task.killNs) {
            kill(task, rest);
        } else if (nowNs >= task.deadlineNs) {
            report.notSo(task, late(task, progress, rest));
        } else if (facts.condition == Condition.UNSUPERVISED) {
            report.notSo(task, Ascii.bytes("its supervise has ended"));
        }
    }

    /** How many processes of a service are left that are to end with it. */
    private int restOf(Task task, Progress.Verdict verdict) {
        ProcessSet processes = task.processes;
        boolean ends = deed == Deed.STOP || deed == Deed.RESTART && verdict != Progress.Verdict.DONE;
        return processes == null || !ends ? 0 : processes.look();
    }

    /** How many processes of a service go on without it, where nobody asked for their end. */
    private static int leftOver(Task task) {
        return task.witnesses == null ? 0 : task.witnesses.look();
    }

    private void kill(Task task, int rest) {
        task.killNs = Task.NEVER;
        boolean runs = task.facts.isKnown() && task.facts.status.pid == task.pidBefore && task.pidBefore != 0;
        boolean clearing = task.facts.isKnown() && task.facts.status.scriptPid != 0;
        if (runs || clearing) {
            task.killed = true;
            byte kill = ControlCommand.KILL.letter;
            send(task, group ? new byte[] {ControlCommand.TO_GROUP, kill} : new byte[] {kill});
        }
        if (rest > 0) {
            task.killed = true;
            signalRest(task, Signal.KILL);
        }
    }

    private static byte[] fall(Facts facts) {
        ByteBuilder why = new ByteBuilder(96).append("it was started and ");
        if (facts.status.waitStatusKnown) {
            WaitStatus.appendWords(facts.status.waitStatus, why);
        } else {
            why.append("has ended");
        }
        return why.append(" at once; it is tried again every second").toBytes();
    }

    private byte[] late(Task task, Progress progress, int rest) {
        Facts facts = task.facts;
        ByteBuilder why = new ByteBuilder(96);
        if (!facts.isKnown()) {
            why.append("its state cannot be read");
        } else if (!progress.isTaken(facts.status) || task.unsent.length > 0) {
            why.append("its supervise does not answer");
        } else {
            why.append("it is still ").append(facts.condition.word);
            if (facts.status.hasChild()) {
                why.append(" (pid ").appendDecimal(facts.status.pid).append(")");
            }
            if (rest > 0) {
                why.append(", with ").appendDecimal(rest).append(" more processes");
            }
        }
        why.append(" after ");
        long tenths = (nowNs() - task.begunNs) / (NS_PER_SECOND / 10);
        return tenths % 10 == 0
                ? TimeSpan.appendWords(tenths / 10, why).toBytes()
                : TimeSpan.appendSeconds(nowNs() - task.begunNs, 1, why)
                        .append(" seconds")
                        .toBytes();
    }
}
