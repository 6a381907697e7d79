package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Scan;
import org.yagura.itest.harness.Screen;
import org.yagura.itest.harness.Service;

/** {@code yagura top}, and what else looks otherwise on a terminal, seen on one. */
class YaguraTopIT {
    private static Service linked(Sandbox box, String name, String run) {
        box.variable("SVDIR", "scan");
        Service service = Scan.service(box, name, run);
        Scan.link(box, name);
        return service;
    }

    private static Screen top(Sandbox box) {
        Screen screen = Screen.open(box);
        screen.line("stty -g >before; yagura top; echo ended $?; stty -g >after");
        return screen.awaitText("q quit");
    }

    /** The terminal is as it was, and the shell is heard. */
    private static void isClean(Sandbox box, Screen screen, String ended) {
        screen.awaitText(ended);
        screen.line("echo still $((40+2))").awaitText("still 42");
        assertEquals("10", screen.cursor());
        Await.until("settings", () -> box.exists("after") && !box.read("after").isEmpty());
        assertEquals(box.read("before"), box.read("after"));
        assertTrue(!screen.text().contains("q quit"), screen.text());
    }

    private static long screenProcess(Sandbox box) {
        return box.processes("yagura top").stream()
                .filter(pid -> Proc.command(pid).equals("yagura top"))
                .max(Long::compare)
                .orElse(-1L);
    }

    @OnOurs
    void showsServicesAndKeysControlThem(Sandbox box) {
        Service web =
                linked(box, "web", "echo 'the newest line'; exec sleep 98765").log("exec multilog t ./main");
        linked(box, "api", Service.IDLE);
        Scan.start(box);
        web.awaitUp();
        Screen screen = top(box);
        screen.awaitText(" 2 services, 2 up").awaitText("the newest line");
        screen.key("Down", "d").awaitText("web was told to stop").awaitText("web   down");
        assertEquals(0, web.pid());
        screen.key("s").awaitText("web was told to start").awaitText("web   up");
        long pid = web.awaitUp();
        screen.key("r");
        web.awaitUpAgain(pid);
        screen.key("l").awaitText(" log of web").awaitText("the newest line").awaitNo("NAME");
        screen.key("q").awaitText("NAME");
        screen.key("/").line("ap").awaitText("filter: ap").awaitNo("web ");
        screen.key("/", "Escape").awaitText("web ");
        screen.resize(60, 10).awaitText("q quit");
        Await.until("narrow", () -> screen.text().lines().allMatch(line -> line.length() <= 60));
        screen.key("q");
        isClean(box, screen, "ended 0");
    }

    @OnOurs
    void aSignalLeavesTheTerminalClean(Sandbox box) {
        linked(box, "web", Service.IDLE);
        Scan.start(box);
        Screen screen = top(box);
        screen.key("C-c");
        isClean(box, screen, "ended 0");
    }

    @OnOurs
    void termLeavesTheTerminalClean(Sandbox box) {
        linked(box, "web", Service.IDLE);
        Scan.start(box);
        Screen screen = top(box);
        Proc.signal(
                box.processes("yagura top").stream()
                        .filter(pid -> Proc.command(pid).equals("yagura top"))
                        .min(Long::compare)
                        .orElseThrow(),
                "TERM");
        isClean(box, screen, "ended 0");
    }

    @OnOurs
    void evenACrashLeavesTheTerminalClean(Sandbox box) {
        linked(box, "web", Service.IDLE);
        Scan.start(box);
        Screen screen = top(box);
        Proc.signal(screenProcess(box), "KILL");
        isClean(box, screen, "ended 137");
    }

    @OnOurs
    void needsATerminal(Sandbox box) {
        box.mkdir("scan");
        box.run("yagura", "top", "-s", "scan")
                .is(111, "", "yagura: fatal: unable to show services on the whole screen: not a tty\n");
    }

    @OnOurs
    void moreServicesThanRows(Sandbox box) {
        box.variable("SVDIR", "scan");
        box.sh("for i in $(seq 100 599); do mkdir -p scan/s$i; done").ok();
        Screen screen = top(box);
        screen.awaitText(" 500 services").awaitText("s120 ").awaitNo("s121 ");
        screen.key("PageDown", "Down", "Down").awaitText("s123 ");
        screen.key("End").awaitText("s599 ").awaitNo("s120 ");
        screen.key("Home").awaitText("s100 ");
        screen.key("q");
        isClean(box, screen, "ended 0");
    }

    @OnOurs
    void coloursAreForTerminalsAndForThoseWhoWantThem(Sandbox box) {
        Service web = linked(box, "web", Service.IDLE);
        Scan.start(box);
        web.awaitUp();
        Screen screen = Screen.open(box);
        screen.line("yagura status").awaitText("web   up");
        assertTrue(screen.codes().contains("\033[32mup"), screen.codes());
        screen.line("clear; NO_COLOR=1 yagura status; echo plain").awaitText("\nplain");
        assertTrue(!screen.codes().contains("\033[32m"), screen.codes());
        assertTrue(!box.run("yagura", "status").ok().contains("\033"));
    }

    @OnOurs
    void watchStaysInItsPlace(Sandbox box) {
        Service web = linked(box, "web", Service.IDLE);
        Scan.start(box);
        web.awaitUp();
        Screen screen = Screen.open(box);
        screen.line("clear; yagura status --watch").awaitText("web   up");
        web.svc("-d").awaitDown();
        screen.awaitText("web   down").awaitNo("web   up");
        screen.key("C-c").line("echo still $((40+2))").awaitText("still 42");
    }
}
