package org.yagura.bench.supervision;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.yagura.bench.Nest;
import org.yagura.bench.ProcessFacts;
import org.yagura.bench.Stage;
import org.yagura.bench.Stamps;
import org.yagura.bench.Stamps.Stamp;
import org.yagura.bench.Suite;
import org.yagura.bench.supervision.Dialect.Keeper;
import org.yagura.bench.supervision.Dialect.Word;

/** Scan directories, their services, and the supervisors of one suite that run on them; with supervisord its configuration. */
final class Scan implements AutoCloseable {
    /**
     * What is to be there at the start.
     *
     * @param services how many; they are called s0, s1 and so on
     * @param logged whether each has a logger
     * @param bytes what each service writes before it says that it is up
     * @param keeper what the floor has for each service
     */
    record Wanted(int services, boolean logged, long bytes, Keeper keeper) {}

    final Suite suite;
    /** What the services tell. */
    final Stamps stamps;

    private final Stage stage;
    private final Dialect dialect;
    private final Path root;
    private final Path made;
    private final Path configuration;
    /** Those in the scan directories, or in the configuration. */
    private final Set<String> present = new LinkedHashSet<>();

    private final List<Path> scanned = new ArrayList<>();
    private final List<Nest> nests = new ArrayList<>();

    private Scan(Suite suite, Stage stage) throws IOException, InterruptedException {
        this.suite = suite;
        this.stage = stage;
        this.dialect = new Dialect(suite, stage.programs);
        this.root = stage.directory();
        this.made = Files.createDirectory(root.resolve("made"));
        this.configuration = root.resolve("supervisord.conf");
        this.stamps = new Stamps(root.resolve("stamps"));
    }

    /** Makes services and starts as many supervisors as it takes. */
    static Scan start(Suite suite, Stage stage, Wanted wanted) throws IOException, InterruptedException {
        Scan scan = new Scan(suite, stage);
        try {
            scan.begin(wanted);
        } catch (IOException e) {
            scan.close();
            throw e;
        }
        return scan;
    }

    private void begin(Wanted wanted) throws IOException {
        int each = dialect.servicesAtMost();
        for (int i = 0; i < wanted.services; i++) {
            if (i % each == 0) {
                scanned.add(Files.createDirectory(root.resolve("service" + scanned.size())));
            }
            make("s" + i, wanted.logged, wanted.bytes);
            add("s" + i);
        }
        if (suite == Suite.SUPERVISORD) {
            configure();
        }
        for (Path directory : scanned) {
            Path what = suite == Suite.SUPERVISORD ? configuration : directory;
            nests.add(Nest.start(suite, stage, dialect.supervisor(what, wanted.keeper), root));
        }
    }

    /** Makes a service directory that nobody looks after yet. */
    void make(String name, boolean logged, long bytes) throws IOException {
        String mark = stage.programs.helper("mark");
        Path service = Files.createDirectory(made.resolve(name));
        Stage.script(service.resolve("run"), "exec " + mark + " " + stamps.fifo + " " + name + " " + bytes + "\n");
        // supervisord writes logs itself.
        if (logged && suite != Suite.SUPERVISORD) {
            Path log = Files.createDirectory(service.resolve("log"));
            String logger = dialect.logger(log);
            Stage.script(
                    log.resolve("run"), "exec " + mark + " " + stamps.fifo + " " + name + " logger " + logger + "\n");
        }
    }

    /** Waits until all services, and loggers if they have any, have told that they are up; gives when the last one did. */
    long awaitAll(int services, boolean logged, Duration atMost) throws IOException, InterruptedException {
        boolean both = logged && suite != Suite.SUPERVISORD;
        List<Stamp> all = stamps.await("all up", both ? 2 * services : services, atMost, stamp -> true);
        long different = all.stream()
                .map(stamp -> stamp.kind() + " " + stamp.name())
                .distinct()
                .count();
        if (different != all.size()) {
            throw new IOException("some were started twice");
        }
        return all.stream().mapToLong(Stamp::ns).max().orElseThrow();
    }

    /** Puts a service into the (last) scan directory; gives when that began. */
    long appear(String name) throws IOException, InterruptedException {
        if (suite == Suite.SUPERVISORD) {
            present.add(name);
            configure();
        }
        long beginNs = System.nanoTime();
        add(name);
        return announce(beginNs);
    }

    /** Takes a service out of the scan directory and tells it to end; gives when that began. */
    long vanish(String name) throws IOException, InterruptedException {
        present.remove(name);
        if (suite == Suite.SUPERVISORD) {
            configure();
        }
        long beginNs = System.nanoTime();
        if (suite != Suite.SUPERVISORD) {
            Files.delete(scanned.get(scanned.size() - 1).resolve(name));
        }
        if (dialect.announce(configuration).isEmpty()) {
            long tookNs = System.nanoTime() - beginNs;
            return stage.begun(suite, dialect.tell(Word.EXIT, made.resolve(name), configuration)) - tookNs;
        }
        return announce(beginNs);
    }

    /** Tells a service something; gives when the command was started. */
    long tell(Word word, String name) throws IOException, InterruptedException {
        return stage.begun(suite, dialect.tell(word, made.resolve(name), configuration));
    }

    /** Kills a service that is up. */
    static long kill(Stamp up) throws IOException {
        ProcessHandle service = ProcessHandle.of(up.pid()).orElseThrow(() -> new IOException("the service has ended"));
        long beginNs = System.nanoTime();
        if (!service.destroyForcibly()) {
            throw new IOException("could not kill the service");
        }
        return beginNs;
    }

    /** When a service and its supervise have ended: {@code work} is done as soon as they are watched. */
    static long gone(Stage stage, Suite suite, List<Long> pids, Work work) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(stage.programs.helper("gone")));
        pids.forEach(pid -> command.add(pid.toString()));
        Process watcher = stage.process(suite, command).start();
        try (BufferedReader said = watcher.inputReader(StandardCharsets.US_ASCII)) {
            if (!"ready".equals(said.readLine())) {
                throw new IOException("could not watch " + pids);
            }
            long beginNs = work.begin();
            String ns = said.readLine();
            if (ns == null) {
                throw new IOException("they do not end: " + pids);
            }
            return Long.parseLong(ns) - beginNs;
        }
    }

    /** Something that is begun; gives when. */
    @FunctionalInterface
    interface Work {
        long begin() throws IOException, InterruptedException;
    }

    /** The service's pid, and that of what keeps it if that is not the supervisor itself. */
    List<Long> withKeeper(Stamp up) {
        List<Long> pids = new ArrayList<>(List.of(up.pid()));
        ProcessHandle.of(up.pid())
                .flatMap(ProcessHandle::parent)
                .map(ProcessHandle::pid)
                .filter(parent -> nests.stream().noneMatch(nest -> nest.pid == parent))
                .ifPresent(pids::add);
        return pids;
    }

    /** When the first supervisor was started, on the clock of {@link System#nanoTime}. */
    long startNs() {
        return nests.get(0).startNs;
    }

    /** The supervisors' pids. */
    List<Long> supervisors() {
        return nests.stream().map(nest -> nest.pid).toList();
    }

    /** All processes. */
    List<Long> pids() {
        return nests.stream().flatMap(nest -> nest.pids().stream()).toList();
    }

    /** Processes of the supervisor and of the loggers: all but the services. */
    List<Long> ownPids() throws IOException {
        List<Long> own = new ArrayList<>();
        Path service = Path.of(stage.programs.helper("mark"));
        for (long pid : pids()) {
            if (!ProcessFacts.executable(pid).equals(service)) {
                own.add(pid);
            }
        }
        return own;
    }

    /** Directories of the services that are looked after. */
    List<Path> services() {
        return present.stream().map(made::resolve).toList();
    }

    /** One command line that tells the state of all services. */
    List<String> status() throws IOException {
        return dialect.status(services(), configuration);
    }

    @Override
    public void close() throws IOException {
        for (Nest nest : nests) {
            nest.close();
        }
        stamps.close();
        Stage.remove(root);
    }

    private void add(String name) throws IOException {
        present.add(name);
        if (suite != Suite.SUPERVISORD) {
            Files.createSymbolicLink(scanned.get(scanned.size() - 1).resolve(name), made.resolve(name));
        }
    }

    private long announce(long beginNs) throws IOException, InterruptedException {
        List<String> command =
                dialect.announce(suite == Suite.SUPERVISORD ? configuration : scanned.get(scanned.size() - 1));
        if (command.isEmpty()) {
            return beginNs;
        }
        // That it takes us some time to start a command is not the suite's fault.
        long tookNs = System.nanoTime() - beginNs;
        return stage.begun(suite, command) - tookNs;
    }

    private void configure() throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("[supervisord]\nlogfile=/dev/null\nlogfile_maxbytes=0\nloglevel=error\n");
        if ("root".equals(System.getProperty("user.name"))) {
            text.append("user=root\n");
        }
        text.append("pidfile=").append(root).append("/supervisord.pid\n");
        text.append("minfds=").append(Math.max(1024, 4 * present.size() + 200)).append("\n");
        text.append("[unix_http_server]\nfile=").append(root).append("/supervisord.sock\n");
        text.append("[supervisorctl]\nserverurl=unix://").append(root).append("/supervisord.sock\n");
        text.append("[rpcinterface:supervisor]\n");
        text.append("supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface\n");
        for (String name : present) {
            Path directory = made.resolve(name);
            text.append("[program:").append(name).append("]\ncommand=").append(directory.resolve("run"));
            text.append("\ndirectory=").append(directory).append("\nautorestart=true\nredirect_stderr=true\n");
            text.append("stdout_logfile=").append(directory).append("/log.txt\n");
            text.append("stdout_logfile_maxbytes=100000\nstdout_logfile_backups=10\n");
        }
        Files.writeString(configuration, text);
    }
}
