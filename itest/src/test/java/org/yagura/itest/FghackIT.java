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
    /** A daemon that leaves its session, notes its pid and then lives. */
    private static final String DAEMON = "setsid perl -e '%s rename \"pid.new\", \"pid\"; exec \"sleep\", 98765' &\n"
            + "while ! test -e pid; do sleep 0.01; done; exit 3";

    private static final String NOTING = "open F, \">pid.new\"; print F $$; close F;";
    private static final String KEEPING = NOTING + " open STDOUT, \">/dev/null\";";
    private static final String CLOSING = NOTING + " use POSIX; POSIX::close($_) for 0..99;";

    private static long daemon(Sandbox box) {
        Await.until("daemon", () -> box.exists("pid"));
        return Long.parseLong(box.read("pid").strip());
    }

    @OnBoth
    void staysAsLongAsTheDaemon(Sandbox box) {
        box.script("oldd", DAEMON.formatted(KEEPING));
        Running fghack = box.start("fghack", "./oldd");
        long daemon = daemon(box);
        Await.holds("stays", 300, fghack::alive);
        Proc.signal(daemon, "KILL");
        fghack.end().is(3, "", "");
    }

    @OnOurs(Difference.FGHACK_ORPHANS)
    void aDaemonThatClosesEverythingDoesNotGetAway(Sandbox box) {
        box.script("oldd", DAEMON.formatted(CLOSING));
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
        for (String signal : List.of("TERM", "HUP", "ALRM", "USR1", "USR2")) {
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
        Running fghack = box.start(
                "fghack", "sh", "-c", "trap 'echo got; exit 5' TERM; echo ready; while :; do sleep 0.01; done");
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
        Await.until("reparented", () -> Proc.parent(daemon) == service.pid());
        service.svc("-d").awaitDown();
        assertTrue(!Proc.alive(daemon));
    }

    @OnOurs
    void theProgramGetsTheSignalsAsTheyWereGiven(Sandbox box) {
        String plain =
                box.sh("trap '' HUP; sh -c 'grep Sig[PBIC] /proc/self/status'").ok();
        String under = box.sh("trap '' HUP; fghack sh -c 'grep Sig[PBIC] /proc/self/status'")
                .ok();
        assertEquals(plain, under);
    }
}
