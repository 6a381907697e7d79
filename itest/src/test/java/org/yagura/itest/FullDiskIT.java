package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;

/** The actions f: what multilog does for each directory when the disk is full. */
class FullDiskIT {
    private static final Pattern GAP =
            Pattern.compile("@[0-9a-f]{24} multilog: gap: (\\d+) lines, \\d+ bytes dropped: out of disk space\n");

    private static void smallDisk(Sandbox box, int kib) {
        box.sh("mkdir d && mount -t tmpfs -o size=" + kib + "k none d").ok();
    }

    @OnOurs(Difference.MULTILOG_FULL_DISK)
    @NeedsRoot
    void linesAreDroppedAndCounted(Sandbox box) {
        smallDisk(box, 200);
        Running multilog = box.startSh("(seq 1 60000; until test -e free; do sleep 0.05; done; echo last) | "
                + "exec multilog t s16777215 fd ./d");
        multilog.awaitErr("multilog: warning: unable to write to ./d/current, dropping lines: out of disk space\n");
        Await.holds("goes on", 300, multilog::alive);
        box.sh("mount -o remount,size=4m d; : >free").ok();
        assertEquals(0, multilog.end().exit());
        String log = box.read("d/current");
        Matcher gap = GAP.matcher(log);
        long dropped = 0;
        while (gap.find()) {
            dropped += Long.parseLong(gap.group(1));
        }
        long kept =
                log.lines().filter(line -> line.matches("@[0-9a-f]{24} \\d+")).count();
        // the line in which the disk became full is there in part, and counted
        assertTrue(kept + dropped >= 60_000 && kept + dropped <= 60_001, "kept " + kept + ", dropped " + dropped);
        assertTrue(log.endsWith(" last\n"), log.substring(log.length() - 100));
    }

    @OnOurs(Difference.MULTILOG_FULL_DISK)
    @NeedsRoot
    void theOldestFilesGo(Sandbox box) {
        smallDisk(box, 300);
        Running multilog = box.startSh("seq 1 60000 | exec multilog s20000 n1000 fo ./d");
        assertEquals(0, multilog.end().exit());
        assertTrue(
                multilog.err()
                        .contains(
                                "multilog: warning: unable to write to ./d/current, removing the oldest file: out of disk space\n"),
                multilog.err());
        String log = box.sh("cat d/@* d/current").ok();
        String first = log.substring(0, log.indexOf('\n'));
        assertEquals(box.sh("seq " + first + " 60000").ok(), log);
        assertTrue(log.length() > 100_000, "kept " + log.length());
    }

    @OnOurs(Difference.MULTILOG_FULL_DISK)
    @NeedsRoot
    void whatIsNotToldInTheLogIsSaidAtTheEnd(Sandbox box) {
        smallDisk(box, 200);
        Running multilog = box.startSh("seq 1 60000 | exec multilog s16777215 fd ./d");
        assertEquals(0, multilog.end().exit());
        assertTrue(
                Pattern.compile("multilog: warning: dropped for \\./d: \\d+ lines, \\d+ bytes\n")
                        .matcher(multilog.err())
                        .find(),
                multilog.err());
        assertEquals("rwxr--r--", box.mode("d/current"));
    }

    @OnOurs(Difference.MULTILOG_DURABILITY)
    void linesAreBroughtToDiskAsTold(Sandbox box) {
        box.runOn("one\ntwo\n", "multilog", "d0", "./a", "d1s", "./b", "d5000", "./c", "d", "./e")
                .is(0, "", "");
        assertEquals(
                "one\ntwo\n".repeat(4),
                box.sh("cat a/current b/current c/current e/current").ok());
    }
}
