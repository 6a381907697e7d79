package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.MailMachine;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;

/** A mail machine as an administrator sets it up (doc/mail-server.md): SMTP, POP3, IMAP, logins and a queue, each a logged service. */
@NeedsRoot
class MailStoryIT {
    private static final String LABEL = "@[0-9a-f]{24} ";

    private static MailMachine running(Sandbox box) {
        MailMachine machine = MailMachine.make(box);
        machine.boot();
        for (String service : MailMachine.SERVICES) {
            machine.link(service);
        }
        awaitAll(machine);
        return machine;
    }

    private static void awaitAll(MailMachine machine) {
        for (String service : List.of("smtpd", "pop3d", "imapd")) {
            machine.awaitAnswers(service);
        }
        machine.awaitLog("authd", "Installation complete");
    }

    /** Mail comes, is delivered and fetched; who has fetched may send elsewhere, and nobody else. */
    private static void mailFlows(MailMachine machine, String name) {
        assertEquals(0, machine.send("alice@mail.example", name).exit());
        Await.until("delivered", () -> machine.has("alice", name));
        assertRelayRefused(machine, name);

        String mail = machine.fetch("alice", "wonderland");
        assertTrue(mail.contains("Subject: " + name + "\n") && mail.contains("\nHello.\n"), mail);
        assertEquals(0, machine.send("dave@far.example", "out-" + name).exit());
        Await.until("has left", () -> machine.hasLeft("out-" + name));
        assertEquals(
                24,
                machine.send("dave@far.example", name, "--local-interface", "127.0.0.2")
                        .exit());

        expire(machine);
        assertRelayRefused(machine, name);
        assertTrue(machine.countByImap("alice", "wonderland") >= 1);
        assertEquals(0, machine.send("dave@far.example", "out-imap-" + name).exit());
        expire(machine);
    }

    private static void assertRelayRefused(MailMachine machine, String name) {
        var refused = machine.send("dave@far.example", name);
        assertEquals(24, refused.exit(), refused.out());
        assertTrue(refused.out().contains("550 relaying denied"), refused.out());
    }

    /** Lets the half hour of each login pass. Two logins have two stamps where a period of stamps ended between them. */
    private static void expire(MailMachine machine) {
        List<String> stamps = machine.box.list("root/var/popstamp");
        assertFalse(stamps.isEmpty(), "somebody has logged in");
        FileTime halfAnHourAgo = FileTime.from(Instant.now().minus(Duration.ofMinutes(31)));
        for (String stamp : stamps) {
            assertTrue(stamp.matches("\\d+-127\\.0\\.0\\.1"), stamps.toString());
            try {
                Files.setLastModifiedTime(machine.box.path("root/var/popstamp/" + stamp), halfAnHourAgo);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static void assertLogged(MailMachine machine, String service, String text) {
        machine.awaitLog(service, text);
        for (String line : machine.log(service).split("\n")) {
            assertTrue(line.matches(LABEL + ".*"), service + ": " + line);
        }
        machine.box
                .sh("find root/etc/" + service + "/log/main ! -user " + MailMachine.LOG_UID)
                .is(0, "", "");
        long logger = machine.pid(service + "/log");
        assertTrue(Proc.status(logger, "Uid").startsWith(MailMachine.LOG_UID + "\t"), Proc.status(logger, "Uid"));
        assertTrue(Proc.command(logger).startsWith("multilog t "), Proc.command(logger));
    }

    private static TreeMap<String, Long> pids(MailMachine machine) {
        TreeMap<String, Long> pids = new TreeMap<>();
        for (String service : MailMachine.SERVICES) {
            pids.put(service, machine.pid(service));
            pids.put(service + "/log", machine.pid(service + "/log"));
        }
        return pids;
    }

    @OnOurs
    void mailComesIsFetchedAndLeavesAndEachLogHoldsItsLines(Sandbox box) {
        MailMachine machine = running(box);
        assertEquals("-ERR Login failed.", machine.fetch("alice", "wrong"));
        assertEquals(List.of(), box.list("root/var/popstamp"));
        mailFlows(machine, "first");
        assertLogged(machine, "smtpd", "tcpserver: ok ");
        machine.awaitLog("smtpd", "tcpserver: end ");
        assertLogged(machine, "pop3d", "LOGIN, user=alice, ip=[127.0.0.1]");
        assertLogged(machine, "imapd", "LOGIN, user=alice, ip=[127.0.0.1]");
        assertLogged(machine, "queued", "=> alice <alice@mail.example>");
        assertLogged(machine, "authd", "modules=\"authpam\"");
        assertTrue(machine.run("svstat", "/service/smtpd")
                .out()
                .matches("/service/smtpd: up \\(pid \\d+\\) \\d+ seconds\n"));
    }

    @OnOurs
    void whoFetchesByIpv6MaySendByIpv6(Sandbox box) {
        assumeTrue(Files.exists(Path.of("/proc/net/if_inet6")), "there is no IPv6");
        MailMachine machine = running(box);
        machine.link("smtpd6");
        machine.link("pop3d6");
        machine.awaitLog("smtpd6", "status: 0/20");
        machine.awaitLog("pop3d6", "status: 0/20");
        mailArrives(machine, "for six");
        String refusal = "550 relaying denied: fetch your mail first";
        assertEquals(refusal, machine.answerTo("dave@far.example", "::1"));
        String mail = machine.fetchBy("::1", "alice", "wonderland");
        assertTrue(mail.contains("Subject: for six\n"), mail);
        assertEquals("250", machine.answerTo("dave@far.example", "::1").substring(0, 3));
        assertEquals(refusal, machine.answerTo("dave@far.example", "127.0.0.1"));
    }

    @OnOurs
    void mailWaitsWhileTheQueueIsDownAndADownFileHolds(Sandbox box) {
        MailMachine machine = running(box);
        machine.svc("-d", "queued").ok();
        Await.until("down", () -> machine.pid("queued") == 0);
        assertEquals(0, machine.send("alice@mail.example", "waits").exit());
        assertEquals(1, machine.queued());
        Await.holds("in the queue", 1500, () -> !machine.has("alice", "waits"));
        machine.svc("-u", "queued").ok();
        Await.until("delivered", () -> machine.has("alice", "waits"));

        box.write("root/etc/pop3d/down", "");
        machine.svc("-dx", "pop3d").ok();
        Await.until("pop3d is down", () -> machine.pid("pop3d") == 0 && !machine.answers("pop3d"));
        Await.until("svok", () -> machine.run("svok", "/service/pop3d").exit() == 0);
        assertFalse(machine.answers("pop3d"), "a down file is obeyed");
        // the one that leaves may still have answered svok
        Await.until("pop3d is told", () -> machine.svc("-o", "pop3d").exit() == 0 && machine.answers("pop3d"));
        assertTrue(machine.run("svstat", "/service/pop3d").out().endsWith(", normally down\n"));
    }

    @OnOurs
    void aServiceIsRemovedAndPutBack(Sandbox box) {
        MailMachine machine = running(box);
        box.rename("root/service/imapd", "root/service/.imapd");
        machine.run("svc", "-dx", "/service/.imapd", "/service/.imapd/log").ok();
        Await.until(
                "supervise is gone",
                () -> machine.run("svok", "/etc/imapd").exit() == 100
                        && machine.run("svok", "/etc/imapd/log").exit() == 100);
        assertFalse(machine.answers("imapd"));
        box.delete("root/service/.imapd");
        mailArrives(machine, "without imap");
        assertEquals(
                "Service imapd added.\n",
                machine.run("update-service", "--add", "/etc/imapd").ok());
        machine.awaitAnswers("imapd");
        assertEquals(1, machine.countByImap("alice", "wonderland"));
        assertTrue(box.list("root/var/lib/supervise").containsAll(List.of("imapd", "imapd.log")));
    }

    private static void mailArrives(MailMachine machine, String subject) {
        assertEquals(0, machine.send("alice@mail.example", subject).exit());
        Await.until("delivered", () -> machine.has("alice", subject));
    }

    @OnOurs
    void nothingIsInterruptedWhenSvscanIsKilledAndStartedAgain(Sandbox box) {
        MailMachine machine = MailMachine.make(box);
        Running first = machine.boot();
        MailMachine.SERVICES.forEach(machine::link);
        awaitAll(machine);
        mailFlows(machine, "before");
        TreeMap<String, Long> pids = pids(machine);
        first.signal("KILL");
        first.end();
        mailFlows(machine, "meanwhile");
        Running second = machine.boot();
        Await.holds("the same processes", 1000, () -> pids(machine).equals(pids));
        mailFlows(machine, "after");
        machine.svc("-d", "queued").ok();
        Await.until("down", () -> machine.pid("queued") == 0);
        machine.svc("-u", "queued").ok();
        mailArrives(machine, "up again");

        second.signal("TERM");
        assertEquals(0, second.end().exit());
        assertEquals(List.of(), box.processes("supervise"));
        assertFalse(machine.answers("smtpd"));
        for (String name : List.of("before", "meanwhile", "after")) {
            assertTrue(machine.hasLeft("out-" + name));
        }
        for (String service : MailMachine.SERVICES) {
            assertTrue(box.mode("root/etc/" + service + "/log/main/current").startsWith("rwx"), "written to its end");
        }
    }
}
