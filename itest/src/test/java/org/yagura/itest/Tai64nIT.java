package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;

/** tai64n and tai64nlocal while they run; plain cases are in cases/filters.cases. */
class Tai64nIT {
    @OnBoth
    void theStampIsNow(Sandbox box) {
        long beforeS = System.currentTimeMillis() / 1000;
        String line = box.runOn("x\n", "tai64n").ok();
        assertTrue(line.matches("@[0-9a-f]{24} x\n"), line);
        long stampS = Long.parseLong(line.substring(1, 17), 16) - (1L << 62) - 10;
        assertTrue(stampS >= beforeS && stampS <= System.currentTimeMillis() / 1000, line);
        long nanoseconds = Long.parseLong(line.substring(17, 25), 16);
        assertTrue(nanoseconds < 1_000_000_000, line);
    }

    @OnBoth
    void stampsNeverGoBack(Sandbox box) {
        String all = box.sh("yes | head -n 20000 | tai64n | cut -c1-25 >labels; sort -c labels && wc -l <labels")
                .ok();
        assertEquals("20000\n", all);
    }

    @OnBoth
    void aPartialLineIsVisible(Sandbox box) {
        Running filter = box.startWithInput("tai64n");
        filter.write("one\ntw");
        Await.until("tw", () -> filter.out().endsWith(" tw"));
        filter.write("o\n");
        Await.until("two", () -> filter.out().endsWith(" two\n"));
        filter.closeInput();
        assertEquals(2, filter.end().out().lines().count());
    }

    @OnBoth
    void localTimeIsVisibleLineByLine(Sandbox box) {
        Running filter = box.variable("TZ", "UTC").startWithInput("tai64nlocal");
        filter.write("@4000000037c219bf2ef02e94 mark\n");
        Await.until("line", () -> filter.out().equals("1999-08-24 04:04:05.787492500 mark\n"));
        filter.closeInput().end().is(0, filter.out(), "");
    }

    @OnBoth
    void aBrokenPipeEndsIt(Sandbox box) {
        box.sh("yes | tai64n | head -n 1 | wc -l").is(0, "1\n", "");
        box.sh("yes | tai64nlocal | head -n 1 | wc -l").is(0, "1\n", "");
    }

    @OnOurs(Difference.MALFORMED_LABELS)
    void malformedLabelsArePrintedUnchanged(Sandbox box) {
        String lines = String.join(
                "\n",
                "@",
                "@ foo",
                "@zz",
                "@4000000037C219BF2EF02E94 upper",
                "@4000000037c219bf2ef02e9 short",
                "@4000000037c219bf2ef02e9444 long",
                "@" + "f".repeat(24) + " far",
                "@" + "f".repeat(2000),
                "@ffffffffffffffff2ef02e94 out",
                "@4000000037c219bf",
                "@\0",
                "@\377",
                "");
        box.variable("TZ", "UTC").runOn(lines, "tai64nlocal").is(0, lines, "");
    }

    @OnOurs(Difference.LAST_LABEL)
    void aLabelAtTheEndWithoutANewlineIsPrinted(Sandbox box) {
        box.variable("TZ", "UTC")
                .runOn("@4000000037c219bf2ef02e94", "tai64nlocal")
                .is(0, "1999-08-24 04:04:05.787492500", "");
    }

    @OnOurs(Difference.MALFORMED_LABELS)
    void goodLabelsAfterBadOnesAreConverted(Sandbox box) {
        box.variable("TZ", "UTC")
                .runOn("@\n@4000000037c219bf2ef02e94 mark\n@", "tai64nlocal")
                .is(0, "@\n1999-08-24 04:04:05.787492500 mark\n@", "");
    }
}
