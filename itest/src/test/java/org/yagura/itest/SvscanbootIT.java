package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Peers;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Scan;
import org.yagura.itest.harness.Service;

class SvscanbootIT {
    private static final String PATH =
            "/command:/usr/local/bin:/usr/local/sbin:/bin:/sbin:/usr/bin:/usr/sbin:/usr/X11R6/bin";

    private static Running boot(Sandbox box) {
        return box.start("svscanboot", box.path("scan").toString());
    }

    private static long title(Running svscan) {
        Await.until("readproctitle", () -> titles(svscan).size() == 1);
        return titles(svscan).get(0);
    }

    private static List<Long> titles(Running svscan) {
        return Proc.children(svscan.pid()).stream()
                .filter(pid -> Proc.command(pid).startsWith("readproctitle service errors: ..."))
                .toList();
    }

    @OnOurs(Difference.BOOT_BECOMES_SVSCAN)
    void becomesSvscanWithAReadproctitleBelow(Sandbox box) {
        Scan.idle(box, "web");
        Scan.link(box, "web");
        Running svscan = boot(box);
        long title = title(svscan);
        Await.until("svscan", () -> Proc.command(svscan.pid()).equals("svscan " + box.path("scan")));
        assertEquals("svscan", Proc.read(svscan.pid(), "comm").strip());
        assertEquals("readproctitle", Proc.read(title, "comm").strip());
        assertEquals("PATH=" + PATH + "\0", Proc.read(svscan.pid(), "environ"));
        assertEquals("PATH=" + PATH + "\0", Proc.read(title, "environ"));
        assertEquals("/dev/null", Proc.link(svscan.pid(), "fd/0"));
        assertTrue(Proc.link(svscan.pid(), "fd/1").startsWith("pipe:"));
        assertEquals(Proc.link(svscan.pid(), "fd/1"), Proc.link(svscan.pid(), "fd/2"));
        assertEquals(Proc.link(svscan.pid(), "fd/2"), Proc.link(title, "fd/0"));
        assertEquals("/dev/null", Proc.link(title, "fd/1"));
        assertEquals("/dev/null", Proc.link(title, "fd/2"));
        Service.at(box, "sv/web").awaitUp();
        svscan.signal("TERM");
        svscan.end().is(0, "", "");
        Await.until("nothing is left", () -> box.processes().isEmpty());
    }

    @OnOurs
    void servicesGetAnEmptyEnvironmentAndTheirErrorsAreShown(Sandbox box) {
        Scan.service(box, "env", "tr '\\0' '\\n' </proc/$$/environ >env; echo from-a-service >&2; exec sleep 98765");
        Scan.service(box, "bad", "exec /nosuch/program");
        Scan.link(box, "env");
        Scan.link(box, "bad");
        Running svscan = boot(box);
        long title = title(svscan);
        Await.until(
                () -> "shown: " + Proc.command(title),
                20_000,
                () -> Proc.command(title).contains("from-a-service")
                        && Proc.command(title).contains("/nosuch/program"));
        Await.until(
                "environment",
                () -> box.exists("sv/env/env") && !box.read("sv/env/env").isEmpty());
        assertEquals("PATH=" + PATH + "\n", box.read("sv/env/env"));
        svscan.signal("TERM");
        svscan.end().is(0, "", "");
    }

    @OnOurs(Difference.BOOT_TAKES_OVER)
    void whatRunsUnderOursGoesOn(Sandbox box) {
        Service web = Scan.idle(box, "web");
        web.log("exec cat >/dev/null");
        Scan.link(box, "web");
        Running first = boot(box);
        long pid = web.awaitUp();
        long logger = web.log().awaitUp();
        first.signal("QUIT");
        first.end();
        Running second = boot(box);
        title(second);
        Await.holds("the same", 500, () -> web.pid() == pid && web.log().pid() == logger);
        second.signal("TERM");
        second.end().is(0, "", "");
        Await.until("nothing is left", () -> box.processes().isEmpty());
    }

    @OnOurs
    void whatRunsUnderAnotherDaemontoolsIsEnded(Sandbox box) {
        org.junit.jupiter.api.Assumptions.assumeTrue(Peers.find("supervise").isPresent());
        Service web = Scan.idle(box, "web");
        Scan.link(box, "web");
        Running theirs = box.start(Peers.find("supervise").orElseThrow().toString(), "sv/web");
        long pid = web.awaitUp();
        Running svscan = boot(box);
        assertEquals(0, theirs.end().exit());
        long again = web.awaitUpAgain(pid);
        assertTrue(!Proc.alive(pid) && again != pid);
        web.awaitStarts(2);
        svscan.signal("TERM");
        svscan.end().is(0, "", "");
    }

    @OnOurs(Difference.BOOT_OPTIONS)
    void optionsAreHandedOnAndWrongOnesChangeNothing(Sandbox box) {
        Scan.service(box, "deaf", "trap '' TERM; touch ready; while :; do sleep 1; done");
        Scan.link(box, "deaf");
        String usage = "svscanboot: usage: svscanboot [ --grace=seconds ] [ --compat=encore|runit ] [ dir ]\n";
        box.run("svscanboot", "--grace=soon", "scan").is(100, "", usage);
        box.run("svscanboot", "--compat=unknown", "scan").is(100, "", usage);
        box.run("svscanboot", "--whatever", "scan").is(100, "", usage);
        Running svscan = box.start(
                "svscanboot", "--grace=1", "--compat=runit", box.path("scan").toString());
        title(svscan);
        String command = "svscan --grace=1 --compat=runit " + box.path("scan");
        Await.until(command, () -> Proc.command(svscan.pid()).equals(command));
        Await.until("ready", () -> box.exists("sv/deaf/ready"));
        svscan.signal("TERM");
        svscan.end().is(0, "", "");
        Await.until("nothing is left", () -> box.processes().isEmpty());
    }

    @OnOurs(Difference.BOOT_DIRECTORY)
    void aDirectoryThatIsNotThereIsSaid(Sandbox box) {
        box.run("svscanboot", "nosuch")
                .is(111, "", "svscanboot: fatal: unable to chdir to nosuch: file does not exist\n");
        box.write("file", "");
        box.run("svscanboot", "file").is(111, "", "svscanboot: fatal: unable to chdir to file: not a directory\n");
    }
}
