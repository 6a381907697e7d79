package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.yagura.core.status.Status;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.Installed;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Result;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Scan;
import org.yagura.itest.harness.Service;
import org.yagura.itest.harness.Suite;

/** svscan and supervise become another program, and no service notices. */
class UpgradeIT {
    /** Sanitizers take many times the memory. */
    private static final int MANY = Suite.sanitized() ? 20 : 200;

    private static final String WRITER =
            "exec perl -e '$|=1; for (;;) { print \"line $i\\n\"; $i++; select undef, undef, undef, 0.05 }'";
    private static final long START_MS = 180_000;
    private static final long UPGRADE_MS = 120_000;

    private static Status status(Sandbox box, String directory) {
        byte[] bytes = box.read(directory + "/supervise/status").getBytes(StandardCharsets.ISO_8859_1);
        Status status = new Status();
        assertEquals(Status.Form.OURS, status.decode(bytes, bytes.length));
        return status;
    }

    /** Who runs, and how often it was started. */
    private static String state(Sandbox box, String directory) {
        Status status = status(box, directory);
        return directory + " " + status.pid + " " + status.starts + " " + status.want + " " + status.supervisePid + " "
                + status.changedBootNs;
    }

    private static List<String> states(Sandbox box, List<String> directories) {
        return directories.stream().map(each -> state(box, each)).toList();
    }

    private static List<String> logged(Sandbox box, int count) {
        List<String> directories = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Scan.service(box, "s" + i, WRITER).log("exec " + box.path("bin/multilog") + " s16777215 ./main");
            Scan.link(box, "s" + i);
            directories.add("sv/s" + i);
            directories.add("sv/s" + i + "/log");
        }
        return directories;
    }

    private static void awaitAll(Sandbox box, List<String> directories) {
        for (String each : directories) {
            Service service = Service.at(box, each);
            Await.until(each + " up", START_MS, () -> service.pid() > 0 && Proc.alive(service.pid()));
            if (each.endsWith("/log")) {
                Await.until(
                        each + " logs",
                        START_MS,
                        () -> box.exists(each + "/main/current")
                                && !box.read(each + "/main/current").isEmpty());
            }
        }
    }

    private static Running svscan(Sandbox box, Installed installed) {
        return box.start(installed.tool("svscan"), "scan");
    }

    private static void upgrade(Running svscan, int supervises) {
        int before = svscan.err().length();
        svscan.signal("USR1");
        String said = "svscan: upgraded, and so are supervises: " + supervises + "\n";
        Await.until(
                () -> said + "; it says: " + svscan.err().substring(before),
                UPGRADE_MS,
                () -> svscan.err().substring(before).contains(said));
    }

    private static void stop(Sandbox box, Running svscan) {
        svscan.signal("TERM");
        assertEquals(0, svscan.end(UPGRADE_MS).exit());
        assertEquals(List.of(), box.processes());
    }

    private static void checkLines(Sandbox box, String log) {
        String[] lines = box.read(log + "/main/current").split("\n");
        assertTrue(lines.length > 1, log);
        for (int i = 1; i < lines.length; i++) {
            assertEquals("line " + i, lines[i], log);
        }
    }

    @OnOurs(Difference.UPGRADE)
    void theHistoryOfEachServiceTellsOfIt(Sandbox box) {
        Installed installed = new Installed(box);
        List<String> directories = logged(box, 3);
        Running svscan = svscan(box, installed);
        awaitAll(box, directories);
        installed.another();
        upgrade(svscan, 3);
        for (String each : directories) {
            Await.until(
                    () -> "one line of an upgrade in the history of " + each + ":\n"
                            + box.read(each + "/supervise/events"),
                    UPGRADE_MS,
                    () -> box.read(each + "/supervise/events")
                                    .lines()
                                    .filter(line -> line.matches("@[0-9a-f]{24} upgraded"))
                                    .count()
                            == 1);
        }
        String shown = box.run(installed.tool("yagura"), "events", "-s", "scan", "--logs")
                .ok();
        for (String name : List.of("s0", "s0/log", "s1", "s1/log", "s2", "s2/log")) {
            assertTrue(
                    shown.lines()
                            .anyMatch(line -> line.matches("\\S+ \\S+  " + name + " +supervise was replaced in place")),
                    name + " in:\n" + shown);
        }
        stop(box, svscan);
    }

    @OnOurs(Difference.UPGRADE)
    void aTreeOf200LoggedServicesUnderLoadIsUpgradedAndNoneNotices(Sandbox box) {
        Installed installed = new Installed(box);
        List<String> directories = logged(box, MANY);
        Running svscan = svscan(box, installed);
        awaitAll(box, directories);
        List<String> before = states(box, directories);
        for (int round = 1; round <= 3; round++) {
            long inode = installed.another();
            long startNs = System.nanoTime();
            svscan.signal("USR1");
            int asked = 0;
            int expected = round;
            while (svscan.err()
                            .lines()
                            .filter(line -> line.contains("upgraded, and"))
                            .count()
                    < expected) {
                // All the time the lock is held, and who asks gets an answer.
                String each = "sv/s" + asked++ % MANY;
                Result second = box.run(installed.tool("supervise"), each);
                assertEquals(111, second.exit(), second.err());
                assertTrue(box.run(installed.tool("svstat"), each).ok().startsWith(each + ": up (pid "));
                box.run(installed.tool("svc"), "-c", each).is(0, "", "");
                assertTrue(System.nanoTime() - startNs < UPGRADE_MS * 1_000_000 * Await.factor(), svscan.err());
            }
            double seconds = (System.nanoTime() - startNs) / 1e9;
            System.out.printf(Locale.ROOT, "upgrade %d of %d logged services: %.2f s%n", round, MANY, seconds);
            assertEquals(inode, Installed.inodeOf(svscan.pid()));
            for (String each : directories) {
                // A log's status comes behind that of its service.
                Await.until(each, () -> status(box, each).upgradesDone == expected);
                Status status = status(box, each);
                assertEquals(inode, status.programInode, each);
                assertEquals(inode, Installed.inodeOf(status.supervisePid), each);
            }
            assertEquals(before, states(box, directories));
        }
        // Three for each service, those that it was given, and what it waits with.
        int descriptors = Proc.descriptors(svscan.pid()).size();
        assertTrue(descriptors <= 3 * MANY + 6, "descriptors: " + descriptors);
        assertEquals(("svscan: upgraded, and so are supervises: " + MANY + "\n").repeat(3), svscan.err());
        stop(box, svscan);
        directories.stream().filter(each -> each.endsWith("/log")).forEach(each -> checkLines(box, each));
    }

    @OnOurs(Difference.UPGRADE)
    void whatIsInstalledAndNoGoodIsRefusedAndAllGoesOn(Sandbox box) {
        Installed installed = new Installed(box);
        List<String> directories = logged(box, 2);
        Running svscan = svscan(box, installed);
        awaitAll(box, directories);
        List<String> before = states(box, directories);
        long supervise = status(box, "sv/s0").supervisePid;
        long running = installed.inode();
        List<Runnable> wrong = List.of(
                () -> installed.put("garbage".getBytes(StandardCharsets.ISO_8859_1)),
                installed::forbid,
                installed::remove,
                () -> installed.script("exit 0"),
                () -> installed.script("exit 111"),
                () -> installed.script("kill -SEGV $$"),
                () -> installed.script("sleep 0.1; cat >&2 </dev/null"));
        int asked = 0;
        for (Runnable install : wrong) {
            install.run();
            asked++;
            int times = asked;
            int said = svscan.err().length();
            svscan.signal("USR1");
            Proc.signal(supervise, "USR1");
            Await.until("supervise refuses", () -> status(box, "sv/s0").upgradesAsked == times);
            Await.until(
                    () -> "svscan refuses: " + svscan.err().substring(said),
                    20_000,
                    () -> svscan.err().substring(said).contains("svscan: warning: not upgraded: "));
            assertTrue(svscan.err().substring(said).contains("supervise: warning: not upgraded: "), svscan.err());
            assertEquals(before, states(box, directories));
        }
        assertEquals(0, status(box, "sv/s0").upgradesDone);
        assertEquals(running, Installed.inodeOf(supervise));
        assertFalse(svscan.err().contains("upgraded, and so"), svscan.err());
        installed.another();
        upgrade(svscan, 2);
        assertEquals(before, states(box, directories));
        stop(box, svscan);
        checkLines(box, "sv/s0/log");
    }

    @OnOurs(Difference.UPGRADE)
    void oneThatHangsIsGivenUpAndLeavesNobodyBehind(Sandbox box) {
        Installed installed = new Installed(box);
        Scan.idle(box, "a");
        Scan.link(box, "a");
        Running svscan = svscan(box, installed);
        Service a = Service.at(box, "sv/a");
        a.awaitUp();
        installed.script("exec sleep 4321");
        svscan.signal("USR1");
        Proc.signal(status(box, "sv/a").supervisePid, "USR1");
        Await.until("both are asked", () -> box.processes("sleep 4321").size() == 2);
        svscan.awaitErr("svscan: warning: not upgraded: " + installed.tool("svscan") + " gave no answer in time\n");
        svscan.awaitErr(
                "supervise: warning: not upgraded: " + installed.tool("supervise") + " gave no answer in time\n");
        assertEquals(List.of(), box.processes("sleep 4321"));
        assertEquals(1, a.starts().size());
        stop(box, svscan);
    }

    @OnOurs(Difference.UPGRADE)
    void noCommandIsLostInAStormOfThem(Sandbox box) {
        Installed installed = new Installed(box);
        Scan.idle(box, "a");
        Scan.link(box, "a");
        Running svscan = svscan(box, installed);
        Service a = Service.at(box, "sv/a");
        a.awaitUp();
        Status before = status(box, "sv/a");
        Running storm = box.startSh("i=0; while [ ! -e enough ]; do svc -c sv/a || exit 1; i=$((i+1)); done; echo $i");
        int upgrades = 5;
        for (int i = 0; i < upgrades; i++) {
            installed.another();
            upgrade(svscan, 1);
        }
        box.write("enough", "");
        long sent = Long.parseLong(storm.end().ok().strip());
        Await.until("all were read", () -> status(box, "sv/a").commands == before.commands + sent);
        assertEquals(upgrades, status(box, "sv/a").upgradesDone);
        assertEquals(before.pid, status(box, "sv/a").pid);
        assertEquals(1, a.starts().size());
        a.svc("-d").awaitDown();
        stop(box, svscan);
    }

    @OnOurs(Difference.UPGRADE)
    void whoIsKilledMeanwhileIsReplacedAndTheServicesGoOn(Sandbox box) {
        Installed installed = new Installed(box);
        List<String> directories = logged(box, 3);
        Running svscan = svscan(box, installed);
        awaitAll(box, directories);
        List<Long> services =
                directories.stream().map(each -> Service.at(box, each).pid()).toList();
        for (int round = 0; round < 24; round++) {
            installed.another();
            boolean all = round % 3 == 0;
            List<Long> victims = new ArrayList<>(List.of((long) status(box, "sv/s0").supervisePid));
            if (all) {
                victims.add(0, svscan.pid());
            }
            svscan.signal("USR1");
            Proc.signal(victims.get(victims.size() - 1), "USR1");
            // From the check to the time after the upgrade, a little further each time.
            pauseMicroseconds(round * 300L);
            victims.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            if (all) {
                Running gone = svscan;
                Await.until("svscan is dead", () -> !gone.alive());
                svscan = svscan(box, installed);
            }
            for (String each : directories) {
                Service service = Service.at(box, each);
                Await.until(
                        each + " is looked after", () -> service.ok() && Proc.alive(status(box, each).supervisePid));
            }
            assertEquals(
                    services,
                    directories.stream()
                            .map(each -> Service.at(box, each).pid())
                            .toList(),
                    "round " + round);
        }
        assertEquals(3, Scan.supervises(box).size());
        stop(box, svscan);
        directories.stream().filter(each -> each.endsWith("/log")).forEach(each -> checkLines(box, each));
    }

    private static void pauseMicroseconds(long count) {
        long endNs = System.nanoTime() + count * 1000;
        while (System.nanoTime() < endNs) {
            Thread.onSpinWait();
        }
    }

    @NeedsRoot
    @OnOurs(Difference.UPGRADE)
    void whoMayNotUpgradeATreeIsToldSo(Sandbox box) {
        Installed installed = new Installed(box);
        String tool = installed.tool("yagura");
        assumeTrue(box.run(tool, "setuidgid", "nobody", tool, "version").exit() == 0, "nobody cannot run " + tool);
        Scan.prepare(box);
        Running svscan = svscan(box, installed);
        Await.until("svscan", () -> !Proc.command(svscan.pid()).isEmpty());
        box.run(tool, "setuidgid", "nobody", tool, "upgrade", "--scandir", "scan")
                .is(111, "", "yagura: fatal: unable to find the svscan of scan: access denied\n");
        stop(box, svscan);
    }

    @OnOurs(Difference.UPGRADE)
    void oneCommandUpgradesATreeAndWaitsForAll(Sandbox box) {
        Installed installed = new Installed(box);
        List<String> directories = logged(box, 3);
        box.run(installed.tool("yagura"), "upgrade", "--scandir", "scan")
                .is(111, "", "yagura: fatal: unable to find the svscan of scan: no such process\n");
        Running svscan = svscan(box, installed);
        awaitAll(box, directories);
        List<String> before = states(box, directories);
        long inode = installed.another();
        box.run(installed.tool("yagura"), "upgrade", "--scandir", "scan")
                .is(0, "upgraded: svscan, and supervises: 3\n", "");
        assertEquals(inode, Installed.inodeOf(svscan.pid()));
        assertEquals(before, states(box, directories));
        // The same program once more, and the loggers this time.
        long logger = Service.at(box, "sv/s0/log").pid();
        box.run(installed.tool("yagura"), "upgrade", "--loggers", "--scandir", "scan")
                .is(0, "upgraded: svscan, and supervises: 3, loggers restarted: 3\n", "");
        assertEquals(2, status(box, "sv/s0").upgradesDone);
        Service.at(box, "sv/s0/log").awaitUpAgain(logger);
        String tool = installed.tool("yagura");
        String aside = box.path("bin/aside").toString();
        box.sh("cp " + tool + " " + aside + "; chmod 755 " + aside).is(0, "", "");
        installed.script("exit 1");
        box.run(aside, "upgrade", "-q", "--scandir", "scan")
                .is(1, "", "yagura: fatal: svscan has not upgraded: see what it says\n");
        assertEquals(2, status(box, "sv/s0").upgradesDone);
        stop(box, svscan);
        directories.stream().filter(each -> each.endsWith("/log")).forEach(each -> checkLines(box, each));
    }

    @OnOurs(Difference.UPGRADE)
    void asProcessOneItUpgradesToo(Sandbox box) {
        assumeTrue(box.sh("unshare -p -f --mount-proc true").exit() == 0, "no namespaces here");
        Installed installed = new Installed(box);
        Scan.idle(box, "a");
        Scan.link(box, "a");
        Running outer = box.start("/usr/bin/unshare", "-p", "-f", "--mount-proc", installed.tool("svscan"), "scan");
        Service a = Service.at(box, "sv/a");
        a.awaitStarts(1);
        Await.until("svscan runs", () -> Proc.children(outer.pid()).size() == 1);
        long one = Proc.children(outer.pid()).get(0);
        long inode = installed.another();
        assertNotEquals(inode, Installed.inodeOf(one));
        Proc.signal(one, "USR1");
        outer.awaitErr("svscan: upgraded, and so are supervises: 1\n");
        assertEquals(inode, Installed.inodeOf(one));
        assertEquals(inode, status(box, "sv/a").programInode);
        assertEquals(1, a.starts().size());
        Proc.signal(one, "TERM");
        assertEquals(0, outer.end().exit());
    }
}
