package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Suite;

/** What a process that has nothing to do keeps of its memory. */
class GivenBackIT {
    /** Half as much again as it is; without giving back it would be five times as much. */
    private static final long PRIVATE_KIB_MAX = 96;

    private static long privateKib(long pid) {
        long kib = 0;
        for (String line : Proc.read(pid, "smaps_rollup").split("\n")) {
            if (line.startsWith("Private_Dirty:")) {
                kib += Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return kib;
    }

    private static long wakeUps(long pid) {
        return Long.parseLong(Proc.status(pid, "voluntary_ctxt_switches"));
    }

    @OnOurs
    void aLoggerGivesBackWhatABurstHasTakenAndThenSleeps(Sandbox box) {
        assumeFalse(Suite.sanitized(), "the sanitizers' own memory");
        Running multilog = box.startWithInput("multilog", "t", "s10000000", "./d");
        String line = "x".repeat(99) + "\n";
        multilog.write(line.repeat(5000));
        Await.until(
                "all is logged",
                () -> box.exists("d/current") && box.read("d/current").length() == 5000 * 126);
        Await.until(() -> "it keeps " + privateKib(multilog.pid()) + " KiB", 20_000, () -> {
            long kib = privateKib(multilog.pid());
            return kib > 0 && kib <= PRIVATE_KIB_MAX;
        });
        long before = wakeUps(multilog.pid());
        Await.holds("asleep", 3000, () -> true);
        assertTrue(wakeUps(multilog.pid()) - before <= 1, "woken " + (wakeUps(multilog.pid()) - before) + " times");
        multilog.write(line.repeat(5000)).closeInput().end();
        assertTrue(box.read("d/current").replaceAll("@[0-9a-f]{24} ", "").contentEquals(line.repeat(10_000)));
    }
}
