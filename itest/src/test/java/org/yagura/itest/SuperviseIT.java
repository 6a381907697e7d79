package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Service;
import org.yagura.itest.harness.Status;

/** supervise by hand: what it starts, when it starts it again, what it leaves on disk. */
class SuperviseIT {
    @OnBoth
    void startsRunInItsDirectoryInTheSameSessionAndGroup(Sandbox box) {
        Service service = Service.make(box, "s", "pwd >where; echo $0 $# >name; exec sleep 98765");
        Running supervise = service.superviseUp();
        long pid = service.pid();
        Await.until("sleep", () -> Proc.command(pid).equals("sleep 98765"));
        assertEquals(box.path("s") + "\n", box.read("s/where"));
        assertEquals("./run 0\n", box.read("s/name"));
        assertEquals(supervise.pid(), Proc.parent(pid));
        assertEquals(Proc.session(supervise.pid()), Proc.session(pid));
        assertEquals(Proc.group(supervise.pid()), Proc.group(pid));
    }

    @OnBoth
    void doesNotStartWithADownFile(Sandbox box) {
        Service service = Service.idle(box, "s").down();
        service.supervise();
        Await.holds("down", 300, () -> service.starts().isEmpty());
        Status status = service.status();
        assertEquals(0, status.pid());
        assertEquals('d', status.want());
    }

    @OnBoth
    void recordsStartWithTimeAndWant(Sandbox box) {
        long beforeS = System.currentTimeMillis() / 1000;
        Service service = Service.idle(box, "s");
        service.superviseUp();
        Status status = service.status();
        assertTrue(
                status.seconds() >= beforeS && status.seconds() <= System.currentTimeMillis() / 1000,
                status.toString());
        assertTrue(status.nanoseconds() >= 0 && status.nanoseconds() < 1_000_000_000, status.toString());
        assertEquals('u', status.want());
        assertFalse(status.paused());
    }

    @OnBoth
    void startsAgainNoSoonerThanASecondAfterTheLastStart(Sandbox box) {
        Service service = Service.make(box, "s", "date +%s%N >>times; exit 1");
        service.supervise();
        Await.until(
                "four starts",
                () -> box.exists("s/times") && box.read("s/times").lines().count() >= 4);
        List<Long> timesNs = box.read("s/times").lines().map(Long::parseLong).toList();
        for (int i = 1; i < timesNs.size(); i++) {
            long gapMs = (timesNs.get(i) - timesNs.get(i - 1)) / 1_000_000;
            // the time is taken some milliseconds after the start
            assertTrue(gapMs > 900, "gap " + gapMs + " ms");
        }
    }

    @OnBoth
    void startsAtOnceAgainAfterALongerLife(Sandbox box) {
        Service service = Service.idle(box, "s");
        service.superviseUp();
        long pid = service.pid();
        Await.holds("lives", 1200, () -> Proc.alive(pid));
        long beforeNs = System.nanoTime();
        Proc.signal(pid, "KILL");
        service.awaitUpAgain(pid);
        assertTrue(System.nanoTime() - beforeNs < 800_000_000 * Await.factor());
        assertEquals(2, service.awaitStarts(2).starts().size());
    }

    @OnBoth
    void triesARunThatIsMissingOnceASecond(Sandbox box) {
        box.mkdir("s");
        Running supervise = Service.at(box, "s").supervise();
        String message = "supervise: fatal: unable to start s/run: file does not exist\n";
        Await.until("three messages", () -> supervise.err().length() >= 3 * message.length());
        assertEquals(message.repeat(3), supervise.err().substring(0, 3 * message.length()));
        assertTrue(supervise.alive());
        Service.make(box, "s", Service.IDLE).awaitStarts(1);
    }

    @OnBoth
    void aSecondOneDoesNotDisturbTheFirst(Sandbox box) {
        Service service = Service.idle(box, "s");
        Running first = service.superviseUp();
        service.awaitStarts(1);
        String record = box.read("s/supervise/status");
        box.run("supervise", "s")
                .is(111, "", "supervise: fatal: unable to acquire s/supervise/lock: temporary failure\n");
        assertEquals(record, box.read("s/supervise/status"));
        assertTrue(first.alive());
        assertTrue(service.ok());
        assertEquals(1, service.starts().size());
    }

    @OnBoth
    void leavesItsFilesAndExitsZeroWhenTold(Sandbox box) {
        Service service = Service.idle(box, "s");
        Running supervise = service.superviseUp();
        service.svc("-dx");
        supervise.end().is(0, "", "");
        assertFalse(service.ok());
        assertEquals("supervise not running", service.svstat());
        assertEquals(0, service.pid());
        for (String file : List.of("control", "lock", "ok", "status")) {
            assertTrue(box.exists("s/supervise/" + file), file);
        }
        assertFalse(box.exists("s/supervise/status.new"));
        assertEquals("rw-------", box.mode("s/supervise/control"));
        assertEquals("rw-------", box.mode("s/supervise/ok"));
        assertEquals("rw-------", box.mode("s/supervise/lock"));
        assertEquals("rw-r--r--", box.mode("s/supervise/status"));
    }

    @OnBoth
    void comesBackOnTheFilesOfAnEarlierOne(Sandbox box) {
        Service service = Service.idle(box, "s");
        Running first = service.superviseUp();
        service.svc("-dx");
        first.end().is(0, "", "");
        service.superviseUp();
        assertEquals(2, service.awaitStarts(2).starts().size());
    }

    @OnBoth
    void makesTheTargetOfADanglingLink(Sandbox box) {
        Service service = Service.idle(box, "s");
        box.mkdir("state");
        box.symlink("s/supervise", "../state/s");
        service.superviseUp();
        assertTrue(box.exists("state/s/status"));
    }

    @OnBoth
    void worksWithItsDirectoryOnAnotherFileSystem(Sandbox box) {
        Service service = Service.idle(box, "s");
        box.mkdir("state");
        box.symlink("s/supervise", box.path("state").toString());
        service.superviseUp();
        assertTrue(box.exists("state/status"));
        service.svc("-d").awaitDown();
    }

    @OnBoth
    void keepsAnExistingDirectorysMode(Sandbox box) {
        Service service = Service.idle(box, "s");
        Sandbox.chmod(box.mkdir("s/supervise"), "rwxr-x---");
        service.superviseUp();
        assertEquals("rwxr-x---", box.mode("s/supervise"));
    }

    @OnBoth
    void runsARunThatIsABinary(Sandbox box) {
        box.mkdir("s");
        box.sh("cp /bin/sleep s/run").ok();
        Running supervise = Service.at(box, "s").supervise();
        // sleep without an argument says so and ends: what counts is that it was started
        supervise.awaitErr("missing operand");
    }

    @OnBoth
    void aDirectoryWithSlashesAndDots(Sandbox box) {
        box.mkdir("a/b");
        Service service = Service.idle(box, "a/b/s");
        box.start("supervise", "./a/b/../b/s/");
        service.awaitUp();
        assertTrue(service.svstat().startsWith("up (pid "));
    }

    @OnBoth
    void theCurrentDirectoryAsService(Sandbox box) {
        box.script("run", Service.IDLE);
        box.start("supervise", ".");
        Service.at(box, ".").awaitUp();
    }

    @OnBoth
    void livesOnWhenItsStandardErrorIsClosed(Sandbox box) {
        Service service = Service.make(box, "s", Service.NOTE_START + "; exit 1");
        Running supervise = box.startSh("exec supervise s 2>&-");
        service.awaitStarts(2);
        box.sh("rm s/run").ok();
        Await.holds("alive", 1200, supervise::alive);
    }

    @OnBoth
    void aServiceThatIgnoresTermIsWaitedFor(Sandbox box) {
        Service service = Service.make(box, "s", "trap '' TERM; " + Service.NOTE_START + "; while :; do sleep 1; done");
        service.supervise();
        service.awaitStarts(1);
        service.svc("-d");
        Await.until("want down", () -> service.status().want() == 'd');
        Await.holds("still up", 1500, () -> service.pid() > 0);
        assertTrue(service.svstat().endsWith(", want down"), service.svstat());
        long pid = service.pid();
        assertNotEquals(0, pid);
        service.svc("-k").awaitDown();
        assertEquals(1, service.starts().size());
    }

    @OnBoth
    void statusIsReplacedNotWrittenInto(Sandbox box) {
        Service service = Service.idle(box, "s");
        service.superviseUp();
        box.sh("ln s/supervise/status kept").ok();
        String before = box.read("kept");
        service.svc("-p");
        Await.until("paused", () -> service.status().paused());
        assertEquals(before, box.read("kept"));
    }

    @OnBoth
    void readersNeverSeeHalfAStatus(Sandbox box) {
        Service service = Service.idle(box, "s");
        service.superviseUp();
        int length = box.read("s/supervise/status").length();
        Running teller = box.startSh("for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do svc -pc s; done");
        Await.until("told", () -> {
            assertEquals(length, box.read("s/supervise/status").length());
            return !teller.alive();
        });
    }
}
