package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Scan;
import org.yagura.itest.harness.Service;

/** What 0.76 does after a second or five, we do at once. */
class AtOnceIT {
    private static final long WELL_BELOW_A_SECOND_NS = 600_000_000;

    private static void withinNs(String what, long startNs, long limitNs) {
        long took = System.nanoTime() - startNs;
        assertTrue(took < limitNs * Await.factor(), what + " took " + took / 1_000_000 + " ms");
    }

    @OnOurs(Difference.COMMANDS_AT_ONCE)
    void downRightAfterAStart(Sandbox box) {
        Service service = Service.idle(box, "s");
        service.supervise();
        long startNs = System.nanoTime();
        service.svc("-d");
        // else it may not have been up yet
        Await.until("want down", () -> service.status().want() == 'd');
        service.awaitDown();
        withinNs("down", startNs, WELL_BELOW_A_SECOND_NS);
        Await.holds("stays down", 1200, () -> service.pid() == 0);
    }

    @OnOurs(Difference.COMMANDS_AT_ONCE)
    void downUpWithinTheSecondEndsUpAfterTheSecond(Sandbox box) {
        Service service = Service.make(box, "s", "date +%s%N >>times; " + Service.IDLE);
        service.superviseUp();
        service.awaitStarts(1);
        service.svc("-d").awaitDown();
        service.svc("-u");
        Await.until("want up", () -> service.status().want() == 'u');
        service.awaitStarts(2);
        String[] times = box.read("s/times").split("\n");
        long gapMs = (Long.parseLong(times[1]) - Long.parseLong(times[0])) / 1_000_000;
        assertTrue(gapMs > 900, "started again after " + gapMs + " ms");
        assertTrue(service.svstat().startsWith("up "), service.svstat());
    }

    @OnOurs(Difference.COMMANDS_AT_ONCE)
    void upDownWithinTheSecondEndsDown(Sandbox box) {
        Service service = Service.idle(box, "s");
        service.superviseUp();
        service.awaitStarts(1);
        service.svc("-d").awaitDown();
        service.svc("-u").svc("-d");
        Await.holds("one start", 1500, () -> service.starts().size() == 1);
        assertEquals('d', service.status().want());
    }

    @OnOurs(Difference.COMMANDS_AT_ONCE)
    void onceWithinTheSecondStartsOnceMore(Sandbox box) {
        Service service = Service.idle(box, "s");
        service.superviseUp();
        service.awaitStarts(1);
        service.svc("-d").awaitDown();
        service.svc("-o").awaitStarts(2);
        service.svc("-t").awaitDown();
        Await.holds("no third", 1500, () -> service.starts().size() == 2);
    }

    @OnOurs(Difference.COMMANDS_AT_ONCE)
    void exitWhileItWaitsForTheSecond(Sandbox box) {
        Service service = Service.make(box, "s", Service.NOTE_START + "; exit 1");
        Running supervise = service.supervise();
        service.awaitStarts(1);
        long startNs = System.nanoTime();
        service.svc("-x");
        supervise.end().is(0, "", "");
        withinNs("exit", startNs, WELL_BELOW_A_SECOND_NS);
    }

    @OnOurs(Difference.COMMANDS_AT_ONCE)
    void wantUpIsShownWhileItWaitsForTheSecond(Sandbox box) {
        Service service = Service.make(box, "s", Service.NOTE_START + "; exit 1");
        service.supervise();
        Await.until("want up", () -> service.svstat().matches("down \\d+ seconds, normally up, want up"));
    }

    @OnOurs(Difference.COMMANDS_AT_ONCE)
    void termRightAfterAStartIsNeverLost(Sandbox box) {
        Service service = Service.idle(box, "s").down();
        service.supervise();
        for (int i = 0; i < 20; i++) {
            // the child has often not come to its exec yet
            service.svc("-od").awaitDown();
        }
        assertEquals('d', service.status().want());
    }

    @OnOurs(Difference.SEEN_AT_ONCE)
    void aNewLinkStartsAtOnce(Sandbox box) {
        Scan scan = Scan.start(box);
        Service first = Scan.idle(box, "first");
        Scan.link(box, "first");
        first.awaitUp();
        for (int i = 0; i < 5; i++) {
            Service service = Scan.idle(box, "s" + i);
            long startNs = System.nanoTime();
            Scan.link(box, "s" + i);
            service.awaitUp();
            withinNs("start", startNs, WELL_BELOW_A_SECOND_NS);
        }
        assertEquals("", scan.svscan.err());
    }

    @OnOurs(Difference.SEEN_AT_ONCE)
    void aDirectoryRenamedInStartsAtOnce(Sandbox box) {
        Service first = Scan.idle(box, "first");
        Scan.link(box, "first");
        Scan.start(box);
        first.awaitUp();
        Scan.idle(box, "a");
        long startNs = System.nanoTime();
        box.rename("sv/a", "scan/a");
        Service.at(box, "scan/a").awaitUp();
        withinNs("start", startNs, WELL_BELOW_A_SECOND_NS);
    }

    @OnOurs(Difference.SEEN_AT_ONCE)
    void aDirectoryThatIsCopiedInPlaceWaitsForItsDownFile(Sandbox box) {
        Service first = Scan.idle(box, "first");
        Scan.link(box, "first");
        Scan.start(box);
        first.awaitUp();
        // as cp -a does it: the directory, its files one by one, down the last of them
        Service slow = Service.make(box, "scan/slow", Service.IDLE);
        for (int i = 0; i < 3; i++) {
            int file = i;
            Await.holds("not yet", 300, () -> !box.exists("scan/slow/supervise"));
            box.write("scan/slow/file" + file, "x");
        }
        box.write("scan/slow/down", "");
        slow.awaitOk();
        Await.holds("down", 500, () -> slow.starts().isEmpty() && slow.pid() == 0);
    }

    @OnBoth
    void aDirectoryThatChangesAllTheTimeStartsAllTheSame(Sandbox box) {
        Scan.start(box);
        Service busy = Service.make(box, "scan/busy", Service.IDLE);
        box.startSh("while :; do echo x >scan/busy/file; sleep 0.2; done");
        busy.awaitUp();
    }

    @OnOurs(Difference.SEEN_AT_ONCE)
    void aDeadSuperviseIsReplacedAtOnce(Sandbox box) {
        Service a = Scan.idle(box, "a").down();
        Scan.link(box, "a");
        Scan.start(box);
        a.awaitOk();
        long before = Scan.superviseOf(box, "sv/a");
        Await.holds("quiet for a second", 1200, () -> Proc.alive(before));
        long startNs = System.nanoTime();
        Proc.signal(before, "KILL");
        Await.until("another", () -> {
            long now = Scan.superviseOf(box, "sv/a");
            return now > 0 && now != before;
        });
        withinNs("replacement", startNs, 2_000_000_000L);
    }

    @OnOurs(Difference.SEEN_AT_ONCE)
    void idleMeansIdle(Sandbox box) {
        Service a = Scan.idle(box, "a").log("exec multilog ./main");
        Scan.link(box, "a");
        Scan scan = Scan.start(box);
        a.awaitUp();
        a.log().awaitUp();
        long supervise = Scan.superviseOf(box, "sv/a");
        Await.holds("settles", 1500, () -> true);
        long before = switches(scan.svscan.pid()) + switches(supervise);
        Await.holds("idle", 6000, () -> true);
        long woken = switches(scan.svscan.pid()) + switches(supervise) - before;
        assertTrue(woken <= 2, "woken " + woken + " times in 6 s");
    }

    private static long switches(long pid) {
        return Long.parseLong(Proc.status(pid, "voluntary_ctxt_switches"));
    }
}
