package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.DebianMachine;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Sandbox;

/** Our Debian package, installed by dpkg where Debian's daemontools was. */
@NeedsRoot
class DebianPackageIT {
    private static final String THEIRS = "/usr/bin/svscan";
    private static final String OURS = "/usr/bin/yagura";

    private static void assertReplaced(DebianMachine machine) {
        String list = machine.dpkg("-l");
        assertTrue(list.contains("ii  yagura "), list);
        for (String name : List.of("daemontools", "daemontools-run", "ucspi-tcp")) {
            assertFalse(list.contains("ii  " + name + " "), list);
        }
    }

    private static void assertFilesAreKept(DebianMachine machine, String service) {
        assertEquals(List.of(service), machine.box.list("root/etc/service"));
        assertEquals(List.of("log", "run", "supervise"), machine.box.list("root/etc/" + service));
        assertTrue(machine.read("/etc/" + service + "/log/main/current").contains(" started\n"));
        assertTrue(machine.box.list("root/var/lib/supervise").contains(service));
    }

    @OnOurs
    void whatInitHasStartedIsStoppedByDebiansScriptAndStartedAgainByOurs(Sandbox box) {
        DebianMachine machine = DebianMachine.make(box).withInittab().installDebians();
        machine.add("web");
        List<Long> before = machine.awaitUp("web");
        assertTrue(machine.read("/etc/inittab").contains("#-- daemontools-run begin\n"));

        String said = machine.dpkg("-i", machine.ourPackage());
        assertTrue(said.contains("yagura: starting the services in /etc/service: 1\n"), said);
        assertReplaced(machine);
        String enabled = "root/etc/systemd/system/multi-user.target.wants/yagura.service";
        assertTrue(box.exists(enabled), "a systemd that comes later starts it");
        assertEquals(
                "# the machine's\n#-- yagura begin\nSV:123456:respawn:/usr/bin/svscanboot /etc/service\n#-- yagura end\n",
                machine.read("/etc/inittab"));
        Await.until(
                "both are started again",
                () -> machine.pid("web/log") > 0
                        && machine.pid("web/log") != before.get(1)
                        && machine.pid("web") > 0
                        && machine.pid("web") != before.get(0));
        assertFalse(Proc.alive(before.get(0)));
        Await.until(
                "ours has taken over", () -> machine.running("svscan", THEIRS).isEmpty());
        assertFalse(machine.running("svscan", OURS).isEmpty());

        machine.add("mail");
        machine.awaitUp("mail");
        machine.run("/usr/sbin/update-service", "--check", "mail").is(0, "", "");

        String removed = machine.dpkg("--purge", "yagura");
        assertTrue(removed.contains("yagura: removing the entry SV from /etc/inittab\n"), removed);
        assertEquals("# the machine's\n", machine.read("/etc/inittab"));
        Await.until("nothing runs", () -> box.processes().isEmpty());
        box.sh("rm -r root/etc/mail root/etc/service/mail").ok();
        assertFilesAreKept(machine, "web");
        assertFalse(box.exists("root" + OURS) || box.exists(enabled));
    }

    @OnOurs
    void whatRunsOutsideAnyUnitIsTakenOverInPlace(Sandbox box) {
        DebianMachine machine = DebianMachine.make(box).installDebians();
        machine.start("KEPT=yes", "svscanboot", "/etc/service");
        machine.add("web");
        List<Long> before = machine.awaitUp("web");
        long theirs = machine.running("svscan", THEIRS).get(0);

        String said = machine.dpkg("-i", machine.ourPackage());
        assertTrue(
                said.contains("yagura: taking over the services in /etc/service from svscan (pid " + theirs
                        + "); they run on\n"),
                said);
        assertReplaced(machine);
        Await.until("ours", () -> machine.running("svscan", OURS).size() == 1);
        assertFalse(Proc.alive(theirs));
        long ours = machine.running("svscan", OURS).get(0);
        assertTrue(Proc.link(ours, "fd/2").startsWith("pipe:"), "readproctitle still shows the messages");
        assertEquals(1, Proc.parent(ours));
        assertEquals(before, machine.awaitUp("web"));

        // Ours comes after each of theirs that is told to end.
        machine.run("/usr/bin/svc", "-dx", "/etc/service/web", "/etc/service/web/log")
                .ok();
        Await.until(
                "ours",
                () -> machine.running("supervise", OURS).size() == 1
                        && machine.running("supervise", "/usr/bin/supervise").isEmpty());
        assertFalse(machine.awaitUp("web").contains(before.get(0)));
        machine.add("mail");
        machine.awaitUp("mail");

        String removed = machine.dpkg("-r", "yagura");
        assertTrue(
                removed.contains("yagura: stopping the services in /etc/service (svscan is pid " + ours + ")\n"),
                removed);
        Await.until(
                "no service runs",
                () -> machine.running("supervise", OURS).isEmpty()
                        && box.processes("sleep 98765").isEmpty());
    }

    @OnOurs
    void anUpgradeOfOursLeavesEveryProcessAlone(Sandbox box) {
        DebianMachine machine = DebianMachine.make(box);
        machine.dpkg("-i", machine.ourPackage());
        machine.start("svscanboot", "/etc/service");
        machine.add("web");
        List<Long> before = machine.awaitUp("web");
        List<Long> svscan = machine.running("svscan", OURS);
        List<Long> supervise = machine.running("supervise", OURS);

        machine.dpkg("-i", machine.nextPackage());
        assertEquals(before, machine.awaitUp("web"));
        assertEquals(svscan, machine.running("svscan", OURS));
        assertEquals(supervise, machine.running("supervise", OURS));
        // Where both have become the new program no link of theirs leads to a file that is gone.
        Await.until(
                "upgraded",
                () -> List.of(svscan.get(0), supervise.get(0)).stream()
                        .noneMatch(pid -> Proc.link(pid, "exe").endsWith(" (deleted)")));
        assertEquals(before, machine.awaitUp("web"));

        machine.dpkg("-r", "yagura");
        Await.until("nothing runs", () -> box.processes().isEmpty());
        assertFilesAreKept(machine, "web");
    }

    @OnOurs
    void systemdIsToldToStartItOnceAndNeverToRestartIt(Sandbox box) {
        DebianMachine machine = DebianMachine.make(box).withSystemd();
        machine.dpkg("-i", machine.ourPackage());
        String calls = machine.read("/var/log/systemctl");
        assertTrue(calls.contains("daemon-reload\n") && calls.contains("start yagura.service\n"), calls);
        assertTrue(calls.contains("preset yagura.service\n"), calls);

        box.delete("root/var/log/systemctl");
        machine.dpkg("-i", machine.nextPackage());
        String upgrade = machine.read("/var/log/systemctl");
        assertFalse(upgrade.contains("start") || upgrade.contains("stop"), upgrade);

        machine.dpkg("-r", "yagura");
        String removal = machine.read("/var/log/systemctl");
        assertTrue(removal.contains("stop yagura.service\n"), removal);
        machine.dpkg("--purge", "yagura");
    }
}
