package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Result;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Service;

/** svc on a supervise that does not read its commands. */
class SvcStuckIT {
    private static final String TIMED_OUT = "svc: warning: error writing commands to s: timed out\n";

    /** A service whose supervise is stopped, with a control FIFO that holds as much as it can. */
    private static Running stuck(Sandbox box) {
        Running supervise = stopped(box);
        // dd ends at the first write that would block
        box.sh("dd if=/dev/zero of=s/supervise/control oflag=nonblock bs=4096 count=100 2>/dev/null; true")
                .ok();
        return supervise;
    }

    private static Running stopped(Sandbox box) {
        Running supervise = Service.idle(box, "s").superviseUp().signal("STOP");
        Await.until("stopped", () -> Proc.state(supervise.pid()) == 'T');
        return supervise;
    }

    @OnOurs(Difference.SVC_NEVER_HANGS)
    void givesUpOnAFullFifoAndSaysSo(Sandbox box) {
        stuck(box);
        box.start("svc", "-t", "s").end(8_000).is(0, "", TIMED_OUT);
    }

    @OnOurs(Difference.SVC_NEVER_HANGS)
    void waitsOnceForAllServicesAndStillReachesTheOthers(Sandbox box) {
        stuck(box);
        Service other = Service.idle(box, "other").down();
        other.supervise();
        Result result = box.start("svc", "-u", "s", "s", "s", "other").end(8_000);
        result.is(0, "", TIMED_OUT.repeat(3));
        other.awaitUp();
    }

    @OnOurs(Difference.SVC_NEVER_HANGS)
    void writesAsSoonAsThereIsRoomAgain(Sandbox box) {
        Running supervise = stuck(box);
        Running svc = box.start("svc", "-d", "s");
        Await.holds("waits", 300, svc::alive);
        supervise.signal("CONT");
        svc.end().is(0, "", "");
        Service.at(box, "s").awaitDown();
        assertEquals('d', Service.at(box, "s").status().want());
    }

    @OnOurs(Difference.SVC_NEVER_HANGS)
    void beingStoppedAndContinuedMeanwhileIsNoTimeOut(Sandbox box) {
        Running supervise = stuck(box);
        Running svc = box.start("svc", "-d", "s");
        Await.until("waits", () -> Proc.read(svc.pid(), "wchan").contains("poll"));
        svc.signal("STOP");
        Await.until("stopped", () -> Proc.state(svc.pid()) == 'T');
        svc.signal("CONT");
        Await.until("waits again", () -> !svc.alive() || Proc.state(svc.pid()) == 'S');
        supervise.signal("CONT");
        svc.end().is(0, "", "");
        Service.at(box, "s").awaitDown();
    }

    @OnBoth
    void leavesItsCommandsInTheFifoOfAStoppedSupervise(Sandbox box) {
        Running supervise = stopped(box);
        box.start("svc", "-d", "s").end(4_000).is(0, "", "");
        assertTrue(Service.at(box, "s").ok(), "a stopped supervise is a living one");
        supervise.signal("CONT");
        Service.at(box, "s").awaitDown();
    }
}
