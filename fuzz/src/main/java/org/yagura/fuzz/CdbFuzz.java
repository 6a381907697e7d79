package org.yagura.fuzz;

import org.yagura.core.rules.CdbReader;
import org.yagura.core.rules.Decision;
import org.yagura.core.rules.RuleLookup;
import org.yagura.core.text.Ascii;

/** A file as tcpserver finds it: damage is told, and a deny that cannot be read lets nobody in. */
public final class CdbFuzz {
    private CdbFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        CdbReader reader = new CdbReader(
                (to, offset, length, position) -> {
                    int n = (int) Math.max(0, Math.min(length, data.length - position));
                    Target.check(position >= 0 && offset >= 0 && offset + n <= to.length, "read out of bounds");
                    if (n > 0) {
                        System.arraycopy(data, (int) position, to, offset, n);
                    }
                    return n;
                },
                data.length);
        int whole = reader.check();
        Decision decision = new Decision();
        int found = new RuleLookup(reader)
                .find(Ascii.bytes("10.1.2.3"), Ascii.bytes("a.example"), Ascii.bytes("joe"), decision);
        Target.check(found <= CdbReader.FOUND, "an answer that there is not");
        // A file that is whole can be searched.
        Target.check(whole < 0 || found >= 0 || found == CdbReader.DAMAGED, "an error that no reading has given");
        if (found == CdbReader.FOUND) {
            Target.check(decision.key() != null, "a rule without a key");
            while (decision.advance()) {
                Target.check(decision.name().length + decision.value().length < data.length, "a variable from nowhere");
            }
        }
    }
}
