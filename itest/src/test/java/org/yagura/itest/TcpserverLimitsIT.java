package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Result;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Server;

/** Limits, ends and shortages: what ucspi-tcp's tcpserver has no answer to. */
class TcpserverLimitsIT {
    private static final String QUIET = "-RHl0";

    private static boolean isLetIn(Socket socket) {
        return Server.readLine(socket).equals("in");
    }

    @OnOurs(Difference.TCPSERVER_ADDITIONS)
    void oneAddressHasOnlySoManyAtATime(Sandbox box) {
        Server server = Server.start(box, QUIET + " --per-address 2", "sh", "-c", "echo in; exec cat");
        Socket first = server.connect();
        Socket second = server.connect();
        assertTrue(isLetIn(first));
        assertTrue(isLetIn(second));
        assertEquals("", server.ask());
        assertEquals(
                "tcpserver: warning: dropping connection from 127.0.0.1, more than 2 connections from 127.0.0.1\n",
                server.said());
        Server.close(first);
        Await.until("a place is free", () -> {
            Socket third = server.connect();
            boolean in = isLetIn(third);
            Server.close(third);
            return in;
        });
        Server.close(second);
        server.stop();
    }

    @OnOurs(Difference.TCPSERVER_ADDITIONS)
    void othersAreServedWhileOneHoldsAllThatItMay(Sandbox box) {
        Running running = box.start(
                "tcpserver", "-1RHl0", "-c", "3", "--per-prefix4", "/32=1", "0", "0", "sh", "-c", "echo in; exec cat");
        Server server = Server.of(running, "127.0.0.2");
        List<Socket> greedy = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            greedy.add(Server.connect("127.0.0.1", server.port()));
        }
        // Each loopback address is its own client only if the client binds to it: another one of ours does.
        Socket other = bound("127.0.0.3", server.port());
        assertTrue(isLetIn(other));
        greedy.forEach(Server::close);
        Server.close(other);
        server.stop();
    }

    private static Socket bound(String from, int port) {
        try {
            Socket socket = new Socket();
            socket.setSoTimeout(20_000);
            socket.bind(new java.net.InetSocketAddress(from, 0));
            socket.connect(new java.net.InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @OnOurs(Difference.TCPSERVER_ADDITIONS)
    void oneNetworkHasOnlySoManyAtATime(Sandbox box) {
        Server server = Server.start(box, QUIET + " --per-prefix4 24=1", "sh", "-c", "echo in; exec cat");
        Socket first = bound("127.0.0.5", server.port());
        assertTrue(isLetIn(first));
        assertEquals("", Server.readAll(bound("127.0.0.6", server.port())));
        Socket elsewhere = bound("127.0.1.6", server.port());
        assertTrue(isLetIn(elsewhere));
        assertTrue(server.said().contains("more than 1 connections from 127.0.0.0/24"));
        Server.close(first);
        Server.close(elsewhere);
        server.stop();
    }

    @OnOurs(Difference.TCPSERVER_ADDITIONS)
    void oneAddressComesOnlySoOften(Sandbox box) {
        Server server = Server.start(box, QUIET + " --per-address 3/3600", "echo", "in");
        for (int i = 0; i < 3; i++) {
            assertEquals("in\n", server.ask());
        }
        for (int i = 0; i < 20; i++) {
            assertEquals("", server.ask());
        }
        assertEquals("in\n", Server.readAll(bound("127.0.0.7", server.port())));
        List<String> said = server.said().lines().toList();
        assertTrue(said.get(0).endsWith("more than 3 connections in 3600 seconds from 127.0.0.1"), said::toString);
        assertTrue(said.size() < 10, "not a line for each: " + said);
        server.stop();
    }

    @OnOurs(Difference.TCPSERVER_ADDITIONS)
    void aDrainServesThoseWhoAreThere(Sandbox box) {
        Server server = Server.start(box, QUIET + " --drain 3600", "sh", "-c", "echo in; read x; echo $x");
        Socket socket = server.connect();
        assertTrue(isLetIn(socket));
        int port = server.port();
        server.running.signal("TERM");
        Await.until("nobody listens", () -> Server.isRefused("127.0.0.1", port));
        assertTrue(server.running.alive());
        Server.write(socket, "served\n");
        assertEquals("served", Server.readLine(socket));
        Server.close(socket);
        assertEquals(0, server.running.end().exit());
    }

    @OnOurs(Difference.TCPSERVER_ADDITIONS)
    void aDrainEndsAtItsDeadline(Sandbox box) {
        Server server = Server.start(box, QUIET + " --drain 1", "sh", "-c", "echo in; exec cat");
        Socket socket = server.connect();
        assertTrue(isLetIn(socket));
        server.running.signal("TERM");
        assertEquals(0, server.running.end().exit());
        assertEquals("", Server.readAll(socket), "the program got TERM");
    }

    @OnOurs(Difference.TCPSERVER_ADDITIONS)
    void aSecondTermEndsADrain(Sandbox box) {
        Server server = Server.start(box, QUIET + " --drain 3600", "sh", "-c", "echo in; exec cat");
        Socket socket = server.connect();
        assertTrue(isLetIn(socket));
        int port = server.port();
        server.running.signal("TERM");
        Await.until("nobody listens", () -> Server.isRefused("127.0.0.1", port));
        server.running.signal("TERM");
        assertEquals(0, server.running.end().exit());
        Server.write(socket, "lives on\n");
        assertEquals("lives on", Server.readLine(socket));
        Server.close(socket);
    }

    @OnOurs(Difference.TCPSERVER_ADDITIONS)
    void figuresAreKept(Sandbox box) {
        box.sh("echo ':deny' | tcprules cdb tmp").ok();
        Server server = Server.start(box, QUIET + " --per-address 1 --status st", "sh", "-c", "echo in; exec cat");
        Socket socket = server.connect();
        assertTrue(isLetIn(socket));
        assertEquals("", server.ask());
        Await.until(
                () -> box.exists("st") ? box.read("st") : "none",
                20_000,
                () -> box.exists("st") && box.read("st").contains("dropped-number 1\n"));
        assertEquals(
                "pid " + server.running.pid()
                        + "\nlimit 40\ncurrent 1\nhighest 1\naccepted 2\nended 0\nexit-100 0\nexit-111 0\nkilled 0\n"
                        + "dropped-number 1\ndropped-rate 0\ndropped-proxy 0\ndropped-fork 0\npauses 0\n",
                box.read("st"));
        Server.close(socket);
        Await.until("the end is counted", () -> box.read("st").contains("current 0\nhighest 1\naccepted 2\nended 1\n"));
        assertFalse(box.exists("st.new"));
        server.stop();
    }

    @OnOurs(Difference.TCPSERVER_PAUSES)
    void wantOfDescriptorsIsWaitedOut(Sandbox box) {
        Server server = Server.start(box, QUIET, "echo", "in");
        Running running = server.running;
        box.run("prlimit", "--nofile=3:64", "--pid", Long.toString(running.pid()))
                .ok();
        Socket socket = server.connect();
        running.awaitErr("tcpserver: warning: unable to accept connections, pausing: process cannot open more files\n");
        long before = Proc.ticks(running.pid());
        assertTrue(Server.isSilent(socket, 1500));
        assertTrue(Proc.ticks(running.pid()) - before < 20, "it does not spin");
        assertEquals(1, running.err().lines().count(), "it is not said each time");
        box.run("prlimit", "--nofile=64:64", "--pid", Long.toString(running.pid()))
                .ok();
        assertEquals("in\n", Server.readAll(socket));
        server.stop();
    }

    @OnOurs(Difference.TCPSERVER_OPTIONS)
    void whatIsNotUnderstoodIsRefused(Sandbox box) {
        for (String wrong : List.of(
                "--per-address 0",
                "--per-prefix4 33=1",
                "--per-prefix6 x",
                "--drain x",
                "--proxy-protocol 10.0.0.0/33",
                "--unix-mode 888")) {
            String[] words = wrong.split(" ");
            Result result = box.run("tcpserver", words[0], words[1], "0", "0", "true");
            result.is(100, "", "tcpserver: fatal: " + words[0] + " not understood: " + words[1] + "\n");
        }
        Result unknown = box.run("tcpserver", "--foo", "0", "0", "true");
        assertEquals(100, unknown.exit());
        assertTrue(unknown.err().startsWith("tcpserver: illegal option -- foo\n"), unknown::err);
        for (String where : List.of("127.0.0.1", "::1:25", "x:1", "127.0.0.1:nosuch", "")) {
            box.run("tcpserver", "--listen", where, "true")
                    .is(111, "", "tcpserver: fatal: unable to understand address " + where + "\n");
        }
        box.run("tcpserver", "-u", "no such user", "127.0.0.1", "0", "true")
                .is(111, "", "tcpserver: fatal: unknown account no such user\n");
        box.run("tcpserver", "--listen", "fds", "true")
                .is(111, "", "tcpserver: fatal: no sockets were handed over to this process by LISTEN_FDS\n");
        box.run("tcpserver", "--listen", "fd:77", "true")
                .is(111, "", "tcpserver: fatal: unable to listen at fd:77: file descriptor not open\n");
    }
}
