package org.yagura.itest.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** nginx as a service {@code sv/web}: in the foreground on a loopback port, its access log on standard output. */
public final class Nginx {

    public final Service service;
    private final int port;

    private Nginx(Service service, int port) {
        this.service = service;
        this.port = port;
    }

    /** Makes the service with a {@code log} that runs multilog with these actions as a user of its own. */
    public static Nginx make(Sandbox box, String logUser, String actions) {
        Optional<Path> program = Peers.find("nginx");
        assumeTrue(program.isPresent(), "nginx is not installed");
        int port = freePort();
        Service service = Scan.service(
                box,
                "web",
                "exec 2>&1\nexec " + program.orElseThrow() + " -e stderr -p \"$PWD/\" -c \"$PWD/nginx.conf\"");
        box.write("sv/web/nginx.conf", """
                daemon off; user www-data; worker_processes 1; pid nginx.pid; error_log stderr notice;
                events { worker_connections 64; }
                http {
                    access_log /dev/stdout combined;
                    client_body_temp_path tmp; proxy_temp_path tmp; fastcgi_temp_path tmp; uwsgi_temp_path tmp; scgi_temp_path tmp;
                    server { listen 127.0.0.1:%d; location / { return 200 "hello\\n"; } }
                }
                """.formatted(port));
        service.log("exec setuidgid " + logUser + " multilog " + actions);
        box.sh("mkdir sv/web/tmp sv/web/log/main && chown " + logUser
                        + " sv/web/log/main && chmod 755 sv/web sv/web/log")
                .ok();
        return new Nginx(service, port);
    }

    /** The body of an answer, or an empty text where there is none. */
    public String get(String path) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            socket.setSoTimeout(1000);
            socket.getOutputStream().write(("GET " + path + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            int body = answer.indexOf("\r\n\r\n");
            return body < 0 ? "" : answer.substring(body + 4);
        } catch (IOException e) {
            return "";
        }
    }

    public void awaitAnswers() {
        Await.until("nginx answers", () -> get("/").equals("hello\n"));
    }

    public void awaitSilent() {
        Await.until("nginx is gone", () -> get("/").isEmpty());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
