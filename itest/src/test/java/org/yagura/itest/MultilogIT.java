package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.Result;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;

/** multilog while it runs: when lines are visible, signals, locks. What a finished run leaves is in cases/multilog.cases. */
class MultilogIT {
    private static final String LABEL = "@[0-9a-f]{24}";

    private static void awaitCurrent(Sandbox box, String content) {
        Await.until(
                () -> "current is " + box.read("d/current"),
                20_000,
                () -> box.exists("d/current") && box.read("d/current").equals(content));
    }

    private static List<String> old(Sandbox box, String suffix) {
        return box.list("d").stream()
                .filter(name -> name.matches(LABEL + suffix))
                .toList();
    }

    @OnBoth
    void linesAreVisibleWhileItWaits(Sandbox box) {
        Running multilog = box.startWithInput("multilog", "./d");
        multilog.write("one\n");
        awaitCurrent(box, "one\n");
        multilog.write("two\nthr");
        Await.until("two", () -> box.read("d/current").startsWith("one\ntwo\n"));
        multilog.write("ee\n");
        awaitCurrent(box, "one\ntwo\nthree\n");
        assertEquals("rw-r--r--", box.mode("d/current"));
        multilog.closeInput().end().is(0, "", "");
        assertEquals("rwxr--r--", box.mode("d/current"));
    }

    @OnBoth
    void theStampIsThatOfTheFirstByte(Sandbox box) {
        Running multilog = box.startWithInput("multilog", "t", "./d");
        multilog.write("a");
        long firstS = System.currentTimeMillis() / 1000;
        long beforeNs = System.nanoTime();
        Await.until("two seconds later", () -> System.nanoTime() - beforeNs > 2_100_000_000L);
        multilog.write("b\n").closeInput().end();
        String line = box.read("d/current");
        assertTrue(line.matches(LABEL + " ab\n"), line);
        long stampS = Long.parseLong(line.substring(1, 17), 16) - (1L << 62) - 10;
        assertTrue(Math.abs(stampS - firstS) <= 1, "stamp " + stampS + ", written " + firstS);
    }

    @OnBoth
    void termAtALineBoundaryEndsAtOnce(Sandbox box) {
        Running multilog = box.startWithInput("multilog", "./d").write("one\n");
        awaitCurrent(box, "one\n");
        multilog.signal("TERM").end().is(0, "", "");
        assertEquals("rwxr--r--", box.mode("d/current"));
    }

    @OnBoth
    void termInALineWaitsForItsEndAndReadsNoFurther(Sandbox box) {
        box.sh("mkfifo pipe").ok();
        Running multilog = box.startSh("exec multilog ./d <pipe");
        Running writer = box.startSh("""
                exec 3<>pipe
                printf 'one\\ntw' >&3
                until test -e go; do sleep 0.02; done
                printf 'o\\nnext\\n' >&3
                until test -e read; do sleep 0.02; done
                exec head -n 1 <&3
                """);
        Await.until(
                "one", () -> box.exists("d/current") && box.read("d/current").startsWith("one\n"));
        // the partial line has been read when nothing is left in the pipe; a held line is not always visible
        Await.until("asleep in read", () -> org.yagura.itest.harness.Proc.state(multilog.pid()) == 'S');
        multilog.signal("TERM");
        Await.holds("goes on", 300, multilog::alive);
        box.write("go", "");
        multilog.end().is(0, "", "");
        assertEquals("one\ntwo\n", box.read("d/current"));
        box.write("read", "");
        assertEquals("next\n", writer.end().out());
    }

    @OnBoth
    void alrmRotatesWhatIsThere(Sandbox box) {
        Running multilog = box.startWithInput("multilog", "t", "./d").write("one\n");
        Await.until(
                "one", () -> box.exists("d/current") && box.read("d/current").endsWith("one\n"));
        multilog.signal("ALRM");
        Await.until("rotated", () -> old(box, "\\.s").size() == 1);
        multilog.write("two\n").closeInput().end().is(0, "", "");
        String file = old(box, "\\.s").get(0);
        assertTrue(box.read("d/" + file).endsWith(" one\n"));
        assertEquals("rwxr--r--", box.mode("d/" + file));
        assertTrue(box.read("d/current").endsWith(" two\n"));
    }

    @OnBoth
    void alrmWithAnEmptyCurrentDoesNothing(Sandbox box) {
        Running multilog = box.startWithInput("multilog", "./d");
        Await.until("lock", () -> box.exists("d/current"));
        Await.until("asleep", () -> org.yagura.itest.harness.Proc.state(multilog.pid()) == 'S');
        multilog.signal("ALRM");
        Await.holds("not rotated", 200, () -> old(box, "\\.s").isEmpty() && multilog.alive());
        multilog.closeInput().end().is(0, "", "");
        assertEquals(List.of("current", "lock", "state"), box.list("d"));
    }

    @OnBoth
    void alrmRotatesEveryDirectory(Sandbox box) {
        Running multilog = box.startWithInput("multilog", "./d", "-*", "./e").write("one\n");
        awaitCurrent(box, "one\n");
        multilog.signal("ALRM");
        Await.until("rotated", () -> old(box, "\\.s").size() == 1);
        assertTrue(box.list("e").stream().noneMatch(name -> name.startsWith("@")));
        multilog.closeInput().end().is(0, "", "");
    }

    @OnBoth
    void hupEndsItAndTheFileIsSetAsideNextTime(Sandbox box) {
        Running multilog = box.startWithInput("multilog", "./d").write("one\n");
        awaitCurrent(box, "one\n");
        multilog.signal("HUP");
        assertEquals(128 + 1, multilog.end().exit());
        assertEquals("rw-r--r--", box.mode("d/current"));
        box.runOn("two\n", "multilog", "./d").is(0, "", "");
        assertEquals("one\n", box.read("d/" + old(box, "\\.u").get(0)));
        assertEquals("two\n", box.read("d/current"));
    }

    @OnBoth
    void killLosesNothingThatWasWritten(Sandbox box) {
        Running multilog = box.startWithInput("multilog", "./d").write("one\n");
        awaitCurrent(box, "one\n");
        multilog.signal("KILL");
        multilog.end();
        box.runOn("two\n", "multilog", "./d").is(0, "", "");
        assertEquals("one\n", box.read("d/" + old(box, "\\.u").get(0)));
    }

    @OnBoth
    void aLockedDirectoryIsRefused(Sandbox box) {
        Running first = box.startWithInput("multilog", "./d").write("one\n");
        awaitCurrent(box, "one\n");
        box.run("multilog", "./d").is(111, "", "multilog: fatal: unable to lock directory ./d: temporary failure\n");
        first.write("two\n").closeInput().end().is(0, "", "");
        assertEquals("one\ntwo\n", box.read("d/current"));
    }

    @OnBoth
    void theSecondOfTwoDirectoriesLockedLeavesTheFirstAsItWas(Sandbox box) {
        Running first = box.startWithInput("multilog", "./d").write("one\n");
        awaitCurrent(box, "one\n");
        Result result = box.runOn("x\n", "multilog", "./a", "./d");
        result.is(111, "", "multilog: fatal: unable to lock directory ./d: temporary failure\n");
        assertEquals("", box.read("a/current"));
        first.closeInput().end();
    }

    @OnBoth
    void aDirectoryThatIsRenamedIsFollowed(Sandbox box) {
        Running multilog = box.startWithInput("multilog", "s4096", "./d").write("one\n");
        awaitCurrent(box, "one\n");
        box.rename("d", "moved");
        multilog.write(("x".repeat(99) + "\n").repeat(60)).closeInput().end().is(0, "", "");
        assertTrue(box.list("moved").size() > 3, box.list("moved").toString());
    }

    @OnBoth
    void currentRemovedByHandIsMadeAgainAtTheNextRotation(Sandbox box) {
        Running multilog = box.startWithInput("multilog", "s4096", "./d").write("one\n");
        awaitCurrent(box, "one\n");
        box.delete("d/current");
        box.write("d/current", "");
        multilog.write(("x".repeat(99) + "\n").repeat(60)).closeInput().end().is(0, "", "");
        assertTrue(box.exists("d/current"));
    }

    @OnBoth
    void aFailedProcessorIsTriedAgain(Sandbox box) {
        Running multilog = box.startWithInput(
                "multilog", "s4096", "!cat >/dev/null; echo $(cat ../try) >>../tries; test -e ../good", "./d");
        box.write("try", "x");
        multilog.write(("y".repeat(99) + "\n").repeat(60));
        multilog.awaitErr("multilog: warning: processor failed in ./d, pausing\n");
        assertTrue(box.exists("d/previous"));
        box.write("good", "");
        multilog.closeInput().end().is(0, "", multilog.err());
        assertTrue(box.read("tries").lines().count() >= 2);
        assertEquals(
                List.of(), box.list("d").stream().filter("previous"::equals).toList());
    }

    @OnBoth
    void aCrashedProcessorIsTriedAgain(Sandbox box) {
        Running multilog = box.startWithInput("multilog", "s4096", "!test -e ../good || kill -9 $$", "./d");
        multilog.write(("y".repeat(99) + "\n").repeat(60));
        multilog.awaitErr("multilog: warning: processor crashed in ./d, pausing");
        box.write("good", "");
        multilog.closeInput().end().is(0, "", multilog.err());
    }

    @OnBoth
    void aProcessorHasTheRightDescriptors(Sandbox box) {
        String processor = "grep -E '^Sig(Blk|Ign)' /proc/self/status; ls /proc/$$/fd | tr '\\n' ' '; "
                + "for i in 0 1 4 5; do echo $i '->' $(readlink /proc/$$/fd/$i); done";
        box.runOn(("y".repeat(99) + "\n").repeat(30), "multilog", "s4096", "!" + processor, "./d")
                .is(0, "", "");
        String seen = box.read("d/" + old(box, "\\.s").get(0));
        String directory = box.path("d").toString();
        for (String line : List.of(
                "SigBlk:\t0000000000000000",
                "0 -> " + directory + "/previous",
                "1 -> " + directory + "/processed",
                "4 -> " + directory + "/state",
                "5 -> " + directory + "/newstate")) {
            assertTrue(seen.contains(line + "\n"), line + " in\n" + seen);
        }
    }

    @OnBoth
    void linesOnStandardErrorComeAtOnce(Sandbox box) {
        Running multilog = box.startWithInput("multilog", "-*", "+alert*", "e");
        multilog.write("info: no\nalert: yes\n");
        multilog.awaitErr("alert: yes\n");
        multilog.closeInput().end().is(0, "", "alert: yes\n");
    }

    @OnBoth
    void manyLinesFromManyWritersAllArrive(Sandbox box) {
        Running multilog = box.startSh("""
                mkfifo pipe; exec 3<>pipe
                for w in a b c d; do (seq -f "$w %g" 1 5000 | sed -u n >&3; echo done >>finished) & done
                (until test $(cat finished 2>/dev/null | wc -l) -eq 4; do sleep 0.02; done; echo END >&3) &
                exec sed -u /^END/q <pipe | multilog s65536 n99 ./d
                """);
        multilog.end();
        String all = box.sh("cat d/@* d/current").out();
        assertEquals(20_001, all.lines().count());
        assertEquals(20_001, all.lines().distinct().count());
    }
}
