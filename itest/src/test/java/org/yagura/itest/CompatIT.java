package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Peers;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Scan;
import org.yagura.itest.harness.Service;

/** The file {@code compat}: habits of daemontools-encore and runit, where asked for and nowhere else. */
class CompatIT {
    private static void note(Sandbox box, String... scripts) {
        for (String script : scripts) {
            box.script("s/" + script, "echo " + script + " $* >>story");
        }
    }

    private static void awaitStory(Sandbox box, String story) {
        Await.until(
                () -> "story " + story + " is " + (box.exists("s/story") ? box.read("s/story") : ""),
                20_000,
                () -> box.exists("s/story") && box.read("s/story").equals(story));
    }

    private static String group(long pid) {
        String stat = Proc.read(pid, "stat");
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[2];
    }

    @OnBoth
    void withoutCompatNothingOfItCounts(Sandbox box) {
        Service service = Service.make(box, "s", Service.NOTE_START + "; exit 100");
        note(box, "start", "stop", "notify", "finish", "check");
        service.supervise();
        service.awaitStarts(3);
        assertFalse(box.exists("s/story"));
        service.svc("-dx");
        Await.until("supervise has gone", () -> !service.ok());
        assertFalse(box.exists("s/story"));
    }

    @OnBoth
    void withoutCompatTheServiceIsInTheGroupOfSupervise(Sandbox box) {
        Service service = Service.idle(box, "s");
        long supervise = service.superviseUp().pid();
        assertEquals(group(supervise), group(service.pid()));
    }

    @OnOurs(Difference.COMPAT)
    void encoreStartsAndStopsAround(Sandbox box) {
        Service service = Service.make(box, "s", "echo run >>story; exec sleep 98765");
        note(box, "start", "stop");
        box.write("s/compat", "encore\n");
        service.supervise();
        awaitStory(box, "start\nrun\n");
        long pid = service.awaitUp();
        service.svc("-t");
        awaitStory(box, "start\nrun\nrun\n");
        service.awaitUpAgain(pid);
        service.svc("-d");
        awaitStory(box, "start\nrun\nrun\nstop\n");
        service.awaitDown().svc("-ux");
        awaitStory(box, "start\nrun\nrun\nstop\nstart\nrun\n");
        service.svc("-d");
        awaitStory(box, "start\nrun\nrun\nstop\nstart\nrun\nstop\n");
        Await.until("supervise has gone", () -> !service.ok());
    }

    @OnOurs(Difference.COMPAT)
    void encoreWaitsForAStartThatWorks(Sandbox box) {
        Service service = Service.make(box, "s", "echo run >>story; exec sleep 98765");
        box.script("s/start", "echo start >>story; test -e ready");
        box.write("s/compat", "encore\n");
        service.supervise();
        awaitStory(box, "start\nstart\n");
        assertEquals(0, service.pid());
        box.write("s/ready", "");
        awaitStory(box, "start\nstart\nstart\nrun\n");
    }

    @OnOurs(Difference.COMPAT)
    void encoreShowsAStartThatTakesItsTime(Sandbox box) {
        Service service = Service.idle(box, "s");
        box.script("s/start", "exec sleep 98765");
        box.write("s/compat", "encore\n");
        service.supervise();
        Await.until(
                service::svstat,
                20_000,
                () -> service.svstat()
                        .matches("down [0-9]+ seconds, normally up, want up, running start \\(pid [0-9]+\\)"));
        service.svc("-d");
        Await.until(service::svstat, 20_000, () -> service.svstat().matches("down [0-9]+ seconds, normally up"));
        assertTrue(service.starts().isEmpty());
    }

    @OnOurs(Difference.COMPAT)
    void encoreDoesNotStartAgainAfterOneHundred(Sandbox box) {
        Service service = Service.make(box, "s", Service.NOTE_START + "; exit 100");
        box.write("s/compat", "encore\n");
        service.supervise();
        service.awaitStarts(1);
        Await.until(
                service::svstat, 20_000, () -> service.svstat().matches("down [0-9]+ seconds, normally up, failed"));
        Await.holds("not again", 1500, () -> service.starts().size() == 1);
        service.svc("-u").awaitStarts(2);
    }

    @OnOurs(Difference.COMPAT)
    void encoreNotifies(Sandbox box) {
        Service service = Service.make(box, "s", "echo $$ >>starts; read line <go; exit 7");
        box.sh("mkfifo s/go").ok();
        note(box, "notify");
        box.write("s/compat", "encore\n");
        service.supervise();
        long first = service.awaitStarts(1).starts().getFirst();
        awaitStory(box, "notify run start " + first + "\n");
        box.sh("echo >s/go").ok();
        long second = service.awaitStarts(2).starts().getLast();
        Await.until(
                "the end and the second start",
                () -> box.read("s/story")
                        .lines()
                        .sorted()
                        .toList()
                        .equals(java.util.stream.Stream.of(
                                        "notify run start " + first,
                                        "notify run exit " + first + " 7",
                                        "notify run start " + second)
                                .sorted()
                                .toList()));
        service.svc("-o").svc("-k");
        Await.until("killed", () -> box.read("s/story").contains("notify run killed " + second + " 9\n"));
    }

    @OnOurs(Difference.COMPAT)
    void encoreGivesASessionUnlessToldNotTo(Sandbox box) {
        Service service = Service.idle(box, "s");
        box.write("s/compat", "encore\n");
        service.superviseUp();
        assertEquals(Long.toString(service.pid()), group(service.pid()));
        Service other = Service.idle(box, "t");
        box.write("t/compat", "encore\n");
        box.write("t/no-setsid", "");
        other.superviseUp();
        assertNotEquals(Long.toString(other.pid()), group(other.pid()));
    }

    @OnOurs(Difference.COMPAT)
    void encoreTakesAnExecutableLog(Sandbox box) {
        Service service = Service.make(box, "s", "echo hello; " + Service.IDLE);
        box.script("s/log", "pwd >>where; exec cat >>said");
        box.write("s/compat", "encore\n");
        Running supervise = box.start("supervise", "s");
        service.awaitUp();
        Await.until(
                "it was logged",
                () -> box.exists("s/said") && box.read("s/said").equals("hello\n"));
        assertEquals(box.path("s") + "\n", box.read("s/where"));
        String out = box.run("svstat", "-l", "s").ok();
        assertTrue(
                out.matches("s: up \\(pid [0-9]+\\) [0-9]+ seconds\ns log: up \\(pid [0-9]+\\) [0-9]+ seconds\n"), out);
        box.run("svup", "-L", "s").is(0, "", "");
        box.run("svc", "-Lt", "s").is(0, "", "");
        Await.until("it runs again", () -> box.read("s/where").lines().count() == 2);
        service.svc("-dx");
        supervise.end().is(0, "", "");
    }

    @OnOurs(Difference.COMPAT)
    void anExecutableLogUnderSvscan(Sandbox box) {
        Service service = Scan.service(box, "s", "echo hello; " + Service.IDLE);
        box.script("sv/s/log", "exec cat >>said");
        box.write("sv/s/compat", "encore\n");
        Scan.link(box, "s");
        Scan scan = Scan.start(box);
        service.awaitUp();
        Await.until(
                "it was logged",
                () -> box.exists("sv/s/said") && box.read("sv/s/said").equals("hello\n"));
        scan.svscan.signal("TERM");
        scan.svscan.end().is(0, "", "");
        assertEquals("hello\n", box.read("sv/s/said"));
    }

    @OnOurs(Difference.COMPAT)
    void svscanSaysItForAllButThoseThatSayOtherwise(Sandbox box) {
        Service all = Scan.service(box, "all", Service.NOTE_START + "; exit 100");
        Service not = Scan.service(box, "not", Service.NOTE_START + "; exit 100");
        box.write("sv/not/compat", "daemontools\n");
        Scan.link(box, "all");
        Scan.link(box, "not");
        box.start("svscan", "--compat=encore", "scan");
        not.awaitStarts(3);
        assertEquals(1, all.starts().size());
        box.run("svscan", "--compat=sysv", "scan")
                .is(
                        100,
                        "",
                        "svscan: usage: svscan [ --grace=seconds ] [ --compat=encore|runit ] [ --output=/dir ] [ dir ]\n");
    }

    @OnOurs(Difference.COMPAT)
    void svscansVariableCountsToo(Sandbox box) {
        Service service = Scan.idle(box, "s");
        box.script("sv/s/finish", "echo $* >>ends");
        Scan.link(box, "s");
        box.variable("SVSCAN_COMPAT", "runit");
        box.start("svscan", "scan");
        service.awaitUp();
        service.svc("-t");
        Await.until(
                "finish ran",
                () -> box.exists("sv/s/ends") && box.read("sv/s/ends").equals("-1 15\n"));
    }

    @OnOurs(Difference.COMPAT)
    void runitFinishesEachRun(Sandbox box) {
        Service service = Service.make(box, "s", "echo $$ >>starts; read code <go; exit $code");
        box.sh("mkfifo s/go").ok();
        box.script("s/finish", "echo $* >>ends");
        box.write("s/compat", "runit\n");
        Running supervise = service.supervise();
        service.awaitStarts(1);
        box.sh("echo 3 >s/go").ok();
        service.awaitStarts(2);
        Await.until("the first end", () -> box.read("s/ends").equals("3 0\n"));
        service.svc("-k").awaitStarts(3);
        Await.until("the second end", () -> box.read("s/ends").equals("3 0\n-1 9\n"));
        service.svc("-dx");
        supervise.end().is(0, "", "");
        assertEquals("3 0\n-1 9\n-1 15\n", box.read("s/ends"));
    }

    @OnOurs(Difference.COMPAT)
    void finishIsToldWhatRunitsTells(Sandbox box) {
        assumeTrue(Peers.find("runsv").isPresent(), "runit is not installed");
        String run =
                "echo x >>lives; case $(wc -l <lives) in 1) exit 0;; 2) exit 111;; 3) kill -9 $$;; 4) kill -15 $$;;"
                        + " *) exec sleep 98765;; esac";
        for (String name : List.of("ours", "theirs")) {
            Service.make(box, name, run);
            box.script(name + "/finish", "echo $* >>ends");
        }
        box.write("ours/compat", "runit\n");
        box.start("supervise", "ours");
        box.start(Peers.find("runsv").orElseThrow().toString(), "theirs");
        String all = "0 0\n111 0\n-1 9\n-1 15\n";
        for (String name : List.of("ours", "theirs")) {
            Await.until(
                    () -> name + ": " + (box.exists(name + "/ends") ? box.read(name + "/ends") : ""),
                    20_000,
                    () -> box.exists(name + "/ends") && box.read(name + "/ends").equals(all));
        }
    }

    @OnOurs(Difference.COMPAT)
    void runitSeesOurFinish(Sandbox box) {
        Service service = Service.idle(box, "s");
        box.script("s/finish", "echo $$ >finishing; exec sleep 98765");
        box.write("s/compat", "runit\n");
        service.superviseUp();
        service.svc("-t");
        Await.until(
                "finish runs",
                () -> box.exists("s/finishing") && !box.read("s/finishing").isEmpty());
        String pid = box.read("s/finishing").strip();
        Await.until(
                service::svstat,
                20_000,
                () -> service.svstat()
                        .matches("down [0-9]+ seconds, normally up, want up, running finish \\(pid " + pid + "\\)"));
        assertEquals(2, box.read("s/supervise/status").charAt(19));
        if (Peers.find("sv").isPresent()) {
            box.variable("SVDIR", box.work.toString());
            String seen = box.run("sv", "status", "s").out();
            assertTrue(
                    seen.matches("finish: s: \\(pid " + pid + "\\) [0-9]+s, got TERM\n|finish: s: \\(pid " + pid
                            + "\\) [0-9]+s\n"),
                    seen);
        }
        service.svc("-d");
        Await.holds("it is let finish", 500, () -> Proc.alive(Long.parseLong(pid)));
        service.svc("-k").awaitDown();
        assertEquals(1, service.starts().size());
    }

    @OnOurs(Difference.COMPAT)
    void aFinishThatCannotBeExecutedIsSaidAndChangesNothing(Sandbox box) {
        Service service = Service.make(box, "s", Service.NOTE_START + "; exit 0");
        box.write("s/finish", "no script");
        box.write("s/compat", "runit\n");
        Running supervise = service.supervise();
        service.awaitStarts(2);
        Await.until(
                "it was said",
                () -> supervise.err().startsWith("supervise: fatal: unable to start s/finish: access denied\n"));
    }

    @OnOurs(Difference.COMPAT)
    void unknownWordsAreReportedAndPassedOver(Sandbox box) {
        Service service = Service.make(box, "s", Service.NOTE_START + "; exit 100");
        box.write("s/compat", "s6 encore # with no log\nEncore\n");
        Running supervise = service.supervise();
        service.awaitStarts(1).awaitDown();
        Await.holds("not again", 1500, () -> service.starts().size() == 1);
        service.svc("-x");
        supervise
                .end()
                .is(
                        0,
                        "",
                        "supervise: warning: s/compat: unknown word s6\nsupervise: warning: s/compat: unknown word Encore\n");
    }

    @OnOurs(Difference.COMPAT)
    void aThirdArgumentThatIsNoWordIsWrongUsage(Sandbox box) {
        Service.idle(box, "s");
        box.run("supervise", "s", "log", "sysv").is(100, "", "supervise: usage: supervise dir\n");
        box.run("supervise", "s", "log", "encore", "x").is(100, "", "supervise: usage: supervise dir\n");
    }
}
