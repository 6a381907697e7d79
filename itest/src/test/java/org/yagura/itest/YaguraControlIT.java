package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Result;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Scan;
import org.yagura.itest.harness.Service;
import org.yagura.itest.harness.Suite;

/** {@code yagura start}, {@code stop} and their like: done when they say so, and honest when not. */
class YaguraControlIT {
    private static final String DEAF = "trap '' TERM; " + Service.NOTE_START + "; while :; do sleep 0.1; done";

    private static Service linked(Sandbox box, String name, String run) {
        box.variable("SVDIR", "scan");
        Service service = Scan.service(box, name, run);
        Scan.link(box, name);
        return service;
    }

    private static void matches(String pattern, String text) {
        assertTrue(text.matches("(?s)" + pattern), text);
    }

    @OnOurs
    void stopReturnsWhenItIsDownAndStartWhenItIsUp(Sandbox box) {
        Service service = linked(box, "web", Service.IDLE);
        Scan.start(box);
        long pid = service.awaitUp();
        matches(
                "web: stopped( after [\\d.]+ seconds)?\n",
                box.run("yagura", "stop", "web").ok());
        assertEquals(0, service.pid());
        assertTrue(!Proc.alive(pid));
        assertEquals("web: down already\n", box.run("yagura", "stop", "web").ok());
        String started = box.run("yagura", "start", "web").ok();
        matches("web: started \\(pid " + service.pid() + "\\) after [\\d.]+ seconds\n", started);
        assertEquals("web: up already\n", box.run("yagura", "start", "web").ok());
    }

    @OnOurs
    void restartIsDoneWhenAnotherProcessRuns(Sandbox box) {
        Service service = linked(box, "web", Service.IDLE);
        Service off = linked(box, "off", Service.IDLE).down();
        Scan.start(box);
        long pid = service.awaitUp();
        off.awaitOk();
        service.svc("-p");
        String out = box.run("yagura", "restart", "--settle", "0", "web", "off").ok();
        assertTrue(!Proc.alive(pid) && service.pid() > 0 && off.pid() > 0, out);
        matches("(?m).*^web: restarted \\(pid " + service.pid() + "\\).*", out);
        assertEquals(2, out.lines().count());
    }

    @OnOurs
    void aServiceThatFallsOverIsNotStarted(Sandbox box) {
        linked(box, "bad", "exit 3").down();
        linked(box, "none", "exit").down();
        box.delete("sv/none/run");
        Scan.start(box);
        Service.at(box, "scan/bad").awaitOk();
        Service.at(box, "scan/none").awaitOk();
        String why = "it was started and exited with code ";
        box.run("yagura", "start", "bad")
                .is(
                        1,
                        "",
                        "yagura: warning: unable to start bad: " + why + "3 at once; it is tried again every second\n");
        matches(
                ".*unable to start none: " + why + "111 at once.*",
                box.run("yagura", "start", "none").err());
        assertEquals(0, box.run("yagura", "stop", "--all", "--quiet").exit());
    }

    @OnOurs
    void whoDoesNotEndIsToldOfAndKilledOnlyIfAskedFor(Sandbox box) {
        Service service = linked(box, "deaf", DEAF);
        Scan.start(box);
        long pid = service.awaitStarts(1).awaitUp();
        Result late = box.run("yagura", "stop", "--timeout", "0.3", "deaf");
        assertEquals(1, late.exit());
        matches(
                "yagura: warning: unable to stop deaf: it is still stopping \\(pid " + pid
                        + "\\) after [\\d.]+ seconds\n",
                late.err());
        assertTrue(Proc.alive(pid));
        matches(
                "deaf: stopped after [\\d.]+ seconds, killed\n",
                box.run("yagura", "stop", "--kill-after", "200ms", "deaf").ok());
        assertEquals(0, service.pid());
    }

    @OnOurs
    void aFileSaysWhenAServiceIsKilled(Sandbox box) {
        Service service = linked(box, "deaf", DEAF);
        box.write("sv/deaf/kill-after", "0.2\n");
        Scan.start(box);
        service.awaitStarts(1).awaitUp();
        matches(
                "deaf: stopped after [\\d.]+ seconds, killed\n",
                box.run("yagura", "stop", "deaf").ok());
        box.write("sv/deaf/kill-after", "soon\n");
        assertEquals(0, box.run("yagura", "start", "--settle", "0", "deaf").exit());
        service.awaitStarts(2);
        Result result = box.run("yagura", "stop", "--timeout", "0.1", "deaf");
        assertEquals(1, result.exit());
        assertTrue(result.err().startsWith("yagura: warning: scan/deaf/kill-after: no length of time\n"), result.err());
    }

    @OnOurs
    void theWholeTreeEndsWhereAskedFor(Sandbox box) {
        Service service = linked(box, "tree", "sleep 98761 & setsid sleep 98762 & " + Service.IDLE);
        Scan.start(box);
        service.awaitStarts(1).awaitUp();
        Await.until("both", () -> box.processes("sleep 9876").size() == 3);
        String stopped = box.run("yagura", "stop", "tree").ok();
        assertTrue(stopped.contains("; 2 processes that came from it go on"), stopped);
        List<Long> left = box.processes("sleep 9876");
        assertEquals(2, left.size());
        left.forEach(pid -> Proc.signal(pid, "KILL"));
        box.run("yagura", "start", "--settle", "0", "tree").ok();
        Await.until("both", () -> box.processes("sleep 9876").size() == 3);
        box.run("yagura", "stop", "--tree", "tree").ok();
        assertEquals(List.of(), box.processes("sleep 9876"));
    }

    @OnOurs
    void whatOfATreeIsDeafIsKilledWithIt(Sandbox box) {
        Service service =
                linked(box, "tree", "(trap '' TERM; touch deaf; while :; do sleep 0.1; done) & " + Service.IDLE);
        Scan.start(box);
        service.awaitStarts(1).awaitUp();
        Await.until("the deaf one", () -> box.exists("sv/tree/deaf"));
        Result late = box.run("yagura", "stop", "--tree", "--timeout", "0.5", "tree");
        assertEquals(1, late.exit());
        matches(".*it is still down, with \\d more processes? after .*", late.err());
        assertEquals(1, box.processes("./run").size());
    }

    @OnOurs
    void killedWithTheTree(Sandbox box) {
        Service service =
                linked(box, "tree", "(trap '' TERM; touch deaf; while :; do sleep 0.1; done) & " + Service.IDLE);
        Scan.start(box);
        service.awaitStarts(1).awaitUp();
        Await.until("the deaf one", () -> box.exists("sv/tree/deaf"));
        matches(
                "tree: stopped after [\\d.]+ seconds, killed\n",
                box.run("yagura", "stop", "--tree", "--kill-after", "0.3", "tree")
                        .ok());
        assertEquals(List.of(), box.processes("./run"));
    }

    @OnOurs
    void signalsArrive(Sandbox box) {
        Service service = linked(
                box,
                "s",
                "for s in HUP USR1 PWR; do trap \"echo $s >>got\" $s; done; " + Service.NOTE_START
                        + "; while :; do sleep 0.05; done");
        Scan.start(box);
        service.awaitStarts(1).awaitUp();
        matches(
                "s: told to reload \\(pid \\d+\\)\n",
                box.run("yagura", "reload", "s").ok());
        Await.until("HUP", () -> box.exists("sv/s/got") && box.read("sv/s/got").equals("HUP\n"));
        matches(
                "s: signal sent \\(pid \\d+\\)\n",
                box.run("yagura", "kill", "sigusr1", "s").ok());
        Await.until("USR1", () -> box.read("sv/s/got").equals("HUP\nUSR1\n"));
        box.run("yagura", "kill", "PWR", "s").ok();
        Await.until("PWR", () -> box.read("sv/s/got").equals("HUP\nUSR1\nPWR\n"));
        box.run("yagura", "pause", "s").ok();
        assertTrue(service.status().paused());
        assertEquals("s: paused already\n", box.run("yagura", "pause", "s").ok());
        box.run("yagura", "continue", "s").ok();
        assertTrue(!service.status().paused());
        box.run("yagura", "stop", "-q", "-k", "1", "s").is(0, "", "");
        box.run("yagura", "reload", "s").is(1, "", "yagura: warning: unable to reload s: it does not run\n");
    }

    @OnOurs
    void onceIsNotFollowedByAnother(Sandbox box) {
        Service service = linked(box, "s", Service.NOTE_START + "; exit 0").down();
        Scan.start(box);
        Service.at(box, "scan/s").awaitOk();
        matches("s: started once.*\n", box.run("yagura", "once", "s").ok());
        Await.until("what run notes", () -> !service.starts().isEmpty());
        assertEquals(1, service.starts().size());
    }

    @OnOurs
    void allAtOnceAndEachIsReported(Sandbox box) {
        for (int i = 0; i < 20; i++) {
            linked(box, "s" + i, Service.IDLE);
        }
        Scan.start(box);
        Await.until("all up", () -> box.run("yagura", "status", "-j").out().split("\"state\":\"up\"").length == 21);
        String out = box.run("yagura", "stop", "--all", "--json").ok();
        assertEquals(
                20,
                out.lines()
                        .filter(line -> line.contains("\"done\":true,\"state\":\"down\""))
                        .count(),
                out);
        assertEquals(20, box.run("yagura", "start", "--all").ok().lines().count());
    }

    @OnOurs
    void whatIsNotThereOrNotLookedAfterIsNotDone(Sandbox box) {
        linked(box, "s", Service.IDLE);
        box.run("yagura", "stop", "nosuch").is(1, "", "yagura: warning: unable to stop nosuch: no such service\n");
        box.run("yagura", "start", "s").is(1, "", "yagura: warning: unable to start s: no supervise looks after it\n");
        box.run("yagura", "start", "--all", "-j")
                .is(
                        1,
                        "{\"name\":\"s\",\"done\":false,\"state\":\"unsupervised\",\"pid\":null,"
                                + "\"message\":\"no supervise looks after it\"}\n",
                        "");
        box.delete("scan/s");
        box.run("yagura", "stop", "--all").is(0, "", "");
        box.run("yagura", "stop", "--all", "-s", "gone")
                .is(111, "", "yagura: fatal: unable to read gone: file does not exist\n");
    }

    @OnOurs
    void aSuperviseThatDoesNotAnswerIsToldOf(Sandbox box) {
        Service service = linked(box, "s", Service.IDLE);
        Scan.start(box);
        service.awaitUp();
        long supervise = Scan.superviseOf(box, "sv/s");
        Proc.signal(supervise, "STOP");
        Await.until("stopped", () -> Proc.state(supervise) == 'T');
        Result result = box.run("yagura", "stop", "--timeout", "0.2", "s");
        Proc.signal(supervise, "CONT");
        assertEquals(1, result.exit());
        matches(".*unable to stop s: its supervise does not answer after .*", result.err());
    }

    @NeedsRoot
    @OnOurs
    void withoutRightsItIsTrouble(Sandbox box) {
        assumeTrue(box.run("setuidgid", "nobody", "svstat").exit() == 0, "nobody cannot run " + Suite.binary());
        Service service = linked(box, "s", Service.IDLE);
        Scan.start(box);
        service.awaitUp();
        box.run("setuidgid", "nobody", "yagura", "stop", "s")
                .is(
                        111,
                        "",
                        "yagura: warning: unable to stop s: unable to write to supervise/control: access denied\n");
    }

    @OnOurs
    void whoAsksWronglyIsTold(Sandbox box) {
        String usage = "yagura: usage: yagura stop [OPTION...] SERVICE...\n";
        box.run("yagura", "stop").is(100, "", "yagura: fatal: which services? Name some, or say --all\n" + usage);
        box.run("yagura", "stop", "--all", "x").is(100, "", "yagura: fatal: --all and names of services\n" + usage);
        box.run("yagura", "stop", "-t", "soon", "x").is(100, "", "yagura: fatal: no length of time: soon\n" + usage);
        box.run("yagura", "stop", "-t").is(100, "", "yagura: fatal: option needs an argument: -t\n" + usage);
        usage = "yagura: usage: yagura kill [OPTION...] SIGNAL SERVICE...\n";
        box.run("yagura", "kill", "SIGFOO", "x").is(100, "", "yagura: fatal: no such signal: SIGFOO\n" + usage);
        assertEquals(100, box.run("yagura", "kill", "HUP").exit());
        box.run("yagura", "kill").is(100, "", usage);
    }
}
