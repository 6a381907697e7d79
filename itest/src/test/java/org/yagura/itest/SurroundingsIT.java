package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.yagura.core.status.Status;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Scan;
import org.yagura.itest.harness.Service;

/** What a child is given: descriptors, signal mask and dispositions, limits, environment, umask; the same that the suite was given. */
class SurroundingsIT {
    /** Prints all of it but for what is known to differ, after `base.` or `seen.` names given as $1. */
    private static final String LOOK = """
            grep -E '^(SigBlk|SigIgn|Umask|Seccomp|NoNewPrivs|Groups|CapInh|CapAmb):' /proc/self/status
            cat /proc/self/limits
            ls /proc/self/fd
            env | grep -v -e ^_= -e ^PWD= -e ^OLDPWD= -e ^SHLVL= | sort
            cut -d ' ' -f 18,19,41 /proc/self/stat
            readlink /proc/self/ns/*
            cat /proc/self/oom_score_adj /proc/self/timerslack_ns
            """;

    /** Starts {@code tool} from a shell that has looked first and then set a few things, as given. */
    private static void same(Sandbox box, String before, String tool) {
        box.script("look", LOOK);
        Running running = box.startSh(before + "\n./look >base; exec " + tool);
        Await.until(
                () -> "seen; " + running.err(),
                20_000,
                () -> box.exists("done") || box.exists("s/done") || box.exists("scan/s/done"));
        assertEquals(box.read("base"), box.read("seen"));
    }

    private static final String LOOK_RUN = "../look >../seen; touch done; exec sleep 98765";

    @OnBoth
    void aServiceUnderSupervise(Sandbox box) {
        Service.make(box, "s", LOOK_RUN);
        same(box, "umask 027; ulimit -n 77; ulimit -c 0", "supervise s");
    }

    @OnBoth
    void aServiceUnderSuperviseWithIgnoredSignals(Sandbox box) {
        Service.make(box, "s", LOOK_RUN);
        same(box, "trap '' HUP USR1 PIPE QUIT", "supervise s");
    }

    @OnBoth
    void aServiceUnderSvscan(Sandbox box) {
        box.mkdir("scan");
        Service.make(box, "sv", "cd ..; ../look >../seen; touch s/done; exec sleep 98765");
        box.rename("sv", "scan/s");
        same(box, "umask 027; ulimit -S -n 77", "svscan scan");
    }

    @OnOurs(Difference.ADOPTED)
    void whatASuperviseIsToldIsWhatTheSystemSaysOfIt(Sandbox box) {
        List<Service> services = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            services.add(Scan.idle(box, "s" + i));
            Scan.link(box, "s" + i);
        }
        Running svscan = box.start(box.suite.tool("svscan").toString(), "scan");
        services.forEach(service -> service.awaitStarts(1));
        for (int i = 0; i < 20; i++) {
            byte[] bytes = box.read("sv/s" + i + "/supervise/status").getBytes(StandardCharsets.ISO_8859_1);
            Status status = new Status();
            assertEquals(Status.Form.OURS, status.decode(bytes, bytes.length));
            String proc = "/proc/" + status.supervisePid;
            assertEquals(
                    box.sh("cut -d ' ' -f 22 " + proc + "/stat; stat -L -c %i " + proc + "/exe")
                            .ok(),
                    status.superviseStartTicks + "\n" + status.programInode + "\n");
        }
        Proc.signal(svscan.pid(), "TERM");
        assertEquals(0, svscan.end().exit());
    }

    /** unshare without -f: svscan itself stays where it was. */
    @OnOurs(Difference.ADOPTED)
    @NeedsRoot
    void aSuperviseInAnotherPidNamespaceThanItsSvscanIsNotToldOfThatOfSvscan(Sandbox box) {
        assumeTrue(box.sh("unshare -p -f true").exit() == 0, "no namespaces here");
        Service a = Scan.idle(box, "a");
        Scan.link(box, "a");
        Running svscan =
                box.start("/usr/bin/unshare", "-p", box.suite.tool("svscan").toString(), "scan");
        a.awaitStarts(1);
        long supervise = Proc.children(svscan.pid()).get(0);
        String namespace =
                box.sh("stat -L -c %i /proc/" + supervise + "/ns/pid").ok().strip();
        byte[] bytes = box.read("sv/a/supervise/status").getBytes(StandardCharsets.ISO_8859_1);
        Status status = new Status();
        assertEquals(Status.Form.OURS, status.decode(bytes, bytes.length));
        assertEquals(namespace, Long.toString(status.pidNamespace));
        assertNotEquals(
                namespace, box.sh("stat -L -c %i /proc/self/ns/pid").ok().strip());
        Proc.signal(svscan.pid(), "TERM");
        assertEquals(0, svscan.end().exit());
    }

    /** Before all other variables, and nobody else's: what supervise starts does not see it. */
    @OnOurs
    void aSuperviseIsToldWhoHasStartedIt(Sandbox box) {
        Service a = Scan.service(box, "a", "env >env; " + Service.IDLE);
        Scan.link(box, "a");
        Running svscan = Scan.start(box).svscan;
        a.awaitStarts(1);
        long supervise = Scan.superviseOf(box, "sv/a");
        String told = box.sh("tr '\\0' '\\n' </proc/" + supervise + "/environ | head -n 1")
                .ok()
                .strip();
        assertTrue(told.startsWith("YAGURA_TOLD=") && told.contains(" " + svscan.pid() + " "), told);
        assertFalse(box.read("sv/a/env").contains("YAGURA_TOLD"));
    }

    @OnBoth
    void straysAreInherited(Sandbox box) {
        Service.make(box, "s", LOOK_RUN);
        same(box, "exec 7</dev/null 9>/dev/null", "supervise s");
    }

    @OnBoth
    void sigchldIgnoredByTheStarterDoesNotBlindSupervise(Sandbox box) {
        Service service = Service.make(box, "s", "grep -E '^Sig(Ign|Blk)' /proc/self/status >sig; " + Service.IDLE);
        // the shell cannot ignore SIGCHLD for a child: perl can
        box.start(
                "perl",
                "-e",
                "$SIG{CHLD}='IGNORE'; exec @ARGV",
                box.suite.tool("supervise").toString(),
                "s");
        service.awaitStarts(1);
        long pid = service.awaitUp();
        Proc.signal(pid, "KILL");
        service.awaitUpAgain(pid);
        service.awaitStarts(2);
    }

    @OnBoth
    void sigchldIgnoredOrBlockedByTheStarterIsDefaultInTheService(Sandbox box) {
        // perl and not sh: a shell clears the mask that it was given
        Service service = Service.idle(box, "s");
        box.write("s/run", """
                #!/usr/bin/perl
                open S, '/proc/self/status'; open T, '>sig.new'; print T grep /^Sig/, <S>; close T; rename 'sig.new', 'sig';
                exec 'sleep', '98765';
                """);
        box.start(
                "perl",
                "-MPOSIX",
                "-e",
                "$SIG{CHLD}='IGNORE'; $SIG{USR1}='IGNORE';"
                        + "sigprocmask(SIG_BLOCK, POSIX::SigSet->new(SIGCHLD, SIGUSR2)); exec @ARGV",
                box.suite.tool("supervise").toString(),
                "s");
        Await.until("run", () -> box.exists("s/sig"));
        String signals = box.read("s/sig");
        long chld = 1L << 16;
        long usr1 = 1L << 9;
        long usr2 = 1L << 11;
        assertEquals(usr1, Long.parseUnsignedLong(Proc.valueIn(signals, "SigIgn"), 16) & (chld | usr1), signals);
        assertEquals(usr2, Long.parseUnsignedLong(Proc.valueIn(signals, "SigBlk"), 16), signals);
        long pid = service.awaitUp();
        Proc.signal(pid, "KILL");
        service.awaitUpAgain(pid);
    }

    @OnOurs(Difference.SIGCHLD_IGNORED)
    void sigchldIgnoredByTheStarterDoesNotBlindSvscan(Sandbox box) {
        Service a = Scan.idle(box, "a").down();
        Scan.link(box, "a");
        box.start(
                "perl",
                "-e",
                "$SIG{CHLD}='IGNORE'; exec @ARGV",
                box.suite.tool("svscan").toString(),
                "scan");
        a.awaitOk();
        long before = Scan.superviseOf(box, "sv/a");
        Proc.signal(before, "KILL");
        Await.until("another", () -> {
            long now = Scan.superviseOf(box, "sv/a");
            return now > 0 && now != before;
        });
    }

    @OnBoth
    @NeedsRoot
    void setuidgidPassesEverythingOn(Sandbox box) {
        Sandbox.chmod(box.work, "rwxrwxrwx");
        box.script("look", LOOK.replace("|Groups|CapInh|CapAmb", ""));
        box.sh("""
                umask 000
                exec 7</dev/null; trap '' HUP USR1; ulimit -n 77; ulimit -c 0
                ./look >base
                setuidgid nobody ./look >seen
                """).is(0, "", "");
        assertEquals(box.read("base"), box.read("seen"));
    }

    @OnBoth
    @NeedsRoot
    void nohupReachesThroughSetuidgid(Sandbox box) {
        Running running = box.startSh("trap '' HUP; exec setuidgid nobody sleep 98765");
        Await.until("sleep", () -> Proc.command(running.pid()).equals("sleep 98765"));
        running.signal("HUP");
        Await.holds("lives", 300, running::alive);
        assertEquals("65534\t65534\t65534\t65534", Proc.status(running.pid(), "Uid"));
        assertEquals("65534\t65534\t65534\t65534", Proc.status(running.pid(), "Gid"));
        assertEquals("65534", Proc.status(running.pid(), "Groups"));
    }

    @OnBoth
    void noDescriptorOfSuperviseLeaks(Sandbox box) {
        Service service = Service.idle(box, "s");
        service.superviseUp();
        service.awaitStarts(1);
        Await.until("sleep", () -> Proc.command(service.pid()).startsWith("sleep"));
        // At first the libraries that it is being loaded with may be open, too.
        Await.until(
                "it has three",
                () -> List.copyOf(Proc.descriptors(service.pid()).keySet()).equals(List.of(0, 1, 2)));
    }

    @OnBoth
    void noDescriptorOfSvscanLeaks(Sandbox box) {
        Service a = Scan.idle(box, "a").log("exec sleep 98765");
        Scan.link(box, "a");
        Service b = Scan.idle(box, "b");
        Scan.link(box, "b");
        Scan.start(box);
        for (Service each : List.of(a, b, a.log())) {
            long pid = each.awaitUp();
            Await.until("sleep", () -> Proc.command(pid).startsWith("sleep"));
            // While it loads its libraries it has one more.
            Await.until(
                    () -> "0, 1, 2 are all of " + Proc.descriptors(pid),
                    20_000,
                    () -> List.copyOf(Proc.descriptors(pid).keySet()).equals(List.of(0, 1, 2)));
        }
    }

    @OnOurs
    void theLastOfManyServicesGetsTheStraysAndNothingOfTheOthers(Sandbox box) {
        List<Service> many = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            many.add(Scan.idle(box, "s" + i).log("exec sleep 98765"));
            Scan.link(box, "s" + i);
        }
        box.startSh("exec 7</dev/null 9>/dev/null; exec svscan scan");
        many.forEach(Service::awaitUp);
        Service last = Scan.idle(box, "z");
        Scan.link(box, "z");
        long pid = last.awaitUp();
        Await.until(
                () -> "strays are all of " + Proc.descriptors(pid),
                20_000,
                () -> List.copyOf(Proc.descriptors(pid).keySet()).equals(List.of(0, 1, 2, 7, 9)));
        String ofSupervise =
                Proc.descriptors(Long.parseLong(Proc.status(pid, "PPid"))).toString();
        assertTrue(ofSupervise.contains("sv/z") && !ofSupervise.contains("sv/s"), ofSupervise);
    }

    @OnOurs
    void svscanRaisesItsOwnLimitOnly(Sandbox box) {
        Service a = Scan.service(box, "a", "grep 'open files' /proc/self/limits >limits; " + Service.IDLE);
        Scan.link(box, "a");
        Running svscan = box.startSh("ulimit -S -n 64; exec svscan scan");
        a.awaitStarts(1);
        assertTrue(box.read("sv/a/limits").matches("Max open files\\s+64\\s+.*\n"), box.read("sv/a/limits"));
        assertTrue(svscan.alive());
    }

    @OnBoth
    void superviseAndMultilogKeepNothingBusy(Sandbox box) {
        Service service = Service.idle(box, "s");
        Running supervise = service.superviseUp();
        Running multilog = box.startWithInput("multilog", "./d");
        Await.until("current", () -> box.exists("d/current"));
        long before = Proc.ticks(supervise.pid()) + Proc.ticks(multilog.pid());
        Await.holds("quiet", 1500, () -> supervise.alive() && multilog.alive());
        assertTrue(Proc.ticks(supervise.pid()) + Proc.ticks(multilog.pid()) - before <= 5);
        assertFalse(Proc.descriptors(multilog.pid()).isEmpty());
    }
}
