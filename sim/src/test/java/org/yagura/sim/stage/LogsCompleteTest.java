package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.yagura.sim.check.LogsComplete;

/** What the checker of whole logs allows, and what it does not. */
class LogsCompleteTest {
    private static final String LABEL = "@400000006b49d20d0747611d ";

    private final Ledger ledger = new Ledger();

    LogsCompleteTest() {
        for (int i = 0; i < 3; i++) {
            String line = ledger.begin("x", 8);
            ledger.written("x", line, line.length());
        }
    }

    private void check(String log, Set<String> taken, Set<String> damaged) {
        LogsComplete.check("x", log, ledger, new LogsComplete.Allowance(0, taken, damaged, false, false));
    }

    @Test
    void aLogWithoutALineIsNotComplete() {
        check("x 1 xxx\nx 2 xxx\nx 3 xxx\n", Set.of(), Set.of());
        assertThrows(AssertionError.class, () -> check("x 1 xxx\nx 3 xxx\n", Set.of(), Set.of()));
        check("x 1 xxx\nx 3 xxx\n", Set.of("x 2 xxx\n"), Set.of());
    }

    /** A sync had failed, its logger was killed before it could write again, and the power cut left a file that seemed finished. */
    @Test
    void aLineAfterAnEndThatAPowerCutHasTakenIsWhole() {
        for (String left : new String[] {"\0\0\0\0", "x 2 x\0\0"}) {
            for (String label : new String[] {"", LABEL}) {
                String log = label + "x 1 xxx\n" + left + label + "x 3 xxx\n";
                assertThrows(AssertionError.class, () -> check(log, Set.of("x 2 xxx\n"), Set.of()));
                check(log, Set.of("x 2 xxx\n"), Set.of(left));
                check(log, Set.of("x 2 xxx\n"), Set.of(left.substring(0, left.length() - 1), left));
                check(label + "x 1 xxx\n" + left + "xx\n", Set.of("x 2 xxx\n", "x 3 xxx\n"), Set.of(left, left + "xx"));
            }
        }
    }
}
