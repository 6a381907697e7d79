package org.yagura.fuzz;

import org.yagura.core.status.BootId;
import org.yagura.core.status.ProcStat;
import org.yagura.core.status.Status;

/** What /proc says. */
public final class ProcFuzz {
    private ProcFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        new ProcStat().parse(data, data.length);
        new ProcStat().parse(data, data.length / 2);
        byte[] id = new byte[Status.BOOT_ID_LENGTH];
        boolean good = BootId.parse(data, data.length, id);
        Target.check(!good || data.length >= BootId.TEXT_LENGTH, "a boot id out of too little");
    }
}
