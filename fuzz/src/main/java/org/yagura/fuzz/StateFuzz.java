package org.yagura.fuzz;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yagura.core.handover.Handover;
import org.yagura.core.handover.HandoverReader;
import org.yagura.core.handover.HandoverWriter;
import org.yagura.core.scan.ScanPlan;
import org.yagura.core.scan.SvscanState;
import org.yagura.core.supervise.SuperviseState;
import org.yagura.core.supervise.Supervision;

/** A state that was handed over, damaged: it is refused, or it is one that can be gone on from, and written again as it was. */
public final class StateFuzz {
    private StateFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        supervise(data);
        svscan(data);
        if (data.length < Handover.SHORTEST) {
            return;
        }
        // A checksum would keep all damage away from what is behind it.
        byte[] sealed = data.clone();
        Handover.seal(sealed);
        supervise(sealed);
        svscan(sealed);
    }

    private static void supervise(byte[] data) {
        Handover handover = new Handover();
        @Nullable HandoverReader reader = handover.open(data, data.length, Handover.SUPERVISE);
        SuperviseState state = new SuperviseState();
        if (reader == null || !state.decode(reader)) {
            return;
        }
        Supervision slot = new Supervision();
        slot.takeOver(state.service);
        slot.handOver(state.service);
        HandoverWriter writer =
                Handover.begin(Handover.SUPERVISE, handover.blockedAtStart(), handover.ignoredAtStart());
        state.encode(writer);
        checkSame(data, Handover.seal(writer));
    }

    private static void svscan(byte[] data) {
        Handover handover = new Handover();
        @Nullable HandoverReader reader = handover.open(data, data.length, Handover.SVSCAN);
        SvscanState state = new SvscanState();
        if (reader == null || !state.decode(reader)) {
            return;
        }
        HandoverWriter writer = Handover.begin(Handover.SVSCAN, handover.blockedAtStart(), handover.ignoredAtStart());
        state.encode(writer);
        checkSame(data, Handover.seal(writer));
        ScanPlan plan = new ScanPlan();
        Target.check(plan.takeOver(state, 0).length == state.services.length, "a service is lost");
        plan.handOver(new SvscanState());
    }

    /** A status says the same in more than one way: bytes that are reserved, and a length that leaves room. */
    private static void checkSame(byte[] data, byte[] again) {
        Target.check(again.length == data.length, "writes another length than it reads");
        Handover handover = new Handover();
        boolean supervise = handover.open(again, again.length, Handover.SUPERVISE) != null;
        boolean svscan = handover.open(again, again.length, Handover.SVSCAN) != null;
        Target.check(supervise != svscan, "cannot read what it wrote");
        Target.check(supervise || Arrays.equals(data, again), "reads something else than it wrote");
    }
}
