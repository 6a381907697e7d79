package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Server;

/** Where ours listens besides one IPv4 address, and for whom: IPv6, UNIX sockets, sockets handed over, proxies. */
class TcpserverAddressesIT {
    private static final String SHOW = "echo $PROTO $TCPLOCALIP $TCPREMOTEIP $TCPREMOTEPORT";

    private static Server listen(Sandbox box, String host, String options) {
        String[] words = ("tcpserver -1vRHl0 " + options + " sh -c").split(" ");
        String[] all = java.util.Arrays.copyOf(words, words.length + 1);
        all[words.length] = SHOW;
        return Server.of(box.start(all), host);
    }

    private static String asked(Server server) {
        Socket socket = server.connect();
        int port = socket.getLocalPort();
        return Server.readAll(socket).replace(" " + port + "\n", " PORT\n");
    }

    @OnOurs(Difference.TCPSERVER_ADDITIONS)
    void listensOnIpv6(Sandbox box) {
        Server server = listen(box, "::1", "::1 0");
        assertEquals("TCP ::1 ::1 PORT\n", asked(server));
        assertEquals("""
                tcpserver: status: 0/40
                tcpserver: status: 1/40
                tcpserver: pid P from ::1
                tcpserver: ok P 0:[::1]:PORT :[::1]::THEIRS
                tcpserver: end P status 0
                tcpserver: status: 0/40
                """, server.awaitSaid(6));
        server.stop();
    }

    @OnOurs(Difference.TCPSERVER_ADDITIONS)
    void allAddressesOfBothKinds(Sandbox box) {
        Server server = listen(box, "127.0.0.1", ":: 0");
        assertEquals("TCP 127.0.0.1 127.0.0.1 PORT\n", asked(server));
        Socket six = Server.connect("::1", server.port());
        assertTrue(Server.readAll(six).startsWith("TCP ::1 ::1 "));
        server.stop();
        Server only = listen(box, "::1", "--v6only :: 0");
        assertEquals("TCP ::1 ::1 PORT\n", asked(only));
        assertTrue(Server.isRefused("127.0.0.1", only.port()));
        only.stop();
    }

    @OnOurs(Difference.TCPSERVER_ADDITIONS)
    void rulesKnowIpv4ClientsOfAnIpv6Socket(Sandbox box) {
        box.sh("printf '127.0.0.1:deny\\n:allow\\n' | tcprules cdb tmp").ok();
        Server server = listen(box, "127.0.0.1", "-x cdb :: 0");
        assertEquals("", server.ask());
        assertTrue(Server.readAll(Server.connect("::1", server.port())).startsWith("TCP ::1"));
        server.stop();
    }

    @OnOurs(Difference.TCPSERVER_ADDITIONS)
    void listensAtSeveralPlaces(Sandbox box) throws IOException {
        Server server =
                listen(box, "127.0.0.1", "--listen 127.0.0.1:0 --listen [::1]:0 --listen unix:sock --unix-mode 600");
        List<String> ports = server.running.out().lines().toList();
        assertEquals(2, ports.size());
        assertEquals("TCP 127.0.0.1 127.0.0.1 PORT\n", asked(server));
        Socket six = Server.connect("::1", Integer.parseInt(ports.get(1)));
        assertTrue(Server.readAll(six).startsWith("TCP ::1 ::1 "));
        assertEquals("UNIX\n", unix(box, "sock"));
        assertEquals("rw-------", box.mode("sock"));
        assertTrue(server.said().contains("tcpserver: ok P 0:sock: :unix::\n"), server::said);
        server.stop();
        assertFalse(box.exists("sock"));
    }

    @OnOurs(Difference.TCPSERVER_ADDITIONS)
    void aLeftOverSocketIsReplacedAndALivingOneIsNot(Sandbox box) throws IOException {
        Running first = box.start("tcpserver", "--listen", "unix:sock", "echo", "first");
        org.yagura.itest.harness.Await.until("it listens", () -> box.exists("sock"));
        box.run("tcpserver", "--listen", "unix:sock", "echo", "second")
                .is(111, "", "tcpserver: fatal: unable to listen at unix:sock: address already used\n");
        assertEquals("first\n", unix(box, "sock"));
        first.signal("KILL");
        first.end();
        Running second = box.start("tcpserver", "-v", "--listen", "unix:sock", "echo", "second");
        second.awaitErr("status");
        assertEquals("second\n", unix(box, "sock"));
        box.write("file", "precious");
        box.run("tcpserver", "--listen", "unix:file", "echo")
                .is(111, "", "tcpserver: fatal: unable to listen at unix:file: address already used\n");
        assertEquals("precious", box.read("file"));
    }

    private static String unix(Sandbox box, String name) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(box.path(name)));
            ByteBuffer buffer = ByteBuffer.allocate(4096);
            int n = channel.read(buffer);
            while (n > 0) {
                n = channel.read(buffer);
            }
            return new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1)
                    .replaceAll(" +\n", "\n");
        }
    }

    @OnOurs(Difference.TCPSERVER_ADDITIONS)
    void takesSocketsThatAreHandedOver(Sandbox box) {
        assumeTrue(box.sh("perl -MSocket -e 1").exit() == 0, "SKIPPED: no perl with Socket");
        box.write("hand.pl", """
                use Socket; $^F = 9;
                socket(A, PF_INET, SOCK_STREAM, 0); socket(B, PF_INET, SOCK_STREAM, 0);
                for (\\*A, \\*B) { bind($_, sockaddr_in(0, INADDR_LOOPBACK)) or die; listen($_, 5) or die; }
                die unless fileno(A) == 3 && fileno(B) == 4;
                $ENV{LISTEN_PID} = $$ + ($ENV{OFF} || 0); $ENV{LISTEN_FDS} = 2; $ENV{LISTEN_FDNAMES} = "a:b";
                exec "tcpserver", "-1RHl0", "--listen", "fds", "sh", "-c", 'echo $LISTEN_FDS$LISTEN_PID$LISTEN_FDNAMES$TCPLOCALPORT';
                """);
        Server server = Server.of(box.start("perl", "hand.pl"), "127.0.0.1");
        for (String port : server.running.out().lines().toList()) {
            assertEquals(port + "\n", Server.readAll(Server.connect("127.0.0.1", Integer.parseInt(port))));
        }
        assertEquals(2, server.running.out().lines().count());
        server.stop();
        box.sh("OFF=1 perl hand.pl")
                .is(111, "", "tcpserver: fatal: no sockets were handed over to this process by LISTEN_FDS\n");
    }

    @OnOurs(Difference.TCPSERVER_ADDITIONS)
    void believesProxiesOnly(Sandbox box) {
        Server server = listen(box, "127.0.0.1", "--proxy-protocol 127.0.0.1,10.0.0.0/8 127.0.0.1 0");
        assertEquals(
                "TCP 192.0.2.9 198.51.100.7 4711\n", proxied(server, "PROXY TCP4 198.51.100.7 192.0.2.9 4711 25\r\n"));
        assertTrue(server.awaitSaid(6).contains("""
                tcpserver: pid P from 198.51.100.7
                tcpserver: ok P 0:192.0.2.9:25 :198.51.100.7::THEIRS
                """), server::said);
        assertEquals("TCP 2001:db8::2 2001:db8::1 1\n", proxied(server, "PROXY TCP6 2001:db8::1 2001:db8::2 1 2\r\n"));
        assertTrue(proxied(server, "PROXY UNKNOWN\r\n").startsWith("TCP 127.0.0.1 127.0.0.1 "));
        byte[] second = {
            13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10, 0x21, 0x11, 0, 12, 9, 8, 7, 6, 5, 4, 3, 2, 0, 7, 0, 25
        };
        Socket socket = server.connect();
        Server.write(socket, second);
        assertEquals("TCP 5.4.3.2 9.8.7.6 7\n", Server.readAll(socket));
        assertEquals("", proxied(server, "GET / HTTP/1.0\r\n\r\n"));
        assertTrue(server.said().endsWith("tcpserver: warning: dropping connection from 127.0.0.1, no PROXY header\n"));
        server.stop();
        Server strict = listen(box, "127.0.0.1", "--proxy-protocol 10.0.0.0/8 127.0.0.1 0");
        assertEquals("", proxied(strict, "PROXY TCP4 198.51.100.7 192.0.2.9 4711 25\r\n"));
        assertTrue(
                strict.said().endsWith("tcpserver: warning: dropping connection from 127.0.0.1, not from a proxy\n"));
        strict.stop();
    }

    private static String proxied(Server server, String header) {
        Socket socket = server.connect();
        Server.write(socket, header);
        return Server.readAll(socket);
    }

    @OnOurs(Difference.TCPSERVER_ADDITIONS)
    void whatFollowsTheHeaderIsTheProgramsAndSlownessHoldsNobodyUp(Sandbox box) {
        Running running =
                box.start("tcpserver", "-1RHl0", "-c", "3", "--proxy-protocol", "127.0.0.1", "127.0.0.1", "0", "cat");
        Server server = Server.of(running, "127.0.0.1");
        Socket silent = server.connect();
        Socket slow = server.connect();
        for (char each : "PROXY TCP4 198.51.100.7 192.0.2.9 4711 25\r".toCharArray()) {
            Server.write(slow, String.valueOf(each));
        }
        Socket quick = server.connect();
        Server.write(quick, "PROXY TCP4 198.51.100.7 192.0.2.9 4711 25\r\nquick\n");
        assertEquals("quick", Server.readLine(quick));
        Server.write(slow, "\nslow\n");
        assertEquals("slow", Server.readLine(slow));
        assertEquals("", Server.readAll(silent), "dropped after five seconds");
        Server.close(quick);
        Server.close(slow);
        server.stop();
    }

    @OnOurs(Difference.TCPSERVER_ADDITIONS)
    void limitsAreAboutTheClientsOfAProxy(Sandbox box) {
        Running running = box.start(
                "tcpserver", "-1RHl0", "--per-address", "1", "--proxy-protocol", "127.0.0.1", "127.0.0.1", "0", "cat");
        Server server = Server.of(running, "127.0.0.1");
        Socket one = server.connect();
        Server.write(one, "PROXY TCP4 198.51.100.1 192.0.2.9 1 25\r\nin\n");
        assertEquals("in", Server.readLine(one));
        Socket two = server.connect();
        Server.write(two, "PROXY TCP4 198.51.100.2 192.0.2.9 1 25\r\nin\n");
        assertEquals("in", Server.readLine(two));
        assertEquals("", proxied(server, "PROXY TCP4 198.51.100.1 192.0.2.9 2 25\r\n"));
        Server.close(one);
        Server.close(two);
        server.stop();
    }
}
