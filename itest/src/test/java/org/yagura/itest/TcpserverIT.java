package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.util.List;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Result;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Server;

/** What ucspi-tcp's tcpserver and ours both do with connections. */
class TcpserverIT {
    private static final String QUIET = "-RHl0";
    private static final String VERBOSE = "-vRHl0";

    private static final String BEGUN = """
            tcpserver: status: 0/40
            tcpserver: status: 1/40
            tcpserver: pid P from 127.0.0.1
            """;

    private static void rules(Sandbox box, String name, String lines) {
        box.write(name + ".txt", lines);
        box.sh("tcprules " + name + " tmp <" + name + ".txt").ok();
    }

    @OnBoth
    void tellsOfEachConnection(Sandbox box) {
        Server server = Server.start(box, VERBOSE, "sh", "-c", "echo hello; exit 3");
        assertEquals("hello\n", server.ask());
        assertEquals(BEGUN + """
                tcpserver: ok P 0:127.0.0.1:PORT :127.0.0.1::THEIRS
                tcpserver: end P status 768
                tcpserver: status: 0/40
                """, server.awaitSaid(6));
        server.stop();
    }

    @OnOurs(Difference.TCPSERVER_PORT_UNSAID)
    void doesNotServeWhereNobodyCanBeToldThePort(Sandbox box) {
        box.sh("exec tcpserver -1RHl0 127.0.0.1 0 true >/dev/full")
                .is(111, "", "tcpserver: fatal: unable to write output: out of disk space\n");
    }

    @OnBoth
    void tellsTheSameWithLookupsThatFindNothing(Sandbox box) {
        box.variable("DNSCACHEIP", "127.0.0.1");
        Server server = Server.start(box, "-vRH", "sh", "-c", "kill -9 $$");
        assertEquals("", server.ask());
        assertEquals(BEGUN + """
                tcpserver: ok P :127.0.0.1:PORT :127.0.0.1::THEIRS
                tcpserver: end P status 9
                tcpserver: status: 0/40
                """, server.awaitSaid(6));
        server.stop();
    }

    @OnBoth
    void fieldsOfTheLogAreShortAndPlain(Sandbox box) {
        String name = "a b%c\td" + "x".repeat(200);
        Running running =
                box.start("tcpserver", "-1vRH", "-l", name, "127.0.0.1", "0", "sh", "-c", "echo \"$TCPLOCALHOST\"");
        Server server = Server.of(running, "127.0.0.1");
        assertEquals(name + "\n", server.ask());
        String shown = ("a?b?c?d" + "x".repeat(200)).substring(0, 100);
        assertTrue(server.awaitSaid(6).contains("ok P " + shown + "...:127.0.0.1:PORT"), server::said);
        server.stop();
    }

    @OnBoth
    void setsVariablesAndRemovesThoseThatItDoesNotKnow(Sandbox box) {
        box.variable("TCPREMOTEHOST", "somebody.else")
                .variable("TCPREMOTEINFO", "somebody")
                .variable("PROTO", "UDP")
                .variable("KEPT", "x");
        Server server = Server.start(box, QUIET, "sh", "-c", "env | grep 'TCP\\|PROTO\\|KEPT' | sort");
        Socket socket = server.connect();
        int port = socket.getLocalPort();
        assertEquals(
                "KEPT=x\nPROTO=TCP\nTCPLOCALHOST=0\nTCPLOCALIP=127.0.0.1\nTCPLOCALPORT=" + server.port()
                        + "\nTCPREMOTEIP=127.0.0.1\nTCPREMOTEPORT=" + port + "\n",
                Server.readAll(socket));
        server.stop();
    }

    @OnBoth
    void theOrderOfTheEnvironmentIsTheSame(Sandbox box) {
        Running running = box.startSh("exec env -i TCPREMOTEHOST=x TCPREMOTEINFO=y TCPLOCALHOST=z FOO=1 PROTO=q "
                + "PATH=\"$PATH\" YAGURA_TEST_ID=\"$YAGURA_TEST_ID\" tcpserver -1RHl0 127.0.0.1 0 env");
        Server server = Server.of(running, "127.0.0.1");
        String names = server.ask().replaceAll("(?m)=.*$", "");
        assertEquals(
                List.of(
                        "TCPREMOTEPORT",
                        "TCPREMOTEIP",
                        "TCPLOCALPORT",
                        "FOO",
                        "YAGURA_TEST_ID",
                        "PATH",
                        "PROTO",
                        "TCPLOCALIP",
                        "TCPLOCALHOST"),
                names.lines().toList());
        server.stop();
    }

    @OnBoth
    void rulesAllowDenyAndSetVariables(Sandbox box) {
        rules(box, "cdb", "127.0.0.1:allow,RELAYCLIENT=\"\",TCPREMOTEIP=\"changed\",PATH=\"/nowhere\"\n:deny\n");
        Server server =
                Server.start(box, VERBOSE + " -x cdb", "sh", "-c", "echo \"${RELAYCLIENT-unset}\" $TCPREMOTEIP $PATH");
        assertEquals(" changed /nowhere\n", server.ask());
        rules(box, "cdb", ":deny\n");
        assertEquals("", server.ask());
        assertTrue(server.awaitSaid(11).endsWith("""
                tcpserver: status: 1/40
                tcpserver: pid P from 127.0.0.1
                tcpserver: deny P 0:127.0.0.1:PORT :127.0.0.1::THEIRS
                tcpserver: end P status 25600
                tcpserver: status: 0/40
                """), server::said);
        server.stop();
    }

    @OnBoth
    void rulesThatAreWrittenOverCountAtOnce(Sandbox box) {
        rules(box, "cdb", "127.0.0.1:allow,X=\"1\"\n");
        rules(box, "other", "127.0.0.1:allow,X=\"2\"\n");
        Server server = Server.start(box, QUIET + " -x cdb", "sh", "-c", "echo $X");
        Await.holds("the first rules count", 1300, () -> server.ask().equals("1\n"));
        box.sh("cat other >cdb").ok();
        assertEquals("2\n", server.ask());
        server.stop();
    }

    @OnBoth
    void withoutItsRulesNobodyIsLetIn(Sandbox box) {
        Server server = Server.start(box, VERBOSE + " -x nosuch", "echo", "in");
        assertEquals("", server.ask());
        assertEquals(BEGUN + """
                tcpserver: warning: dropping connection, unable to read nosuch: file does not exist
                tcpserver: end P status 28416
                tcpserver: status: 0/40
                """, server.awaitSaid(6));
        server.stop();
        Server lenient = Server.start(box, QUIET + " -X -x nosuch", "echo", "in");
        assertEquals("in\n", lenient.ask());
        lenient.stop();
    }

    @OnBoth
    void damagedRulesLetNobodyIn(Sandbox box) {
        rules(box, "cdb", "127.0.0.1:deny\n127.:allow\n:deny\n");
        box.sh("head -c 2052 cdb >cut").ok();
        Server server = Server.start(box, QUIET + " -x cut", "echo", "in");
        assertEquals("", server.ask());
        assertEquals(
                "tcpserver: warning: dropping connection, unable to read cut: protocol error\n", server.awaitSaid(1));
        server.stop();
    }

    @OnBoth
    void aProgramThatCannotRunIsSaid(Sandbox box) {
        Server server = Server.start(box, VERBOSE, "nosuchprogram");
        assertEquals("", server.ask());
        assertEquals(BEGUN + """
                tcpserver: ok P 0:127.0.0.1:PORT :127.0.0.1::THEIRS
                tcpserver: warning: dropping connection, unable to run nosuchprogram: file does not exist
                tcpserver: end P status 28416
                tcpserver: status: 0/40
                """, server.awaitSaid(7));
        server.stop();
        box.write("plain", "no program");
        Server other = Server.start(box, QUIET, "./plain");
        assertEquals("", other.ask());
        assertEquals(
                "tcpserver: warning: dropping connection, unable to run ./plain: access denied\n", other.awaitSaid(1));
        other.stop();
    }

    @OnBoth
    void aProgramWithoutItsInterpreterIsSaid(Sandbox box) {
        box.write("prog", "#!/no/such/interpreter\n");
        Sandbox.chmod(box.path("prog"), "rwxr-xr-x");
        Server server = Server.start(box, QUIET, "./prog");
        assertEquals("", server.ask());
        assertEquals(
                "tcpserver: warning: dropping connection, unable to run ./prog: file does not exist\n",
                server.awaitSaid(1));
        server.stop();
    }

    @OnBoth
    void quietIsQuiet(Sandbox box) {
        Server server = Server.start(box, "-qRHl0", "nosuchprogram");
        assertEquals("", server.ask());
        server.stop();
        assertEquals("", server.running.err());
    }

    @OnBoth
    void theBannerComesFirst(Sandbox box) {
        Running running = box.start("tcpserver", "-1RHl0", "-B", "220 hello\r\n", "127.0.0.1", "0", "cat");
        Server server = Server.of(running, "127.0.0.1");
        Socket socket = server.connect();
        assertEquals("220 hello\r", Server.readLine(socket));
        Server.write(socket, "back\n");
        assertEquals("back", Server.readLine(socket));
        Server.close(socket);
        server.stop();
    }

    @OnBoth
    void atTheLimitConnectionsWait(Sandbox box) {
        Server server = Server.start(box, VERBOSE + " -c 2", "sh", "-c", "echo in; exec cat");
        Socket first = server.connect();
        Socket second = server.connect();
        assertEquals("in", Server.readLine(first));
        assertEquals("in", Server.readLine(second));
        Socket third = server.connect();
        assertTrue(Server.isSilent(third, 300));
        Server.close(first);
        assertEquals("in", Server.readLine(third));
        assertTrue(server.said().contains("status: 2/2\n"));
        assertFalse(server.said().contains("status: 3/2\n"));
        Server.close(second);
        Server.close(third);
        server.stop();
    }

    @OnBoth
    void termEndsTheServerAndNobodyElse(Sandbox box) {
        Server server = Server.start(box, QUIET, "sh", "-c", "echo in; exec cat");
        Socket socket = server.connect();
        assertEquals("in", Server.readLine(socket));
        server.stop();
        Server.write(socket, "still here\n");
        assertEquals("still here", Server.readLine(socket));
        Server.close(socket);
    }

    @OnBoth
    void aProgramGetsSignalsAndDescriptorsAsItShould(Sandbox box) {
        Running running = box.startSh("trap '' TERM HUP CHLD PIPE; exec 7</dev/null; "
                + "exec tcpserver -1RHl0 127.0.0.1 0 sh -c 'cat /proc/self/status; readlink /proc/self/fd/*'");
        Server server = Server.of(running, "127.0.0.1");
        String seen = server.ask();
        // A JVM's children are given two real-time signals to ignore.
        assertEquals(1, Long.parseUnsignedLong(Proc.valueIn(seen, "SigIgn"), 16) & 0x7fffffffL);
        assertEquals("0000000000000000", Proc.valueIn(seen, "SigBlk"));
        List<String> files = seen.lines()
                .filter(line -> line.matches("(socket|pipe|anon|/).*"))
                .toList();
        assertEquals(
                2, files.stream().filter(file -> file.startsWith("socket:")).count());
        assertEquals(1, files.stream().filter(file -> file.equals("/dev/null")).count());
        assertEquals(0, files.stream().filter(file -> file.startsWith("anon")).count());
        server.stop();
    }

    @NeedsRoot
    @OnBoth
    void givesUpPrivileges(Sandbox box) {
        String ids = "grep '^[UG]id\\|^Groups' /proc/self/status | tr -d '\\n'";
        Server server = Server.start(box, QUIET + " -u 1234 -g 2345", "sh", "-c", ids);
        assertEquals("Uid:\t1234\t1234\t1234\t1234Gid:\t2345\t2345\t2345\t2345Groups:\t2345 ", server.ask());
        server.stop();
        box.variable("UID", "77").variable("GID", "88");
        Server other = Server.start(box, QUIET + " -U", "sh", "-c", ids);
        assertEquals("Uid:\t77\t77\t77\t77Gid:\t88\t88\t88\t88Groups:\t88 ", other.ask());
        other.stop();
    }

    @OnBoth
    void aTakenPortIsSaid(Sandbox box) {
        Server server = Server.start(box, QUIET, "true");
        Result second = box.run("tcpserver", "127.0.0.1", Integer.toString(server.port()), "true");
        second.is(111, "", "tcpserver: fatal: unable to bind: address already used\n");
        server.stop();
    }

    @OnBoth
    void clientsThatResetHarmNobody(Sandbox box) throws java.io.IOException {
        Server server = Server.start(box, QUIET + " -c 5", "echo", "in");
        for (int i = 0; i < 50; i++) {
            Socket socket = server.connect();
            socket.setSoLinger(true, 0);
            socket.close();
        }
        assertEquals("in\n", server.ask());
        server.stop();
    }

    @OnBoth
    void manyAtATimeAreAllServed(Sandbox box) {
        Server server = Server.start(box, VERBOSE + " -c 10 -b 100", "echo", "in");
        List<Socket> sockets = new java.util.ArrayList<>();
        for (int i = 0; i < 60; i++) {
            sockets.add(server.connect());
        }
        for (Socket socket : sockets) {
            assertEquals("in\n", Server.readAll(socket));
        }
        Await.until(
                "all have ended",
                () -> server.said()
                                .lines()
                                .filter(line -> line.contains("end P"))
                                .count()
                        == 60);
        assertEquals(
                60, server.said().lines().filter(line -> line.contains(" ok P")).count());
        server.stop();
    }

    @OnBoth
    void hugeEnvironmentsAndArgumentsArriveWhole(Sandbox box) {
        box.variable("HUGE", "x".repeat(130_000));
        Server server = Server.start(box, QUIET, "sh", "-c", "echo ${#HUGE} ${#1}", "sh", "y".repeat(131_000));
        assertEquals("130000 131000\n", server.ask());
        server.stop();
    }
}
