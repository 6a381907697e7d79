package org.yagura.bench.supervision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yagura.bench.Nest;
import org.yagura.bench.ProcessFacts;
import org.yagura.bench.Stage;
import org.yagura.bench.Stamps;
import org.yagura.bench.Suite;

/** A scan directory, its services, and the supervisor of one suite that runs on it. */
final class Scan implements AutoCloseable {
    private static final int S6_SERVICES_MAX = 25_000;

    final Suite suite;
    /** What the services tell. */
    final Stamps stamps;

    private final Stage stage;
    private final Path root;
    private final Path made;
    private final Path linked;
    private final Nest nest;

    private Scan(Suite suite, Stage stage, int services, boolean logged, long bytes)
            throws IOException, InterruptedException {
        this.suite = suite;
        this.stage = stage;
        this.root = stage.directory();
        this.made = Files.createDirectory(root.resolve("made"));
        this.linked = Files.createDirectory(root.resolve("service"));
        this.stamps = new Stamps(root.resolve("stamps"));
        for (int i = 0; i < services; i++) {
            make("s" + i, logged, bytes);
            link("s" + i);
        }
        this.nest = Nest.start(stage, command(), root, Map.of("PATH", stage.path(suite)));
    }

    /**
     * Makes services and starts the supervisor.
     *
     * @param bytes what each service writes before it says that it is up
     */
    static Scan start(Suite suite, Stage stage, int services, boolean logged, long bytes)
            throws IOException, InterruptedException {
        return new Scan(suite, stage, services, logged, bytes);
    }

    /** Makes a service directory outside of the scan directory. */
    void make(String name, boolean logged, long bytes) throws IOException {
        String mark = stage.helper("mark");
        Path service = Files.createDirectory(made.resolve(name));
        Stage.script(service.resolve("run"), "exec " + mark + " " + stamps.fifo + " " + name + " " + bytes + "\n");
        if (logged) {
            Path log = Files.createDirectory(service.resolve("log"));
            String logger = logger(log);
            Stage.script(
                    log.resolve("run"), "exec " + mark + " " + stamps.fifo + " " + name + " logger " + logger + "\n");
        }
    }

    /** Links it into the scan directory. */
    void link(String name) throws IOException {
        Files.createSymbolicLink(linked.resolve(name), made.resolve(name));
    }

    /** Tells those who do not look by themselves that there is something new. */
    void announce() throws IOException, InterruptedException {
        if (suite == Suite.S6) {
            Stage.call(List.of(stage.tool(suite, "s6-svscanctl"), "-a", linked.toString()));
        }
    }

    void up(String name) throws IOException, InterruptedException {
        control("-u", "up", name);
    }

    void down(String name) throws IOException, InterruptedException {
        control("-d", "down", name);
    }

    /** When the supervisor was started, on the clock of {@link System#nanoTime}. */
    long startNs() {
        return nest.startNs;
    }

    /** Processes of the supervisor and of the loggers: all but the services. */
    List<Long> ownPids() throws IOException {
        List<Long> own = new ArrayList<>();
        Path service = Path.of(stage.helper("mark"));
        for (long pid : nest.pids()) {
            if (!ProcessFacts.executable(pid).equals(service)) {
                own.add(pid);
            }
        }
        return own;
    }

    /** Tells the state of all services. */
    List<String> status() throws IOException {
        List<String> line = new ArrayList<>();
        switch (suite) {
            case RUNIT -> line.addAll(List.of(stage.tool(suite, "sv"), "status"));
            case S6 ->
                line.addAll(List.of(
                        "/bin/sh", "-c", "for d; do " + stage.tool(suite, "s6-svstat") + " \"$d\"; done", "sh"));
            default -> line.add(stage.tool(suite, "svstat"));
        }
        try (Stream<Path> services = Files.list(linked)) {
            services.filter(path -> !path.getFileName().toString().startsWith("."))
                    .sorted()
                    .map(Path::toString)
                    .forEach(line::add);
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        nest.close();
        stamps.close();
        Stage.remove(root);
    }

    private void control(String letter, String word, String name) throws IOException, InterruptedException {
        String service = linked.resolve(name).toString();
        Stage.call(
                switch (suite) {
                    // Written like this it does not wait for the outcome.
                    case RUNIT ->
                        List.of("/bin/sh", "-c", "printf " + word.charAt(0) + " > " + service + "/supervise/control");
                    case S6 -> List.of(stage.tool(suite, "s6-svc"), letter, service);
                    default -> List.of(stage.tool(suite, "svc"), letter, service);
                });
    }

    private List<String> command() throws IOException {
        String directory = linked.toString();
        return switch (suite) {
            case RUNIT -> List.of(stage.tool(suite, "runsvdir"), directory);
            case S6 -> List.of(stage.tool(suite, "s6-svscan"), "-c", Integer.toString(S6_SERVICES_MAX), directory);
            case FLOOR -> List.of(stage.helper("floor"), directory);
            default -> List.of(stage.tool(suite, "svscan"), directory);
        };
    }

    private String logger(Path log) throws IOException {
        return switch (suite) {
            case RUNIT -> {
                Files.createDirectory(log.resolve("main"));
                yield stage.tool(suite, "svlogd") + " -t ./main";
            }
            case S6 -> stage.tool(suite, "s6-log") + " t ./main";
            case FLOOR -> "cat";
            default -> stage.tool(suite, "multilog") + " t ./main";
        };
    }
}
