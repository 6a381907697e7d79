package org.yagura.tools.supervise;

import org.jspecify.annotations.Nullable;
import org.yagura.core.handover.Handover;
import org.yagura.core.handover.HandoverReader;
import org.yagura.core.handover.HandoverWriter;
import org.yagura.core.supervise.Moment;
import org.yagura.core.supervise.SuperviseState;
import org.yagura.os.Signals;
import org.yagura.os.Succession;
import org.yagura.tools.upgrade.Upgrade;
import org.yagura.tools.upgrade.UpgradePort;

/** The upgrades of a supervise: that one is asked for, how far it is, and how many there were, which both slots' status tells. */
final class Upgrading {
    private final Supervise supervise;
    private final Slot service;
    private final Slot log;
    private final Upgrade upgrade;
    private boolean wanted;
    private int asked;
    private int done;

    Upgrading(
            Parts parts,
            Signals signals,
            Succession succession,
            byte @Nullable [] executable,
            Supervise supervise,
            Slot service,
            Slot log) {
        this.supervise = supervise;
        this.service = service;
        this.log = log;
        upgrade = new Upgrade(
                new UpgradePort(parts.files(), parts.descriptors(), parts.processes(), signals, succession),
                parts.messages(),
                Handover.SUPERVISE,
                "supervise",
                executable);
    }

    /** One is asked for. */
    void want() {
        wanted = true;
    }

    /** When {@link #step} is to be called, or NEVER. */
    long deadlineNs() {
        return upgrade.deadlineNs();
    }

    /** A child was reaped. @return whether it is the upgrade's affair */
    boolean reaped(int pid, int waitStatus) {
        boolean its = upgrade.reaped(pid, waitStatus);
        if (its && !upgrade.isReady()) {
            isOver();
        }
        return its;
    }

    /** The supervise ends. */
    void cancel() {
        upgrade.cancel();
    }

    /** Takes the next step of an upgrade, if there is one to be taken: asks the program, or becomes it. To be called last in a step. */
    void step(Moment now) {
        upgrade.onDeadline(now.monotonicNs);
        if (wanted && !upgrade.begun() || upgrade.isReady() && upgrade.isOutdated()) {
            wanted = false;
            if (!upgrade.check(state(new SuperviseState()), now.monotonicNs)) {
                isOver();
            }
        } else if (upgrade.isReady()) {
            SuperviseState state = new SuperviseState();
            asked++;
            done++;
            HandoverWriter whole = state(state);
            asked--;
            done--;
            upgrade.become(whole, state.descriptors());
            isOver();
        } else {
            return;
        }
        service.flush(now);
        log.flush(now);
    }

    private HandoverWriter state(SuperviseState to) {
        to.upgradesAsked = asked;
        to.upgradesDone = done;
        supervise.handOver(to);
        HandoverWriter writer = upgrade.newState();
        to.encode(writer);
        return writer;
    }

    /** It came to nothing; what was said says why. */
    private void isOver() {
        asked++;
        tell();
    }

    /** Lets the status say it. */
    void tell() {
        service.upgraded(asked, done);
        log.upgraded(asked, done);
    }

    /** What the program before in this process has left. @return whether it is of use */
    boolean inherit(int left, SuperviseState to) {
        HandoverReader reader = upgrade.inherited(left);
        if (reader == null || !to.decode(reader)) {
            return false;
        }
        upgrade.closeOnExec(to.descriptors());
        asked = to.upgradesAsked;
        done = to.upgradesDone;
        return true;
    }
}
