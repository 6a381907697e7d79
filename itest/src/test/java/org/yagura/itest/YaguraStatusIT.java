package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Result;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Scan;
import org.yagura.itest.harness.Service;
import org.yagura.itest.harness.Suite;

/** {@code yagura status} and {@code list}, and what all commands of {@code yagura} have in common. */
class YaguraStatusIT {
    private static Service linked(Sandbox box, String name, String run) {
        Service service = Scan.service(box, name, run);
        Scan.link(box, name);
        return service;
    }

    /** The line of a service, blanks made one. */
    private static String row(Sandbox box, String name) {
        return box.run("yagura", "status", "--scandir", "scan")
                .out()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.replaceAll(" +", " "))
                .findFirst()
                .orElse("");
    }

    private static void awaitRow(Sandbox box, String name, String pattern) {
        Await.until(
                () -> name + ": " + row(box, name), 20_000, () -> row(box, name).matches(pattern));
    }

    @OnOurs
    void aLineTellsHowAServiceIs(Sandbox box) {
        linked(box, "web", Service.IDLE);
        linked(box, "off", Service.IDLE).down();
        linked(box, "bad", "exit 3");
        linked(box, "shot", "kill -9 $$");
        Scan.start(box);
        awaitRow(box, "web", "web up \\d+ \\d+ seconds? 0 up \\d\\.\\ds [\\d.]+[KM]");
        awaitRow(box, "off", "off down \\d+ seconds? 0 down");
        awaitRow(box, "bad", "bad starting \\d+ seconds? [1-9] exit 3, \\d+s ago up");
        awaitRow(box, "shot", "shot starting \\d+ seconds? [1-9] SIGKILL, \\d+s ago up");
        box.delete("sv/off/down");
        awaitRow(box, "off", "off down \\d+ seconds? 0 down \\(normally up\\)");
    }

    @OnOurs
    void whatIsOnTheWayIsSaid(Sandbox box) {
        Service service = linked(box, "s", "trap '' TERM; " + Service.NOTE_START + "; while :; do sleep 0.1; done");
        Scan.start(box);
        service.awaitStarts(1).svc("-p");
        awaitRow(box, "s", "s paused \\d+ .*");
        service.svc("-c").svc("-d");
        awaitRow(box, "s", "s stopping \\d+ .* down \\(normally up\\) .*");
        service.svc("-k");
        awaitRow(box, "s", "s down .* SIGKILL, .*");
    }

    @OnOurs
    void theWholeTreeOfAServiceIsCounted(Sandbox box) {
        linked(box, "tree", "sleep 98761 & (sleep 98762 & sleep 98763 & wait) & wait");
        Scan.start(box);
        String[] json = {"yagura", "status", "--json", "--scandir=scan", "tree"};
        Await.until("five processes", () -> box.run(json).out().contains("\"processes\":5,"));
        assertTrue(box.run(json).out().matches("(?s).*\"memory_bytes\":\\d{6,},\"cpu_seconds\":\\d+\\.\\d{9},.*"));
    }

    @OnOurs
    void theLogIsMeasuredWhereverItIs(Sandbox box) {
        box.mkdir("elsewhere");
        linked(box, "s", "echo 123456789; exec sleep 98765").log("exec multilog ../../../elsewhere");
        Scan.start(box);
        Await.until(
                "written",
                () -> box.exists("elsewhere/current")
                        && box.read("elsewhere/current").length() == 10);
        Await.until("10 bytes", () -> row(box, "s").endsWith(" 10"));
    }

    @OnOurs
    void aNamedServiceThatIsNotUpIsNotSo(Sandbox box) {
        Service service = linked(box, "web", Service.IDLE);
        linked(box, "off", Service.IDLE).down();
        Scan.start(box);
        service.awaitUp();
        assertEquals(0, box.run("yagura", "status", "-s", "scan").exit());
        assertEquals(0, box.run("yagura", "status", "-s", "scan", "web").exit());
        assertEquals(1, box.run("yagura", "status", "-s", "scan", "web", "off").exit());
        Result nosuch = box.run("yagura", "status", "-s", "scan", "nosuch");
        assertEquals(1, nosuch.exit());
        assertTrue(nosuch.out().contains("no such service"), nosuch.out());
    }

    @OnOurs
    void servicesCanBeNamedInEveryWay(Sandbox box) {
        Service service = linked(box, "web", Service.IDLE).log("exec cat >/dev/null");
        Scan.start(box);
        service.awaitUp();
        service.log().awaitUp();
        for (String name : new String[] {
            "web", "web/", "web/log", "./sv/web", box.path("sv/web").toString()
        }) {
            Result result = box.run("yagura", "status", "--scandir", "scan", name);
            assertEquals(0, result.exit(), name + ": " + result);
        }
        box.variable("SVDIR", "scan");
        assertEquals("web\nweb/log\n", box.run("yagura", "list", "--logs").ok());
        assertEquals("[\"web\"]\n", box.run("yagura", "list", "-j").ok());
    }

    @OnOurs
    void namesAreBytesAndNeverSteerTheTerminal(Sandbox box) {
        box.mkdir("scan");
        box.sh("mkdir -p \"scan/$(printf 'a\\033[2J\\344\\042')\"").ok();
        Result shown = box.run("yagura", "status", "-s", "scan");
        assertTrue(shown.out().contains("\na\\x1b[2J\\xe4\"  unsupervised"), shown.out());
        assertTrue(shown.out().contains("there is no run"), shown.out());
        assertEquals(
                "[\"a\\u001b[2J\\udce4\\\"\"]\n",
                box.run("yagura", "list", "-j", "-s", "scan").ok());
        assertEquals(
                "a\u001b[2J\u00e4\"\n", box.run("yagura", "list", "-s", "scan").ok());
    }

    @OnOurs
    void noServicesAndNoDirectory(Sandbox box) {
        box.mkdir("scan");
        box.run("yagura", "status", "--scandir", "scan").is(0, "no services in scan\n", "");
        box.run("yagura", "status", "--scandir", "scan", "--json").is(0, "[]\n", "");
        box.run("yagura", "status", "--scandir", "gone")
                .is(111, "", "yagura: fatal: unable to read gone: file does not exist\n");
    }

    @OnOurs
    void manyServices(Sandbox box) {
        box.sh("for i in $(seq 500); do mkdir -p scan/s$i; done").ok();
        String out = box.run("yagura", "status", "-s", "scan").ok();
        assertEquals(501, out.lines().count());
        assertEquals(500, box.run("yagura", "status", "-js", "scan").ok().split("\"path\"").length - 1);
    }

    @NeedsRoot
    @OnOurs
    void needsNoRights(Sandbox box) {
        assumeTrue(box.run("setuidgid", "nobody", "svstat").exit() == 0, "nobody cannot run " + Suite.binary());
        Service service = linked(box, "web", Service.IDLE);
        Scan.start(box);
        service.awaitUp();
        String out = box.run("setuidgid", "nobody", "yagura", "status", "-s", "scan", "web")
                .ok();
        assertTrue(out.contains("web   up "), out);
    }

    @OnOurs
    void watchGoesOnUntilItIsEnded(Sandbox box) {
        Service service = linked(box, "web", Service.IDLE);
        Scan.start(box);
        service.awaitUp();
        Running watch = box.start("yagura", "status", "--watch", "--json", "--scandir", "scan");
        Await.until("three looks", () -> watch.out().lines().count() >= 3);
        service.svc("-d");
        watch.awaitOut("\"state\":\"down\"");
        watch.signal("INT");
        assertEquals(130, watch.end().exit());
        assertEquals("", watch.err());
    }

    @OnOurs
    void whoAsksWronglyIsTold(Sandbox box) {
        box.run("yagura")
                .is(
                        100,
                        "",
                        "yagura: usage: yagura COMMAND [OPTION...] [ARGUMENT...]; yagura --help lists the commands\n");
        box.run("yagura", "bogus")
                .is(
                        100,
                        "",
                        "yagura: fatal: no such command or tool: bogus\n"
                                + "yagura: usage: yagura COMMAND [OPTION...] [ARGUMENT...]; yagura --help lists the commands\n");
        String usage = "yagura: usage: yagura status [OPTION...] [SERVICE...]\n";
        box.run("yagura", "status", "--bogus").is(100, "", "yagura: fatal: no such option: --bogus\n" + usage);
        box.run("yagura", "status", "-x").is(100, "", "yagura: fatal: no such option: -x\n" + usage);
        box.run("yagura", "status", "-s").is(100, "", "yagura: fatal: option needs an argument: -s\n" + usage);
        box.run("yagura", "status", "--json=x")
                .is(100, "", "yagura: fatal: option takes no argument: --json=x\n" + usage);
    }

    @OnOurs
    void helpTellsOfCommandsAndTools(Sandbox box) {
        String all = box.run("yagura", "--help").ok();
        assertTrue(all.contains("\n  status ") && all.contains(" multilog "), all);
        assertEquals(all, box.run("yagura", "help").ok());
        String one = box.run("yagura", "status", "--help").ok();
        assertTrue(one.contains("-w, --watch") && one.contains("man yagura-status"), one);
        assertEquals(one, box.run("yagura", "help", "status").ok());
        assertEquals(
                "svc is a tool: see man svc\n", box.run("yagura", "help", "svc").ok());
        assertEquals("yagura 0.1.0\n", box.run("yagura", "--version").ok());
        assertEquals("", box.run("yagura", "svstat").ok());
    }

    @OnOurs
    void outputThatCannotBeWrittenIsTrouble(Sandbox box) {
        assumeTrue(java.nio.file.Files.exists(java.nio.file.Path.of("/dev/full")));
        box.sh("yagura --help >/dev/full").is(111, "", "yagura: fatal: unable to write output: out of disk space\n");
    }
}
