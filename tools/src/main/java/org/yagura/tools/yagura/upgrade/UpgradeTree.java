package org.yagura.tools.yagura.upgrade;

import java.util.ArrayList;
import java.util.List;
import org.yagura.core.control.ControlCommand;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.Shown;
import org.yagura.os.Errno;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Ready;
import org.yagura.os.Signal;
import org.yagura.tools.Outcome;
import org.yagura.tools.yagura.Call;
import org.yagura.tools.yagura.Option;
import org.yagura.tools.yagura.facts.Facts;
import org.yagura.tools.yagura.facts.FactsReader;
import org.yagura.tools.yagura.facts.Target;
import org.yagura.tools.yagura.facts.Targets;

/**
 * {@code yagura upgrade}: tells svscan that another program was installed, waits until it and all its supervises run that, and says who does
 * not. With {@code --loggers} the loggers are started again too.
 */
public final class UpgradeTree {
    /** More than svscan waits for one supervise. */
    private static final long SILENCE_NS = 25_000_000_000L;

    private static final long LOOK_NS = 20_000_000L;
    /** A svscan that has not become another program by then has refused it: that takes ten seconds where the program hangs. */
    private static final long REFUSAL_NS = 12_000_000_000L;

    private static final byte[] LOG_CONTROL = Ascii.bytes("/log/supervise/control");

    /** A supervise, and what it said before. */
    private record Before(Facts facts, int pid, int asked, int done) {}

    private final Call call;
    private final SvscanSearch search;
    private final FactsReader reader;
    private final Ready ready = new Ready(1);

    public UpgradeTree(Call call) {
        this.call = call;
        search = new SvscanSearch(call.port);
        reader = new FactsReader(call.port);
    }

    public Outcome run() {
        if (!call.arguments.operands().isEmpty()) {
            return call.usage("too many arguments: ", call.arguments.operands().get(0));
        }
        Targets targets = new Targets(call);
        List<Target> all = targets.all(false);
        if (all == null) {
            return Outcome.exit(Outcome.TROUBLE);
        }
        int svscan = search.find(targets.scanDirectory());
        if (svscan <= 0) {
            return unable("find the svscan of ", targets.scanDirectory(), svscan == 0 ? Errno.ESRCH : -svscan);
        }
        List<Before> before = look(all);
        long installed = search.installed(svscan);
        boolean other = installed > 0 && search.runs(svscan) != installed;
        int sent = call.port.processes().kill(svscan, Signal.USR1);
        if (sent < 0) {
            return unable("signal the svscan of ", targets.scanDirectory(), -sent);
        }
        List<Before> waiting = new ArrayList<>(before);
        boolean svscanDone = await(svscan, other ? installed : 0, waiting);
        return tell(svscanDone, before, waiting);
    }

    private Outcome unable(String to, byte[] what, int errno) {
        call.messages.fatal().add("unable to ").add(to).add(what).because(errno);
        return Outcome.exit(Outcome.TROUBLE);
    }

    private List<Before> look(List<Target> targets) {
        List<Before> before = new ArrayList<>();
        for (Target target : targets) {
            Facts facts = reader.read(target);
            if (facts.isKnown() && facts.isOurs) {
                before.add(new Before(
                        facts, facts.status.supervisePid, facts.status.upgradesAsked, facts.status.upgradesDone));
            }
        }
        return before;
    }

    /** Waits for all; who has answered is taken out. @return whether svscan runs what is installed, which is not asked where that is 0 */
    private boolean await(int svscan, long installed, List<Before> waiting) {
        boolean svscanDone = installed == 0;
        long nowNs = call.port.clock().monotonicNs();
        long begunNs = nowNs;
        long lastNs = nowNs;
        while (nowNs - lastNs < SILENCE_NS && (!svscanDone || !waiting.isEmpty())) {
            svscanDone |= search.runs(svscan) == installed;
            if (!svscanDone && nowNs - begunNs > REFUSAL_NS) {
                return false;
            }
            for (int i = waiting.size() - 1; i >= 0 && svscanDone; i--) {
                Before one = waiting.get(i);
                reader.look(one.facts);
                if (hasAnswered(one)) {
                    waiting.remove(i);
                    lastNs = nowNs;
                }
            }
            call.port.poller().await(LOOK_NS, ready);
            nowNs = call.port.clock().monotonicNs();
        }
        return svscanDone;
    }

    private static boolean hasAnswered(Before one) {
        Facts facts = one.facts;
        return !facts.isKnown() || facts.status.supervisePid != one.pid || facts.status.upgradesAsked != one.asked;
    }

    private static boolean isAmong(List<Before> some, Before one) {
        for (Before other : some) {
            if (other.facts == one.facts) {
                return true;
            }
        }
        return false;
    }

    private Outcome tell(boolean svscanDone, List<Before> all, List<Before> waiting) {
        if (!svscanDone) {
            call.messages
                    .fatal()
                    .add("svscan has not upgraded: see what it says")
                    .end();
            return Outcome.exit(Call.NOT_SO);
        }
        int refused = 0;
        for (Before one : all) {
            boolean done = !isAmong(waiting, one)
                    && (one.facts.status.supervisePid != one.pid || one.facts.status.upgradesDone != one.done);
            if (!done) {
                refused++;
                call.messages
                        .fatal()
                        .add("the supervise of ")
                        .add(Shown.of(one.facts.target.name()))
                        .add(isAmong(waiting, one) ? " has not answered" : " has not upgraded: see what it says")
                        .end();
            }
        }
        int loggers = call.arguments.has(Option.LOGGERS) ? restartLoggers(all) : 0;
        if (!call.arguments.has(Option.QUIET)) {
            call.out.text.append("upgraded: svscan, and supervises: ").appendDecimal(all.size() - refused);
            if (call.arguments.has(Option.LOGGERS)) {
                call.out.text.append(", loggers restarted: ").appendDecimal(loggers);
            }
            call.out.text.append((byte) '\n');
        }
        return call.out.end(refused == 0 ? Outcome.DONE : Call.NOT_SO);
    }

    /** A logger that gets TERM writes what it has; what comes meanwhile waits in the pipe. */
    private int restartLoggers(List<Before> all) {
        int count = 0;
        byte[] letter = {ControlCommand.TERMINATE.letter};
        for (Before one : all) {
            byte[] control = Ascii.concat(one.facts.target.path(), LOG_CONTROL);
            int fd = one.facts.hasLog
                    ? call.port.files().open(Files.CWD, control, OpenFlag.WRITE | OpenFlag.NONBLOCK, 0)
                    : -Errno.ENOENT;
            if (fd >= 0) {
                count += call.port.descriptors().write(fd, letter, 0, 1) == 1 ? 1 : 0;
                call.port.descriptors().close(fd);
            }
        }
        return count;
    }
}
