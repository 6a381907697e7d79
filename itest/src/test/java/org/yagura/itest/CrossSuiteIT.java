package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Peers;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Scan;
import org.yagura.itest.harness.Service;
import org.yagura.itest.harness.Suite;
import org.yagura.itest.harness.SuiteTests;

/** Debian's commands on our directories, ours on Debian's, and runit's on ours. */
class CrossSuiteIT {
    private static String debian(String tool) {
        SuiteTests.needsDebian();
        return Suite.DEBIAN.tool(tool).toString();
    }

    @OnOurs
    void debiansCommandsOnOurSupervise(Sandbox box) {
        String svc = debian("svc");
        String svstat = debian("svstat");
        Service service = Service.idle(box, "s");
        Running supervise = service.superviseUp();
        long pid = service.pid();
        box.run(debian("svok"), "s").is(0, "", "");
        for (String run : List.of("up", "paused", "continued", "down", "up again")) {
            switch (run) {
                case "paused" -> box.run(svc, "-p", "s").is(0, "", "");
                case "continued" -> box.run(svc, "-c", "s").is(0, "", "");
                case "down" -> box.run(svc, "-d", "s").is(0, "", "");
                case "up again" -> box.run(svc, "-u", "s").is(0, "", "");
                default -> {}
            }
            String want = switch (run) {
                case "paused" -> "up \\(pid " + pid + "\\) \\d+ seconds, paused";
                case "down" -> "down \\d+ seconds, normally up";
                case "up again" -> "up \\(pid \\d+\\) \\d+ seconds";
                default -> "up \\(pid " + pid + "\\) \\d+ seconds";
            };
            Await.until(run, () -> service.svstat().matches(want));
            assertTrue(
                    box.run(svstat, "s").ok().matches("s: " + want + "\n"),
                    box.run(svstat, "s").out());
        }
        box.run(svc, "-dx", "s").is(0, "", "");
        supervise.end().is(0, "", "");
        box.run(svstat, "s").is(0, "s: supervise not running\n", "");
        box.run(debian("svok"), "s").is(100, "", "");
    }

    @OnOurs
    void ourCommandsOnDebiansSupervise(Sandbox box) {
        Running supervise;
        Service service = Service.idle(box, "s");
        supervise = box.start(debian("supervise"), "s");
        service.awaitOk();
        long pid = service.awaitUp();
        assertTrue(service.svstat().matches("up \\(pid " + pid + "\\) \\d+ seconds"), service.svstat());
        service.svc("-p");
        Await.until("paused", () -> service.svstat().endsWith("seconds, paused"));
        service.svc("-c").svc("-d").awaitDown();
        assertTrue(service.svstat().matches("down \\d+ seconds, normally up"), service.svstat());
        service.svc("-o").awaitUp();
        service.svc("-dx");
        supervise.end().is(0, "", "");
        assertEquals("supervise not running", service.svstat());
    }

    @OnOurs
    void oneOfTheTwoHoldsTheLock(Sandbox box) {
        Service service = Service.idle(box, "s");
        service.superviseUp();
        String refused = "supervise: fatal: unable to acquire s/supervise/lock: temporary failure\n";
        box.run(debian("supervise"), "s").is(111, "", refused);
        Service other = Service.idle(box, "t");
        box.start(debian("supervise"), "t");
        other.awaitUp();
        box.run("supervise", "t").is(111, "", refused.replace("s/", "t/"));
    }

    @OnOurs
    void ourSuperviseFollowsDebiansOnTheSameFiles(Sandbox box) {
        Service service = Service.idle(box, "s");
        Running theirs = box.start(debian("supervise"), "s");
        service.awaitOk().awaitUp();
        service.svc("-dx");
        theirs.end();
        Running ours = service.superviseUp();
        service.svc("-dx");
        ours.end().is(0, "", "");
        Running again = box.start(debian("supervise"), "s");
        service.awaitOk().awaitUp();
        service.svc("-dx");
        again.end().is(0, "", "");
    }

    @OnOurs
    void underDebiansSvscanOursActsAsOneSlot(Sandbox box) {
        String svscan = debian("svscan");
        Service a = Scan.service(box, "a", "echo hi; exec sleep 98765");
        a.log("exec multilog ./main");
        Scan.link(box, "a");
        // PATH has our tools first, so that Debian's svscan starts our supervise
        box.start(svscan, "scan");
        a.awaitUp();
        a.log().awaitUp();
        assertEquals(2, Scan.supervises(box).size());
        Await.until(
                "line",
                () -> box.exists("sv/a/log/main/current")
                        && box.read("sv/a/log/main/current").equals("hi\n"));
    }

    @OnOurs
    void aForeignSuperviseThatHoldsTheLockIsLeftAlone(Sandbox box) {
        Service a = Scan.idle(box, "a");
        Running theirs = box.start(debian("supervise"), a.name);
        a.awaitOk();
        long pid = a.awaitUp();
        Scan.link(box, "a");
        Scan scan = Scan.start(box);
        Service b = Scan.idle(box, "b");
        Scan.link(box, "b");
        b.awaitUp();
        Await.holds("left alone", 1500, () -> a.pid() == pid && theirs.alive());
        a.svc("-dx");
        theirs.end().is(0, "", "");
        a.awaitUpAgain(pid);
        assertEquals(scan.svscan.pid(), Proc.parent(Scan.superviseOf(box, "sv/a")));
    }

    @OnOurs
    void debiansTai64nlocalReadsOurLogs(Sandbox box) {
        String tool = debian("tai64nlocal");
        box.variable("TZ", "Europe/Berlin");
        box.runOn("one\ntwo\n", "multilog", "t", "./d").is(0, "", "");
        String theirs = box.sh(tool + " <d/current").ok();
        assertTrue(theirs.matches("(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{9} (one|two)\n){2}"), theirs);
        assertEquals(theirs, box.sh("tai64nlocal <d/current").ok());
    }

    @OnOurs
    void oursReadsTheLogsOfDebiansMultilogAndGoesOnInItsDirectory(Sandbox box) {
        String multilog = debian("multilog");
        box.sh("yes 0123456789 | head -n 2000 | " + multilog + " t s4096 n5 ./d")
                .ok();
        box.sh("yes abcdefghij | head -n 2000 | multilog t s4096 n5 ./d").ok();
        box.sh("yes 0123456789 | head -n 100 | " + multilog + " t s4096 n5 ./d").ok();
        assertEquals(
                4, box.list("d").stream().filter(name -> name.startsWith("@")).count());
        box.sh("sort -c d/current && cat d/@* d/current | tai64nlocal | sort -c")
                .ok();
    }

    @OnOurs
    void theTwoMultilogsLockEachOtherOut(Sandbox box) {
        String multilog = debian("multilog");
        Running first = box.startWithInput("multilog", "./d").write("one\n");
        Await.until(
                "one", () -> box.exists("d/current") && box.read("d/current").equals("one\n"));
        box.run(multilog, "./d").is(111, "", "multilog: fatal: unable to lock directory ./d: temporary failure\n");
        first.closeInput().end();
    }

    @OnOurs
    void runitsSvReadsOurStatus(Sandbox box) {
        assumeTrue(Peers.find("sv").isPresent(), "runit is not installed");
        Service service =
                Service.make(box, "s", "trap '' TERM; " + Service.NOTE_START + "; while :; do sleep 0.1; done");
        service.supervise();
        service.awaitStarts(1);
        long pid = service.awaitUp();
        box.variable("SVDIR", box.work.toString());
        assertTrue(box.run("sv", "status", "s").out().matches("run: s: \\(pid " + pid + "\\) \\d+s\n"), sv(box));
        service.svc("-p");
        Await.until("paused: " + sv(box), () -> sv(box).matches("run: s: \\(pid " + pid + "\\) \\d+s, paused\n"));
        service.svc("-c").svc("-d");
        Await.until(
                "got TERM: " + sv(box),
                () -> sv(box).matches("run: s: \\(pid " + pid + "\\) \\d+s, want down, got TERM\n"));
        service.svc("-k").awaitDown();
        assertTrue(sv(box).matches("down: s: \\d+s, normally up\n"), sv(box));
        box.write("s/down", "");
        service.svc("-u").awaitUp();
        assertTrue(sv(box).matches("run: s: \\(pid \\d+\\) \\d+s, normally down\n"), sv(box));
    }

    @OnOurs
    void runitsSvTellsOurSupervise(Sandbox box) {
        assumeTrue(Peers.find("sv").isPresent(), "runit is not installed");
        box.variable("SVDIR", box.work.toString());
        Service service = Service.idle(box, "s");
        service.superviseUp();
        service.awaitStarts(1);
        assertTrue(box.run("sv", "-v", "down", "s").out().startsWith("ok: down: s: "));
        service.awaitDown();
        assertTrue(box.run("sv", "-v", "up", "s").out().startsWith("ok: run: s: (pid "));
    }

    private static String sv(Sandbox box) {
        return box.run("sv", "status", "s").out();
    }
}
