package org.yagura.bench.start;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.yagura.bench.Benchmark;
import org.yagura.bench.Deadline;
import org.yagura.bench.Figure;
import org.yagura.bench.Nest;
import org.yagura.bench.Results;
import org.yagura.bench.Stage;
import org.yagura.bench.Suite;

/** How long a short program takes from its start to its end. */
public final class StartUp implements Benchmark {
    private static final int RUNS = 200;
    private static final double NS_PER_MS = 1e6;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Figure SETUIDGID = new Figure(
            "start.setuidgid",
            "setuidgid, to the end of a program that does nothing",
            "ms",
            Figure.Better.LESS,
            "Median of " + RUNS
                    + " runs each round, vfork and exec to exit, a static program; floor: that program alone. As root.");
    private static final Figure SVSTAT = new Figure(
            "start.svstat",
            "svstat of one running service",
            "ms",
            Figure.Better.LESS,
            "Median of " + RUNS + " runs each round. Checked: it is told as up.");

    @Override
    public Area area() {
        return Area.START;
    }

    @Override
    public List<Figure> figures() {
        return List.of(SETUIDGID, SVSTAT);
    }

    @Override
    public List<Suite> suites() {
        return Suite.with(Suite.TOOLS, Suite.FLOOR);
    }

    @Override
    public int rounds(Effort effort) {
        return effort == Effort.QUICK ? 2 : 7;
    }

    @Override
    public void measure(Suite suite, Stage stage, Results results) throws IOException, InterruptedException {
        String nothing = stage.programs.helper("mark");
        Path directory = stage.directory();
        if (suite == Suite.FLOOR || "root".equals(System.getProperty("user.name"))) {
            List<String> command = new ArrayList<>();
            if (suite != Suite.FLOOR) {
                command.addAll(stage.programs.setuidgid(suite, "nobody"));
            }
            command.add(nothing);
            results.add(SETUIDGID, suite, time(suite, stage, command, directory));
        }
        if (suite != Suite.FLOOR) {
            status(suite, stage, directory, results);
        }
        Stage.remove(directory);
    }

    private static void status(Suite suite, Stage stage, Path directory, Results results)
            throws IOException, InterruptedException {
        Path service = Files.createDirectory(directory.resolve("service"));
        Stage.script(service.resolve("run"), "exec sleep 1000000\n");
        String program = suite == Suite.RUNIT ? "runsv" : suite == Suite.S6 ? "s6-supervise" : "supervise";
        List<String> ask = switch (suite) {
            case RUNIT -> List.of(stage.programs.tool(suite, "sv"), "status", service.toString());
            case S6 -> List.of(stage.programs.tool(suite, "s6-svstat"), service.toString());
            default -> List.of(stage.programs.tool(suite, "svstat"), service.toString());
        };
        List<String> command = List.of(stage.programs.tool(suite, program), service.toString());
        try (Nest nest = Nest.start(suite, stage, command, directory)) {
            Deadline.await(program + " " + nest.pid + " says up", PATIENCE, () -> isUp(suite, stage, ask));
            results.add(SVSTAT, suite, time(suite, stage, ask, directory));
        }
    }

    private static boolean isUp(Suite suite, Stage stage, List<String> ask) throws IOException {
        Process process = stage.process(suite, ask).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return said.contains("up (pid ") || said.startsWith("run: ");
    }

    private static double time(Suite suite, Stage stage, List<String> command, Path directory)
            throws IOException, InterruptedException {
        double[] ms = stage.timed(suite, RUNS, command, null, directory).stream()
                .mapToDouble(run -> run.wallNs() / NS_PER_MS)
                .toArray();
        return Results.median(ms);
    }
}
