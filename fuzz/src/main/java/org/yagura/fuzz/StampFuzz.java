package org.yagura.fuzz;

import org.yagura.core.relay.StampName;

/** Names in a directory of stamps, which others may write to: none of these is removed before its time, whatever the time is. */
public final class StampFuzz {
    private static final long NOW_NS = 1_800_000_000_000_000_000L;

    private StampFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        boolean making = StampName.isMaking(data, 0, data.length);
        boolean expired = StampName.isExpired(data, 0, data.length, NOW_NS);
        Target.check(!(making && expired), "a stamp that is being made, and expired");
        if (data.length > 2) {
            StampName.isExpired(data, 1, data.length - 2, NOW_NS);
            StampName.isMaking(data, 1, data.length - 2);
        }
    }
}
