package org.yagura.sim.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yagura.os.Errno;
import org.yagura.os.SocketAddress;

class SocketsTest {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int PORT = 25;

    private final Kernel kernel = new Kernel(7);
    private final List<String> heard = new ArrayList<>();

    private static SocketAddress address() {
        SocketAddress address = new SocketAddress();
        address.setIp(LOOPBACK, PORT);
        return address;
    }

    /** Starts a process that does something. */
    private void process(String name, Program program) {
        SimProcess process = kernel.newProcess(kernel.init(), kernel.root(), name);
        kernel.begin(process, new Image(program, new byte[][] {ProcessPort.bytes(name)}, new byte[0][]));
    }

    private int listener(ProcessPort port) {
        int fd = port.sockets().stream(SocketAddress.INET);
        assertEquals(0, port.sockets().bind(fd, address()));
        assertEquals(0, port.sockets().listen(fd, 1));
        return fd;
    }

    private String line(ProcessPort port, int fd) {
        byte[] bytes = new byte[80];
        int n = port.descriptors().read(fd, bytes, 0, bytes.length);
        return n < 0 ? "error " + -n : new String(bytes, 0, n, StandardCharsets.ISO_8859_1);
    }

    private static void say(ProcessPort port, int fd, String text) {
        byte[] bytes = ProcessPort.bytes(text);
        assertEquals(bytes.length, port.descriptors().write(fd, bytes, 0, bytes.length));
    }

    @Test
    void aForkedChildTalksToTheClientOnItsOwnPort() {
        process("server", (self, image) -> {
            int fd = listener(self.port());
            self.port().descriptors().setNonBlocking(fd, false);
            SocketAddress remote = new SocketAddress();
            int taken = self.port().sockets().accept(fd, remote);
            int child = self.port().processes().forkInto(port -> {
                heard.add(line(self.kernel.process(port.processes().pid()).port(), taken));
                say(self.kernel.process(port.processes().pid()).port(), taken, "welcome");
                return 0;
            });
            heard.add(child > 0 && remote.ip(0) == 127 ? "accepted" : "failed " + child);
            self.port().descriptors().close(taken);
            return 0;
        });
        process("client", (self, image) -> {
            int fd = self.port().sockets().stream(SocketAddress.INET);
            while (self.port().sockets().connect(fd, address()) == -Errno.ECONNREFUSED) {
                self.port().pause(1_000_000);
            }
            self.port().descriptors().setNonBlocking(fd, false);
            say(self.port(), fd, "hello");
            heard.add(line(self.port(), fd));
            heard.add("end " + line(self.port(), fd));
            return 0;
        });
        kernel.runUntil(() -> heard.size() == 4, 1_000_000_000L);
        assertEquals(
                List.of("accepted", "end ", "hello", "welcome"),
                heard.stream().sorted().toList());
    }

    @Test
    void aSecondListenerFindsThePortTakenUntilTheFirstIsGone() {
        process("server", (self, image) -> {
            int first = listener(self.port());
            int second = self.port().sockets().stream(SocketAddress.INET);
            heard.add("bind " + self.port().sockets().bind(second, address()));
            self.port().descriptors().close(first);
            heard.add("again " + self.port().sockets().bind(second, address()));
            return 0;
        });
        kernel.runUntil(() -> heard.size() == 2, 1_000_000_000L);
        assertEquals(List.of("bind " + -Errno.EADDRINUSE, "again 0"), heard);
    }
}
