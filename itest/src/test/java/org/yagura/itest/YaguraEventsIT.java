package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Scan;
import org.yagura.itest.harness.Service;

/** The history of a service, and {@code yagura events}, which shows it. */
class YaguraEventsIT {
    private static Service linked(Sandbox box, String name, String run) {
        box.variable("SVDIR", "scan");
        Service service = Scan.service(box, name, run);
        Scan.link(box, name);
        return service;
    }

    /** The lines without their labels. */
    private static List<String> history(Sandbox box, String service) {
        String file = "sv/" + service + "/supervise/events";
        return box.exists(file)
                ? box.read(file)
                        .lines()
                        .map(line -> line.substring(line.indexOf(' ') + 1))
                        .toList()
                : List.of();
    }

    private static void awaitHistory(Sandbox box, String service, String... wanted) {
        Await.until(
                () -> List.of(wanted) + " in " + history(box, service),
                20_000,
                () -> history(box, service).containsAll(List.of(wanted)));
    }

    private static void untilThereIsAnotherFile(Sandbox box, Service service) {
        Await.until("another file", 60_000, () -> {
            service.svc("-c");
            return box.exists("sv/s/supervise/events.old");
        });
    }

    @OnOurs
    void allThatHappensIsWrittenDown(Sandbox box) {
        Service service = linked(box, "s", Service.NOTE_START + "; exec sleep 98765");
        Scan.start(box);
        long pid = service.awaitUp();
        service.svc("-d").awaitDown();
        awaitHistory(
                box,
                "s",
                "begun " + Scan.superviseOf(box, "sv/s"),
                "started " + pid,
                "command d",
                "killed " + pid + " 15");
        List<String> lines = history(box, "s");
        assertTrue(lines.indexOf("started " + pid) < lines.indexOf("command d"), lines.toString());
        assertTrue(lines.indexOf("command d") < lines.indexOf("killed " + pid + " 15"), lines.toString());
        service.svc("-x");
        awaitHistory(box, "s", "command x", "ended");
    }

    @OnOurs
    void anAdoptionIsWrittenDown(Sandbox box) {
        Service service = linked(box, "s", Service.IDLE);
        Scan.start(box);
        long pid = service.awaitUp();
        Proc.signal(Scan.superviseOf(box, "sv/s"), "KILL");
        awaitHistory(box, "s", "adopted " + pid);
        assertEquals(pid, service.pid());
    }

    @OnOurs
    void itNeverGrowsBeyondItsBound(Sandbox box) {
        Service service = linked(box, "s", Service.IDLE);
        Scan.start(box);
        service.awaitUp();
        untilThereIsAnotherFile(box, service);
        // The other one is renamed before the new one is made.
        Await.until("the new file", () -> box.exists("sv/s/supervise/events"));
        assertTrue(box.path("sv/s/supervise/events").toFile().length() <= 8192);
        assertTrue(box.path("sv/s/supervise/events.old").toFile().length() <= 8192);
        String all = box.read("sv/s/supervise/events.old") + box.read("sv/s/supervise/events");
        assertTrue(all.lines().allMatch(line -> line.matches("@[0-9a-f]{24} [a-z]+( \\S+)*")), all);
    }

    @OnOurs
    void showsSeveralAsOneAndOnlyWhatIsAskedFor(Sandbox box) {
        Service first = linked(box, "a", Service.IDLE);
        Service second = linked(box, "longer", "exit 3");
        Scan.start(box);
        long pid = first.awaitUp();
        awaitHistory(box, "a", "started " + pid);
        Await.until("an exit", () -> history(box, "longer").stream().anyMatch(line -> line.matches("exited \\d+ 3")));
        String out = box.run("yagura", "events").ok();
        assertTrue(
                out.matches("(?s).*\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d  a       was started \\(pid " + pid
                        + "\\)\n.*"),
                out);
        assertTrue(out.contains("  longer  exited with code 3\n"), out);
        assertEquals(
                out.lines().map(line -> line.substring(0, 19)).sorted().toList(),
                out.lines().map(line -> line.substring(0, 19)).toList());
        assertTrue(!box.run("yagura", "events", "a").ok().contains("longer"));
        String json =
                box.run("yagura", "events", "--json", "--since", "1h", "a").ok();
        assertTrue(
                json.contains(
                        "\"name\":\"a\",\"event\":\"started\",\"details\":[\"" + pid + "\"],\"message\":\"was started"),
                json);
        assertEquals("", box.run("yagura", "events", "--since", "0", "a").ok());
        second.svc("-d");
    }

    @OnOurs
    void whoUsedYaguraIsNotedAsAClaim(Sandbox box) {
        Service service = linked(box, "s", Service.IDLE);
        Scan.start(box);
        service.awaitUp();
        awaitHistory(box, "s", "started " + service.pid());
        box.variable("SUDO_UID", "1234");
        box.run("yagura", "stop", "s").ok();
        String out = box.run("yagura", "events", "s").ok();
        assertTrue(
                out.matches("(?s).*  s  yagura stop, by uid \\d+ as it says\n.*  s  was told to be down \\(d\\)\n.*"),
                out);
    }

    @OnOurs
    void followsThroughTheChangeOfFiles(Sandbox box) {
        Service service = linked(box, "s", Service.IDLE);
        Scan.start(box);
        service.awaitUp();
        Running follow = box.start("yagura", "events", "--follow", "s");
        follow.awaitOut("was started (pid " + service.pid() + ")");
        untilThereIsAnotherFile(box, service);
        long pid = service.pid();
        service.svc("-k").awaitUpAgain(pid);
        follow.awaitOut("was killed by SIGKILL");
        follow.awaitOut("was started (pid " + service.pid() + ")");
        String all = box.run("yagura", "events", "s").ok();
        Await.until(
                () -> all + "\nat the end of\n" + follow.out(),
                20_000,
                () -> follow.out().endsWith(all));
        follow.signal("TERM");
        follow.end();
    }

    @OnOurs
    void aProgramIsToldOfWhatHappens(Sandbox box) {
        Service service = linked(box, "s", Service.IDLE);
        Scan.start(box);
        long pid = service.awaitUp();
        awaitHistory(box, "s", "started " + pid);
        box.script("tell", "echo \"$@\" >>told");
        Running hook = box.start("yagura", "events", "--run", "./tell");
        Await.until("it looks", () -> !box.processes("events").isEmpty() && hook.alive());
        Await.until("told of an end", () -> {
            service.svc("-h");
            return box.exists("told") && box.read("told").contains("s killed ");
        });
        assertTrue(box.read("told").contains("s command h\n"), box.read("told"));
        assertEquals("", hook.err());
    }

    @NeedsRoot
    @OnOurs
    void aFullDiskCostsNothingButLines(Sandbox box) {
        Service service = linked(box, "s", Service.IDLE);
        box.mkdir("small");
        box.sh("mount -t tmpfs -o size=48k,nr_inodes=20 none small").ok();
        box.symlink("sv/s/supervise", box.path("small").toString());
        Scan.start(box);
        long pid = service.awaitUp();
        awaitHistory(box, "s", "started " + pid);
        box.sh("cat /dev/zero >small/filler 2>/dev/null; :").ok();
        box.run("/bin/sh", "-c", "for i in $(seq 200); do svc -c scan/s; done").ok();
        service.svc("-k");
        Await.until("another one runs", () -> service.starts().size() >= 2);
        box.delete("small/filler");
        Await.until("the loss is told of", () -> {
            service.svc("-c");
            return box.run("yagura", "events", "s").out().contains("events before this one were lost: ");
        });
    }

    @OnOurs
    void whatIsWrongIsSaid(Sandbox box) {
        linked(box, "s", Service.IDLE);
        box.run("yagura", "events").is(0, "", "");
        box.run("yagura", "events", "s")
                .is(1, "", "yagura: warning: unable to read the history of scan/s: file does not exist\n");
        box.run("yagura", "events", "--since", "soon")
                .is(
                        100,
                        "",
                        "yagura: fatal: no point in time: soon\nyagura: usage: yagura events [OPTION...] [SERVICE...]\n");
        assertEquals(111, box.run("yagura", "events", "-s", "gone").exit());
    }
}
