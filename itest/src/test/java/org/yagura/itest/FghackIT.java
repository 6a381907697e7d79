package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Service;

class FghackIT {
    /** A daemon that leaves its session, notes its pid and then lives; its descriptors are closed where that is asked for. */
    private static final String DAEMON = "setsid sh -c '%s echo $$ >pid.new; mv pid.new pid; exec sleep 98765' </dev/null >/dev/null 2>&1 &\n"
            + "while ! test -e pid; do sleep 0.01; done; exit 3";

    private static final String CLOSING = "i=3; while [ $i -lt 80 ]; do eval \"exec $i>&-\"; i=$((i+1)); done;";

    private static long daemon(Sandbox box) {
        Await.until("daemon", () -> box.exists("pid"));
        return Long.parseLong(box.read("pid").strip());
    }

    @OnBoth
    void staysAsLongAsTheDaemon(Sandbox box) {
        box.script("oldd", DAEMON.formatted(""));
        Running fghack = box.start("fghack", "./oldd");
        long daemon = daemon(box);
        Await.holds("stays", 300, fghack::alive);
        Proc.signal(daemon, "KILL");
        fghack.end().is(3, "", "");
    }

    @OnOurs(Difference.FGHACK_ORPHANS)
    void aDaemonThatClosesEverythingDoesNotGetAway(Sandbox box) {
        box.script("oldd", DAEMON.formatted(CLOSING.replace("\"", "\\\"").replace("\\\"", "\"")));
        Running fghack = box.start("fghack", "./oldd");
        long daemon = daemon(box);
        Await.until("reparented", () -> Proc.parent(daemon) == fghack.pid());
        Await.holds("stays", 300, fghack::alive);
        Proc.signal(daemon, "KILL");
        fghack.end().is(3, "", "");
    }

    @OnOurs(Difference.FGHACK_SIGNALS)
    void signalsReachTheDaemon(Sandbox box) {
        box.script("oldd", DAEMON.formatted(CLOSING));
        for (String signal : List.of("TERM", "HUP", "INT", "QUIT", "ALRM", "USR1", "USR2")) {
            Running fghack = box.start("fghack", "./oldd");
            long daemon = daemon(box);
            Await.until("reparented", () -> Proc.parent(daemon) == fghack.pid());
            fghack.signal(signal);
            fghack.end().is(3, "", "");
            assertTrue(!Proc.alive(daemon), signal);
            box.delete("pid");
        }
    }

    @OnOurs(Difference.FGHACK_SIGNALS)
    void signalsReachTheProgramItself(Sandbox box) {
        Running fghack = box.start("fghack", "sh", "-c", "trap 'echo got; exit 5' TERM; echo ready; while :; do sleep 0.01; done");
        fghack.awaitOut("ready");
        fghack.signal("TERM");
        fghack.end().is(5, "ready\ngot\n", "");
    }

    @OnOurs(Difference.FGHACK_SIGNALS)
    void superviseTakesTheServiceDown(Sandbox box) {
        Service service = Service.make(box, "old", "exec fghack ./oldd");
        box.script("old/oldd", DAEMON.formatted(CLOSING));
        service.superviseUp();
        Await.until("daemon", () -> box.exists("old/pid"));
        long daemon = Long.parseLong(box.read("old/pid").strip());
        service.svc("-d").awaitDown();
        assertTrue(!Proc.alive(daemon));
    }

    @OnOurs
    void theProgramGetsTheSignalsAsTheyWereGiven(Sandbox box) {
        String plain = box.sh("trap '' HUP; sh -c 'grep Sig /proc/self/status'").ok();
        String under = box.sh("trap '' HUP; fghack sh -c 'grep Sig /proc/self/status'").ok();
        assertEquals(plain, under);
    }
}
