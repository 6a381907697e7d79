package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Installed;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Scan;
import org.yagura.itest.harness.Screen;
import org.yagura.itest.harness.Service;
import org.yagura.itest.harness.Suite;

/** {@code yagura init}, over a command and over services. */
class InitIT {
    private static final String YAGURA = Suite.binary().toString();
    /** Says that it is ready, and ends with 7 when it gets TERM. */
    private static final String POLITE = "trap 'echo stopped; exit 7' TERM\necho ready\nwhile :; do sleep 0.05; done";

    private static Running init(Sandbox box, String... words) {
        List<String> all = new ArrayList<>(List.of(YAGURA, "init"));
        all.addAll(List.of(words));
        return box.start(all.toArray(String[]::new));
    }

    /** As process 1 of a namespace of its own; gives the process that waits for it outside. */
    private static Running first(Sandbox box, String... words) {
        List<String> all = new ArrayList<>(
                List.of("/usr/bin/unshare", "--pid", "--fork", "--mount-proc", "--kill-child", YAGURA, "init"));
        all.addAll(List.of(words));
        return box.start(all.toArray(String[]::new));
    }

    /** The number outside of the process 1 inside. */
    private static long one(Running outside) {
        Await.until(
                "process 1",
                () -> Proc.children(outside.pid()).stream()
                        .anyMatch(pid -> Proc.command(pid).startsWith(YAGURA + " init")));
        return Proc.children(outside.pid()).get(0);
    }

    private static Service service(Sandbox box, String name, String run) {
        return Service.make(box, "sv/" + name, run);
    }

    private static String state(Sandbox box) {
        return "--state=" + box.path("state");
    }

    // ---- a command

    @OnOurs
    void aCommandsEndIsOurs(Sandbox box) {
        box.run(YAGURA, "init", "--", "sh", "-c", "echo out; echo err >&2; exit 3")
                .is(3, "out\n", "err\n");
        box.run(YAGURA, "init", "--", "sh", "-c", "kill -KILL $$").is(137, "", "");
        box.run(YAGURA, "init", "--", "/nosuch")
                .is(111, "", "yagura: fatal: unable to run /nosuch: file does not exist\n");
    }

    @OnOurs
    void signalsArePassedOnRewrittenOrDropped(Sandbox box) {
        Running init = init(
                box,
                "--rewrite",
                "TERM:USR1,HUP:0",
                "--rewrite=37:INT",
                "--",
                "sh",
                "-c",
                "trap 'echo usr1' USR1; trap 'echo int' INT; trap 'echo hup' HUP; trap 'echo usr2; exit 5' USR2; echo ready;"
                        + " while :; do sleep 0.05; done");
        init.awaitOut("ready\n");
        init.signal("TERM").awaitOut("usr1\n");
        init.signal("HUP");
        init.signal("37").awaitOut("int\n");
        init.signal("USR2");
        init.end().is(5, "ready\nusr1\nint\nusr2\n", "");
    }

    @OnOurs
    void aCommandThatDoesNotEndIsKilledIfAGraceWasGiven(Sandbox box) {
        Running init =
                init(box, "--grace=200ms", "--", "sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.05; done");
        init.awaitOut("ready\n");
        init.signal("TERM");
        assertEquals(137, init.end().exit());
    }

    @OnOurs
    void theWholeGroupGetsTheSignal(Sandbox box) {
        Running init = init(box, "--group", "--", "sh", "-c", "sleep 98765 & echo ready; wait; echo not reached");
        init.awaitOut("ready\n");
        init.signal("TERM");
        init.end().is(143, "ready\n", "");
        Await.until("no child is left", () -> box.processes("sleep 98765").isEmpty());
    }

    @OnOurs
    void aShellOnATerminalHasJobControl(Sandbox box) {
        shellOn(Screen.open(box), "");
    }

    @OnOurs
    void aShellThatLeadsItsGroupHasTheTerminal(Sandbox box) {
        shellOn(Screen.open(box), "--group ");
    }

    private static void shellOn(Screen screen, String options) {
        screen.line("ENV= PS1='in''side> ' " + YAGURA + " init " + options + "-- /bin/sh -i")
                .awaitText("inside>");
        screen.line("sh -c 'echo star''ted; exec sleep 98765'")
                .awaitText("started")
                .key("C-z")
                .awaitText("Stopped");
        screen.line("fg")
                .awaitText("fg\nsh -c")
                .key("C-c")
                .line("echo ended by $?")
                .awaitText("ended by 130");
        screen.line("exit 3").line("echo code $?").awaitText("code 3");
        screen.line("read text; echo read $text").line("this").awaitText("read this");
    }

    @OnOurs
    void theTerminalComesBackFromAGroupThatIsGone(Sandbox box) {
        Screen screen = Screen.open(box);
        // Without job control nobody else gives the terminal to who reads next.
        screen.line("sh -c '" + YAGURA + " init --group -- sh -c \"exit 4\"; echo code $?; read text; echo read $text'")
                .awaitText("code 4");
        screen.line("this").awaitText("read this");
    }

    @OnOurs
    void inTheBackgroundItLeavesTheTerminalAlone(Sandbox box) {
        Screen screen = Screen.open(box);
        screen.line(YAGURA + " init --group -- sh -c 'echo running; exec sleep 98765' &")
                .awaitText("running");
        screen.line("read text; echo read $text").line("this").awaitText("read this");
        screen.line("kill %1; wait %1; echo code $?").awaitText("code 143");
    }

    @NeedsRoot
    @OnOurs
    void orphansAreReaped(Sandbox box) {
        Running outside =
                first(box, "--", "sh", "-c", "for i in 1 2 3; do (sleep 0.01 &); done; echo ready; exec sleep 98765");
        outside.awaitOut("ready\n");
        long one = one(outside);
        Await.until(
                "sleep alone is left below process 1",
                () -> Proc.pids().stream()
                                .filter(pid -> Proc.parent(pid) == one)
                                .count()
                        == 1);
        Proc.signal(one, "TERM");
        assertEquals(143, outside.end().exit());
    }

    // ---- services

    @OnOurs
    void theMainServicesEndEndsAllAndItsExitCodeCounts(Sandbox box) {
        service(box, "helper", POLITE).log("exec multilog ./main");
        service(box, "web", "echo working\nuntil [ -e stop ]; do sleep 0.05; done\nexit 9");
        Running init = init(box, "--main", "web", state(box), "sv");
        init.awaitOut("web: working\n");
        Await.until("helper", () -> box.exists("sv/helper/log/main"));
        box.write("sv/web/stop", "");
        assertEquals(9, init.end().exit());
        assertEquals("web: working\n", init.out());
        Await.until("nothing is left", () -> box.processes().isEmpty());
    }

    @OnOurs
    void aMainServiceRunsOnceHoweverSoonItEnds(Sandbox box) {
        for (int i = 0; i < 5; i++) {
            service(box, "job" + i, "echo once\nexit " + i);
            Running init = init(box, "--main=job" + i, "--state=" + box.path("state" + i), "sv");
            assertEquals(i, init.end().exit());
            assertEquals("job" + i + ": once\n", init.out());
            box.sh("rm -r sv").ok();
        }
    }

    @OnOurs
    void aMainServiceThatCannotBeRunIsAnEnd(Sandbox box) {
        box.mkdir("sv/web");
        Running init = init(box, "--main=web", state(box), "sv");
        assertEquals(111, init.end().exit());
        assertTrue(
                init.out().contains("web: supervise: fatal: unable to start web/run: file does not exist\n"),
                init.out());
    }

    @OnOurs
    void aKilledMainServiceTellsBySignal(Sandbox box) {
        service(box, "web", "kill -KILL $$");
        assertEquals(137, init(box, "--main=web", state(box), "sv").end().exit());
    }

    @NeedsRoot
    @OnOurs
    void asProcess1TermStopsTheMainServiceFirst(Sandbox box) {
        service(box, "web", POLITE);
        service(box, "base", "trap 'echo base stopped; exit 0' TERM\necho up\nwhile :; do sleep 0.05; done");
        Running outside = first(box, "--grace=2m", "--main", "web", state(box), "sv");
        outside.awaitOut("web: ready\n");
        outside.awaitOut("base: up\n");
        long one = one(outside);
        assertEquals("1", Proc.status(one, "NSpid").replaceAll(".*\\s", ""));
        Proc.signal(one, "TERM");
        assertEquals(7, outside.end().exit());
        assertTrue(outside.out().endsWith("web: stopped\nbase: base stopped\n"), outside.out());
        Await.until("nothing is left", () -> box.processes().isEmpty());
    }

    @OnOurs
    void signalsForTheMainServiceAreRewrittenToo(Sandbox box) {
        service(
                box,
                "web",
                "trap 'echo quit; exit 4' QUIT\ntrap 'echo hup' HUP\necho ready\nwhile :; do sleep 0.05; done");
        Running init = init(box, "--grace=2m", "--main=web", "--rewrite=TERM:QUIT", state(box), "sv");
        init.awaitOut("web: ready\n");
        init.signal("HUP").awaitOut("web: hup\n");
        init.signal("TERM");
        init.end().is(4, "web: ready\nweb: hup\nweb: quit\n", "");
    }

    @OnOurs
    void whoDoesNotEndIsKilledWhenTheGraceIsOver(Sandbox box) {
        service(box, "deaf", "trap '' TERM\necho ready\nwhile :; do sleep 0.05; done");
        Running init = init(box, "--grace=300ms", state(box), "sv");
        init.awaitOut("deaf: ready\n");
        init.signal("TERM");
        assertEquals(0, init.end().exit());
        Await.until("nothing is left", () -> box.processes().isEmpty());
        Running main = init(box, "--grace=300ms", "--main=deaf", state(box), "sv");
        main.awaitOut("deaf: ready\n");
        main.signal("TERM");
        assertEquals(137, main.end().exit());
    }

    @OnOurs
    void aSecondTermKillsAtOnce(Sandbox box) {
        service(box, "deaf", "trap '' TERM\necho ready\nwhile :; do sleep 0.05; done");
        Running init = init(box, "--grace=1h", "--main=deaf", state(box), "sv");
        init.awaitOut("deaf: ready\n");
        init.signal("TERM");
        Await.holds("it waits", 300, init::alive);
        init.signal("TERM");
        assertEquals(137, init.end().exit());
    }

    @OnOurs
    void linesAreWholeAndNamed(Sandbox box) {
        String[] letters = {"a", "b", "c"};
        for (String letter : letters) {
            service(
                    box,
                    letter,
                    "i=0; line=$(printf '%05000d' 0 | tr 0 " + letter + ")\n"
                            + "while [ $i -lt 200 ]; do echo $line; i=$((i + 1)); done\nprintf half; exec sleep 98765");
        }
        Running init = init(box, state(box), "sv");
        String[] wanted = {"a".repeat(5000), "b".repeat(5000), "c".repeat(5000)};
        Await.until("all lines", () -> init.out().length() >= 3 * 200 * 5004);
        init.signal("TERM");
        assertEquals(0, init.end().exit());
        int halves = 0;
        int[] counts = new int[3];
        for (String line : init.out().split("\n")) {
            int which = line.charAt(0) - 'a';
            boolean half = line.equals(letters[which] + ": half");
            assertTrue(half || line.equals(letters[which] + ": " + wanted[which]), line);
            halves += half ? 1 : 0;
            counts[which] += half ? 0 : 1;
        }
        assertEquals(List.of(3, 200, 200, 200), List.of(halves, counts[0], counts[1], counts[2]));
    }

    @OnOurs
    void timesStandBeforeNames(Sandbox box) {
        service(box, "web", "echo hello\nexit 0");
        Running iso = init(box, "--stamp=iso", "--main=web", state(box), "sv");
        assertEquals(0, iso.end().exit());
        assertTrue(iso.out().matches("20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z web: hello\n"), iso.out());
        Running tai = init(box, "--stamp=tai64n", "--main=web", "--state=" + box.path("tai"), "sv");
        assertEquals(0, tai.end().exit());
        assertTrue(tai.out().matches("@[0-9a-f]{24} web: hello\n"), tai.out());
        Running plain = init(box, "--plain", "--main=web", "--state=" + box.path("plain"), "sv");
        assertEquals(0, plain.end().exit());
        assertEquals("hello\n", plain.out());
    }

    @OnOurs
    void aReaderThatIsStuckDoesNotKeepItFromStopping(Sandbox box) {
        service(box, "chatty", "exec yes");
        box.script("pipeline", YAGURA + " init --grace=1 " + state(box) + " sv | exec sleep 98765");
        Running pipeline = box.start("./pipeline");
        Await.until(
                "it runs",
                () -> box.processes(YAGURA + " init").size() == 1
                        && !box.processes("yes").isEmpty());
        long init = box.processes(YAGURA + " init").get(0);
        Await.until(
                "the pipe is full",
                () -> Proc.state(init) == 'S' && box.processes("yes").stream().allMatch(pid -> Proc.state(pid) == 'S'));
        Proc.signal(init, "TERM");
        Await.until("it ends", () -> !Proc.alive(init));
        Await.until("services too", () -> box.processes("yes").isEmpty());
        Proc.signal(pipeline.pid(), "KILL");
    }

    @OnOurs
    void aKilledSvscanIsStartedAgainAndServicesGoOn(Sandbox box) {
        Service web = service(box, "web", Service.IDLE);
        Running init = init(box, state(box), "sv");
        Await.until(
                "svscan",
                () -> Proc.children(init.pid()).size() == 1 && !web.starts().isEmpty());
        long svscan = Proc.children(init.pid()).get(0);
        Proc.signal(svscan, "KILL");
        init.awaitErr("yagura: warning: svscan has ended, starting it again\n");
        Await.until(
                "another svscan",
                () -> Proc.children(init.pid()).stream()
                        .anyMatch(pid -> pid != svscan && Proc.command(pid).startsWith("svscan")));
        assertEquals(1, web.starts().size());
        init.signal("TERM");
        assertEquals(0, init.end().exit());
        Await.until("nothing is left", () -> box.processes().isEmpty());
    }

    /** Its services go on without it, and somebody has to stop them. */
    @OnOurs
    void aSvscanThatIsKilledWhileItStopsTheTreeIsStartedAgainForIt(Sandbox box) {
        Service slow = service(
                box,
                "slow",
                "trap 'touch told' TERM\n" + Service.NOTE_START + "\nwhile ! [ -e go ]; do sleep 0.05; done");
        Running init = init(box, state(box), "sv");
        Await.until(
                "svscan",
                () -> Proc.children(init.pid()).size() == 1 && !slow.starts().isEmpty());
        init.signal("TERM");
        Await.until("told", () -> box.exists("sv/slow/told"));
        long svscan = Proc.children(init.pid()).stream()
                .filter(pid -> Proc.command(pid).startsWith("svscan"))
                .findFirst()
                .orElseThrow();
        Proc.signal(svscan, "KILL");
        init.awaitErr("yagura: warning: svscan has ended, starting it again\n");
        box.write("sv/slow/go", "");
        assertEquals(0, init.end().exit());
        Await.until("nothing is left", () -> box.processes().isEmpty());
        assertEquals(1, slow.starts().size());
    }

    @OnOurs
    void whatIsBelowItIsUpgradedInPlace(Sandbox box) {
        Installed installed = new Installed(box);
        Service web = service(box, "web", Service.IDLE);
        Running init = box.start(installed.tool("yagura"), "init", state(box), "sv");
        long pid = web.awaitUp();
        long inode = installed.another();
        box.run(installed.tool("yagura"), "upgrade", "-s", "sv").is(0, "upgraded: svscan, and supervises: 1\n", "");
        assertEquals(inode, Installed.inodeOf(Scan.superviseOf(box, "sv/web")));
        assertNotEquals(inode, Installed.inodeOf(init.pid()));
        assertEquals(pid, web.pid());
        init.signal("TERM");
        assertEquals(0, init.end().exit());
    }

    @OnOurs
    void hupFindsServicesThatCameLater(Sandbox box) {
        service(box, "one", "echo first\nexec sleep 98765");
        Running init = init(box, state(box), "sv");
        init.awaitOut("one: first\n");
        service(box, "two", "echo second\nexec sleep 98765");
        init.signal("HUP").awaitOut("two: second\n");
        init.signal("TERM");
        assertEquals(0, init.end().exit());
    }

    @OnOurs
    void atTheEndItBecomesAProgramIfOneWasGiven(Sandbox box) {
        service(box, "web", "exit 6");
        box.script("last", "echo \"last $1\"");
        Running init = init(box, "--main=web", "--finish=" + box.path("last"), state(box), "sv");
        init.end().is(0, "last 6\n", "");
    }

    @NeedsRoot
    @OnOurs
    void nothingIsWrittenWhereNothingCanBeAndAnyUserWillDo(Sandbox box) {
        service(box, "web", "id -u\npwd\ncat data\nexit 2").log("exec cat >/dev/null");
        box.write("sv/web/data", "kept beside run\n");
        box.sh("rm -r sv/web/log").ok();
        box.sh("mkdir ro && mount --bind sv ro && mount -o remount,ro,bind ro").ok();
        Running init = box.startSh("exec unshare --mount --pid --fork --mount-proc --kill-child sh -c '"
                + "mount -t tmpfs -o mode=755 tmpfs /run && mount -t tmpfs -o mode=1777,noexec tmpfs /dev/shm &&"
                + " exec setpriv --reuid 54321 --regid 54321 --clear-groups " + YAGURA + " init --main web ro'");
        assertEquals(2, init.end().exit());
        assertEquals("web: 54321\nweb: /dev/shm/yagura-54321/scan/web\nweb: kept beside run\n", init.out());
        assertEquals(List.of("data", "run"), box.list("sv/web"));
        box.sh("umount ro").ok();
    }

    @NeedsRoot
    @OnOurs
    void oneFileIsEnoughOfARoot(Sandbox box) {
        assumeTrue(!Suite.sanitized(), "the program with sanitizers needs the machine's libraries");
        box.mkdir("root/sv/web");
        box.mkdir("root/run");
        box.mkdir("root/proc");
        box.sh("cp " + YAGURA + " root/yagura").ok();
        box.symlink("root/sv/web/run", "/yagura");
        box.sh("mount --bind root root && mount -o remount,ro,bind root && mount -t tmpfs tmpfs root/run")
                .ok();
        Running init = box.startSh("exec unshare --pid --fork --kill-child sh -c '"
                + "mount -t proc proc root/proc && exec chroot root /yagura init --main web /sv'");
        assertEquals(100, init.end().exit());
        assertTrue(init.out().startsWith("web: yagura: usage: "), init.out());
        box.sh("umount root/proc root/run root").ok();
    }

    @OnOurs
    void withoutRootItsOwnNamespacesAreEnough(Sandbox box) {
        service(box, "web", "echo I am $$ of $(cat /proc/1/comm)\nexit 3");
        List<String> words =
                new ArrayList<>(List.of("/usr/bin/unshare", "--user", "--map-root-user", "--pid", "--fork"));
        words.addAll(List.of("--mount-proc", "--kill-child"));
        box.sh("chmod 777 . sv sv/web").ok();
        assumeTrue(box.run(with(words, "/bin/true")).exit() == 0, "the kernel lets nobody have a user namespace");
        Running init = box.start(with(words, YAGURA, "init", "--main=web", state(box), "sv"));
        assertEquals(3, init.end().exit());
        assertTrue(init.out().matches("web: I am \\d of yagura\n"), init.out());
    }

    private static String[] with(List<String> words, String... more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    // ---- what is put wrongly

    @OnOurs
    void wrongUsageIsTold(Sandbox box) {
        box.mkdir("sv");
        String[][] wrong = {
            {"--rewrite=TERM", "sv"},
            {"--grace=soon", "sv"},
            {"--stamp=never", "sv"},
            {"sv", "sv"},
            {"--"},
            {"--main=x", "--", "true"},
            {"--nosuch"}
        };
        for (String[] words : wrong) {
            Running init = init(box, words);
            assertEquals(100, init.end().exit(), String.join(" ", words));
            assertTrue(init.err().contains("yagura: usage: yagura init "), init.err());
        }
        Running nosuch = init(box, state(box), "nosuch");
        nosuch.end().is(111, "", "yagura: fatal: unable to read nosuch: file does not exist\n");
        Running noMain = init(box, "--main=nosuch", state(box), "sv");
        noMain.end().is(111, "", "yagura: fatal: unable to control nosuch: file does not exist\n");
        Running noState = init(box, "--state=/proc/nosuch", "sv");
        assertEquals(111, noState.end().exit());
        assertFalse(noState.err().isEmpty());
    }
}
