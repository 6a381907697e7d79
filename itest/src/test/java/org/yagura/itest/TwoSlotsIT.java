package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Scan;
import org.yagura.itest.harness.Service;

/** One supervise process for a service and its log, and what the two share. */
class TwoSlotsIT {
    private static Service logged(Sandbox box) {
        Service a = Scan.service(box, "a", "echo start $$; " + Service.IDLE);
        a.log("echo $$ >>starts; exec multilog s16777215 ./main");
        Scan.link(box, "a");
        return a;
    }

    private static String log(Sandbox box) {
        return box.exists("sv/a/log/main/current") ? box.read("sv/a/log/main/current") : "";
    }

    @OnOurs(Difference.TWO_SLOTS)
    void oneSuperviseForServiceAndLog(Sandbox box) {
        Service a = logged(box);
        Scan scan = Scan.start(box);
        long service = a.awaitUp();
        long logger = a.log().awaitUp();
        List<Long> supervises = Scan.supervises(box);
        assertEquals(1, supervises.size(), supervises.toString());
        assertEquals(supervises.get(0), Proc.parent(service));
        assertEquals(supervises.get(0), Proc.parent(logger));
        assertEquals(scan.svscan.pid(), Proc.parent(supervises.get(0)));
        for (String file : List.of("lock", "ok", "control", "status")) {
            assertTrue(box.exists("sv/a/log/supervise/" + file), file);
        }
        assertTrue(a.log().ok());
    }

    @OnOurs(Difference.TWO_SLOTS)
    void theSlotsAreIndependent(Sandbox box) {
        Service a = logged(box);
        Scan.start(box);
        long service = a.awaitUp();
        long logger = a.log().awaitUp();
        a.svc("-d").awaitDown();
        assertTrue(Proc.alive(logger));
        a.svc("-u").awaitUpAgain(service);
        long again = a.pid();
        a.log().svc("-d").awaitDown();
        assertTrue(Proc.alive(again));
        a.log().svc("-u").awaitUp();
        assertEquals(1, Scan.supervises(box).size());
    }

    @OnOurs(Difference.TWO_SLOTS)
    void exitOfOneSlotLetsGoAndComesBackWhileLinked(Sandbox box) {
        Service a = logged(box);
        Scan.start(box);
        long service = a.awaitUp();
        long logger = a.log().awaitUp();
        long supervise = Scan.supervises(box).get(0);
        a.svc("-dx").awaitUpAgain(service);
        assertTrue(Proc.alive(logger));
        assertEquals(List.of(supervise), Scan.supervises(box));
        long service2 = a.pid();
        a.log().svc("-dx").awaitUpAgain(logger);
        assertEquals(service2, a.pid());
        assertEquals(List.of(supervise), Scan.supervises(box));
        Await.until("lines of both starts: " + log(box), () -> log(box).lines().count() == 2);
    }

    @OnOurs(Difference.TWO_SLOTS)
    void aSlotThatComesBackReadsItsDownFile(Sandbox box) {
        Service a = logged(box);
        Scan.start(box);
        a.awaitStarts(1);
        a.log().awaitUp();
        box.write("sv/a/down", "");
        a.svc("-dx");
        // gone first, then back: what tells the two apart is the want of a fresh start
        Await.until("back and down", () -> a.ok() && a.pid() == 0 && a.svstat().matches("down \\d+ seconds"));
        Await.holds("stays down", 1200, () -> a.pid() == 0 && a.starts().size() == 1);
    }

    @OnOurs(Difference.TWO_SLOTS)
    void anExitedSlotOfAnUnlinkedServiceStaysAway(Sandbox box) {
        Service a = logged(box);
        Scan.start(box);
        a.awaitUp();
        long logger = a.log().awaitUp();
        box.delete("scan/a");
        a.svc("-dx");
        Await.until("let go", () -> !a.ok());
        assertEquals("supervise not running", a.svstat());
        Await.holds("stays away, and the logger lives", 1500, () -> !a.ok() && Proc.alive(logger));
        box.sh("flock -n sv/a/supervise/lock true").ok();
        a.log().svc("-dx");
        Await.until("supervise gone", () -> Scan.supervises(box).isEmpty());
    }

    @OnOurs(Difference.TWO_SLOTS)
    void bothExitAtOnceWhenRemoved(Sandbox box) {
        Service a = logged(box);
        Scan scan = Scan.start(box);
        a.awaitUp();
        // svc -d tells the logger to end where it is: only what it has taken by then is in the log
        Await.until("a line", () -> log(box).lines().count() == 1);
        box.sh("cd scan/a; rm ../../scan/a; svc -dx . log").ok();
        Await.until("supervise gone", () -> Scan.supervises(box).isEmpty());
        Await.holds("stays away", 1000, () -> !a.ok() && !a.log().ok());
        assertEquals("", scan.svscan.err());
        assertEquals(1, log(box).lines().count());
    }

    @OnOurs(Difference.LOG_LATER)
    void aLogThatComesLaterIsStartedAndGetsTheOutputOfTheNextStart(Sandbox box) {
        Service a = Scan.service(box, "a", "echo start $$; " + Service.IDLE);
        Scan.link(box, "a");
        Scan scan = Scan.start(box);
        long first = a.awaitUp();
        Await.until("said so on svscan's output", () -> scan.svscan.out().startsWith("start "));
        Service later = Service.make(box, "later", "exec multilog ./main");
        box.rename(later.name, "sv/a/log");
        a.log().awaitUp();
        a.svc("-t").awaitUpAgain(first);
        Await.until("line", () -> log(box).matches("start \\d+\n"));
        assertEquals(1, Scan.supervises(box).size());
    }

    @OnOurs(Difference.TWO_SLOTS)
    void aDeadSuperviseIsReplacedForBothSlots(Sandbox box) {
        Service a = logged(box).down();
        box.write("sv/a/log/down", "");
        Scan.start(box);
        a.awaitOk();
        a.log().awaitOk();
        long before = Scan.supervises(box).get(0);
        Proc.signal(before, "KILL");
        Await.until(
                "another",
                () -> Scan.supervises(box).stream().filter(pid -> pid != before).count() == 1);
        a.awaitOk();
        a.log().awaitOk();
        a.svc("-u").awaitUp();
        a.log().svc("-u").awaitUp();
        assertNotEquals(before, Proc.parent(a.pid()));
    }

    @OnOurs(Difference.TWO_SLOTS)
    void bytesInThePipeSurviveTheDeathOfSupervise(Sandbox box) {
        Service a = Scan.service(box, "a", "[ -e starts ] || { echo one; echo two; }; " + Service.IDLE);
        a.log("exec multilog ./main");
        box.write("sv/a/log/down", "");
        Scan.link(box, "a");
        Scan scan = Scan.start(box);
        long service = a.awaitUp();
        a.awaitStarts(1);
        Await.until(
                "svscan holds the pipe",
                () -> Proc.descriptors(scan.svscan.pid()).values().stream()
                        .anyMatch(file -> file.endsWith("/sv/a/log/supervise/pipe")));
        Proc.signal(Scan.supervises(box).get(0), "KILL");
        Proc.signal(service, "KILL");
        Await.until("another supervise", () -> a.ok() && a.log().ok());
        a.log().svc("-u");
        Await.until("both lines: " + log(box), () -> log(box).equals("one\ntwo\n"));
    }

    @OnOurs(Difference.TWO_SLOTS)
    void aServiceNeverGetsSigpipeFromItsLog(Sandbox box) {
        Service a = Scan.service(box, "a", Service.NOTE_START + "; while :; do echo x; sleep 0.05; done");
        a.log("exit 1");
        Scan.link(box, "a");
        Scan.start(box);
        long pid = a.awaitUp();
        Await.holds("lives on", 2500, () -> a.pid() == pid && Proc.alive(pid));
    }

    @OnOurs(Difference.TWO_SLOTS)
    void theLoggersInputIsReadOnlyAndTheServicesOutputIsAFifo(Sandbox box) {
        Service a = logged(box);
        Scan.start(box);
        long service = a.awaitUp();
        long logger = a.log().awaitUp();
        Await.until("multilog", () -> Proc.command(logger).startsWith("multilog"));
        assertEquals(Proc.link(service, "fd/1"), Proc.link(logger, "fd/0"));
        assertTrue(Proc.link(service, "fd/1").endsWith("/sv/a/log/supervise/pipe"), Proc.link(service, "fd/1"));
        // access mode in the last octal digit, 04000 is O_NONBLOCK, 0400000 O_NOFOLLOW
        assertTrue(
                Proc.read(logger, "fdinfo/0").matches("(?s).*flags:\\s*0?[15]?00000\n.*"),
                Proc.read(logger, "fdinfo/0"));
        assertTrue(
                Proc.read(service, "fdinfo/1").matches("(?s).*flags:\\s*0?[15]?00002\n.*"),
                Proc.read(service, "fdinfo/1"));
    }

    @OnOurs(Difference.TWO_SLOTS)
    void anythingElseAsSecondArgumentIsRefused(Sandbox box) {
        Service.idle(box, "s");
        box.run("supervise", "s", "logs").is(100, "", "supervise: usage: supervise dir\n");
        box.run("supervise", "s", "log", "log").is(100, "", "supervise: usage: supervise dir\n");
    }

    @OnOurs(Difference.TWO_SLOTS)
    void messagesOfTheLogSlotReadAsThoseOf076(Sandbox box) {
        Scan.idle(box, "a");
        box.mkdir("sv/a/log");
        Scan.link(box, "a");
        Scan scan = Scan.start(box);
        scan.svscan.awaitErr("supervise: fatal: unable to start log/run: file does not exist\n");
    }
}
