package org.yagura.sim.stage;

import static org.yagura.sim.stage.Stage.MS;

import java.util.ArrayList;
import java.util.List;
import org.yagura.os.Errno;
import org.yagura.os.SocketAddress;
import org.yagura.sim.kernel.Connection;
import org.yagura.sim.kernel.ProcessListener;
import org.yagura.sim.kernel.SimProcess;

/** A stage with tcpserver on port 25, the program {@code work} that it runs for each connection, and clients. */
public final class Serving implements ProcessListener {
    /** What a program answers when its work is done. */
    public static final String DONE = "done\n";

    public static final String SAID = "/tmp/said";
    /** Where the server writes its figures. */
    public static final String STATUS = "/tmp/status";

    private static final int PORT = 25;
    private static final long TRY_AGAIN_NS = 200 * MS;

    public final Stage stage;
    private final List<Visitor> visitors = new ArrayList<>();
    private int accepted;
    private int served;

    /** A client, and what has become of it. */
    public static final class Visitor {
        public final Visit visit;
        /** What it was told. */
        public String answer = "";

        public boolean connected;
        public boolean gone;

        Visitor(Visit visit) {
            this.visit = visit;
        }

        public boolean isServed() {
            return answer.equals(DONE);
        }
    }

    public Serving(long seed) {
        stage = new Stage(seed);
        stage.kernel.register("work", (process, image) -> work(new Shell(process, image)));
        stage.kernel.register("visitor", (process, image) -> visit(new Shell(process, image)));
        stage.program("/bin/work", "work");
        stage.program("/bin/visitor", "visitor");
        stage.kernel.faults.spare("said");
        stage.kernel.listen(this);
    }

    /** Starts a server that asks nobody for names. */
    public SimProcess start(String... options) {
        List<String> command = new ArrayList<>(List.of("tcpserver", "-HR", "-l", "here", "--status", STATUS));
        command.addAll(List.of(options));
        command.addAll(List.of("0", Integer.toString(PORT), "work"));
        return stage.start(SAID, "/", command.toArray(new String[0]));
    }

    /** The same, and waits until it listens. */
    public SimProcess startAndWait(String... options) {
        SimProcess server = start(options);
        stage.until(
                "it waits for connections", 5 * Stage.SECOND, () -> server.isTool() && server.openDescriptors() >= 6);
        stage.pass(100 * MS);
        return server;
    }

    /** Compiles rules. */
    public void rules(String name, String text) {
        stage.write("/tmp/rules", text);
        SimProcess process = stage.startReading("/tmp/rules", SAID, "/", "tcprules", name, name + ".new");
        stage.until("rules are compiled", Stage.SECOND * 10, () -> !process.isAlive());
        if (process.waitStatus() != 0) {
            throw new AssertionError("tcprules: " + said());
        }
    }

    public String said() {
        return stage.read(SAID);
    }

    /** A figure of the server's own, -1 where it is not known. */
    public long figure(String name) {
        for (String line : stage.read(STATUS).split("\n", -1)) {
            if (line.startsWith(name + " ")) {
                return Long.parseLong(line.substring(name.length() + 1));
            }
        }
        return -1;
    }

    /** How many connections were accepted. */
    public int accepted() {
        return accepted;
    }

    /** How many programs have got one. */
    public int served() {
        return served;
    }

    @Override
    public void accepted(SimProcess server, Connection connection) {
        accepted++;
    }

    @Override
    public void execed(SimProcess process) {
        served += process.connection(0) == null ? 0 : 1;
    }

    // --- programs ---

    /** Reads {@code work MS}, works for so long, and answers. */
    private static int work(Shell shell) {
        byte[] buffer = new byte[80];
        StringBuilder asked = new StringBuilder();
        while (asked.indexOf("\n") < 0) {
            int n = shell.read(0, buffer);
            if (n <= 0) {
                return n == 0 ? 3 : 4;
            }
            asked.append(Shell.text(buffer), 0, n);
        }
        long ms = Long.parseLong(asked.substring(asked.indexOf(" ") + 1, asked.indexOf("\n")));
        shell.sleep(ms * MS);
        shell.write(1, DONE);
        return 0;
    }

    // --- clients ---

    /** Sends a client on its way. */
    public Visitor send(Visit visit) {
        Visitor visitor = new Visitor(visit);
        visitors.add(visitor);
        stage.start("/tmp/visitors", "/", "visitor", Integer.toString(visitors.size() - 1));
        return visitor;
    }

    public List<Visitor> send(int count, Visit visit) {
        List<Visitor> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sent.add(send(visit));
        }
        return sent;
    }

    public boolean allAreGone() {
        return visitors.stream().allMatch(visitor -> visitor.gone);
    }

    private int visit(Shell shell) {
        Visitor visitor = visitors.get((int) shell.number(1));
        int fd = connect(shell, visitor.visit.number());
        if (fd >= 0) {
            visitor.connected = true;
            talk(shell, fd, visitor);
            shell.process().port().descriptors().close(fd);
        }
        visitor.gone = true;
        return 0;
    }

    /** Tries for three seconds where nobody listens, or too many wait. */
    private static int connect(Shell shell, int number) {
        SocketAddress address = new SocketAddress();
        address.setIp(new byte[] {127, 0, 0, (byte) number}, PORT);
        for (int i = 0; i < 15; i++) {
            int fd = shell.process().port().sockets().stream(SocketAddress.INET);
            int error = shell.process().port().sockets().connect(fd, address);
            if (error == 0) {
                shell.process().port().descriptors().setNonBlocking(fd, false);
                return fd;
            }
            shell.process().port().descriptors().close(fd);
            shell.sleep(TRY_AGAIN_NS);
        }
        return -Errno.ECONNREFUSED;
    }

    private static void talk(Shell shell, int fd, Visitor visitor) {
        Visit visit = visitor.visit;
        String asks = visit.header() + "work " + visit.workMs() + "\n";
        switch (visit.way()) {
            case ASK -> {
                shell.sleep(visit.ms() * MS);
                say(shell, fd, asks);
                visitor.answer = answer(shell, fd);
            }
            case SLOW -> {
                for (int i = 0; i < asks.length(); i++) {
                    say(shell, fd, asks.substring(i, i + 1));
                    shell.sleep(visit.ms() * MS);
                }
                visitor.answer = answer(shell, fd);
            }
            case SILENT -> shell.sleep(visit.ms() * MS);
            case LEAVE -> {
                say(shell, fd, asks);
                shell.sleep(visit.ms() * MS);
            }
            case RESET -> {
                say(shell, fd, asks);
                shell.sleep(visit.ms() * MS);
                shell.process().resetAtClose(fd);
            }
        }
    }

    private static void say(Shell shell, int fd, String text) {
        byte[] bytes = Shell.bytes(text);
        shell.process().port().descriptors().write(fd, bytes, 0, bytes.length);
    }

    private static String answer(Shell shell, int fd) {
        byte[] buffer = new byte[80];
        StringBuilder answer = new StringBuilder();
        for (int n = shell.read(fd, buffer); n > 0; n = shell.read(fd, buffer)) {
            answer.append(Shell.text(buffer), 0, n);
        }
        return answer.toString();
    }
}
