package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Service;

/** svstat's lines and svok's codes beside a living supervise; forms without one are in cases/commands.cases. */
class SvstatIT {
    @OnBoth
    void up(Sandbox box) {
        Service service = Service.idle(box, "s");
        service.superviseUp();
        assertTrue(service.svstat().matches("up \\(pid " + service.pid() + "\\) \\d+ seconds"), service.svstat());
    }

    @OnBoth
    void countsTheSeconds(Sandbox box) {
        Service service = Service.idle(box, "s");
        service.superviseUp();
        Await.until("2 seconds", () -> service.svstat().endsWith(") 2 seconds"));
    }

    @OnBoth
    void alwaysSeconds(Sandbox box) {
        Service service = Service.idle(box, "s");
        service.superviseUp();
        Await.until("1 seconds", () -> service.svstat().endsWith(") 1 seconds"));
    }

    @OnBoth
    void upNormallyDown(Sandbox box) {
        Service service = Service.idle(box, "s").down();
        service.supervise();
        service.svc("-u").awaitUp();
        assertTrue(service.svstat().endsWith(" seconds, normally down"), service.svstat());
        service.svc("-p");
        Await.until("paused", () -> service.svstat().endsWith(" seconds, normally down, paused"));
    }

    @OnBoth
    void downNormallyUpAndDown(Sandbox box) {
        Service service = Service.idle(box, "s").down();
        service.supervise();
        assertTrue(service.svstat().matches("down \\d+ seconds"), service.svstat());
        box.delete("s/down");
        assertTrue(service.svstat().matches("down \\d+ seconds, normally up"), service.svstat());
    }

    @OnBoth
    void pausedAndWantDown(Sandbox box) {
        Service service =
                Service.make(box, "s", "trap '' TERM; " + Service.NOTE_START + "; while :; do sleep 0.1; done");
        service.supervise();
        service.awaitStarts(1).svc("-dp");
        Await.until("both", () -> service.svstat().endsWith(" seconds, paused, want down"));
    }

    @OnBoth
    void onceIsNotShown(Sandbox box) {
        Service service = Service.idle(box, "s");
        service.superviseUp();
        service.svc("-o");
        Await.until("once", () -> service.status().want() == 0);
        assertTrue(service.svstat().matches("up \\(pid \\d+\\) \\d+ seconds"), service.svstat());
    }

    @OnBoth
    void oneLineForEach(Sandbox box) {
        Service.idle(box, "a").down().supervise();
        Service.idle(box, "b");
        String out = box.run("svstat", "a", "b", "nosuch", "a").ok();
        assertEquals(
                "a: down S seconds\nb: unable to open supervise/ok: file does not exist\n"
                        + "nosuch: unable to chdir: file does not exist\na: down S seconds\n",
                out.replaceAll("\\d+ seconds", "S seconds"));
    }

    @OnBoth
    void aStatusThatAKilledSuperviseLeftIsNotTakenForItsLife(Sandbox box) {
        Service service = Service.idle(box, "s");
        Running supervise = service.supervise();
        service.awaitStarts(1);
        Await.until("up", () -> service.svstat().startsWith("up "));
        supervise.signal("KILL").end();
        assertEquals("supervise not running", service.svstat());
    }

    @OnBoth
    void svokKnowsWhetherItLives(Sandbox box) {
        Service service = Service.idle(box, "s").down();
        box.run("svok", "s").is(100, "", "");
        var supervise = service.supervise();
        box.run("svok", "s").is(0, "", "");
        service.svc("-x");
        supervise.end();
        box.run("svok", "s").is(100, "", "");
    }

    @OnOurs(Difference.SVSTAT_WRITE_ERROR)
    void saysThatItsLinesCannotBeWritten(Sandbox box) {
        box.sh("mkdir s; exec svstat s >/dev/full")
                .is(111, "", "svstat: fatal: unable to write output: out of disk space\n");
    }
}
