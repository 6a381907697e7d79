package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.NameServer;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Result;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Suite;

/** Connections to hosts that have to be found first. */
class TcpclientIT {
    private static final String REFUSED = " port 1: connection refused\n";

    @NeedsRoot
    @OnBoth
    void addressesComeFromNameServers(Sandbox box) {
        try (NameServer server = new NameServer()) {
            server.host("one.test", "127.0.0.7").host("two.test", "127.0.0.8", "127.0.0.9");
            box.variable("DNSCACHEIP", server.address());
            box.sh("tcpclient -RH one.test 1 true").is(111, "", "tcpclient: unable to connect to 127.0.0.7" + REFUSED);
            Result two = box.sh("tcpclient -RH two.test 1 true");
            assertEquals(
                    List.of(
                            "tcpclient: unable to connect to 127.0.0.8 port 1: connection refused",
                            "tcpclient: unable to connect to 127.0.0.9 port 1: connection refused"),
                    two.err().lines().sorted().toList());
            box.sh("tcpclient -RH nosuch.test 1 true").is(111, "", "tcpclient: fatal: no IP address for nosuch.test\n");
            box.sh("LOCALDOMAIN='nosuch test' tcpclient -RH one 1 true")
                    .is(111, "", "tcpclient: unable to connect to 127.0.0.7" + REFUSED);
        }
    }

    @NeedsRoot
    @OnBoth
    void namesOfAddressesGoIntoTheEnvironment(Sandbox box) {
        try (NameServer server = new NameServer()) {
            server.record("1.0.0.127.in-addr.arpa", NameServer.PTR, NameServer.name("Some-Host.x_y.test"));
            box.variable("DNSCACHEIP", server.address());
            String port = serve(box, "127.0.0.1", "true");
            box.sh("tcpclient -R 127.0.0.1 " + port + " sh -c 'echo $TCPLOCALHOST $TCPREMOTEHOST'")
                    .is(0, "some-host.x_y.test some-host.x_y.test\n", "");
        }
    }

    @NeedsRoot
    @OnBoth
    void aLongAnswerComesOverTcp(Sandbox box) {
        try (NameServer server = new NameServer()) {
            server.host("long.test", "127.0.0.7").tooLong("long.test");
            box.variable("DNSCACHEIP", server.address());
            box.sh("tcpclient -RH long.test 1 true").is(111, "", "tcpclient: unable to connect to 127.0.0.7" + REFUSED);
            assertEquals(List.of("long.test 1", "tcp long.test 1"), server.asked);
        }
    }

    @NeedsRoot
    @OnOurs(Difference.NAME_SERVERS)
    void aServerThatCannotSayIsNotWaitedFor(Sandbox box) {
        try (NameServer bad = new NameServer();
                NameServer good = new NameServer()) {
            bad.failing("one.test");
            good.host("one.test", "127.0.0.7");
            box.variable("DNSCACHEIP", bad.address() + " " + good.address());
            box.sh("tcpclient -RH one.test 1 true").is(111, "", "tcpclient: unable to connect to 127.0.0.7" + REFUSED);
            assertEquals(List.of("one.test 1"), bad.asked);
            box.variable("DNSCACHEIP", bad.address());
            box.sh("tcpclient -RH one.test 1 true")
                    .is(
                            111,
                            "",
                            "tcpclient: fatal: temporarily unable to figure out IP address for one.test: temporary"
                                    + " failure\n");
        }
    }

    @NeedsRoot
    @OnOurs
    void aForgedAnswerIsIgnored(Sandbox box) {
        try (NameServer server = new NameServer()) {
            byte[] forged = new byte[] {
                0,
                0,
                (byte) 0x81,
                (byte) 0x80,
                0,
                1,
                0,
                1,
                0,
                0,
                0,
                0,
                3,
                'o',
                'n',
                'e',
                4,
                't',
                'e',
                's',
                't',
                0,
                0,
                1,
                0,
                1,
                (byte) 0xc0,
                12,
                0,
                1,
                0,
                1,
                0,
                0,
                0,
                60,
                0,
                4,
                127,
                6,
                6,
                6
            };
            server.host("one.test", "127.0.0.7").forging("one.test", forged);
            box.variable("DNSCACHEIP", server.address());
            for (int i = 0; i < 5; i++) {
                box.sh("tcpclient -RH one.test 1 true")
                        .is(111, "", "tcpclient: unable to connect to 127.0.0.7" + REFUSED);
            }
        }
    }

    @OnOurs(Difference.NAMES_IN_HOSTS)
    void localhostNeedsNoServer(Sandbox box) {
        assumeTrue(Sandbox.read(Path.of("/etc/hosts")).contains("127.0.0.1\tlocalhost")
                || Sandbox.read(Path.of("/etc/hosts")).contains("127.0.0.1 localhost"));
        box.variable("DNSCACHEIP", "127.0.0.1");
        box.sh("tcpclient -RH localhost 1 true").is(111, "", "tcpclient: unable to connect to 127.0.0.1" + REFUSED);
    }

    @OnOurs(Difference.TCPCLIENT_IPV6)
    void ipv6(Sandbox box) {
        assumeTrue(Files.exists(Path.of("/proc/net/if_inet6")), "no IPv6 here");
        box.sh("tcpclient -RH ::1 1 true").is(111, "", "tcpclient: unable to connect to ::1" + REFUSED);
        String port = serve(box, "::1", "echo hello");
        box.sh("tcpclient -vRHl0 [::1] " + port + " sh -c 'cat <&6; echo $PROTO $TCPREMOTEIP $TCPLOCALIP'")
                .is(0, "hello\nTCP ::1 ::1\n", "tcpclient: connected to ::1 port " + port + "\n");
    }

    @NeedsRoot
    @OnOurs(Difference.TCPCLIENT_IPV6)
    void aNameWithIpv6AddressesOnly(Sandbox box) {
        try (NameServer server = new NameServer()) {
            server.host("six.test", "::1").host("both.test", "127.0.0.7", "::1");
            box.variable("DNSCACHEIP", server.address());
            assertTrue(box.sh("tcpclient -RH six.test 1 true")
                    .err()
                    .startsWith("tcpclient: unable to connect to ::1 port 1"));
            assertTrue(box.sh("tcpclient -RH both.test 1 true").err().contains("127.0.0.7"));
            assertTrue(box.sh("tcpclient -RH --ipv6 both.test 1 true").err().contains("::1"));
        }
    }

    @NeedsRoot
    @OnBoth
    void identIsAsked(Sandbox box) {
        // the port is always the same: an address for each suite and run
        String address = "127.113." + ProcessHandle.current().pid() % 250 + "." + (box.suite == Suite.YAGURA ? 1 : 2);
        String port = serve(box, address, "sleep 1");
        box.start(
                "tcpserver",
                "-RHl0",
                address,
                "113",
                "sh",
                "-c",
                "read x || exit; echo \"$x\" >asked; echo \"$x : USERID : UNIX :  joe user\"");
        box.sh("while ! tcpclient -qRHl0 " + address + " 113 true; do sleep 0.02; done");
        Result result =
                box.sh("tcpclient -Hl0 " + address + " " + port + " sh -c 'echo \"$TCPREMOTEINFO.$TCPLOCALPORT\"'");
        String line = result.ok();
        assertTrue(line.startsWith("joeuser."), line);
        String local = line.substring("joeuser.".length()).strip();
        assertEquals(port + " , " + local + "\r\n", box.read("asked"));
    }

    @OnOurs(Difference.CLIENT_EXIT_CODES)
    void noConnectionIsNoSuccess(Sandbox box) {
        for (String tool : List.of("who@", "date@", "finger@")) {
            assertEquals(111, box.sh(tool + " 127.0.0.99").exit());
        }
        box.sh("http@ 127.0.0.99 x 1").is(111, "", "tcpclient: unable to connect to 127.0.0.99" + REFUSED);
    }

    @OnOurs(Difference.HTTP_EMPTY_LINES)
    void aPageKeepsItsEmptyLines(Sandbox box) {
        String port = serve(
                box,
                "127.0.0.1",
                "while read -r x; do case $x in ?) break ;; esac; done; printf 'HTTP/1.0 200\\r\\n\\r\\na\\r\\n\\r\\nb'");
        box.sh("http@ 127.0.0.1 x " + port).is(0, "a\n\nb", "");
    }

    @OnBoth
    void aSlowServerIsGivenUp(Sandbox box) {
        // a listening socket with a full queue does not answer
        box.write("full.py", """
                import socket, time
                s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(0)
                held = []
                for i in range(8):
                    c = socket.socket(); c.setblocking(False)
                    try: c.connect(s.getsockname())
                    except BlockingIOError: pass
                    held.append(c)
                print(s.getsockname()[1], flush=True); time.sleep(30)
                """);
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "no python3 here");
        box.startSh("exec /usr/bin/python3 full.py >port");
        String port = box.sh("while ! test -s port; do sleep 0.02; done; cat port")
                .ok()
                .strip();
        long startNs = System.nanoTime();
        box.sh("tcpclient -RHl0 -T 1+0 127.0.0.1 " + port + " true")
                .is(111, "", "tcpclient: unable to connect to 127.0.0.1 port " + port + ": timed out\n");
        assertTrue(System.nanoTime() - startNs >= 900_000_000L);
    }

    /** Starts a server that runs a script for each connection. @return its port */
    private static String serve(Sandbox box, String address, String script) {
        box.script("serve", script);
        box.startSh("exec tcpserver -1RHl0 " + address + " 0 ./serve >port");
        return box.sh("while ! test -s port; do sleep 0.02; done; cat port")
                .ok()
                .strip();
    }
}
