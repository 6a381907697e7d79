package org.yagura.core.log;

import org.yagura.core.tai.TaiTime;
import org.yagura.core.time.PointInTime;

/**
 * The name of a finished log file:
 *
 * <pre>
 * &#64;LABEL.s, &#64;LABEL.u      0 to 24 when it was finished, as a label; s: complete and on disk, u: as a kill or a power cut has left it
 * </pre>
 */
public final class FinishedName {
    private FinishedName() {}

    public static boolean is(byte[] name) {
        return name.length >= TaiTime.LABEL_LENGTH && TaiTime.isLabel(name, 0);
    }

    /** When it was finished: no line in it is later. Nanoseconds since 1970, or {@link PointInTime#BAD}. */
    public static long timeNs(byte[] name) {
        return PointInTime.ofLabel(name, 0);
    }

    /** Whether its last line may have been cut off. */
    public static boolean isUnclean(byte[] name) {
        return name.length > TaiTime.LABEL_LENGTH + 1 && name[TaiTime.LABEL_LENGTH + 1] == 'u';
    }
}
