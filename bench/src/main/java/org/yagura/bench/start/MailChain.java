package org.yagura.bench.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yagura.bench.Benchmark;
import org.yagura.bench.Figure;
import org.yagura.bench.Results;
import org.yagura.bench.Stage;
import org.yagura.bench.Suite;

/** How long the whole chain of a mail service takes, from its start until its server listens. */
public final class MailChain implements Benchmark {
    private static final int RUNS = 100;
    private static final double NS_PER_MS = 1e6;

    private final boolean script;
    private final Figure figure;

    /**
     * A measurement.
     *
     * @param script whether a shell script starts it, as a service's run mostly is, or it is started directly
     */
    public MailChain(boolean script) {
        this.script = script;
        this.figure = new Figure(
                script ? "start.run" : "start.mail",
                "softlimit, envdir, setuidgid and tcpserver, until it listens"
                        + (script ? ", by a run of `/bin/sh`" : ""),
                "ms",
                Figure.Better.LESS,
                "Median of " + RUNS
                        + " runs each round, until tcpserver tells its port. The peers' tcpserver is ucspi-tcp's; "
                        + "runit: one `chpst` before it. Floor: "
                        + (script ? "the same script with" : "")
                        + " a C program that listens. As root.");
    }

    @Override
    public Area area() {
        return Area.START;
    }

    @Override
    public List<Figure> figures() {
        return List.of(figure);
    }

    @Override
    public List<Suite> suites() {
        return Suite.with(Suite.OURS, Suite.DAEMONTOOLS, Suite.RUNIT, Suite.FLOOR);
    }

    @Override
    public int rounds(Effort effort) {
        return effort == Effort.QUICK ? 2 : 7;
    }

    @Override
    public void measure(Suite suite, Stage stage, Results results) throws IOException, InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))
                || (suite.peer() && !stage.programs.installed(Suite.UCSPI))) {
            return;
        }
        Path directory = stage.directory();
        Path variables = Files.createDirectory(directory.resolve("env"));
        Files.writeString(variables.resolve("LANG"), "C\n");
        Files.writeString(variables.resolve("QUEUE"), "/var/spool/mail\n");
        List<String> command = command(suite, stage, variables.toString());
        if (script) {
            Path run = directory.resolve("run");
            Stage.script(run, "exec " + String.join(" ", command) + "\n");
            command = List.of(run.toString());
        }
        double[] ms = stage.timedUntilItSpeaks(suite, RUNS, command, directory).stream()
                .mapToDouble(run -> run.wallNs() / NS_PER_MS)
                .toArray();
        results.add(figure, suite, Results.median(ms));
        Stage.remove(directory);
    }

    /** Programs are given by their paths, so that no time goes into looking for them. */
    private static List<String> command(Suite suite, Stage stage, String variables) throws IOException {
        String nothing = stage.programs.helper("mark");
        if (suite == Suite.FLOOR) {
            return List.of(stage.programs.helper("connect"), "serve");
        }
        List<String> server =
                List.of(stage.programs.tool(suite, "tcpserver"), "-1RHl0", "-c40", "127.0.0.1", "0", nothing);
        List<String> line = new ArrayList<>();
        switch (suite) {
            case RUNIT -> {
                String chpst = stage.programs.tool(suite, "chpst");
                line.addAll(List.of(chpst, "-m", "400000000", "-e", variables, "-u", "nobody"));
                line.addAll(server);
            }
            default -> {
                line.addAll(List.of(stage.programs.tool(suite, "softlimit"), "-m", "400000000"));
                line.addAll(List.of(stage.programs.tool(suite, "envdir"), variables));
                line.addAll(List.of(stage.programs.tool(suite, "setuidgid"), "nobody"));
                line.addAll(server);
            }
        }
        return line;
    }
}
