package org.yagura.fuzz;

import java.util.Arrays;
import org.yagura.core.tai.LabelParser;
import org.yagura.core.tai.TaiTime;

/** TAI64N labels: nothing ends a reader of logs. */
public final class LabelFuzz {
    private LabelFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        LabelParser parser = new LabelParser();
        int taken = 0;
        while (taken < data.length && parser.take(data[taken])) {
            taken++;
        }
        Target.check(parser.count() == taken, "lost digits");
        Target.check(Arrays.equals(parser.digits(), 0, taken, data, 0, taken), "digits that cannot be given back");
        Target.check(parser.nanoseconds() >= 0, "nanoseconds below zero");
        parser.unixSeconds();
        if (data.length >= TaiTime.LABEL_LENGTH && TaiTime.isLabel(data, 0)) {
            byte[] again = new byte[TaiTime.LABEL_LENGTH];
            long nanoseconds = TaiTime.labelNanoseconds(data, 0);
            TaiTime.formatLabel(again, 0, TaiTime.labelSeconds(data, 0), (int) nanoseconds);
            Target.check(Arrays.equals(again, 0, again.length, data, 0, again.length), "another label when written");
        }
    }
}
