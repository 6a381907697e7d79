package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Result;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;

/** multilog is killed, and the next one finishes what it had begun. */
class JournalIT {
    private static final int KILLS = 120;

    /** Writes numbered lines at full rate, 20000 at a time, until the file {@code stop} is there; holds the FIFO. */
    private static final String WRITER = """
            exec 3<>pipe
            : >held
            i=0
            until test -e stop; do
                seq -f 'FORMAT' $((i + 1)) $((i + 20000)) >&3
                i=$((i + 20000))
            done
            echo $i >count.new
            mv count.new count
            until test -e end; do sleep 0.05; done
            """;

    private static Running writer(Sandbox box, String format) {
        box.sh("mkfifo pipe").ok();
        Running writer = box.startSh(WRITER.replace("FORMAT", format));
        Await.until("held", () -> box.exists("held"));
        return writer;
    }

    private static void nothingIsLost(Sandbox box, String format, String script, String directory, String body) {
        Running writer = writer(box, format);
        Random random = new Random(17);
        String command = "exec multilog " + script + " <pipe";
        for (int i = 0; i < KILLS; i++) {
            Running logger = box.startSh(command);
            Await.holds("runs", random.nextInt(12), () -> true);
            logger.signal("KILL");
            Result end = logger.end();
            assertEquals("", end.err());
        }
        Running last = box.startSh(command);
        box.write("stop", "");
        Await.until("count", 60_000, () -> box.exists("count"));
        box.write("end", "");
        writer.end();
        assertEquals(0, last.end().exit(), last.err());
        String all = "cat " + directory + "/@* " + directory + "/current | ";
        box.sh(all + body + " | awk '$1 != NR { print NR \": \" $0; exit } END { print NR }'")
                .is(0, box.read("count"), "");
        assertFalse(box.exists("d/journal"));
    }

    @OnOurs(Difference.MULTILOG_JOURNAL)
    void killedAtFullRateNothingIsLostDoubledOrReordered(Sandbox box) {
        nothingIsLost(box, "%.0f " + "x".repeat(60), "s50000 n100000 ./d", "d", "cat");
    }

    @OnOurs(Difference.MULTILOG_JOURNAL)
    void killedAtFullRateWithLabelsAndPatterns(Sandbox box) {
        nothingIsLost(
                box, "%.0f line", "t s16777215 n100000 ./d '-*' '+* 7*' ./e", "d", "sed 's/^@[0-9a-f]\\{24\\} //'");
        // where it was slow there is no old file
        box.sh("find d -name '@*' | sort | xargs cat >all; cat d/current >>all; grep ' 7' all >wanted;"
                        + " find e -name '@*' | sort | xargs cat >got; cat e/current >>got; cmp got wanted")
                .is(0, "", "");
    }

    @OnOurs(Difference.MULTILOG_JOURNAL)
    void shortLinesAndLongOnes(Sandbox box) {
        nothingIsLost(box, "%.0f", "s4096 n1000000 ./d", "d", "cat");
    }

    @OnOurs(Difference.MULTILOG_JOURNAL)
    void aLineInProgressIsGoneOnWith(Sandbox box) {
        box.sh("mkfifo pipe").ok();
        Running writer = box.startSh(
                "exec 3<>pipe; until test -e end; do test -e go && mv go on && cat on >&3 && rm on; sleep 0.01; done");
        String flowing = "y".repeat(1500);
        Running first = box.startSh("exec multilog t ./d <pipe");
        box.write("new", flowing);
        box.rename("new", "go");
        Await.until(
                "flows", () -> box.exists("d/current") && box.read("d/current").endsWith(flowing));
        first.signal("KILL").end();
        Running second = box.startSh("exec multilog t ./d <pipe");
        box.write("new", "end\nheld");
        box.rename("new", "go");
        Await.until("set aside", () -> box.list("d").stream().anyMatch(name -> name.endsWith(".u")));
        Await.until(
                "asleep",
                () -> !box.exists("go")
                        && !box.exists("on")
                        && org.yagura.itest.harness.Proc.state(second.pid()) == 'S');
        second.signal("KILL").end();
        Running third = box.startSh("exec multilog t ./d <pipe");
        box.write("new", " line\n");
        box.rename("new", "go");
        Await.until(
                "held line",
                () -> box.exists("d/current") && box.read("d/current").endsWith(" held line\n"));
        List<String> old =
                box.list("d").stream().filter(name -> name.startsWith("@")).toList();
        assertTrue(box.read("d/" + old.get(0)).endsWith(flowing + "end\n"), old.toString());
        third.signal("TERM").end().is(0, "", "");
        box.write("end", "");
        writer.end();
    }

    @OnOurs(Difference.MULTILOG_JOURNAL)
    void ofALineWhosePipeIsGoneTheNewlineIsAdded(Sandbox box) {
        Running first = box.startWithInput("multilog", "./d").write("one\nheld");
        Await.until(
                "one", () -> box.exists("d/current") && box.read("d/current").equals("one\n"));
        Await.until("asleep", () -> org.yagura.itest.harness.Proc.state(first.pid()) == 'S');
        first.signal("KILL").end();
        box.startWithInput("multilog", "./d").write("two\n").closeInput().end().is(0, "", "");
        assertEquals("held\ntwo\n", box.read("d/current"));
    }

    @OnOurs(Difference.MULTILOG_JOURNAL)
    void anotherScriptSetsItAside(Sandbox box) {
        Running first = box.startWithInput("multilog", "./d").write("one\nheld");
        Await.until(
                "one", () -> box.exists("d/current") && box.read("d/current").equals("one\n"));
        Await.until("asleep", () -> org.yagura.itest.harness.Proc.state(first.pid()) == 'S');
        first.signal("KILL").end();
        box.startWithInput("multilog", "s5000", "./d")
                .write("two\n")
                .closeInput()
                .end()
                .is(
                        0,
                        "",
                        "multilog: warning: journal of ./d does not fit the files there, set aside as ./d/journal.old\n");
        assertEquals("two\n", box.read("d/current"));
        assertTrue(box.read("d/journal.old").contains("held"));
    }

    @OnOurs(Difference.MULTILOG_JOURNAL)
    void onlyItsOwnerCanReadIt(Sandbox box) {
        Running multilog = box.startWithInput("multilog", "./d").write("one\n");
        Await.until(
                "one", () -> box.exists("d/current") && box.read("d/current").equals("one\n"));
        assertEquals("rw-------", box.mode("d/journal"));
        multilog.closeInput().end().is(0, "", "");
        assertFalse(box.exists("d/journal"));
    }

    @OnOurs(Difference.MULTILOG_JOURNAL)
    void aLoggerThatIsNeverWrittenToHasNone(Sandbox box) {
        Running multilog = box.startWithInput("multilog", "./d");
        Await.until(
                "begun", () -> box.exists("d/current") && box.mode("d/current").equals("rw-r--r--"));
        assertFalse(box.exists("d/journal"));
        multilog.write("one\n");
        Await.until("one", () -> box.read("d/current").equals("one\n"));
        assertTrue(box.exists("d/journal"));
        multilog.closeInput().end().is(0, "", "");
    }

    @OnOurs(Difference.MULTILOG_JOURNAL)
    void filesHaveNone(Sandbox box) {
        box.write("in", "one\n");
        box.sh("mkdir d; ln -s /dev/full d/journal; exec multilog ./d <in").is(0, "", "");
        assertEquals("one\n", box.read("d/current"));
    }

    @OnOurs(Difference.MULTILOG_JOURNAL)
    void aLinkInItsPlaceIsNotFollowed(Sandbox box) {
        box.write("victim", "precious");
        box.sh("mkdir d; ln -s ../victim d/journal").ok();
        Result result = box.startWithInput("multilog", "./d")
                .write("one\n")
                .closeInput()
                .end();
        result.is(0, "", "multilog: warning: unable to use ./d/journal, a kill can lose lines: symbolic link loop\n");
        assertEquals("one\n", box.read("d/current"));
        assertEquals("precious", box.read("victim"));
    }

    @OnOurs(Difference.MULTILOG_JOURNAL)
    @NeedsRoot
    void onAFullDiskTermLeavesTheBatchToTheNextLogger(Sandbox box) {
        box.sh("mkdir d && mount -t tmpfs -o size=128k none d && mkfifo pipe").ok();
        Running writer =
                box.startSh("exec 3<>pipe; seq 1 40000 >&3; : >written; until test -e end; do sleep 0.05; done");
        Running first = box.startSh("exec multilog s16777215 ./d <pipe");
        first.awaitErr("multilog: warning: unable to write to ./d/current, pausing: out of disk space\n");
        first.signal("TERM");
        Result result = first.end(8000);
        assertEquals(111, result.exit());
        assertTrue(result.err().contains("multilog: warning: kept in the journal for ./d: "), result.err());
        box.sh("mount -o remount,size=4m d").ok();
        Running second = box.startSh("exec multilog s16777215 ./d <pipe");
        Await.until("written", 20_000, () -> box.exists("written"));
        box.write("end", "");
        writer.end();
        assertEquals(0, second.end().exit(), second.err());
        box.sh("seq 1 40000 >wanted; cat d/@* d/current | cmp - wanted").is(0, "", "");
    }
}
