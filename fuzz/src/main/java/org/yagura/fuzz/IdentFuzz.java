package org.yagura.fuzz;

import org.yagura.core.net.IdentReply;

/** What an ident server says: no control bytes of the protocol get through. */
public final class IdentFuzz {
    private IdentFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        IdentReply.isWhole(data, data.length);
        byte[] info = IdentReply.info(data, data.length);
        if (info != null) {
            for (byte b : info) {
                Target.check(b != '\n' && b != '\r' && b != 0, "an end of line in the answer");
            }
        }
    }
}
