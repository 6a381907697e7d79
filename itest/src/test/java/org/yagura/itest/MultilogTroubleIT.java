package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Result;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;

/** multilog on a full, read-only or strange disk, under a clock that goes astray, and with a processor that fails. */
class MultilogTroubleIT {
    private static final String LINE = "x".repeat(99) + "\n";
    private static final String FULL =
            "multilog: warning: unable to write to ./d/current, pausing: out of disk space\n";

    /** Mounts a small file system on {@code d}; {@link Sandbox#close} unmounts it. */
    private static void smallDisk(Sandbox box, int kib) {
        box.sh("mkdir d && mount -t tmpfs -o size=" + kib + "k none d").ok();
    }

    @OnBoth
    @NeedsRoot
    void onAFullDiskItWaitsAndLosesNothing(Sandbox box) {
        smallDisk(box, 64);
        box.sh("head -c 40000 /dev/zero >d/ballast").ok();
        Running multilog = box.startSh("seq 1 6000 | multilog s16777215 ./d");
        multilog.awaitErr(FULL);
        Await.holds("waits", 300, multilog::alive);
        box.sh("rm d/ballast; mount -o remount,size=1m d").ok();
        assertEquals(0, multilog.end().exit());
        assertEquals(box.sh("seq 1 6000").out(), box.read("d/current"));
    }

    /** The bytes that multilog says it has lost, or left to the next one. */
    private static long lostBytes(Result result) {
        Matcher said = Pattern.compile("(?:lost|kept in the journal) for \\./d: \\d+ lines, (\\d+) bytes")
                .matcher(result.err());
        assertTrue(said.find(), result.err());
        return Long.parseLong(said.group(1));
    }

    @OnOurs(Difference.MULTILOG_TERM_IN_TROUBLE)
    @NeedsRoot
    void termEndsItOnAFullDisk(Sandbox box) {
        smallDisk(box, 64);
        box.sh("mkfifo pipe; head -c 40000 /dev/zero >d/ballast").ok();
        Running multilog = box.startSh("exec 3<>pipe; seq 1 6000 >&3 & exec multilog s16777215 ./d <pipe");
        multilog.awaitErr(FULL);
        multilog.signal("TERM");
        Result result = multilog.end(8000);
        assertEquals(111, result.exit());
        long lost = lostBytes(result);
        String log = box.read("d/current");
        assertTrue(lost > 0 && log.length() + lost <= box.sh("seq 1 6000").out().length(), result.err());
        assertTrue(box.sh("seq 1 6000").out().startsWith(log));
    }

    @OnOurs(Difference.MULTILOG_TERM_IN_TROUBLE)
    void termEndsItWhileAProcessorFails(Sandbox box) {
        Running multilog =
                box.startWithInput("multilog", "s4096", "!exit 1", "./d").write(LINE.repeat(50));
        multilog.awaitErr("multilog: warning: processor failed in ./d, pausing\n");
        multilog.signal("TERM");
        Result result = multilog.end(8000);
        assertEquals(111, result.exit());
        // what the processor did not take is still there, and what could not be written was said
        assertEquals(
                50 * 100, box.sh("cat d/previous d/current 2>/dev/null").out().length() + lostBytes(result));
    }

    @OnBoth
    @NeedsRoot
    void oneFullDirectoryStopsTheOthersToo(Sandbox box) {
        smallDisk(box, 16);
        Running multilog = box.startSh("seq 1 6000 | multilog s16777215 ./e ./d");
        multilog.awaitErr(FULL);
        box.sh("mount -o remount,size=1m d").ok();
        assertEquals(0, multilog.end().exit());
        assertEquals(box.read("e/current"), box.read("d/current"));
        assertEquals(6000, box.read("d/current").lines().count());
    }

    @OnBoth
    @NeedsRoot
    void aReadOnlyFileSystemIsRefusedAtTheStart(Sandbox box) {
        box.sh("mkdir d && mount -t tmpfs none d && mount -o remount,ro d").ok();
        Result result = box.run("multilog", "./d");
        assertEquals(111, result.exit());
        assertTrue(result.err().matches("multilog: fatal: unable to .*: read-only file system\n"), result.err());
    }

    @OnBoth
    @NeedsRoot
    void aFileSystemThatBecomesReadOnlyIsWaitedFor(Sandbox box) {
        smallDisk(box, 100);
        Running multilog = box.startWithInput("multilog", "s4096", "./d").write("one\n");
        Await.until(
                "one", () -> box.exists("d/current") && box.read("d/current").equals("one\n"));
        box.sh("mkdir other && mount --bind d other && mount -o remount,ro,bind d && mount -o remount,ro other")
                .exit();
        multilog.write(LINE.repeat(60));
        Await.holds("lives", 500, multilog::alive);
        box.sh("mount -o remount,rw other; mount -o remount,rw,bind d").exit();
        multilog.write(LINE).closeInput();
        assertEquals(0, multilog.end().exit());
        assertEquals(4 + 61 * 100, box.sh("cat d/@* d/current").out().length());
    }

    @OnBoth
    @NeedsRoot
    void aDirectoryOfAnotherUserIsRefused(Sandbox box) {
        box.sh("mkdir -m 755 d").ok();
        box.sh("setpriv --reuid=65534 --regid=65534 --clear-groups multilog ./d </dev/null; echo $?")
                .is(0, "111\n", "multilog: fatal: unable to lock directory ./d: access denied\n");
    }

    @OnBoth
    @NeedsRoot
    void anUnreadableCurrentOfAnotherUserIsRefused(Sandbox box) {
        box.sh("mkdir -m 777 d; echo x >d/current; chmod 700 d/current; : >d/lock; chmod 666 d/lock")
                .ok();
        String out = box.sh("setpriv --reuid=65534 --regid=65534 --clear-groups multilog ./d </dev/null; echo $?")
                .out();
        assertEquals("111\n", out);
    }

    @OnBoth
    void aRemovedDirectoryIsWaitedForOrSaid(Sandbox box) {
        Running multilog = box.startWithInput("multilog", "s4096", "./d").write("one\n");
        Await.until(
                "one", () -> box.exists("d/current") && box.read("d/current").equals("one\n"));
        box.sh("rm -r d").ok();
        multilog.write(LINE.repeat(60));
        multilog.awaitErr("multilog: warning: ");
        assertTrue(multilog.alive());
        multilog.signal("KILL");
    }

    @OnOurs(Difference.MULTILOG_UNKNOWN_ACTIONS)
    void unknownActionsAreSaid(Sandbox box) {
        Running multilog = box.startWithInput("multilog", "q9", "./d", "t");
        multilog.closeInput();
        String err = multilog.end().err();
        assertTrue(err.contains("multilog: warning: ") && err.contains("q9"), err);
        assertTrue(box.exists("d/current"));
    }

    @OnOurs(Difference.MULTILOG_READ_ERROR)
    void inputThatCannotBeReadIsSaid(Sandbox box) {
        box.sh("exec multilog ./d <&-")
                .is(111, "", "multilog: warning: unable to read standard input: file descriptor not open\n");
        assertEquals("rwxr--r--", box.mode("d/current"));
    }

    @OnOurs(Difference.MULTILOG_NO_DIRECTORY)
    void aScriptWithoutADirectoryIsSaid(Sandbox box) {
        String err = box.runOn("a\n", "multilog", "t").err();
        assertTrue(err.startsWith("multilog: warning: "), err);
    }

    @OnOurs(Difference.MULTILOG_ALRM)
    void alrmDuringTheFirstPartialLineIsRemembered(Sandbox box) {
        Running multilog = box.startWithInput("multilog", "./d").write("part");
        Await.until("asleep", () -> box.exists("d/current") && Proc.state(multilog.pid()) == 'S');
        multilog.signal("ALRM");
        multilog.write("ial\nnext\n");
        Await.until("rotated", () -> box.list("d").stream().anyMatch(name -> name.endsWith(".s")));
        multilog.closeInput().end().is(0, "", "");
        assertEquals("partial\nnext\n", box.sh("cat d/@* d/current").ok());
    }

    @OnOurs(Difference.MULTILOG_CLOCK)
    void theNewestFileIsNotRemovedWhenOldLabelsLieInTheFuture(Sandbox box) {
        box.mkdir("d");
        for (int i = 1; i <= 3; i++) {
            box.write("d/@40000002000000000000000" + i + ".s", "future " + i + "\n");
        }
        box.runOn(LINE.repeat(30) + "newest\n", "multilog", "s4096", "n3", "./d")
                .is(0, "", "");
        String kept = box.sh("cat d/@*").ok();
        assertEquals(
                2, box.list("d").stream().filter(name -> name.startsWith("@")).count());
        assertTrue(kept.contains(LINE), kept);
        List<String> names =
                box.list("d").stream().filter(name -> name.startsWith("@")).toList();
        assertTrue(box.read("d/" + names.get(names.size() - 1)).contains(LINE), "the newest sorts last: " + names);
    }

    @OnOurs(Difference.MULTILOG_TERM_IN_TROUBLE)
    @NeedsRoot
    void aFailedWriteSaysSoAgainOnlyEveryPause(Sandbox box) {
        smallDisk(box, 16);
        Running multilog = box.startSh("seq 1 6000 | multilog s16777215 ./d");
        multilog.awaitErr(FULL);
        Await.holds(
                "no flood",
                1500,
                () -> multilog.err().lines().filter(FULL.strip()::equals).count() <= 1);
        multilog.signal("KILL");
    }

    @OnBoth
    void descriptorsRunOut(Sandbox box) {
        String err = box.sh("exec prlimit --nofile=7 multilog ./d ./e ./f ./g ./h </dev/null")
                .err();
        assertTrue(err.startsWith("multilog: fatal: ") && err.endsWith("process cannot open more files\n"), err);
    }

    @OnBoth
    @NeedsRoot
    void aProcessorThatCannotBeForkedIsTriedAgain(Sandbox box) {
        Sandbox.chmod(box.work, "rwxrwxrwx");
        // root is not bound by the number of its processes: an account of its own is, with two more than it may start
        int uid = box.freshUid();
        String as = "setpriv --reuid=" + uid + " --regid=" + uid + " --clear-groups ";
        Running one = box.startSh("exec " + as + "sleep 98765");
        Running two = box.startSh("exec " + as + "sleep 98765");
        Await.until(
                "two",
                () -> Proc.status(one.pid(), "Uid").startsWith("" + uid)
                        && Proc.status(two.pid(), "Uid").startsWith("" + uid));
        Running multilog = box.startSh("(echo x; seq 1 2000) | exec " + as + "prlimit --nproc=3:3 "
                + box.suite.tool("multilog") + " s4096 '!cat' ./d");
        multilog.awaitErr("multilog: warning: unable to fork");
        one.signal("KILL").end();
        two.signal("KILL").end();
        assertEquals(0, multilog.end().exit());
        assertEquals(
                box.sh("echo x; seq 1 2000").out(), box.sh("cat d/@* d/current").ok());
    }
}
