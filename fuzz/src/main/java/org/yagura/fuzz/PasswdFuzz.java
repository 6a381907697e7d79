package org.yagura.fuzz;

import java.util.Arrays;
import org.yagura.core.account.PasswdScanner;

/** /etc/passwd: how it is cut into reads makes no difference. */
public final class PasswdFuzz {
    private static final byte[] NAME = {'j', 'o', 'e'};

    private PasswdFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        PasswdScanner whole = new PasswdScanner(NAME);
        PasswdScanner pieces = new PasswdScanner(NAME);
        boolean foundWhole = whole.feed(data, data.length) || whole.end();
        boolean foundPieces = false;
        for (int i = 0; i < data.length && !foundPieces; i++) {
            foundPieces = pieces.feed(Arrays.copyOfRange(data, i, i + 1), 1);
        }
        foundPieces = foundPieces || pieces.end();
        Target.check(foundWhole == foundPieces, "the reads decide whether an account is there");
        Target.check(
                !foundWhole || whole.uid() == pieces.uid() && whole.gid() == pieces.gid(),
                "the reads decide which account it is");
    }
}
