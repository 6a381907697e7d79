package org.yagura.itest.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A tcpserver that a test has started, with {@code -1}, which tells the port. */
public final class Server {
    private static final int PATIENCE_MS = 20_000;

    public final Running running;
    private final String host;

    private Server(Running running, String host) {
        this.running = running;
        this.host = host;
    }

    /** Starts one at a free port of 127.0.0.1. @param options after {@code -1} */
    public static Server start(Sandbox box, String options, String... program) {
        List<String> words = new ArrayList<>(List.of("tcpserver", "-1"));
        words.addAll(List.of(options.split(" ")));
        words.addAll(List.of("127.0.0.1", "0"));
        words.addAll(List.of(program));
        return of(box.start(words.toArray(new String[0])), "127.0.0.1");
    }

    /** One that was started otherwise, and is reached at a host. */
    public static Server of(Running running, String host) {
        running.awaitOut("\n");
        return new Server(running, host);
    }

    public int port() {
        return Integer.parseInt(running.out().lines().findFirst().orElseThrow());
    }

    /** A connection, on which nothing has been read yet. */
    public Socket connect() {
        return connect(host, port());
    }

    /** Whether nobody listens at a port. */
    public static boolean isRefused(String host, int port) {
        try {
            new Socket(host, port).close();
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** A connection whose reading gives up after a while. */
    public static Socket connect(String host, int port) {
        try {
            Socket socket = new Socket();
            socket.setSoTimeout((int) (PATIENCE_MS * Await.factor()));
            socket.connect(new InetSocketAddress(host, port), PATIENCE_MS);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a connection brings, to its end; a reset is an end too. */
    public static String readAll(Socket socket) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (socket) {
            for (int b = socket.getInputStream().read();
                    b >= 0;
                    b = socket.getInputStream().read()) {
                all.write(b);
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("no end after: " + all, e);
        } catch (IOException e) {
            return all.toString(StandardCharsets.ISO_8859_1);
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /** The next line of a connection. */
    public static String readLine(Socket socket) {
        StringBuilder line = new StringBuilder();
        try {
            for (int b = socket.getInputStream().read();
                    b >= 0 && b != '\n';
                    b = socket.getInputStream().read()) {
                line.append((char) b);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }

    /** Whether nothing comes, and no end either, for so long. */
    public static boolean isSilent(Socket socket, int durationMs) {
        try {
            int before = socket.getSoTimeout();
            socket.setSoTimeout(durationMs);
            int b = socket.getInputStream().read();
            socket.setSoTimeout(before);
            throw new AssertionError("something came: " + b);
        } catch (java.net.SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void write(Socket socket, String text) {
        write(socket, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects once and reads to the end. */
    public String ask() {
        return readAll(connect());
    }

    /** What it has said, with words in place of pids and ports. */
    public String said() {
        return running.err()
                .replaceAll("(pid|ok|deny|end) \\d+", "$1 P")
                .replaceAll(":" + port() + " ", ":PORT ")
                .replaceAll("(?m)((?:ok|deny) .*):\\d+$", "$1:THEIRS");
    }

    /** Waits until it has said so many lines. */
    public String awaitSaid(int lines) {
        Await.until(
                () -> lines + " lines of: " + said(),
                PATIENCE_MS,
                () -> said().lines().count() >= lines);
        return said();
    }

    /** Ends it by TERM and looks that it ends as it always did. */
    public void stop() {
        running.signal("TERM");
        assertEquals(0, running.end().exit());
    }
}
