package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Result;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Scan;
import org.yagura.itest.harness.Service;
import org.yagura.itest.harness.Suite;

/** Descriptor table and process table full, /proc missing, very many services. */
class LimitsIT {
    @OnBoth
    void superviseWithoutDescriptorsSaysSo(Sandbox box) {
        Service.idle(box, "s");
        Result result = box.sh("exec prlimit --nofile=5 supervise s");
        assertEquals(111, result.exit());
        assertTrue(result.err().startsWith("supervise: fatal: unable to "), result.err());
        assertTrue(result.err().endsWith("process cannot open more files\n"), result.err());
    }

    @OnOurs(Difference.FORK_RETRIED)
    @NeedsRoot
    void aFailedForkIsTriedAgain(Sandbox box) {
        int uid = box.freshUid();
        String as = "setpriv --reuid=" + uid + " --regid=" + uid + " --clear-groups ";
        Service service = Service.make(box, "s", Service.IDLE);
        box.sh("chown -R " + uid + " s").ok();
        Running one = box.startSh("exec " + as + "sleep 98765");
        Await.until("one", () -> Proc.status(one.pid(), "Uid").startsWith("" + uid));
        Running supervise = box.startSh("exec " + as + "prlimit --nproc=2:2 " + box.suite.tool("supervise") + " s");
        supervise.awaitErr("supervise: warning: unable to fork for s");
        assertTrue(supervise.err().contains("temporary failure"), supervise.err());
        service.awaitOk();
        assertTrue(service.svstat().contains("want up"), service.svstat());
        one.signal("KILL").end();
        service.awaitStarts(1);
        // commands are obeyed while it waits for the next try, too
        service.svc("-dx");
        supervise.end();
    }

    @OnBoth
    @NeedsRoot
    void svscanWithoutProcessesTriesAgain(Sandbox box) {
        int uid = box.freshUid();
        String as = "setpriv --reuid=" + uid + " --regid=" + uid + " --clear-groups ";
        Service a = Scan.idle(box, "a").down();
        Scan.link(box, "a");
        box.sh("chown -R " + uid + " sv").ok();
        Running one = box.startSh("exec " + as + "sleep 98765");
        Await.until("one", () -> Proc.status(one.pid(), "Uid").startsWith("" + uid));
        Running svscan = box.startSh("exec " + as + "prlimit --nproc=2:2 " + box.suite.tool("svscan") + " scan");
        svscan.awaitErr("svscan: warning: unable to fork for a");
        one.signal("KILL").end();
        a.awaitOk();
    }

    @OnOurs(Difference.SVSCAN_NO_LIMIT)
    void svscanWithFewDescriptorsSaysSoAndGoesOn(Sandbox box) {
        for (int i = 0; i < 30; i++) {
            Scan.idle(box, "s" + i).down();
            Scan.link(box, "s" + i);
        }
        Running svscan = box.startSh("exec prlimit --nofile=24:24 svscan scan");
        Await.until("most run: " + svscan.err(), () -> Scan.supervises(box).size() >= 5);
        Await.holds("lives", 1000, svscan::alive);
    }

    @OnOurs
    @NeedsRoot
    void withoutProc(Sandbox box) {
        assumeFalse(box.suite == Suite.YAGURA && Suite.sanitized(), "the sanitizers themselves read /proc");
        Service a = Scan.service(box, "a", "echo $$ >>starts; echo hi; exec sleep 98765");
        a.log("exec multilog ./main");
        Scan.link(box, "a");
        Running svscan = box.start("unshare", "-m", "sh", "-c", "mount -t tmpfs none /proc; exec svscan scan");
        a.awaitUp();
        a.log().awaitUp();
        Await.until(
                "line",
                () -> box.exists("sv/a/log/main/current")
                        && box.read("sv/a/log/main/current").equals("hi\n"));
        long pid = a.pid();
        a.svc("-t").awaitUpAgain(pid);
        box.run("unshare", "-m", "sh", "-c", "mount -t tmpfs none /proc; svok sv/a; svc -d sv/a; svstat sv/a")
                .exit();
        a.awaitDown();
        svscan.signal("TERM");
        assertEquals(0, svscan.end().exit());
        assertTrue(svscan.err().lines().count() <= 2, svscan.err());
    }

    @OnBoth
    @NeedsRoot
    void commandsWithoutProc(Sandbox box) {
        assumeFalse(box.suite == Suite.YAGURA && Suite.sanitized(), "the sanitizers themselves read /proc");
        Service service = Service.idle(box, "s");
        service.superviseUp();
        long pid = service.awaitStarts(1).pid();
        String script =
                "mount -t tmpfs none /proc; svok s; echo $?; svstat s; svc -p s; svstat nosuch; setuidgid nobody id -u; "
                        + "echo x | tai64n | tai64nlocal | wc -c; echo y | multilog ./d; cat d/current";
        Result result = box.run("unshare", "-m", "sh", "-c", script);
        assertEquals(
                "0\ns: up (pid " + pid + ") S seconds\nnosuch: unable to chdir: file does not exist\n65534\n32\ny\n",
                result.out().replaceAll("\\d+ seconds", "S seconds"));
        // Without the number of the boot a journal could be one of another boot.
        String warning = "multilog: warning: unable to use ./d/journal, a kill can lose lines: file does not exist\n";
        assertEquals(box.suite == Suite.YAGURA ? warning : "", result.err());
        Await.until("paused", () -> service.status().paused());
    }

    @OnOurs(Difference.SVSCAN_NO_LIMIT)
    void moreThanAThousandServices(Sandbox box) {
        assumeFalse(Suite.sanitized(), "a thousand processes with sanitizers need more memory than there is");
        int count = 1100;
        box.sh(
                        "mkdir scan model; printf '#!/bin/sh\\nexec sleep 98765\\n' >model/run; chmod 755 model/run; : >model/down; "
                                + "for i in $(seq " + count + "); do cp -a model scan/s$i; done")
                .ok();
        Scan scan = Scan.start(box);
        Await.until(
                "all are there",
                60_000,
                () -> box.sh("ls -d scan/*/supervise/status | wc -l").out().equals(count + "\n"));
        assertEquals("", scan.svscan.err());
        assertEquals(
                "0\n", box.sh("svstat scan/* | grep -vc ': down .* seconds$'").out());
        scan.svscan.signal("TERM");
        assertEquals(0, scan.svscan.end(60_000).exit());
    }

    @OnOurs(Difference.SVSCAN_NO_LIMIT)
    void threeHundredServicesAddedAndRemovedQuickly(Sandbox box) {
        int count = 300;
        box.sh("mkdir scan sv model; printf '#!/bin/sh\\necho $$ >>starts; exec sleep 98765\\n' >model/run; "
                        + "chmod 755 model/run; for i in $(seq " + count + "); do cp -a model sv/s$i; done")
                .ok();
        Scan scan = Scan.start(box);
        box.sh("for i in $(seq " + count + "); do ln -s ../sv/s$i scan/s$i; done")
                .ok();
        Await.until(
                "all started",
                90_000,
                () -> box.sh("cat sv/*/starts 2>/dev/null | wc -l").out().equals(count + "\n"));
        box.sh("rm scan/*; svc -dx sv/*").is(0, "", "");
        Await.until("all gone", 60_000, () -> Scan.supervises(box).isEmpty());
        // added, removed and added again faster than anyone looks
        box.sh("for n in 1 2 3; do for i in $(seq 40); do ln -s ../sv/s$i scan/s$i; done; rm scan/s*; done; "
                        + "for i in $(seq 40); do ln -s ../sv/s$i scan/s$i; done")
                .ok();
        Await.until(
                "forty run",
                60_000,
                () -> box.sh("svstat sv/* | grep -c ': up (pid '").out().equals("40\n"));
        Await.holds("no copies", 1500, () -> box.processes("sleep 98765").size() <= 40);
        assertFalse(box.exists("sv/s41/supervise/status.new"));
        scan.svscan.signal("TERM");
        assertEquals(0, scan.svscan.end(60_000).exit());
        // a supervise whose link had gone again before it got there says so and ends
        assertTrue(
                scan.svscan
                        .err()
                        .lines()
                        .allMatch(line ->
                                line.matches("supervise: fatal: unable to chdir to s\\d+: file does not exist")),
                scan.svscan.err());
    }
}
