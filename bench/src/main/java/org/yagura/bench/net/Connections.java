package org.yagura.bench.net;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.yagura.bench.Benchmark;
import org.yagura.bench.Figure;
import org.yagura.bench.ProcessFacts;
import org.yagura.bench.Results;
import org.yagura.bench.Stage;
import org.yagura.bench.Suite;

/** What tcpserver costs for each connection, and how many it takes in a second. Beside it stands that of ucspi-tcp 0.88. */
public final class Connections implements Benchmark {
    private static final double NS_PER_US = 1e3;
    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_S = 1e9;
    private static final int WARM_UP = 200;

    private final int clients;
    private final int total;
    private final boolean ident;
    private final Figure rate;
    private final Figure cpu;
    private final Figure slowest;

    /**
     * A measurement.
     *
     * @param clients so many at a time
     * @param total connections of a round
     * @param ident with ident, which nobody answers here: a child of the server has to wait for it
     */
    public Connections(int clients, int total, boolean ident) {
        this.clients = clients;
        this.total = total;
        this.ident = ident;
        String id = "net." + (ident ? "ident." : "plain.") + clients + ".";
        String who = clients + " clients at a time, " + (ident ? "-Hl0, which asks ident" : "-RHl0");
        String how = total
                + " connections of a round on 127.0.0.1, a static program for each. Floor: accept, vfork, exec, nothing else (with ident: fork, an attempt to connect, exec).";
        rate = new Figure(id + "rate", "tcpserver, " + who + ": connections", "1/s", Figure.Better.MORE, how);
        cpu = new Figure(
                id + "cpu",
                "tcpserver, " + who + ": processor time for each connection",
                "us",
                Figure.Better.LESS,
                "That of the server, and of the child until its program begins, the exec included.");
        slowest = new Figure(
                id + "slowest",
                "tcpserver, " + who + ": the slowest connection",
                "ms",
                Figure.Better.LESS,
                "From connect to the end, the slowest of a round. -b as each has it by default.");
    }

    @Override
    public Area area() {
        return Area.NET;
    }

    @Override
    public List<Figure> figures() {
        return List.of(rate, cpu, slowest);
    }

    @Override
    public List<Suite> suites() {
        return Suite.with(Suite.OURS, Suite.UCSPI, Suite.FLOOR);
    }

    @Override
    public int rounds(Effort effort) {
        return effort == Effort.QUICK ? 2 : 5;
    }

    @Override
    public void measure(Suite suite, Stage stage, Results results) throws IOException, InterruptedException {
        String helper = stage.programs.helper("connect");
        List<String> command = new ArrayList<>();
        if (suite == Suite.FLOOR) {
            command.addAll(List.of(helper, ident ? "ident" : "serve"));
        } else {
            command.addAll(List.of(stage.programs.tool(suite, "tcpserver"), ident ? "-1Hl0" : "-1RHl0"));
            command.addAll(List.of("127.0.0.1", "0", helper));
        }
        Process server = stage.process(suite, command).start();
        try (BufferedReader out = server.inputReader(StandardCharsets.US_ASCII)) {
            String port = out.readLine();
            if (port == null) {
                throw new IOException("does not listen: " + command);
            }
            ask(helper, port, WARM_UP);
            long beforeNs = ProcessFacts.processorNs(server.pid());
            List<String> said = Stage.words(ask(helper, port, total));
            long serverNs = ProcessFacts.processorNs(server.pid()) - beforeNs;
            if (!said.get(2).equals("0")) {
                throw new IOException(said.get(2) + " connections brought nothing");
            }
            results.add(rate, suite, total * NS_PER_S / Long.parseLong(said.get(0)));
            results.add(cpu, suite, (serverNs + Long.parseLong(said.get(3))) / NS_PER_US / total);
            results.add(slowest, suite, Long.parseLong(said.get(1)) / NS_PER_MS);
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private String ask(String helper, String port, int count) throws IOException, InterruptedException {
        return Stage.output(new ProcessBuilder(helper, port, Integer.toString(clients), Integer.toString(count)));
    }
}
