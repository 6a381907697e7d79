package org.yagura.fuzz;

import java.util.Arrays;
import org.yagura.core.status.Status;

/** A status file that anything may have written: it is told what it is worth, and what is whole can be written again. */
public final class StatusFuzz {
    private StatusFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        Status status = new Status();
        byte[] room = Arrays.copyOf(data, Math.max(data.length, Status.LENGTH_MAX));
        Status.Form form = status.decode(room, Math.min(data.length, Status.LENGTH_MAX));
        if (data.length < Status.LENGTH_CLASSIC) {
            Target.check(form == Status.Form.SHORT, "a form for too few bytes: " + form);
            return;
        }
        byte[] again = new byte[Status.LENGTH];
        status.encode(again);
        Status second = new Status();
        Status.Form whole = second.decode(again, again.length);
        Target.check(whole == Status.Form.OURS, "cannot read what it wrote");
        Target.check(second.pid == status.pid && second.want == status.want, "reads something else than it wrote");
    }
}
