package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Scan;
import org.yagura.itest.harness.Service;

/** Directories that go away, come back or become others while they are in use. */
class RemadeIT {
    @OnOurs(Difference.DIRECTORIES_MADE_ANEW)
    void theScanDirectoryRemovedAndMadeAnew(Sandbox box) {
        Service a = Scan.idle(box, "a");
        Scan.link(box, "a");
        Scan scan = Scan.start(box);
        long pid = a.awaitUp();
        box.sh("rm -r scan").ok();
        Await.holds("the service lives", 500, () -> Proc.alive(pid) && scan.svscan.alive());
        box.mkdir("scan");
        Service b = Scan.idle(box, "b");
        Scan.link(box, "b");
        Scan.link(box, "a");
        b.awaitUp();
        Await.holds("a is the same", 1000, () -> a.pid() == pid);
        assertEquals(1, a.starts().size());
    }

    @OnBoth
    void aServiceRemovedWhileItRuns(Sandbox box) {
        Service a = Scan.idle(box, "a");
        Scan.link(box, "a");
        Scan scan = Scan.start(box);
        long pid = a.awaitUp();
        box.sh("rm scan/a; rm -r sv/a").ok();
        Await.holds("the service lives", 1200, () -> Proc.alive(pid));
        assertTrue(scan.svscan.alive());
        Service b = Scan.idle(box, "b");
        Scan.link(box, "b");
        b.awaitUp();
    }

    @OnOurs(Difference.DIRECTORIES_MADE_ANEW)
    void aServiceRemovedAndMadeAnewUnderItsName(Sandbox box) {
        Service a = Scan.idle(box, "a");
        Scan.link(box, "a");
        Scan.start(box);
        long pid = a.awaitUp();
        box.rename("sv/a", "sv/old");
        Service anew = Scan.idle(box, "a");
        anew.awaitUp();
        assertTrue(Proc.alive(pid), "nobody told the old one to end");
        Service old = Service.at(box, "sv/old");
        old.svc("-dx");
        Await.until("the old one gone", () -> !old.ok());
        Await.holds("and stays away", 1000, () -> !old.ok() && anew.starts().size() == 1);
    }

    @OnOurs(Difference.DIRECTORIES_MADE_ANEW)
    void superviseDirectoryDeletedAndMadeAnew(Sandbox box) {
        Service a = Scan.idle(box, "a");
        Scan.link(box, "a");
        Scan scan = Scan.start(box);
        long pid = a.awaitUp();
        box.sh("rm -r sv/a/supervise").ok();
        Await.until("someone can be told again", () -> box.exists("sv/a/supervise/ok") && a.ok());
        // one copy, whoever looks after it
        Await.until("one service", () -> box.processes("sleep 98765").size() == 1);
        Await.holds("still one", 1500, () -> box.processes("sleep 98765").size() <= 1);
        a.svc("-d").awaitDown();
        assertTrue(!Proc.alive(pid));
        assertTrue(scan.svscan.alive());
    }

    @OnOurs(Difference.DIRECTORIES_MADE_ANEW)
    void superviseDirectoryDeletedUnderNohup(Sandbox box) {
        Service a = Scan.idle(box, "a");
        Scan.link(box, "a");
        box.startSh("trap '' HUP; exec svscan scan");
        long pid = a.awaitUp();
        box.sh("rm -r sv/a/supervise").ok();
        Await.until("told again", () -> box.exists("sv/a/supervise/status") && a.ok());
        assertEquals(pid, a.pid());
    }

    @OnOurs(Difference.DIRECTORIES_MADE_ANEW)
    void logDirectoryDeletedAndMadeAnew(Sandbox box) {
        Service a = Scan.service(box, "a", "while :; do echo x; sleep 0.05; done");
        a.log("exec multilog ./main");
        Scan.link(box, "a");
        Scan scan = Scan.start(box);
        long service = a.awaitUp();
        long logger = a.log().awaitUp();
        Await.until(
                "a line",
                () -> box.exists("sv/a/log/main/current")
                        && !box.read("sv/a/log/main/current").isEmpty());
        box.rename("sv/a/log", "sv/a/oldlog");
        Service.make(box, "newlog", "exec multilog ./main");
        box.rename("newlog", "sv/a/log");
        Await.until(
                "the new logger runs",
                () -> a.log().pid() > 0 && a.log().pid() != logger && a.log().ok());
        a.svc("-t").awaitUpAgain(service);
        Await.until(
                "a line in the new log",
                () -> box.exists("sv/a/log/main/current")
                        && !box.read("sv/a/log/main/current").isEmpty());
        assertTrue(scan.svscan.alive());
    }

    @OnBoth
    void aLinkThatIsPointedElsewhere(Sandbox box) {
        Service one = Scan.idle(box, "one");
        Service two = Scan.idle(box, "two");
        box.symlink("scan/s", "../sv/one");
        Scan scan = Scan.start(box);
        long pid = one.awaitUp();
        box.sh("ln -sfn ../sv/two scan/s").ok();
        two.awaitUp();
        Await.holds("the old one runs beside", 1200, () -> one.pid() == pid && Proc.alive(pid));
        assertTrue(scan.svscan.alive());
    }

    @OnOurs(Difference.LINK_POINTED_ELSEWHERE)
    void aLinkThatIsPointedElsewhereIsSaid(Sandbox box) {
        Service one = Scan.idle(box, "one");
        Service two = Scan.idle(box, "two");
        box.symlink("scan/s", "../sv/one");
        Scan scan = Scan.start(box);
        one.awaitUp();
        box.sh("ln -sfn ../sv/two scan/s").ok();
        two.awaitUp();
        scan.svscan.awaitErr("svscan: warning: ");
        assertTrue(scan.svscan.err().contains("s"), scan.svscan.err());
    }

    @OnBoth
    void aDanglingLinkThatIsMended(Sandbox box) {
        Scan.prepare(box);
        box.symlink("scan/a", "../sv/a");
        Scan scan = Scan.start(box);
        scan.svscan.awaitErr("svscan: warning: unable to stat a: file does not exist\n");
        Service a = Scan.idle(box, "later");
        box.rename("sv/later", "sv/a");
        Service.at(box, "sv/a").awaitUp();
        assertEquals("sv/later", a.name);
    }

    @OnOurs(Difference.SEEN_AT_ONCE)
    void aDanglingLinkIsNotSaidEveryFewSeconds(Sandbox box) {
        Scan.prepare(box);
        box.symlink("scan/a", "../sv/a");
        Scan scan = Scan.start(box);
        scan.svscan.awaitErr("svscan: warning: unable to stat a: file does not exist\n");
        Await.holds("said once", 7000, () -> scan.svscan.err().lines().count() <= 2);
    }

    @OnBoth
    void superviseOfARenamedDirectoryStaysWithIt(Sandbox box) {
        Service service = Service.idle(box, "s");
        Running supervise = service.superviseUp();
        box.rename("s", "t");
        Service renamed = Service.at(box, "t");
        long pid = renamed.pid();
        renamed.svc("-t").awaitUpAgain(pid);
        renamed.svc("-dx");
        supervise.end().is(0, "", "");
    }
}
