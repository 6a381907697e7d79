package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.TreeMap;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Result;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Scan;
import org.yagura.itest.harness.Server;
import org.yagura.itest.harness.Service;

/** The claims of doc/security.md, in its order. */
class SecurityIT {
    private static final String LOOP = "symbolic link loop\n";

    // ---- who owns a log directory

    /** What a logger of root writes does not go where a link leads that the directory's owner has made. */
    private static void isNotFollowed(Sandbox box, String link, String script) {
        box.write("victim", "precious\n");
        box.sh("mkdir d; ln -s ../victim d/" + link + "; chown -hR 2:2 d").ok();
        Running multilog = box.startSh("seq 1 3000 | exec multilog s4096 " + script + " ./d");
        Await.until(
                "it says so, or has put a file in its place",
                () -> !multilog.alive() || multilog.err().contains(LOOP));
        box.endAll();
        assertEquals("precious\n", box.read("victim"));
        assertEquals("rw-r--r--", box.mode("victim"));
    }

    @OnOurs
    @NeedsRoot
    void aLinkInPlaceOfCurrentIsNotWrittenThrough(Sandbox box) {
        isNotFollowed(box, "current", "");
    }

    @OnOurs
    @NeedsRoot
    void aLinkInPlaceOfTheLockIsNotFollowed(Sandbox box) {
        isNotFollowed(box, "lock", "");
    }

    @OnOurs
    @NeedsRoot
    void aLinkInPlaceOfTheStateIsNotFollowed(Sandbox box) {
        isNotFollowed(box, "state", "'!cat; echo state >&5'");
    }

    @OnOurs
    @NeedsRoot
    void aLinkInPlaceOfAProcessorsOutputIsNotFollowed(Sandbox box) {
        isNotFollowed(box, "processed", "'!cat'");
    }

    @OnOurs
    @NeedsRoot
    void aLinkInPlaceOfAProcessorsNewStateIsNotFollowed(Sandbox box) {
        isNotFollowed(box, "newstate", "'!cat; echo state >&5'");
    }

    @OnOurs
    void logFilesAreNotForEveryoneToWriteWhateverTheUmask(Sandbox box) {
        box.run("/bin/sh", "-c", "umask 0; echo line | multilog ./d").ok();
        assertEquals("rwx------", box.mode("d"));
        assertEquals("rwxr--r--", box.mode("d/current"));
        assertEquals("rw-------", box.mode("d/lock"));
    }

    // ---- who owns a directory supervise/

    @OnOurs
    @NeedsRoot
    void commandsOfRootAreNotWrittenThroughALink(Sandbox box) {
        Service.idle(box, "s");
        box.write("victim", "precious\n");
        box.sh("mkdir s/supervise; ln -s ../../victim s/supervise/control; chown -hR 2:2 s/supervise")
                .ok();
        box.run("svc", "-dx", "s").is(0, "", "svc: warning: unable to control s: " + LOOP);
        assertEquals("precious\n", box.read("victim"));
    }

    @OnOurs
    @NeedsRoot
    void anotherServicesControlIsNotReachedThroughALink(Sandbox box) {
        Service other = Service.idle(box, "other");
        other.superviseUp();
        Service.idle(box, "s");
        box.sh("mkdir s/supervise; ln -s ../../other/supervise/control s/supervise/control")
                .ok();
        box.run("svc", "-d", "s");
        Result supervise = box.run("supervise", "s");
        assertEquals(111, supervise.exit());
        assertEquals("supervise: fatal: unable to read s/supervise/control: " + LOOP, supervise.err());
        Await.holds("the other one is left alone", 300, () -> other.status().want() == 'u' && other.pid() > 0);
    }

    @OnOurs
    @NeedsRoot
    void linksInPlaceOfTheOtherFilesAreNotFollowed(Sandbox box) {
        box.write("victim", "precious\n");
        for (String name : List.of("lock", "record", "ok")) {
            Service.idle(box, "s" + name);
            box.sh("mkdir s" + name + "/supervise; ln -s ../../victim s" + name + "/supervise/" + name)
                    .ok();
            Running supervise = box.start("supervise", "s" + name);
            supervise.awaitErr("symbolic link loop");
            assertEquals("precious\n", box.read("victim"), name);
        }
        Service.idle(box, "s");
        box.sh("mkdir s/supervise; ln -s ../../victim s/supervise/status.new").ok();
        box.start("supervise", "s").awaitErr("unable to open s/supervise/status.new: " + LOOP);
        assertEquals("precious\n", box.read("victim"));
    }

    @OnOurs
    @NeedsRoot
    void aLinkInPlaceOfTheLogsPipeIsNotFollowed(Sandbox box) {
        Service s = Scan.idle(box, "s");
        s.log("exec multilog ./main");
        box.sh("mkfifo elsewhere; mkdir sv/s/log/supervise; ln -s ../../../../elsewhere sv/s/log/supervise/pipe")
                .ok();
        Scan.link(box, "s");
        Scan scan = Scan.start(box);
        scan.svscan.awaitErr("log/supervise/pipe: " + LOOP);
        for (long pid : box.processes()) {
            assertFalse(
                    Proc.descriptors(pid).containsValue(box.path("elsewhere").toString()),
                    Proc.command(pid) + " has it open");
        }
    }

    @OnOurs
    void filesOfAServiceHaveTheirModes(Sandbox box) {
        Service s = Scan.idle(box, "s");
        s.log("exec multilog ./main");
        Scan.link(box, "s");
        Scan.start(box);
        s.awaitUp();
        s.log().awaitUp();
        for (String directory : List.of("sv/s/supervise", "sv/s/log/supervise")) {
            assertEquals("rwxr-xr-x", box.mode(directory));
            for (String name : box.list(directory)) {
                boolean forAll = name.equals("status") || name.equals("events");
                assertEquals(forAll ? "rw-r--r--" : "rw-------", box.mode(directory + "/" + name), name);
            }
        }
    }

    @OnOurs
    @NeedsRoot
    void aPlainUserCannotTellSuperviseAnything(Sandbox box) {
        Service s = Service.idle(box, "s");
        s.superviseUp();
        Result result = box.run("setuidgid", "daemon", "svc", "-d", "s");
        assertEquals("svc: warning: unable to control s: access denied\n", result.err());
        Await.holds("up", 300, () -> s.pid() > 0);
        assertTrue(box.run("setuidgid", "daemon", "svstat", "s").ok().contains("up (pid "));
    }

    // ---- what a program is given

    @OnOurs
    void aServiceAndALoggerHaveNoDescriptorsOfOurs(Sandbox box) {
        Service s = Scan.idle(box, "s");
        s.log("exec multilog ./main");
        Scan.link(box, "s");
        Scan.start(box);
        TreeMap<Integer, String> service = Proc.descriptors(s.awaitUp());
        Await.until("runs its program", () -> Proc.command(s.pid()).startsWith("sleep"));
        assertEquals(List.of(0, 1, 2), List.copyOf(Proc.descriptors(s.pid()).keySet()), service.toString());
    }

    @OnOurs
    void aConnectionsProgramHasNoDescriptorsOfTheServer(Sandbox box) {
        Server server = Server.start(box, "-RHl0", "sleep", "98765");
        server.connect();
        Await.until(
                "its program",
                () -> !box.processes("sleep 98765").isEmpty()
                        && Proc.command(box.processes("sleep 98765").getLast()).startsWith("sleep"));
        long program = box.processes("sleep 98765").getLast();
        assertEquals(List.of(0, 1, 2), List.copyOf(Proc.descriptors(program).keySet()));
        server.stop();
    }

    // ---- programs that give rights up

    @OnOurs
    @NeedsRoot
    void envdirBehindSetuidgidReadsWhatTheUserMayRead(Sandbox box) {
        box.write("secret", "secret\n");
        box.sh("chmod 600 secret; mkdir e; ln -s ../secret e/STOLEN; chown -hR 2:2 e")
                .ok();
        Result result = box.run("setuidgid", "daemon", "envdir", "e", "sh", "-c", "echo $STOLEN");
        result.is(111, "", "envdir: fatal: unable to read e/STOLEN: access denied\n");
    }

    @OnOurs
    @NeedsRoot
    void setuidgidKeepsNoGroupOfRoot(Sandbox box) {
        assertEquals(
                "1\n1\n1\n",
                box.run("setuidgid", "daemon", "sh", "-c", "id -u; id -g; id -G")
                        .ok());
    }

    // ---- other people's directories

    @OnOurs
    @NeedsRoot
    void stampsAreNeverWrittenThroughALink(Sandbox box) {
        box.write("victim", "precious\n");
        box.sh("mkdir d; chmod 1777 d").ok();
        box.variable("TCPREMOTEIP", "10.1.1.1");
        box.run("popstamp", "d", "true").is(0, "", "");
        String stamp = box.list("d").getFirst();
        box.sh("rm d/*; ln -s ../victim d/" + stamp + "; chown -h 2:2 d/*").ok();
        box.run("popstamp", "d", "true");
        assertEquals("precious\n", box.read("victim"));
    }

    @OnOurs
    @NeedsRoot
    void rulesAreNotWrittenThroughALink(Sandbox box) {
        box.write("victim", "precious\n");
        box.sh("mkdir d; chmod 777 d; ln -s ../victim d/tmp; chown -h 2:2 d/tmp")
                .ok();
        box.runOn("1.:deny\n", "tcprules", "d/cdb", "d/tmp");
        assertEquals("precious\n", box.read("victim"));
        assertEquals("0", box.sh("stat -c %u d/cdb").ok().strip());
    }
}
