package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Result;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Service;

/** Every letter of svc, seen from the service. */
class SvcIT {
    /** Notes each signal that it can catch in the file {@code got}. */
    private static final String LISTENER = """
            for s in HUP ALRM INT TERM USR1; do trap "echo $s >>got" $s; done
            echo $$ >>starts
            while :; do sleep 0.05; done
            """;

    private static Service listener(Sandbox box) {
        Service service = Service.make(box, "s", LISTENER);
        service.supervise();
        service.awaitStarts(1);
        return service;
    }

    private static void awaitGot(Sandbox box, String text) {
        Await.until(
                "got " + text, () -> box.exists("s/got") && box.read("s/got").equals(text));
    }

    @OnBoth
    void hSendsHup(Sandbox box) {
        listener(box).svc("-h");
        awaitGot(box, "HUP\n");
    }

    @OnBoth
    void aSendsAlrm(Sandbox box) {
        listener(box).svc("-a");
        awaitGot(box, "ALRM\n");
    }

    @OnBoth
    void iSendsInt(Sandbox box) {
        listener(box).svc("-i");
        awaitGot(box, "INT\n");
    }

    @OnBoth
    void tSendsTermAndKeepsTheWant(Sandbox box) {
        Service service = listener(box).svc("-t");
        awaitGot(box, "TERM\n");
        assertEquals('u', service.status().want());
    }

    @OnBoth
    void kKillsAndTheServiceComesBack(Sandbox box) {
        Service service = listener(box);
        long pid = service.pid();
        service.svc("-k").awaitUpAgain(pid);
        assertFalse(Proc.alive(pid));
        assertFalse(box.exists("s/got"));
    }

    @OnBoth
    void tEndsAPlainServiceWhichComesBack(Sandbox box) {
        Service service = Service.idle(box, "s");
        service.superviseUp();
        long pid = service.awaitStarts(1).pid();
        service.svc("-t").awaitUpAgain(pid);
        service.awaitStarts(2);
    }

    @OnBoth
    void dEndsTheServiceWhichStaysDownUntilU(Sandbox box) {
        Service service = Service.idle(box, "s");
        service.superviseUp();
        service.awaitStarts(1).svc("-d").awaitDown();
        assertEquals('d', service.status().want());
        assertTrue(service.svstat().endsWith("seconds, normally up"), service.svstat());
        Await.holds("stays down", 1200, () -> service.starts().size() == 1);
        service.svc("-u").awaitUp();
        service.awaitStarts(2);
        assertEquals('u', service.status().want());
    }

    @OnBoth
    void uOnARunningServiceChangesNothing(Sandbox box) {
        Service service = Service.idle(box, "s");
        service.superviseUp();
        long pid = service.awaitStarts(1).pid();
        service.svc("-u");
        Await.holds("the same pid", 1200, () -> service.pid() == pid);
        assertEquals(1, service.starts().size());
    }

    @OnBoth
    void oRunsItOnce(Sandbox box) {
        Service service =
                Service.make(box, "s", Service.NOTE_START + "; exit 0").down();
        service.supervise();
        service.svc("-o").awaitStarts(1).awaitDown();
        Await.until("want once", () -> service.status().want() == 0);
        Await.holds("not again", 1500, () -> service.starts().size() == 1);
        assertTrue(service.svstat().startsWith("down "), service.svstat());
    }

    @OnBoth
    void oOnARunningServiceLetsItEnd(Sandbox box) {
        Service service = Service.idle(box, "s");
        service.superviseUp();
        service.awaitStarts(1).svc("-o");
        Await.until("want once", () -> service.status().want() == 0);
        service.svc("-t").awaitDown();
        Await.holds("not again", 1500, () -> service.starts().size() == 1);
    }

    @OnBoth
    void xWaitsForTheServiceAndCannotBeTakenBack(Sandbox box) {
        Service service = Service.idle(box, "s");
        Running supervise = service.superviseUp();
        long pid = service.awaitStarts(1).pid();
        service.svc("-x");
        Await.holds("not signalled", 1300, () -> Proc.alive(pid) && supervise.alive());
        service.svc("-u");
        Proc.signal(pid, "TERM");
        supervise.end().is(0, "", "");
        assertEquals(1, service.starts().size());
        assertEquals(0, service.pid());
    }

    @OnBoth
    void xOnADownServiceEndsAtOnce(Sandbox box) {
        Service service = Service.idle(box, "s").down();
        Running supervise = service.supervise();
        service.svc("-x");
        supervise.end().is(0, "", "");
    }

    @OnBoth
    void pPausesAndCContinues(Sandbox box) {
        Service service = Service.idle(box, "s");
        service.superviseUp();
        long pid = service.awaitStarts(1).pid();
        service.svc("-p");
        Await.until("stopped", () -> Proc.state(pid) == 'T' && service.status().paused());
        assertTrue(service.svstat().endsWith(" seconds, paused"), service.svstat());
        service.svc("-c");
        Await.until("goes on", () -> Proc.state(pid) == 'S' && !service.status().paused());
        assertFalse(service.svstat().contains("paused"), service.svstat());
    }

    @OnBoth
    void dOnAPausedServiceContinuesIt(Sandbox box) {
        Service service = Service.idle(box, "s");
        service.superviseUp();
        long pid = service.awaitStarts(1).pid();
        service.svc("-p");
        Await.until("stopped", () -> Proc.state(pid) == 'T');
        service.svc("-d").awaitDown();
        assertFalse(service.status().paused());
    }

    @OnBoth
    void tOnAPausedServiceWaitsForC(Sandbox box) {
        Service service = Service.idle(box, "s");
        service.superviseUp();
        long pid = service.awaitStarts(1).pid();
        service.svc("-p");
        Await.until("stopped", () -> Proc.state(pid) == 'T');
        service.svc("-t");
        Await.holds("stopped", 300, () -> Proc.state(pid) == 'T');
        service.svc("-c").awaitUpAgain(pid);
    }

    @OnBoth
    void kOnAPausedServiceWorks(Sandbox box) {
        Service service = Service.idle(box, "s");
        service.superviseUp();
        long pid = service.awaitStarts(1).pid();
        service.svc("-p");
        Await.until("stopped", () -> Proc.state(pid) == 'T');
        service.svc("-k").awaitUpAgain(pid);
        Await.until("runs", () -> !service.status().paused());
    }

    @OnBoth
    void aPauseOfADownServiceIsNotShown(Sandbox box) {
        Service service = Service.idle(box, "s").down();
        service.supervise();
        service.svc("-p");
        Await.holds("not paused", 200, () -> !service.status().paused());
        service.svc("-u").awaitUp();
        Await.holds("not paused", 200, () -> !service.status().paused());
    }

    @OnBoth
    void signalsToADownServiceAreNothing(Sandbox box) {
        Service service = Service.idle(box, "s").down();
        Running supervise = service.supervise();
        service.svc("-haitkcp");
        Await.holds("alive and down", 500, () -> supervise.alive() && service.pid() == 0);
        service.svc("-u").awaitUp();
    }

    @OnBoth
    void lettersActInOrderAndOnlyOnce(Sandbox box) {
        Service service = Service.idle(box, "s").down();
        service.supervise();
        long before = service.status().seconds();
        // 0.76 lets it live for a second, we for no longer than the signal takes: only the record tells that it was
        // started
        Await.until("a second later", () -> System.currentTimeMillis() / 1000 > before + 1);
        service.svc("-ud");
        Await.until(
                "started and ended",
                () -> service.status().want() == 'd' && service.status().seconds() > before);
        service.awaitDown();
        service.svc("-dudu");
        Await.holds(
                "d first, and d once",
                1300,
                () -> service.pid() == 0 || service.status().want() == 'u');
        Await.until("then u", () -> service.status().want() == 'u' && service.pid() > 0);
    }

    @OnBoth
    void letterByLetterAndManyServices(Sandbox box) {
        Service a = Service.idle(box, "a");
        Service b = Service.idle(box, "b").down();
        a.superviseUp();
        b.supervise();
        Result result = box.run("svc", "-d", "-o", "nosuch", "b", "a");
        result.is(0, "", "svc: warning: unable to chdir to nosuch: file does not exist\n");
        b.awaitUp();
        Await.until("once", () -> a.status().want() == 0 && b.status().want() == 0);
    }

    @OnBoth
    void unknownBytesInControlAreIgnored(Sandbox box) {
        Service service = listener(box);
        box.sh("printf 'zQ \\n\\0\\377U-3' >s/supervise/control; printf h >s/supervise/control")
                .ok();
        awaitGot(box, "HUP\n");
        assertTrue(service.svstat().startsWith("up "));
    }

    @OnBoth
    void aFloodOfBytesInControlIsWorkedOff(Sandbox box) {
        Service service = listener(box);
        box.startSh("head -c 60000 /dev/zero | tr '\\0' z >s/supervise/control; printf h >s/supervise/control");
        awaitGot(box, "HUP\n");
        assertEquals(1, service.starts().size());
    }

    @OnBoth
    void saysWhenNoSuperviseReads(Sandbox box) {
        Service service = Service.idle(box, "s");
        Running supervise = service.superviseUp();
        service.svc("-dx");
        supervise.end();
        box.run("svc", "-u", "s").is(0, "", "svc: warning: unable to control s: supervise not running\n");
    }
}
