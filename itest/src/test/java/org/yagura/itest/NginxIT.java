package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.Nginx;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Scan;
import org.yagura.itest.harness.Service;

/** A real daemon, nginx in the foreground, with its log under a user of its own: the life of a service from its link to its removal. */
@NeedsRoot
class NginxIT {
    private static final String LOG_USER = "nobody";

    private static String log(Sandbox box) {
        return box.sh("cat sv/web/log/main/@* sv/web/log/main/current 2>/dev/null")
                .out();
    }

    private static List<String> old(Sandbox box) {
        return box.list("sv/web/log/main").stream()
                .filter(name -> name.startsWith("@"))
                .toList();
    }

    @OnBoth
    void startsWhenItIsLinkedAndLogsUnderItsOwnUser(Sandbox box) {
        Nginx nginx = Nginx.make(box, LOG_USER, "t ./main");
        Scan scan = Scan.start(box);
        Scan.link(box, "web");
        nginx.awaitAnswers();
        nginx.get("/first-page");
        Await.until("logged", () -> log(box).contains("GET /first-page HTTP/1.0\" 200 6"));
        String line = log(box).lines()
                .filter(each -> each.contains("first-page"))
                .findFirst()
                .orElseThrow();
        assertTrue(line.matches("@[0-9a-f]{24} 127\\.0\\.0\\.1 .*"), line);
        long logger = nginx.service.log().awaitUp();
        assertTrue(Proc.status(logger, "Uid").startsWith("65534\t65534"), Proc.status(logger, "Uid"));
        assertTrue(Proc.command(nginx.service.pid()).startsWith("nginx: master process"));
        assertEquals("", scan.svscan.err());
    }

    @OnBoth
    void comesBackAfterKill9(Sandbox box) {
        Nginx nginx = Nginx.make(box, LOG_USER, "t ./main");
        Scan.link(box, "web");
        Scan.start(box);
        nginx.awaitAnswers();
        long pid = nginx.service.awaitUp();
        // the worker holds the port as long as it lives: it goes first, as the kernel's killer would have it
        Proc.children(pid).forEach(worker -> Proc.signal(worker, "KILL"));
        Proc.signal(pid, "KILL");
        nginx.service.awaitUpAgain(pid);
        nginx.awaitAnswers();
    }

    @OnBoth
    void downUpTermPauseContinueHup(Sandbox box) {
        Nginx nginx = Nginx.make(box, LOG_USER, "t ./main");
        Scan.link(box, "web");
        Scan.start(box);
        nginx.awaitAnswers();
        Service web = nginx.service;
        long logger = web.log().awaitUp();
        web.svc("-d").awaitDown();
        nginx.awaitSilent();
        assertTrue(web.svstat().endsWith(", normally up"), web.svstat());
        web.svc("-u");
        nginx.awaitAnswers();
        long pid = web.awaitUp();
        web.svc("-t").awaitUpAgain(pid);
        nginx.awaitAnswers();
        long master = web.pid();
        List<Long> workers = Proc.children(master);
        web.svc("-h");
        Await.until(
                "new workers",
                () -> !Proc.children(master).isEmpty()
                        && Proc.children(master).stream().noneMatch(workers::contains));
        assertEquals(master, web.pid());
        web.svc("-p");
        Await.until("stopped", () -> Proc.state(master) == 'T');
        assertTrue(web.svstat().endsWith(", paused"), web.svstat());
        web.svc("-c");
        Await.until("goes on", () -> Proc.state(master) == 'S');
        nginx.awaitAnswers();
        assertEquals(logger, web.log().pid());
    }

    @OnBoth
    void staysDownWithADownFile(Sandbox box) {
        Nginx nginx = Nginx.make(box, LOG_USER, "t ./main");
        nginx.service.down();
        Scan.link(box, "web");
        Scan.start(box);
        nginx.service.awaitOk();
        Await.holds("down", 500, () -> nginx.service.pid() == 0);
        assertEquals("", nginx.get("/"));
        nginx.service.svc("-o");
        nginx.awaitAnswers();
        assertTrue(nginx.service.svstat().endsWith(", normally down"), nginx.service.svstat());
    }

    @OnBoth
    void rotatesItsLog(Sandbox box) {
        Nginx nginx = Nginx.make(box, LOG_USER, "t s4096 n4 ./main");
        Scan.link(box, "web");
        Scan.start(box);
        nginx.awaitAnswers();
        for (int i = 0; i < 200; i++) {
            nginx.get("/page-" + i);
        }
        Await.until("all logged", () -> log(box).contains("/page-199 "));
        assertEquals(3, old(box).size(), "n4 keeps three old files");
        for (String file : old(box)) {
            assertTrue(file.endsWith(".s"), file);
            assertEquals("rwxr--r--", box.mode("sv/web/log/main/" + file));
            assertTrue(box.read("sv/web/log/main/" + file).length() <= 4096);
        }
        String[] pages = log(box).lines()
                .filter(line -> line.contains("/page-"))
                .map(line -> line.replaceFirst(".*/page-(\\d+) .*", "$1"))
                .toArray(String[]::new);
        for (int i = 0; i < pages.length; i++) {
            assertEquals(200 - pages.length + i, Integer.parseInt(pages[i]));
        }
    }

    @OnBoth
    void isRemovedByADotNameAndExit(Sandbox box) {
        Nginx nginx = Nginx.make(box, LOG_USER, "t ./main");
        Scan.link(box, "web");
        Scan scan = Scan.start(box);
        nginx.awaitAnswers();
        nginx.service.log().awaitUp();
        box.rename("scan/web", "scan/.web");
        box.run("svc", "-dx", "scan/.web", "scan/.web/log").is(0, "", "");
        Await.until("all gone", () -> Scan.supervises(box).isEmpty());
        nginx.awaitSilent();
        Await.holds("not started again", 1200, () -> Scan.supervises(box).isEmpty());
        assertEquals("", scan.svscan.err());
        box.delete("scan/.web");
        assertFalse(nginx.service.ok());
    }

    @OnOurs(Difference.SVSCAN_TERM)
    void svscanStopsItAndStartsItAgainAndNoLineIsLost(Sandbox box) {
        Nginx nginx = Nginx.make(box, LOG_USER, "t s16777215 ./main");
        Scan.link(box, "web");
        Scan scan = Scan.start(box);
        nginx.awaitAnswers();
        for (int i = 0; i < 20; i++) {
            nginx.get("/before-" + i);
        }
        scan.svscan.signal("TERM");
        assertEquals(0, scan.svscan.end().exit());
        assertEquals(List.of(), box.processes());
        for (int i = 0; i < 20; i++) {
            assertTrue(log(box).contains("/before-" + i + " "), log(box));
        }
        scan.startAgain();
        nginx.awaitAnswers();
        nginx.get("/after");
        Await.until("logged", () -> log(box).contains("/after "));
    }

    @OnOurs(Difference.SVSCAN_QUIT)
    void servesOnWhileSvscanIsReplaced(Sandbox box) {
        Nginx nginx = Nginx.make(box, LOG_USER, "t s16777215 ./main");
        Scan.link(box, "web");
        Scan scan = Scan.start(box);
        nginx.awaitAnswers();
        long master = nginx.service.awaitUp();
        for (String signal : List.of("QUIT", "KILL")) {
            scan.svscan.signal(signal);
            scan.svscan.end();
            assertEquals("hello\n", nginx.get("/without-svscan-" + signal));
            scan.startAgain();
            Await.holds("the same nginx", 1000, () -> nginx.service.pid() == master && Proc.alive(master));
            assertEquals("hello\n", nginx.get("/with-svscan-" + signal));
            Await.until(
                    "logged",
                    () -> log(box).contains("/without-svscan-" + signal)
                            && log(box).contains("/with-svscan-" + signal));
        }
    }
}
