package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Scan;
import org.yagura.itest.harness.Service;

/** svscan as 0.76 has it too. */
class SvscanIT {
    /** A run that writes a line with a rising number ten times a second. */
    private static final String COUNTER = "i=0; while :; do echo line $i; i=$((i+1)); sleep 0.1; done";

    @OnBoth
    void startsWhatIsThere(Sandbox box) {
        Service a = Scan.idle(box, "a");
        Service b = Scan.idle(box, "b").down();
        Scan.link(box, "a");
        Scan.link(box, "b");
        Scan.start(box);
        a.awaitUp();
        b.awaitOk();
        assertEquals(0, b.pid());
        assertTrue(Service.at(box, "scan/a").svstat().startsWith("up (pid " + a.pid() + ")"));
    }

    @OnBoth
    void startsWhatComesLater(Sandbox box) {
        Scan.start(box);
        Service a = Scan.idle(box, "a");
        Scan.link(box, "a");
        a.awaitUp();
        Service b = Scan.idle(box, "b");
        box.rename("sv/b", "scan/b");
        Service.at(box, "scan/b").awaitUp();
        assertEquals("sv/b", b.name);
    }

    @OnBoth
    void scansTheCurrentDirectoryWithoutAnArgument(Sandbox box) {
        Service a = Service.idle(box, "a");
        box.start("svscan");
        a.awaitUp();
    }

    @OnBoth
    void furtherArgumentsAreIgnored(Sandbox box) {
        Service a = Scan.idle(box, "a");
        Scan.link(box, "a");
        box.start("svscan", "scan", "nosuch", "-x");
        a.awaitUp();
    }

    @OnBoth
    void skipsNamesWithADotAndPlainFiles(Sandbox box) {
        Service hidden = Scan.idle(box, "hidden");
        box.symlink("scan/.hidden", "../sv/hidden");
        box.write("scan/README", "text\n");
        Service shown = Scan.idle(box, "shown");
        Scan.link(box, "shown");
        Scan scan = Scan.start(box);
        shown.awaitUp();
        Await.holds("hidden stays away", 500, () -> !box.exists("sv/hidden/supervise"));
        assertEquals(-1, hidden.pid());
        assertEquals("", scan.svscan.err());
    }

    @OnBoth
    void saysThatALinkDangles(Sandbox box) {
        Scan.prepare(box);
        box.symlink("scan/lost", "../sv/lost");
        Scan scan = Scan.start(box);
        scan.svscan.awaitErr("svscan: warning: unable to stat lost: file does not exist\n");
        Service lost = Scan.idle(box, "lost");
        lost.awaitUp();
    }

    @OnBoth
    void twoLinksToOneDirectoryAreOneService(Sandbox box) {
        Service a = Scan.idle(box, "a");
        Scan.link(box, "a");
        box.symlink("scan/other", "../sv/a");
        Scan.start(box);
        a.awaitUp();
        Await.holds("one start", 1500, () -> a.starts().size() <= 1);
        assertEquals(1, Scan.supervises(box).size());
    }

    @OnBoth
    void whatAServiceSaysGoesToItsLog(Sandbox box) {
        Service a = Scan.service(box, "a", "echo out; echo err >&2; exec 2>&1; echo both; exec sleep 98765");
        a.log("exec multilog ./main");
        Scan.link(box, "a");
        Scan scan = Scan.start(box);
        Await.until(
                "both lines",
                () -> box.exists("sv/a/log/main/current")
                        && box.read("sv/a/log/main/current").equals("out\nboth\n"));
        assertEquals("err\n", scan.svscan.err());
        assertTrue(a.log().svstat().startsWith("up (pid "));
    }

    @OnBoth
    void nothingIsLostWhenTheLoggerIsStartedAgain(Sandbox box) {
        Service a = Scan.service(box, "a", COUNTER);
        a.log("exec multilog s16777215 ./main");
        Scan.link(box, "a");
        Scan.start(box);
        Await.until(
                "a line",
                () -> box.exists("sv/a/log/main/current")
                        && !box.read("sv/a/log/main/current").isEmpty());
        for (int i = 0; i < 2; i++) {
            long pid = a.log().awaitUp();
            a.log().svc("-t").awaitUpAgain(pid);
        }
        Await.until("25 lines", () -> box.read("sv/a/log/main/current").lines().count() >= 25);
        String[] lines = box.read("sv/a/log/main/current").split("\n");
        for (int i = 0; i < lines.length; i++) {
            assertEquals("line " + i, lines[i]);
        }
    }

    @OnBoth
    void nothingIsLostWhileTheLoggerIsDown(Sandbox box) {
        Service a = Scan.service(box, "a", COUNTER);
        a.log("exec multilog s16777215 ./main");
        box.write("sv/a/log/down", "");
        Scan.link(box, "a");
        Scan.start(box);
        long pid = a.awaitUp();
        a.log().awaitOk();
        Await.holds("the service goes on", 500, () -> a.pid() == pid);
        a.log().svc("-u");
        Await.until(
                "ten lines",
                () -> box.exists("sv/a/log/main/current")
                        && box.read("sv/a/log/main/current").lines().count() >= 10);
        assertTrue(box.read("sv/a/log/main/current").startsWith("line 0\nline 1\n"));
    }

    @OnBoth
    void aServicesEndDoesNotEndItsLogger(Sandbox box) {
        Service a = Scan.service(box, "a", "echo $$; " + Service.IDLE);
        a.log("echo $$ >>starts; exec multilog ./main");
        Scan.link(box, "a");
        Scan.start(box);
        Await.until(
                "a line",
                () -> box.exists("sv/a/log/main/current")
                        && !box.read("sv/a/log/main/current").isEmpty());
        long pid = a.awaitUp();
        Proc.signal(pid, "KILL");
        a.awaitUpAgain(pid);
        Await.until("two lines", () -> box.read("sv/a/log/main/current").lines().count() == 2);
        assertEquals(1, a.log().starts().size());
    }

    @OnBoth
    void aDeadSuperviseIsReplaced(Sandbox box) {
        Service a = Scan.idle(box, "a").down();
        Scan.link(box, "a");
        Scan.start(box);
        a.awaitOk();
        long before = Scan.superviseOf(box, "sv/a");
        Proc.signal(before, "KILL");
        Await.until("another supervise", () -> {
            long now = Scan.superviseOf(box, "sv/a");
            return now > 0 && now != before;
        });
        a.awaitOk();
        a.svc("-u").awaitUp();
    }

    @OnBoth
    void exitAndStillLinkedMeansStartedAgain(Sandbox box) {
        Service a = Scan.idle(box, "a");
        Scan.link(box, "a");
        Scan.start(box);
        long pid = a.awaitUp();
        a.svc("-dx");
        a.awaitUpAgain(pid);
    }

    @OnBoth
    void aRemovedServiceRunsOnUntilItIsToldToExit(Sandbox box) {
        Service a = Scan.idle(box, "a");
        a.log("exec multilog ./main");
        Scan.link(box, "a");
        Scan scan = Scan.start(box);
        long pid = a.awaitUp();
        a.log().awaitUp();
        box.delete("scan/a");
        Await.holds("runs on", 1200, () -> a.pid() == pid && Proc.alive(pid));
        a.svc("-dx");
        a.log().svc("-dx");
        Await.until("all supervises gone", () -> Scan.supervises(box).isEmpty());
        Await.holds("not started again", 1500, () -> !a.ok());
        assertEquals("", scan.svscan.err());
    }

    @OnBoth
    void aRealDirectoryRenamedToADotNameRunsOn(Sandbox box) {
        Scan.idle(box, "a");
        box.rename("sv/a", "scan/a");
        Scan.start(box);
        Service a = Service.at(box, "scan/a");
        long pid = a.awaitUp();
        box.rename("scan/a", "scan/.a");
        Service hidden = Service.at(box, "scan/.a");
        Await.holds("runs on", 1200, () -> hidden.pid() == pid && Proc.alive(pid));
        hidden.svc("-dx");
        Await.until("gone", () -> !hidden.ok());
        Await.holds("stays away", 1000, () -> !hidden.ok());
        assertFalse(Proc.alive(pid));
    }

    @OnBoth
    void aFailedChdirNamesTheDirectory(Sandbox box) {
        box.run("svscan", "nosuch").is(111, "", "svscan: fatal: unable to chdir to nosuch: file does not exist\n");
    }

    @OnBoth
    void reapsOrphans(Sandbox box) {
        // a service that leaves a child behind which ends later: nobody keeps its corpse
        Service a = Scan.service(box, "a", Service.NOTE_START + "; (sleep 0.2; echo $$ >orphan) & exec sleep 98765");
        Scan.link(box, "a");
        Scan scan = Scan.start(box);
        long pid = a.awaitUp();
        a.awaitStarts(1);
        Proc.signal(pid, "KILL");
        a.awaitStarts(2);
        Await.until("orphan", () -> box.exists("sv/a/orphan"));
        Await.until(
                "no corpse",
                () -> Proc.pids().stream()
                        .noneMatch(each -> Proc.parent(each) == scan.svscan.pid() && Proc.state(each) == 'Z'));
    }

    @OnBoth
    void aLogThatIsAFileIsNoHarm(Sandbox box) {
        Service a = Scan.service(box, "a", "echo hi; exec sleep 98765");
        box.write("sv/a/log", "");
        Scan.link(box, "a");
        Running svscan = Scan.start(box).svscan;
        a.awaitUp();
        Await.holds("alive", 300, svscan::alive);
    }

    @OnBoth
    void awkwardNames(Sandbox box) {
        box.sh("""
                mkdir scan
                for n in 'with blank' 'new
                line' "$(printf 'not\\377utf8')" "$(printf '%0255d' 7)" '-x' '*' '$(id)'; do
                  mkdir sv; printf '#!/bin/sh\\necho up >up; exec sleep 98765\\n' >sv/run; chmod 755 sv/run
                  mv sv "scan/./$n"
                done
                """).ok();
        box.start("svscan", "scan");
        Await.until(
                "seven up",
                () -> box.sh("find scan -name up | tr -dc '\\n' | wc -c").out().equals("8\n"));
        // What runs may have written before supervise has said that it runs.
        Await.until(
                "seven said to be up",
                () -> box.sh("cd scan; svstat -- * | grep -a -c ': up (pid '")
                        .out()
                        .equals("7\n"));
        assertEquals(
                "",
                box.sh("cd scan; for i in *; do svok \"$i\" || echo no; done").ok());
    }
}
