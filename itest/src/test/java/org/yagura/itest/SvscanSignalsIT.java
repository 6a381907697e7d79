package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Scan;
import org.yagura.itest.harness.Service;

/** TERM, QUIT, HUP and KILL to svscan. */
class SvscanSignalsIT {
    private static final String COUNTER = "i=0; while :; do echo line $i; i=$((i+1)); sleep 0.02; done";

    @OnOurs(Difference.SVSCAN_TERM)
    void termStopsAllServicesAndExitsZero(Sandbox box) {
        Service a = Scan.idle(box, "a");
        Service b = Scan.idle(box, "b").down();
        Service c = Scan.service(box, "c", "echo hi; exec sleep 98765").log("exec multilog ./main");
        for (String name : List.of("a", "b", "c")) {
            Scan.link(box, name);
        }
        Scan scan = Scan.start(box);
        a.awaitUp();
        b.awaitOk();
        c.awaitUp();
        c.log().awaitUp();
        scan.svscan.signal("TERM");
        assertEquals(0, scan.svscan.end().exit());
        assertEquals(List.of(), box.processes(), "nothing runs any more");
        assertEquals("hi\n", box.read("sv/c/log/main/current"));
        assertEquals("rwxr--r--", box.mode("sv/c/log/main/current"));
        for (Service each : List.of(a, b, c, c.log())) {
            assertEquals("supervise not running", each.svstat());
        }
    }

    @OnOurs(Difference.SVSCAN_TERM)
    void termLetsTheLoggerReadAllThatTheServiceWrote(Sandbox box) {
        Service a = Scan.service(
                box,
                "a",
                "trap 'seq 1 3000; echo LAST; exit 0' TERM; echo start; echo $$ >>starts; while :; do sleep 0.02; done");
        a.log("exec multilog s16777215 ./main");
        Scan.link(box, "a");
        Scan scan = Scan.start(box);
        a.awaitStarts(1);
        scan.svscan.signal("TERM");
        assertEquals(0, scan.svscan.end().exit());
        String log = box.read("sv/a/log/main/current");
        assertEquals(3002, log.lines().count());
        assertTrue(log.endsWith("3000\nLAST\n"));
        assertEquals("rwxr--r--", box.mode("sv/a/log/main/current"));
    }

    @OnOurs(Difference.SVSCAN_TERM)
    void termWhileALoggerIsDownStillDrains(Sandbox box) {
        Service a = Scan.service(box, "a", COUNTER);
        a.log("exec multilog s16777215 ./main");
        Scan.link(box, "a");
        Scan scan = Scan.start(box);
        Await.until(
                "a line",
                () -> box.exists("sv/a/log/main/current")
                        && !box.read("sv/a/log/main/current").isEmpty());
        Proc.signal(a.log().awaitUp(), "KILL");
        scan.svscan.signal("TERM");
        assertEquals(0, scan.svscan.end().exit());
        String log =
                box.sh("cat sv/a/log/main/@* sv/a/log/main/current 2>/dev/null").out();
        String[] lines = log.split("\n");
        for (int i = 0; i < lines.length; i++) {
            assertEquals("line " + i, lines[i]);
        }
    }

    @OnOurs(Difference.SVSCAN_TERM)
    void termSaysWhomItWaitsForAndKillsNobody(Sandbox box) {
        Service a = Scan.service(box, "a", "trap '' TERM; " + Service.NOTE_START + "; while :; do sleep 1; done");
        Scan.link(box, "a");
        Service b = Scan.idle(box, "b");
        Scan.link(box, "b");
        Scan scan = Scan.start(box);
        a.awaitStarts(1);
        b.awaitUp();
        long pid = a.awaitUp();
        scan.svscan.signal("TERM");
        b.awaitDown();
        Await.until("says so: " + scan.svscan.err(), () -> scan.svscan.err().contains("a"));
        assertTrue(Proc.alive(pid));
        assertTrue(scan.svscan.alive());
        Proc.signal(pid, "KILL");
        assertEquals(0, scan.svscan.end().exit());
        assertEquals(List.of(), Scan.supervises(box));
    }

    @OnOurs(Difference.SVSCAN_TERM)
    void aSecondTermKillsThoseThatAreLeft(Sandbox box) {
        Service a = Scan.service(box, "a", "trap '' TERM; " + Service.NOTE_START + "; while :; do sleep 0.1; done");
        Scan.link(box, "a");
        Scan scan = Scan.start(box);
        a.awaitStarts(1);
        scan.svscan.signal("TERM");
        Await.until("want down", () -> a.status().want() == 'd');
        scan.svscan.signal("TERM");
        assertEquals(0, scan.svscan.end().exit());
        // the sleep that the shell had started goes on for a moment: KILL reaches one pid only
        Await.until("all gone", () -> box.processes().isEmpty());
    }

    @OnOurs(Difference.SVSCAN_TERM)
    void nothingIsStartedWhileItStops(Sandbox box) {
        Service a = Scan.service(box, "a", "trap '' TERM; " + Service.NOTE_START + "; while :; do sleep 0.1; done");
        Scan.link(box, "a");
        Scan scan = Scan.start(box);
        a.awaitStarts(1);
        scan.svscan.signal("TERM");
        Await.until("want down", () -> a.status().want() == 'd');
        Service late = Scan.idle(box, "late");
        Scan.link(box, "late");
        Await.holds("not started", 1500, () -> late.starts().isEmpty());
        scan.svscan.signal("TERM");
        scan.svscan.end();
    }

    @OnOurs(Difference.SVSCAN_QUIT)
    void quitLeavesEverythingRunningAndAnotherSvscanTakesItUp(Sandbox box) {
        takesUpAfter(box, "QUIT");
    }

    @OnOurs(Difference.SVSCAN_QUIT)
    void killLeavesEverythingRunningAndAnotherSvscanTakesItUp(Sandbox box) {
        takesUpAfter(box, "KILL");
    }

    private static void takesUpAfter(Sandbox box, String signal) {
        Service a = Scan.service(box, "a", COUNTER);
        a.log("exec multilog s16777215 ./main");
        Scan.link(box, "a");
        Service b = Scan.idle(box, "b");
        Scan.link(box, "b");
        Scan scan = Scan.start(box);
        long[] before = {a.awaitUp(), a.log().awaitUp(), b.awaitUp()};
        List<Long> supervises = Scan.supervises(box);
        assertEquals(2, supervises.size());
        scan.svscan.signal(signal);
        int exit = scan.svscan.end().exit();
        assertEquals(signal.equals("KILL") ? 128 + 9 : 0, exit);
        Await.holds("all live on", 500, () -> Proc.alive(before[0]) && Proc.alive(before[1]) && Proc.alive(before[2]));
        Running first = scan.svscan;
        scan.startAgain();
        Await.holds("the same supervises", 1500, () -> Scan.supervises(box).equals(supervises));
        assertEquals(before[0], a.pid());
        assertEquals(before[1], a.log().pid());
        assertEquals(before[2], b.pid());
        assertEquals("", scan.svscan.err());
        assertEquals("", first.err());
        // the new one looks after them: it sees the death of a supervise that is not its child
        Service c = Scan.idle(box, "c").down();
        Scan.link(box, "c");
        c.awaitOk();
        b.svc("-dx").awaitUpAgain(before[2]);
        scan.svscan.signal("TERM");
        assertEquals(0, scan.svscan.end().exit());
        assertEquals(List.of(), box.processes());
        String[] lines = box.sh("cat sv/a/log/main/@* sv/a/log/main/current 2>/dev/null")
                .out()
                .split("\n");
        assertTrue(lines.length > 20);
        for (int i = 0; i < lines.length; i++) {
            assertEquals("line " + i, lines[i]);
        }
    }

    @OnOurs(Difference.SVSCAN_HUP)
    void hupScansNow(Sandbox box) {
        Scan scan = Scan.start(box);
        Service a = Scan.idle(box, "a");
        Scan.link(box, "a");
        a.awaitUp();
        scan.svscan.signal("HUP");
        Await.holds("alive", 300, () -> scan.svscan.alive() && a.starts().size() <= 1);
        assertEquals("", scan.svscan.err());
    }

    @OnOurs(Difference.SUPERVISE_TERM)
    void termToSuperviseStopsTheServiceThenTheLogger(Sandbox box) {
        Service a = Scan.service(
                box, "a", "trap 'echo bye; exit' TERM; echo hi; echo $$ >>starts; while :; do sleep 0.02; done");
        a.log("exec multilog ./main");
        box.start("supervise", a.name, "log");
        a.awaitStarts(1);
        a.log().awaitUp();
        long supervise = Scan.superviseOf(box, a.name);
        Proc.signal(supervise, "TERM");
        Await.until("all gone", () -> box.processes().isEmpty());
        assertEquals("hi\nbye\n", box.read("sv/a/log/main/current"));
        assertEquals("rwxr--r--", box.mode("sv/a/log/main/current"));
    }

    @OnOurs(Difference.SUPERVISE_TERM)
    void termOrIntToASuperviseByHandStopsItsService(Sandbox box) {
        for (String signal : List.of("TERM", "INT")) {
            Service service = Service.idle(box, signal);
            Running supervise = service.superviseUp();
            long pid = service.pid();
            supervise.signal(signal);
            supervise.end().is(0, "", "");
            assertTrue(!Proc.alive(pid));
            assertEquals(0, service.pid());
        }
    }

    @OnOurs(Difference.SUPERVISE_TERM)
    void hupToSuperviseIsIgnored(Sandbox box) {
        Service service = Service.idle(box, "s");
        Running supervise = service.superviseUp();
        long pid = service.pid();
        supervise.signal("HUP");
        Await.holds("goes on", 300, () -> supervise.alive() && Proc.alive(pid));
    }
}
