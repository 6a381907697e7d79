package org.yagura.itest.harness;

import java.nio.file.Files;
import java.util.List;

/** A service directory in a sandbox. */
public final class Service {
    /** A line for {@code run}: notes the start in the file {@code starts} of the service directory. */
    public static final String NOTE_START = "echo $$ >>starts";

    /** A {@code run} that notes its start and then does nothing for as long as it is let. */
    public static final String IDLE = NOTE_START + "; exec sleep 98765";

    public final String name;
    private final Sandbox box;

    private Service(Sandbox box, String name) {
        this.box = box;
        this.name = name;
    }

    /** Makes a directory with a {@code run}, renamed into place when it is complete. */
    public static Service make(Sandbox box, String name, String run) {
        Service service = new Service(box, name);
        box.mkdir(name);
        box.script(name + "/run", run);
        return service;
    }

    /** An idle service. */
    public static Service idle(Sandbox box, String name) {
        return make(box, name, IDLE);
    }

    /** One that is there already. */
    public static Service at(Sandbox box, String name) {
        return new Service(box, name);
    }

    public Service down() {
        box.write(name + "/down", "");
        return this;
    }

    /** Adds a {@code log} with a {@code run}. */
    public Service log(String run) {
        box.mkdir(name + "/log");
        box.script(name + "/log/run", run);
        return this;
    }

    /** The service {@code log} of this one. */
    public Service log() {
        return new Service(box, name + "/log");
    }

    /** Starts a supervise and waits until it can be told something. */
    public Running supervise() {
        Running supervise = box.start("supervise", name);
        awaitOk();
        return supervise;
    }

    /** Starts a supervise and waits until the service runs. */
    public Running superviseUp() {
        Running supervise = supervise();
        awaitUp();
        return supervise;
    }

    public Service svc(String options) {
        Result result = box.run("svc", options, name);
        result.is(0, "", "");
        return this;
    }

    /** svstat's line without the name and newline. */
    public String svstat() {
        String out = box.run("svstat", name).ok();
        return out.substring(name.length() + 2, out.length() - 1);
    }

    public boolean ok() {
        return box.run("svok", name).exit() == 0;
    }

    public Status status() {
        return Status.of(box.read(name + "/supervise/status"));
    }

    /** The pid in the status record, 0 for down, -1 where there is no record. */
    public long pid() {
        return Files.exists(box.path(name + "/supervise/status")) ? status().pid() : -1;
    }

    /** Waits until svok says yes and the status has been written. */
    public Service awaitOk() {
        Await.until("supervise on " + name, this::ok);
        return this;
    }

    /** Waits until it runs and its program (not only a child before exec) is there; gives the pid. */
    public long awaitUp() {
        Await.until(() -> name + " up: " + pid(), 20_000, () -> pid() > 0 && Proc.alive(pid()));
        return pid();
    }

    /** Waits until it runs with another pid than before; gives the pid. */
    public long awaitUpAgain(long before) {
        Await.until(
                () -> name + " up again: " + pid() + ", was " + before,
                20_000,
                () -> pid() > 0 && pid() != before && Proc.alive(pid()));
        return pid();
    }

    public Service awaitDown() {
        Await.until(() -> name + " down: " + pid(), 20_000, () -> pid() == 0);
        return this;
    }

    /** Pids of all starts so far. */
    public List<Long> starts() {
        return box.exists(name + "/starts")
                ? box.read(name + "/starts").lines().map(Long::parseLong).toList()
                : List.of();
    }

    /** Waits until {@code run} has noted this many starts in all. */
    public Service awaitStarts(int count) {
        Await.until(() -> count + " starts of " + name + ": " + starts(), 20_000, () -> starts().size() >= count);
        return this;
    }
}
