package org.yagura.tools.multilog;

import org.jspecify.annotations.Nullable;
import org.yagura.core.log.LineFeeder;
import org.yagura.core.log.Script;
import org.yagura.os.Descriptors;
import org.yagura.os.Files;
import org.yagura.os.Poller;
import org.yagura.os.Ready;
import org.yagura.os.Signal;
import org.yagura.os.Signals;
import org.yagura.tools.Daemon;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Outcome;

/**
 * Reads lines and keeps them in directories that look after their size themselves.
 *
 * <p>It reads only when all outputs have taken what was read before. TERM: it ends at the end of the line in progress, or when that has
 * not come for {@link Input#LINE_GRACE_NS}, and whatever fails is tried only once more. ALRM: a fresh file in every directory.
 */
public final class Multilog implements Daemon {
    private static final int SIGNALS_TOKEN = 1;
    private static final int UMASK = 022;

    private final Files files;
    private final Signals signals;
    private final Poller poller;
    private final Messages messages;
    private final Script script;
    private final LineFeeder feeder;
    private final Journal journal;
    private final Outputs outputs;
    private final Input input;

    private int signalFd = -1;
    private boolean begun;
    private boolean completing;
    /** Whether everything that was read has been dealt with. */
    private boolean idle;

    private @Nullable Outcome outcome;

    public Multilog(Invocation invocation, MultilogPort port) {
        files = port.files();
        signals = port.signals();
        poller = port.poller();
        Descriptors descriptors = port.descriptors();
        messages = new Messages(descriptors, "multilog");
        script = new Script(invocation.arguments());
        feeder = new LineFeeder(script, new PortLoops(port.bytes(), port.memory()));
        // A gap that an earlier logger has left may have to be told before anything is read.
        feeder.setLabel(port.clock().wallNs());
        journal = new Journal(port, messages, script, invocation.arguments(), feeder);
        outputs = new Outputs(new Parts(files, descriptors, port.processes(), port.clock(), messages, journal), script);
        input = new Input(descriptors, poller, port.clock(), messages, feeder, journal);
    }

    @Override
    public @Nullable Outcome begin(long nowNs) {
        files.umask(UMASK);
        warnOfScript();
        signalFd = signals.open(Signal.bit(Signal.TERM) | Signal.bit(Signal.ALRM) | Signal.bit(Signal.CHLD));
        int error = signalFd < 0 ? signalFd : poller.add(signalFd, SIGNALS_TOKEN, Ready.READABLE);
        if (error < 0) {
            messages.fatal().add("unable to wait for signals").because(-error);
            return Outcome.exit(Outcome.TROUBLE);
        }
        outputs.openStatusFiles();
        return outputs.fatal();
    }

    @Override
    public @Nullable Outcome outcome() {
        return outcome;
    }

    @Override
    public long step(Ready ready, long nowNs) {
        input.note(ready);
        if (ready.of(SIGNALS_TOKEN) != 0) {
            takeSignals(nowNs);
        }
        idle = false;
        while (outcome == null) {
            if (!outputs.settle(nowNs)) {
                outcome = outputs.fatal();
                input.rest();
                return outputs.deadlineNs();
            }
            if (!begun) {
                begun = true;
                beginJournal();
            } else if (feeder.more()) {
                feeder.feed();
                outputs.take(feeder);
            } else if (outputs.lost() && journal.pending()) {
                end();
            } else if (journal.pending()) {
                journal.rest(outputs);
            } else if (journal.lineIsCut()) {
                journal.endLine();
            } else if (input.ended()) {
                end();
            } else if (!outputs.rotateIfWanted(feeder.inLine()) && !input.read(nowNs)) {
                idle = true;
                return Math.min(input.deadlineNs(nowNs), outputs.syncAtNs());
            }
        }
        return NEVER;
    }

    @Override
    public boolean startsLean() {
        return true;
    }

    @Override
    public boolean hasSpareMemory() {
        return idle && input.hasSpareMemory();
    }

    @Override
    public void spareMemory() {
        if (idle) {
            input.spareMemory();
        }
    }

    private void beginJournal() {
        int error = journal.begin(outputs);
        if (error < 0) {
            messages.fatal()
                    .add(JournalFile.UNABLE_TO_SET_ASIDE)
                    .add(journal.path())
                    .because(-error);
            outcome = Outcome.exit(Outcome.TROUBLE);
        }
    }

    /** No more is read, and what was read is written, as far as it can be: what is left of a line, then the files, then the process. */
    private void end() {
        if (feeder.inLine() && !journal.pending()) {
            journal.endLine();
        } else if (!completing) {
            completing = true;
            outputs.complete();
        } else {
            finish();
        }
    }

    private void finish() {
        outputs.reportGaps();
        boolean lost = outputs.lost();
        if (lost) {
            outputs.reportLost(journal.park(outputs));
        } else {
            journal.remove();
        }
        outcome = Outcome.exit(lost || input.failed() ? Outcome.TROUBLE : Outcome.DONE);
    }

    private void takeSignals(long nowNs) {
        int signal = signals.next(signalFd);
        while (signal > 0) {
            if (signal == Signal.TERM) {
                input.endSoon(nowNs);
                outputs.endSoon(nowNs);
            } else if (signal == Signal.ALRM) {
                outputs.wantRotation();
            }
            signal = signals.next(signalFd);
        }
    }

    private void warnOfScript() {
        for (byte[] action : script.ignored()) {
            boolean stamp = action.length > 0 && action[0] == 't';
            messages.warning()
                    .add(stamp ? "t is not the first action, ignored: " : "unknown action ignored: ")
                    .add(action)
                    .end();
        }
        if (!script.keepsLines()) {
            messages.warning().add("no directory given, nothing is logged").end();
        }
    }
}
