package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.NameServer;
import org.yagura.itest.harness.NeedsRoot;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Server;

/** What tcpserver finds out about its clients, by name servers and by ident. */
@NeedsRoot
class TcpserverLookupsIT {
    private static final int IDENT_PORT = 113;
    private static final String REVERSE = "1.0.0.127.in-addr.arpa";
    private static final String SHOW = "echo ${TCPLOCALHOST-none} ${TCPREMOTEHOST-none} ${TCPREMOTEINFO-none} $X";

    private static NameServer names(Sandbox box) {
        NameServer names = new NameServer();
        box.variable("DNSCACHEIP", names.address())
                .variable("TCPREMOTEHOST", "old")
                .variable("TCPREMOTEINFO", "old");
        return names.record(REVERSE, NameServer.PTR, NameServer.name("client.test"));
    }

    @OnBoth
    @SuppressWarnings("try") // it answers as long as it is open
    void namesOfBothEnds(Sandbox box) {
        try (NameServer names = names(box)) {
            Server server = Server.start(box, "-vR", "sh", "-c", SHOW);
            assertEquals("client.test client.test none\n", server.ask());
            assertTrue(
                    server.awaitSaid(6).contains("ok P client.test:127.0.0.1:PORT client.test:127.0.0.1::THEIRS\n"),
                    server::said);
            server.stop();
        }
    }

    @OnBoth
    void aNameThatIsNotTheClientsIsNotTakenByTheParanoid(Sandbox box) {
        try (NameServer names = names(box)) {
            names.host("client.test", "192.0.2.1");
            Server server = Server.start(box, "-Rpl0", "sh", "-c", SHOW);
            assertEquals("0 none none\n", server.ask());
            names.host("client.test", "127.0.0.1");
            assertEquals("0 client.test none\n", server.ask());
            server.stop();
        }
    }

    @OnBoth
    @SuppressWarnings("try") // it answers as long as it is open
    void rulesForNames(Sandbox box) {
        try (NameServer names = names(box)) {
            box.sh("printf '=client.test:allow,X=\"host\"\\n=.test:deny\\n:deny\\n' | tcprules cdb tmp")
                    .ok();
            Server server = Server.start(box, "-Rl0 -x cdb", "sh", "-c", SHOW);
            assertEquals("0 client.test none host\n", server.ask());
            server.stop();
            Server blind = Server.start(box, "-RHl0 -x cdb", "sh", "-c", SHOW);
            assertEquals("", blind.ask());
            blind.stop();
        }
    }

    @OnBoth
    void asksIdent(Sandbox box) throws IOException {
        box.sh("printf 'alice@127.0.0.1:allow,X=\"info\"\\n:deny\\n' | tcprules cdb tmp")
                .ok();
        try (ServerSocket ident = new ServerSocket()) {
            Await.until("the port of ident is free", () -> listens(ident));
            Thread answering = new Thread(() -> answer(ident));
            answering.setDaemon(true);
            answering.start();
            Server server = Server.start(box, "-vHl0 -x cdb", "sh", "-c", SHOW);
            assertEquals("0 none alice info\n", server.ask());
            assertTrue(server.awaitSaid(6).contains("ok P 0:127.0.0.1:PORT :127.0.0.1:alice:THEIRS\n"), server::said);
            server.stop();
        }
    }

    /** The same test with the other suite may have the port: there is but one. */
    private static boolean listens(ServerSocket ident) {
        try {
            ident.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), IDENT_PORT), 5);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void answer(ServerSocket ident) {
        try (Socket socket = ident.accept();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            String answer = in.readLine() + " : USERID : UNIX : alice\r\n";
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            if (!ident.isClosed()) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
