package org.yagura.fuzz;

import org.yagura.core.rules.RuleLine;
import org.yagura.core.text.ByteBuilder;

/** A line for tcprules: what it makes are keys without end of line, and data that tcpserver can read. */
public final class RulesFuzz {
    private static final int KEYS_MAX = 256;

    private RulesFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        for (byte[] line : Target.split(data, '\n')) {
            RuleLine rule = new RuleLine();
            rule.take(line, line.length);
            ByteBuilder key = new ByteBuilder(16);
            int keys = 0;
            while (rule.nextKey(key)) {
                keys++;
                Target.check(keys <= KEYS_MAX, "more keys than a range can have");
                Target.check(key.length() <= line.length + 64, "a key from nowhere");
            }
            byte[] ruleData = rule.data().toBytes();
            Target.check(
                    keys == 0 || ruleData.length == 0 || ruleData[ruleData.length - 1] == 0, "data without their end");
        }
    }
}
