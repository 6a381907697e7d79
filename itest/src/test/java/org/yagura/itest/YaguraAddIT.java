package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Result;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Scan;
import org.yagura.itest.harness.Service;

/** {@code yagura add}, {@code enable}, {@code disable}, {@code remove} and {@code edit}. */
class YaguraAddIT {
    private static final String USAGE = "yagura: usage: yagura add [OPTION...] NAME -- COMMAND...\n";

    private static Result add(Sandbox box, String... words) {
        String[] command = new String[words.length + 6];
        System.arraycopy(new String[] {"yagura", "add", "-s", "scan", "--into", "made"}, 0, command, 0, 6);
        System.arraycopy(words, 0, command, 6, words.length);
        return box.run(command);
    }

    private static String log(Sandbox box, String name) {
        return box.run("yagura", "log", "-s", "scan", "-n1000", name).out();
    }

    @OnOurs
    @NeedsRoot
    void aCommandBecomesAServiceAsItWasAskedFor(Sandbox box) {
        Scan.start(box);
        box.mkdir("work");
        box.sh("chmod 755 . work").ok();
        String path = box.path("made/web").toString();
        add(
                        box,
                        "web",
                        "--user=nobody",
                        "--log-user=daemon",
                        "--dir=" + box.path("work"),
                        "--env=GREETING=it's a  value",
                        "--limit=open-files=77",
                        "--limit",
                        "c=0",
                        "--log-size=100000",
                        "--log-count=3",
                        "--",
                        "sh",
                        "-c",
                        "echo $(id -un) $(pwd) \"$GREETING\" $(ulimit -Sn) \"$0\" >&2; exec sleep 98765",
                        "an argument")
                .is(0, "made " + path + ", linked as scan/web\n", "");
        Service service = Service.at(box, "made/web");
        service.awaitUp();
        String expected = "nobody " + box.path("work") + " it's a  value 77 an argument\n";
        Await.until("logged", () -> log(box, "web").endsWith(expected));
        long logger = Service.at(box, "made/web/log").awaitUp();
        Await.until("multilog", () -> Proc.command(logger).equals("multilog t s100000 n3 ./main"));
        assertEquals("rw-------", box.mode("made/web/env/GREETING"));
        assertEquals("rwxr-xr-x", box.mode("made/web/run"));
        box.sh("find made/web/log/main ! -user daemon").is(0, "", "");
        assertFalse(box.exists("made/.web.new"));
    }

    @OnOurs
    void whatIsMadeCanBeSeenBefore(Sandbox box) {
        box.mkdir("scan");
        String shown = add(box, "s", "--dry-run", "--down", "--no-log", "--", "sleep", "98765")
                .ok();
        assertTrue(shown.contains("exec sleep 98765\n") && shown.contains("s/down"), shown);
        assertFalse(box.exists("made"));
    }

    @OnOurs
    void whatCouldNotWorkIsNotMade(Sandbox box) {
        box.mkdir("scan");
        box.mkdir("made");
        add(box).is(100, "", USAGE);
        add(box, "s").is(100, "", USAGE);
        add(box, "s", "t", "--", "true").is(100, "", USAGE);
        add(box, ".s", "--", "true").is(100, "", "yagura: fatal: no name for a service: .s\n" + USAGE);
        add(box, "a/b", "--", "true").is(100, "", "yagura: fatal: no name for a service: a/b\n" + USAGE);
        add(box, "s", "--limit", "x=1", "--", "true").is(100, "", "yagura: fatal: no limit: x=1\n" + USAGE);
        add(box, "s", "--env", "A", "--", "true").is(100, "", "yagura: fatal: no variable: A\n" + USAGE);
        add(box, "s", "--log-dir=", "--", "true").is(100, "", "yagura: fatal: no absolute path: \n" + USAGE);
        add(box, "s", "--log-size=1", "--", "true")
                .is(100, "", "yagura: fatal: no size of a log file (4096 to 16777215): 1\n" + USAGE);
        add(box, "s", "--no-log", "--user=nosuchuser", "--", "true")
                .is(111, "", "yagura: fatal: unknown account nosuchuser\n");
        add(box, "s", "--no-log", "--", "nosuchprogram").is(111, "", "yagura: fatal: no such program: nosuchprogram\n");
        add(box, "s", "--no-log", "--", "./true").is(111, "", "yagura: fatal: no such program: ./true\n");
        add(box, "s", "--no-log", "--dir=/nowhere", "--", "true")
                .is(111, "", "yagura: fatal: no such directory: /nowhere\n");
        box.run("yagura", "add", "-s", "nowhere", "--into", "made", "s", "--no-log", "--", "true")
                .is(111, "", "yagura: fatal: unable to read nowhere: file does not exist\n");
        box.write("scan/taken", "");
        add(box, "taken", "--no-log", "--", "true")
                .is(111, "", "yagura: fatal: unable to create scan/taken: file already exists\n");
        assertEquals(List.of(), box.list("made"));
        assertEquals(List.of("taken"), box.list("scan"));
    }

    @OnOurs
    void theDownFileIsMadeAndRemoved(Sandbox box) {
        Service service = Scan.idle(box, "s");
        Scan.link(box, "s");
        Scan.start(box);
        service.awaitUp();
        box.run("yagura", "disable", "-s", "scan", "s").is(0, "s: disabled\n", "");
        assertTrue(box.exists("sv/s/down") && service.pid() > 0);
        box.run("yagura", "enable", "-s", "scan", "s").is(0, "s: enabled\n", "");
        assertFalse(box.exists("sv/s/down"));
        assertEquals(0, box.run("yagura", "disable", "--now", "-s", "scan", "s").exit());
        assertTrue(box.exists("sv/s/down"));
        assertEquals(0, service.pid());
        assertEquals(0, box.run("yagura", "enable", "--now", "-s", "scan", "s").exit());
        assertTrue(service.pid() > 0);
        box.run("yagura", "enable", "-s", "scan", "x", "s")
                .is(1, "s: enabled\n", "yagura: warning: no such service: x\n");
        box.run("yagura", "enable").is(100, "", "yagura: usage: yagura enable [OPTION...] SERVICE...\n");
    }

    @OnOurs
    void aServiceIsRemovedAndItsLastLinesAreKept(Sandbox box) {
        Service service = Scan.service(
                        box, "s", "trap 'seq 1 20000; echo last; exit' TERM; echo up; while :; do sleep 0.1; done")
                .log("exec multilog t s1000000 ./main");
        Scan.link(box, "s");
        Scan scan = Scan.start(box);
        service.awaitUp();
        Await.until("its first line", () -> log(box, "s").endsWith(" up\n"));
        box.run("yagura", "remove", "-s", "scan", "s").is(0, "s: removed; scan/../sv/s is left\n", "");
        assertEquals(List.of(), box.list("scan"));
        assertEquals(List.of(), Scan.supervises(box));
        assertTrue(box.read("sv/s/log/main/current").endsWith(" last\n"));
        assertEquals(20_002, box.read("sv/s/log/main/current").lines().count());
        box.run("yagura", "remove", "-s", "scan", "s").is(1, "", "yagura: warning: no such service: s\n");
        assertTrue(scan.svscan.alive());
    }

    @OnOurs
    void aServiceThatDoesNotGoIsKilledIfThatWasAskedForElseTheRemovalCanBeTriedAgain(Sandbox box) {
        Service service = Scan.service(box, "s", Service.NOTE_START + "; trap '' TERM; while :; do sleep 0.1; done");
        Scan.link(box, "s");
        Scan.start(box);
        service.awaitStarts(1);
        box.run("yagura", "remove", "-s", "scan", "-t", "300ms", "s")
                .is(
                        1,
                        "",
                        "yagura: warning: s: it goes on running; its name is .s now, and the removal can be tried again\n");
        assertEquals(List.of(".s"), box.list("scan"));
        box.run("yagura", "remove", "-s", "scan", "--kill-after", "100ms", "--purge", "s")
                .is(0, "s: removed, with its directory and what was in it\n", "");
        assertEquals(List.of(), box.list("sv"));
        assertEquals(List.of(), box.list("scan"));
    }

    @OnOurs
    void whatIsPurgedIsTheDirectoryAndNothingBehindItsLinks(Sandbox box) {
        Scan.idle(box, "s");
        box.mkdir("precious");
        box.write("precious/file", "kept");
        box.symlink("sv/s/link", "../../precious");
        box.mkdir("sv/s/deep/deeper");
        box.write("sv/s/deep/deeper/file", "");
        Scan.link(box, "s");
        box.run("yagura", "remove", "--purge", "-s", "scan", "s")
                .is(0, "s: removed, with its directory and what was in it\n", "");
        assertFalse(box.exists("sv/s"));
        assertEquals("kept", box.read("precious/file"));
    }

    @OnOurs
    void anEditorChangesACopy(Sandbox box) {
        Service service = Scan.idle(box, "s");
        Scan.link(box, "s");
        box.script("editor", "sed -i 's/98765/98764/' \"$1\"; ls sv/s");
        box.variable("EDITOR", box.path("editor") + "");
        String listed = String.join("\n", box.list("sv/s")) + "\nrun.edited\n";
        box.run("yagura", "edit", "-s", "scan", "s")
                .is(0, listed + "scan/s/run: changed; it counts from the next start on: yagura restart s\n", "");
        assertTrue(box.read("sv/s/run").contains("98764"));
        assertEquals("rwxr-xr-x", box.mode("sv/s/run"));
        box.variable("VISUAL", "true");
        box.run("yagura", "edit", "-s", "scan", "s").is(0, "scan/s/run: not changed\n", "");
        box.script("failing", "echo x >\"$1\"; exit 1");
        box.variable("VISUAL", box.path("failing") + "");
        box.run("yagura", "edit", "-s", "scan", "s")
                .is(1, "", "yagura: warning: scan/s/run: left as it is, the editor has failed\n");
        box.script("writing", "echo $1 >\"$2\"");
        box.variable("VISUAL", box.path("writing") + " 10s");
        assertEquals(
                0, box.run("yagura", "edit", "-s", "scan", "s", "kill-after").exit());
        assertEquals("10s\n", box.read("sv/s/kill-after"));
        assertFalse(box.exists("sv/s/run.edited") || box.exists("sv/s/kill-after.edited"));
        box.run("yagura", "edit", "-s", "scan", "x").is(1, "", "yagura: warning: no such service: x\n");
        assertTrue(service.name.endsWith("s"));
    }
}
