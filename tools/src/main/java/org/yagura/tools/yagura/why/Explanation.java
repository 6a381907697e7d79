package org.yagura.tools.yagura.why;

import java.util.List;
import org.yagura.core.status.Condition;
import org.yagura.core.status.Status;
import org.yagura.core.status.WaitStatus;
import org.yagura.core.status.Want;
import org.yagura.core.text.ByteBuilder;
import org.yagura.core.text.Shown;
import org.yagura.core.text.TimeSpan;
import org.yagura.os.Errno;
import org.yagura.os.Port;
import org.yagura.os.Signal;
import org.yagura.tools.svstat.SlotState;
import org.yagura.tools.yagura.facts.Facts;
import org.yagura.tools.yagura.facts.LogPlaces;
import org.yagura.tools.yagura.facts.LogTail;
import org.yagura.tools.yagura.facts.RunFile;
import org.yagura.tools.yagura.facts.Targets;

/** Puts together why one service is as it is. */
final class Explanation {
    static final long NS_PER_SECOND = 1_000_000_000L;
    /** A service that was started again and has run no longer than this may fall again. */
    static final long SHORT_NS = 10 * NS_PER_SECOND;

    private static final int LOG_LINES = 5;
    private static final int EXIT_FAILED = 100;
    private static final int EXIT_TROUBLE = 111;
    private static final int EXIT_NOT_EXECUTABLE = 126;
    private static final int EXIT_NOT_FOUND = 127;

    private final Port port;
    private final RunFile runFile;
    private final LogPlaces places;
    private final LogTail tail;
    private final LoggerFaults loggerFaults;
    private final Scanning scanning;

    Explanation(Port port, Targets targets) {
        this.port = port;
        runFile = new RunFile(port);
        places = new LogPlaces(port);
        tail = new LogTail(port);
        loggerFaults = new LoggerFaults(port);
        scanning = new Scanning(port, targets.scanDirectory());
    }

    void explain(Facts facts, Sentences to) {
        places.find(facts);
        switch (facts.condition) {
            case UNSUPERVISED -> unsupervised(facts, to);
            case UNKNOWN -> unknown(facts, to);
            case DOWN -> down(facts, to);
            case STARTING -> starting(facts, to);
            case FAILED -> {
                to.say(
                        "It exited with code 100, by which it says that it is not to be started again (compat in its directory asks for that).");
                to.say("yagura start tries it again.");
            }
            case PREPARING -> to.say("Its script start runs, and has to end well before it is started.");
            case CLEARING_UP -> to.say("It has ended, and its script stop or finish still runs.");
            case STOPPING -> stopping(facts, to);
            case PAUSED ->
                to.say("It was stopped where it is (yagura pause or svc -p); yagura continue lets it go on.");
            case UP -> up(facts, to);
        }
        boolean fell = facts.condition == Condition.STARTING
                || facts.condition == Condition.FAILED
                || facts.condition == Condition.UP && Why.explainsRestarts(facts);
        if (facts.isKnown() && facts.condition != Condition.UP) {
            runFault(facts, to);
        }
        if (facts.hasLog) {
            loggerFaults.tell(facts, to);
        }
        if (fell || facts.condition == Condition.DOWN && facts.status.waitStatusKnown) {
            quoteLog(facts, to);
        }
    }

    private void unsupervised(Facts facts, Sentences to) {
        boolean never = facts.error == -Errno.ENOENT;
        to.say(never ? "No supervise has ever looked after it." : "No supervise looks after it now.");
        scanning.tell(facts, to);
        runFault(facts, to);
    }

    private static void unknown(Facts facts, Sentences to) {
        ByteBuilder why = new ByteBuilder(64)
                .append("It was not possible to ")
                .append(facts.step)
                .append(": ");
        if (facts.error == SlotState.BAD_FORMAT) {
            why.append("what is there is no status");
        } else {
            why.append(Errno.phrase(-facts.error));
        }
        to.say(why.append("."));
        if (facts.error == -Errno.EACCES) {
            to.say("Ask as root, or as the user whom its supervise runs as.");
        }
    }

    private void down(Facts facts, Sentences to) {
        Status status = facts.status;
        if (status.want == Want.ONCE) {
            lastExit(facts, "It was to run once", to);
        } else if (facts.isOurs && status.starts == 0 && facts.normallyDown) {
            to.say("It has not been started, because there is a file down in its directory.");
            to.say("yagura start starts it for now; without the file it is started whenever its supervise begins.");
        } else if (status.exiting && status.want == Want.UP) {
            lastExit(facts, "Its supervise was told to exit when it has ended", to);
        } else {
            ByteBuilder told = new ByteBuilder(64).append("It was told to go down (yagura stop or svc -d)");
            to.say(since(facts, told));
            if (facts.isOurs && status.waitStatusKnown) {
                lastExit(facts, "Its last process", to);
            }
            if (!facts.normallyDown) {
                to.say(
                        "There is no file down: it will be started when its supervise begins anew, at the next boot say.");
            }
        }
    }

    private void starting(Facts facts, Sentences to) {
        Status status = facts.status;
        if (!facts.isOurs) {
            to.say("It is about to be started.");
            return;
        }
        ByteBuilder often = new ByteBuilder(96);
        if (status.starts > 1) {
            often.append("It ends again and again: it was started ")
                    .appendDecimal(status.starts)
                    .append(" times");
        } else {
            often.append("It is to run, and does not");
        }
        to.say(often.append("."));
        if (status.waitStatusKnown) {
            lastExit(facts, "Its last process", to);
            hint(status.waitStatus, to);
        }
        long leftNs = NS_PER_SECOND - (port.clock().bootNs() - status.startedBootNs);
        if (leftNs > 0 && leftNs <= NS_PER_SECOND) {
            to.say(TimeSpan.appendSeconds(leftNs, 1, new ByteBuilder(64).append("It is started again in "))
                    .append(" seconds: never sooner than a second after its last start."));
        }
    }

    private void up(Facts facts, Sentences to) {
        Status status = facts.status;
        ByteBuilder runs = new ByteBuilder(64).append("It runs, as process ").appendDecimal(status.pid);
        if (facts.sinceNs >= NS_PER_SECOND) {
            TimeSpan.appendWords(facts.sinceNs / NS_PER_SECOND, runs.append(", for "))
                    .append(" now");
        }
        to.say(runs.append("."));
        if (status.want == Want.ONCE) {
            to.say("It was told to run once: it will not be started again when it ends.");
        }
        if (status.exiting) {
            to.say("Its supervise was told to exit as soon as it ends.");
        }
        if (facts.normallyDown) {
            to.say("There is a file down: it will not be started by itself when its supervise begins anew.");
        }
        long restarts = facts.restarts();
        if (restarts > 0) {
            to.say(new ByteBuilder(64)
                    .append("It was started again ")
                    .appendDecimal(restarts)
                    .append(restarts == 1 ? " time." : " times."));
            if (status.waitStatusKnown) {
                lastExit(facts, "The process before", to);
                hint(status.waitStatus, to);
            }
        }
    }

    private void stopping(Facts facts, Sentences to) {
        Status status = facts.status;
        to.say(new ByteBuilder(96)
                .append("It was told to go down")
                .append(status.termSent ? ", was sent TERM" : "")
                .append(", and process ")
                .appendDecimal(status.pid)
                .append(" has not ended: it needs its time, or does not listen."));
        to.say("yagura stop --kill-after 5 kills it after five seconds.");
    }

    private void runFault(Facts facts, Sentences to) {
        byte[] fault = runFile.fault(facts.target.path());
        if (fault.length > 0) {
            to.say(new ByteBuilder(96).append("Its run ").append(fault).append("."));
        }
    }

    private void lastExit(Facts facts, String who, Sentences to) {
        Status status = facts.status;
        ByteBuilder text = new ByteBuilder(96).append(who);
        boolean process = who.endsWith("process") || who.endsWith("before");
        if (!facts.isOurs || !status.waitStatusKnown) {
            to.say(text.append(process ? " has ended; how is not known." : ", and has ended."));
            return;
        }
        WaitStatus.appendWords(status.waitStatus, text.append(process ? " " : ", and "));
        long agoNs = port.clock().wallNs() - status.waitStatusWallNs;
        if (agoNs >= NS_PER_SECOND) {
            TimeSpan.appendWords(agoNs / NS_PER_SECOND, text.append(", ")).append(" ago");
        }
        to.say(text.append("."));
    }

    /** What an exit mostly means. */
    private static void hint(int waitStatus, Sentences to) {
        int signal = WaitStatus.signal(waitStatus);
        if (signal == Signal.KILL) {
            to.say(
                    "If nobody has sent that signal, the kernel may have been out of memory (dmesg tells), or it ran into a limit.");
        } else if (signal != 0 && signal != Signal.TERM && signal != Signal.INT && signal != Signal.HUP) {
            to.say("Such a signal mostly comes from a fault in the program itself, or from a limit.");
        }
        if (signal != 0) {
            return;
        }
        switch (WaitStatus.code(waitStatus)) {
            case 0 ->
                to.say(
                        "Code 0 says that it was done: it may put itself into the background, which a service must not.");
            case EXIT_FAILED -> to.say("Code 100 mostly says that it was called wrongly.");
            case EXIT_TROUBLE ->
                to.say(
                        "Code 111 mostly says that it could not do something for now, or that run could not be executed.");
            case EXIT_NOT_EXECUTABLE -> to.say("Code 126 comes from a shell: the program is not executable.");
            case EXIT_NOT_FOUND ->
                to.say("Code 127 comes from a shell: the program was not found. run has the PATH of svscan.");
            default -> {}
        }
    }

    private void quoteLog(Facts facts, Sentences to) {
        List<byte[]> lines = tail.lines(facts, LOG_LINES);
        if (!lines.isEmpty()) {
            to.say(new ByteBuilder(64)
                    .append("The last lines in ")
                    .append(Shown.of(facts.logDirectories.get(0)))
                    .append("/current:"));
            for (byte[] line : lines) {
                to.quote(line);
            }
        } else if (!facts.hasLog) {
            to.say("It has no log: what it says goes to the output of svscan.");
        }
    }

    private static ByteBuilder since(Facts facts, ByteBuilder text) {
        if (facts.sinceNs >= NS_PER_SECOND) {
            TimeSpan.appendWords(facts.sinceNs / NS_PER_SECOND, text.append(", "))
                    .append(" ago");
        }
        return text.append(".");
    }
}
