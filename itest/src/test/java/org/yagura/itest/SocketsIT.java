package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Assumptions;
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

/** The file {@code sockets}: listening sockets that outlive the service. */
class SocketsIT {
    /** Answers each connection on descriptor 3 with its pid; on TERM it ends between two connections. */
    private static final String SERVER = """
            #!/usr/bin/perl
            open(my $log, '>>', 'starts'); syswrite($log, "$$\\n");
            open(my $listener, '+<&=', 3) or die "no descriptor 3: $!";
            my $ends = 0;
            $SIG{TERM} = sub { $ends = 1 };
            $SIG{PIPE} = 'IGNORE';
            until ($ends) {
                next unless accept(my $client, $listener);
                syswrite($client, "$$\\n");
                close($client);
            }
            """;

    private static Service server(Sandbox box, String sockets) {
        Assumptions.assumeTrue(java.nio.file.Files.isExecutable(java.nio.file.Path.of("/usr/bin/perl")), "perl");
        box.mkdir("s");
        box.write("s/run", SERVER);
        Sandbox.chmod(box.path("s/run"), "rwxr-xr-x");
        box.write("s/sockets", sockets);
        return Service.at(box, "s");
    }

    private static int freePort(String address) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What the server says; its pid. */
    private static String ask(String address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 10_000);
            socket.setSoTimeout(20_000);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1).strip();
        }
    }

    private static boolean refuses(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @OnBoth
    void aFileOfThatNameCostsNothingWhereThereIsNone(Sandbox box) {
        Service service = Service.make(box, "s", "env >env; " + Service.IDLE);
        service.superviseUp();
        service.awaitStarts(1);
        assertFalse(box.read("s/env").contains("LISTEN_"));
    }

    @OnOurs(Difference.SOCKETS)
    void aRestartRefusesNobody(Sandbox box) throws Exception {
        int port = freePort("127.0.0.1");
        Service service = server(box, "tcp 127.0.0.1:" + port + "\n");
        service.superviseUp();
        service.awaitStarts(1);
        java.util.Set<String> pids = new java.util.TreeSet<>();
        for (int restart = 0; restart < 3; restart++) {
            service.svc("-t");
            int starts = service.starts().size();
            long untilNs = System.nanoTime() + 20_000_000_000L;
            int asked = 0;
            while (service.starts().size() == starts || asked < 20) {
                pids.add(ask("127.0.0.1", port));
                asked++;
                assertTrue(System.nanoTime() < untilNs, "it did not start again");
            }
        }
        assertTrue(pids.size() >= 3, pids.toString());
        assertTrue(service.starts().size() >= 4);
        service.svc("-d").awaitDown();
        Await.until("down is down", () -> refuses(port));
        service.svc("-u").awaitUp();
        assertEquals(Long.toString(service.pid()), ask("127.0.0.1", port));
    }

    @OnOurs(Difference.SOCKETS)
    void tcpserverTakesThemAndARestartDropsNobody(Sandbox box) throws Exception {
        int port = freePort("127.0.0.1");
        Service service = Service.make(
                box, "s", Service.NOTE_START + "; exec tcpserver -RHl0 --listen fds sh -c 'echo $TCPLOCALPORT'");
        box.write("s/sockets", "tcp 127.0.0.1:" + port + "\n");
        service.superviseUp();
        service.awaitStarts(1);
        for (int restart = 0; restart < 3; restart++) {
            int starts = service.starts().size();
            service.svc("-t");
            for (int asked = 0; service.starts().size() == starts || asked < 20; asked++) {
                assertEquals(Integer.toString(port), ask("127.0.0.1", port));
            }
        }
    }

    @OnOurs(Difference.SOCKETS)
    void runFindsThemByTheUsualVariables(Sandbox box) {
        int port = freePort("127.0.0.1");
        int port6 = freePort("::1");
        Service service = Service.make(
                box, "s", "env | grep '^LISTEN_' | sort >env; ls /proc/self/fd | tr '\\n' ' ' >fds; " + Service.IDLE);
        box.write(
                "s/sockets",
                "# all of them\ntcp 127.0.0.1:" + port + " web\ntcp [::1]:" + port6
                        + "\nunix ctl\n\nunix other admin # x\n");
        box.variable("LISTEN_PID", "17").variable("LISTEN_FDS", "2").variable("LISTEN_FDNAMES", "a:b");
        Running supervise = service.supervise();
        long pid = service.awaitStarts(1).pid();
        assertEquals("LISTEN_FDNAMES=web:tcp:unix:admin\nLISTEN_FDS=4\nLISTEN_PID=" + pid + "\n", box.read("s/env"));
        // 7 is ls's own, of the directory that it reads
        assertEquals("0 1 2 3 4 5 6 7 ", box.read("s/fds"));
        service.svc("-t").awaitStarts(2);
        assertTrue(box.read("s/env").contains("LISTEN_PID=" + service.starts().getLast() + "\n"));
        assertTrue(box.exists("s/ctl") && box.exists("s/other"));
        service.svc("-dx");
        supervise.end().is(0, "", "");
        assertFalse(box.exists("s/ctl") || box.exists("s/other"));
    }

    @OnOurs(Difference.SOCKETS)
    @NeedsRoot
    void aNewSuperviseGetsThemBackFromTheServiceThatSurvived(Sandbox box) throws Exception {
        int port = freePort("127.0.0.1");
        Scan.prepare(box);
        box.symlink("sv/s", "../s");
        Service service = server(box, "unix ctl\ntcp 127.0.0.1:" + port + "\n");
        box.write("s/run", SERVER.replace("'+<&=', 3", "'+<&=', 4").replace("descriptor 3", "descriptor 4"));
        Scan.link(box, "s");
        Scan.start(box);
        service.awaitUp();
        service.awaitStarts(1);
        long pid = service.awaitUp();
        assertEquals(Long.toString(pid), ask("127.0.0.1", port));
        long supervise = Scan.superviseOf(box, "s");
        Proc.signal(supervise, "KILL");
        Await.until("another supervise", () -> {
            long other = Scan.superviseOf(box, "s");
            return other > 0 && other != supervise;
        });
        service.awaitOk();
        assertEquals(Long.toString(pid), ask("127.0.0.1", port));
        for (int restart = 0; restart < 2; restart++) {
            int starts = service.starts().size();
            service.svc("-k");
            // An answer may be cut short by the kill, but nobody is refused.
            for (int asked = 0; service.starts().size() == starts || asked < 20; asked++) {
                connect("127.0.0.1", port);
            }
        }
        assertEquals(Long.toString(service.awaitUpAgain(pid)), ask("127.0.0.1", port));
        assertTrue(box.exists("s/ctl"));
    }

    /** Connects, whatever is said. */
    private static void connect(String address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 10_000);
        }
    }

    @OnOurs(Difference.SOCKETS)
    void aUnixSocketThatNobodyListensOnAnyMoreIsReplaced(Sandbox box) throws Exception {
        Service service = server(box, "unix ctl\n");
        long first = service.superviseUp().pid();
        service.awaitStarts(1);
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(box.path("s/ctl"));
        assertEquals(Long.toString(service.pid()), ask(address));
        long pid = service.pid();
        Proc.signal(first, "KILL");
        Proc.signal(pid, "KILL");
        Await.until("both have gone", () -> !Proc.alive(first) && !Proc.alive(pid));
        assertTrue(box.exists("s/ctl"));
        service.superviseUp();
        service.awaitStarts(2);
        assertEquals(Long.toString(service.awaitUpAgain(pid)), ask(address));
    }

    private static String ask(UnixDomainSocketAddress address) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(address);
            java.nio.ByteBuffer answer = java.nio.ByteBuffer.allocate(100);
            while (channel.read(answer) >= 0) {
                // to the end
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1).strip();
        }
    }

    @OnOurs(Difference.SOCKETS)
    void aChangeCountsFromTheNextStartOn(Sandbox box) throws Exception {
        int port = freePort("127.0.0.1");
        Service service = server(box, "tcp 127.0.0.1:" + port + "\n");
        service.superviseUp();
        service.awaitStarts(1);
        long pid = service.awaitUp();
        int other = freePort("127.0.0.1");
        box.write("s/sockets", "tcp 127.0.0.1:" + other + "\n");
        assertEquals(Long.toString(pid), ask("127.0.0.1", port));
        service.svc("-t").awaitUpAgain(pid);
        service.awaitStarts(2);
        assertEquals(Long.toString(service.awaitUp()), ask("127.0.0.1", other));
        assertTrue(refuses(port));
        pid = service.pid();
        box.delete("s/sockets");
        box.script("s/run", "env >env; " + Service.IDLE);
        service.svc("-t").awaitUpAgain(pid);
        service.awaitStarts(3);
        assertTrue(refuses(other));
        assertFalse(box.read("s/env").contains("LISTEN_"));
    }

    @OnOurs(Difference.SOCKETS)
    void whatIsWrongIsSaidWithFileAndLine(Sandbox box) {
        Service service = Service.idle(box, "s");
        box.write("s/sockets", "tcp 127.0.0.1:1\n\nudp 127.0.0.1:2\n");
        Running supervise = service.supervise();
        supervise.awaitErr(
                "supervise: warning: s/sockets:3: expected tcp ADDRESS:PORT or unix PATH, and a name if it is to have one\n");
        assertTrue(service.starts().isEmpty());
        box.delete("s/sockets");
        service.awaitStarts(1);
    }

    @OnOurs(Difference.SOCKETS)
    void aPortThatIsTakenIsTriedAgain(Sandbox box) throws Exception {
        Service service;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            service = server(box, "tcp 127.0.0.1:" + port + "\n");
            Running supervise = service.supervise();
            supervise.awaitErr(
                    "supervise: warning: unable to listen on tcp 127.0.0.1:" + port + " for s: address already used\n");
            assertEquals(0, service.pid());
        }
        service.awaitStarts(1);
    }

    @OnOurs(Difference.SOCKETS)
    void aFileThatIsNoSocketStays(Sandbox box) {
        Service service = Service.idle(box, "s");
        box.write("s/sockets", "unix precious\n");
        box.write("s/precious", "words\n");
        Running supervise = service.supervise();
        supervise.awaitErr("supervise: warning: unable to listen on unix precious for s: address already used\n");
        assertEquals("words\n", box.read("s/precious"));
        box.delete("s/precious");
        service.awaitStarts(1);
    }

    @OnOurs(Difference.SOCKETS)
    void aServiceWithALogHasItsOutputThere(Sandbox box) throws Exception {
        int port = freePort("127.0.0.1");
        Service service = server(box, "tcp 127.0.0.1:" + port + "\n").log("exec cat >said");
        box.write("s/run", SERVER + "syswrite(STDOUT, \"ends\\n\");\n");
        Running supervise = box.start("supervise", "s", "log");
        long pid = service.awaitUp();
        assertEquals(Long.toString(pid), ask("127.0.0.1", port));
        supervise.signal("TERM");
        supervise.end().is(0, "", "");
        assertEquals("ends\n", box.read("s/log/said"));
    }
}
