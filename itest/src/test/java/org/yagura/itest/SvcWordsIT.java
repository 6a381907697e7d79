package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Service;

/** The options of daemontools-encore that 0.76 does not know: more signals, the process group, the log; svstat -l. */
class SvcWordsIT {
    private static final String LISTENER = """
            for s in QUIT USR1 USR2 WINCH TERM; do trap "echo $s >>got" $s; done
            echo $$ >>starts
            while :; do sleep 0.05; done
            """;

    private static void awaitGot(Sandbox box, String file, String text) {
        Await.until("got " + text, () -> box.exists(file) && box.read(file).equals(text));
    }

    @OnOurs({Difference.SVC_LETTERS, Difference.COMPAT_SIGNALS})
    void sendsTheSignalsOfEncore(Sandbox box) {
        Service service = Service.make(box, "s", LISTENER);
        service.supervise();
        service.awaitStarts(1);
        service.svc("-1");
        awaitGot(box, "s/got", "USR1\n");
        service.svc("-2");
        awaitGot(box, "s/got", "USR1\nUSR2\n");
        service.svc("-q");
        awaitGot(box, "s/got", "USR1\nUSR2\nQUIT\n");
        service.svc("-w");
        awaitGot(box, "s/got", "USR1\nUSR2\nQUIT\nWINCH\n");
        assertEquals('u', service.status().want());
    }

    @OnBoth
    void theLineOfOptionsStaysThatOfOldScripts(Sandbox box) {
        box.run("svc", "-z", "s")
                .is(
                        100,
                        "",
                        "svc: illegal option -- z\n"
                                + "svc options: u up, d down, o once, x exit, p pause, c continue, h hup, a alarm, i interrupt, t"
                                + " term, k kill\n");
    }

    @OnOurs(Difference.SVC_LETTERS)
    void plusReachesTheWholeGroupOfAService(Sandbox box) {
        Service service = Service.make(
                box, "s", "trap 'echo parent >>got' TERM; sh ./child & echo $$ >>starts; while :; do sleep 0.05; done");
        box.write("s/compat", "encore\n");
        box.write("s/child", "trap 'echo child >>got; exit' TERM\necho ready >ready\nwhile :; do sleep 0.05; done\n");
        service.supervise();
        service.awaitStarts(1);
        Await.until("the child listens", () -> box.exists("s/ready"));
        service.svc("-t");
        awaitGot(box, "s/got", "parent\n");
        service.svc("-+t");
        Await.until(
                "both got it",
                () -> box.read("s/got")
                        .lines()
                        .sorted()
                        .toList()
                        .equals(java.util.List.of("child", "parent", "parent")));
        service.svc("-+t");
        awaitLines(box, 4);
        service.svc("-+=t");
        awaitLines(box, 5);
    }

    private static void awaitLines(Sandbox box, int count) {
        Await.until(count + " signals", () -> box.read("s/got").lines().count() == count);
    }

    @OnOurs(Difference.SVC_LETTERS)
    void plusReachesAServiceThatLeadsNoGroupAloneAndNobodyElse(Sandbox box) {
        Service service = Service.idle(box, "s");
        long supervise = service.superviseUp().pid();
        long pid = service.awaitStarts(1).pid();
        service.svc("-+t").awaitUpAgain(pid);
        assertTrue(Proc.alive(supervise));
    }

    @OnOurs({Difference.SVC_LETTERS, Difference.SVSTAT_LOGS})
    void capitalLIsForTheLog(Sandbox box) {
        Service service = Service.idle(box, "s").log(Service.IDLE);
        box.start("supervise", "s", "log");
        long pid = service.awaitStarts(1).awaitUp();
        long logger = service.log().awaitStarts(1).awaitUp();
        service.svc("-Lt");
        service.log().awaitUpAgain(logger);
        assertEquals(pid, service.pid());
        service.svc("-Ldlt");
        service.log().awaitDown();
        service.awaitUpAgain(pid);
        String out = box.run("svstat", "-l", "s").ok();
        assertTrue(
                out.matches("s: up \\(pid [0-9]+\\) [0-9]+ seconds\ns log: down [0-9]+ seconds, normally up\n"), out);
        out = box.run("svstat", "-L", "s").ok();
        assertTrue(out.matches("s log: down [0-9]+ seconds, normally up\n"), out);
    }

    @OnOurs({Difference.SVC_LETTERS, Difference.SVSTAT_LOGS})
    void aServiceWithoutALogHasNoLineAndNoCommandsForIt(Sandbox box) {
        Service service = Service.idle(box, "s");
        service.superviseUp();
        String out = box.run("svstat", "-l", "s", "none").ok();
        assertTrue(
                out.matches("s: up \\(pid [0-9]+\\) [0-9]+ seconds\nnone: unable to chdir: file does not exist\n"),
                out);
        box.run("svc", "-Lt", "s").is(0, "", "svc: warning: unable to control s/log: file does not exist\n");
        assertFalse(box.run("svstat", "s").ok().contains("log"));
    }
}
