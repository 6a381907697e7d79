package org.yagura.itest.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A small Debian in a chroot (unpacked by {@code itest/debian.sh}), in which dpkg installs Debian's daemontools and our package. It has no
 * first process; a script stands for init, and one for systemctl where a test wants systemd.
 */
public final class DebianMachine {
    private static final Path UNPACKED =
            Path.of("../build/debian").toAbsolutePath().normalize();
    private static final Path PACKAGING =
            Path.of("../packaging").toAbsolutePath().normalize();
    private static final long DEADLINE_MS = 180_000;
    private static final Pattern UP = Pattern.compile(": up \\(pid (\\d+)\\)");

    public final Sandbox box;

    private DebianMachine(Sandbox box) {
        this.box = box;
    }

    /** Sets the machine up; nothing is installed and nothing runs yet. */
    public static DebianMachine make(Sandbox box) {
        assumeTrue(
                Files.exists(UNPACKED.resolve("complete")),
                "no Debian packages (itest/debian.sh could not fetch them)");
        assumeTrue(!Suite.sanitized(), "the program with sanitizers needs the machine's libraries");
        Result copied = box.sh(
                "cp -a '" + UNPACKED + "/root' root && chmod 755 root && cp -a '" + UNPACKED + "/packages' root/tmp/"
                        + " && cd root && mkdir -p proc dev && rm -f dev/null && " + SET_UP
                        + "{ mknod -m 666 dev/null c 1 3 && mount -t proc proc proc; } 2>&1 || :");
        copied.is(0, copied.out(), "");
        assumeTrue(copied.out().isEmpty(), "no right to make devices and mounts: " + copied.out());
        return new DebianMachine(box);
    }

    /**
     * "init q" reads inittab, ends what is not in it any more (TERM, and a while later KILL, to the whole process group), and starts what
     * is new, as the real one does; but it starts nothing again.
     */
    private static final String SET_UP = """
            {
            ln -sfn dash bin/sh
            ln -sfn mawk usr/bin/awk
            cat >sbin/init <<'X' && chmod 755 sbin/init
            #!/bin/sh
            line=$(sed -n 's/^SV:[^:]*:respawn://p' /etc/inittab)
            [ "$line" != "$(cat /run/init.line 2>/dev/null)" ] || exit 0
            if [ -e /run/init.pid ]; then
                kill -s TERM -- -$(cat /run/init.pid)
                for i in 1 2 3 4 5 6 7 8 9 10; do
                    kill -s 0 -- -$(cat /run/init.pid) 2>/dev/null || break
                    sleep 0.2
                done
                kill -s KILL -- -$(cat /run/init.pid) 2>/dev/null
                rm /run/init.pid
            fi
            echo "$line" >/run/init.line
            [ -z "$line" ] || setsid -f sh -c 'echo $$ >/run/init.pid; exec "$@"' init $line </dev/null >/dev/null 2>&1
            X
            } &&
            """;

    /** Makes it a machine that init starts. */
    public DebianMachine withInittab() {
        box.write("root/etc/inittab", "# the machine's\n");
        return this;
    }

    /**
     * Makes it a machine that systemd seems to have started: it has what the package's scripts look for, and a systemctl that notes how
     * it is called.
     */
    public DebianMachine withSystemd() {
        box.mkdir("root/run/systemd/system");
        box.script(
                "root/usr/bin/systemctl",
                "echo \"$*\" >>/var/log/systemctl\ncase \"$*\" in\n*is-enabled*) echo enabled ;;\n"
                        + "*is-active*) exit 3 ;;\nesac");
        return this;
    }

    /** Our package, made of the program under test. @return its path inside */
    public String ourPackage() {
        return pack(Objects.requireNonNull(Suite.binary().getParent()).toString(), 1);
    }

    /** The next revision of it, with a program that does the same and is another file. */
    public String nextPackage() {
        box.sh("mkdir build && cp '" + Suite.binary() + "' build/yagura && printf x >>build/yagura")
                .ok();
        return pack(box.path("build").toString(), 2);
    }

    private String pack(String build, int revision) {
        box.variable("BUILD", build);
        String made = box.run(
                        PACKAGING.resolve("deb.sh").toString(),
                        box.path("root/tmp/packages").toString(),
                        "0.1.0-" + revision)
                .ok()
                .strip();
        return "/tmp/packages/" + made.substring(made.lastIndexOf('/') + 1);
    }

    /** Debian's daemontools, daemontools-run and ucspi-tcp. */
    public DebianMachine installDebians() {
        Result result = run("/bin/sh", "-c", "dpkg -i /tmp/packages/daemontools*.deb /tmp/packages/ucspi-tcp*.deb");
        assertEquals(0, result.exit(), result.out() + result.err());
        return this;
    }

    /** Has dpkg do something that succeeds; gives what it said. */
    public String dpkg(String... arguments) {
        List<String> words = new ArrayList<>(List.of("/usr/bin/dpkg"));
        words.addAll(List.of(arguments));
        Result result = run(words.toArray(String[]::new));
        assertEquals(0, result.exit(), result.out() + result.err());
        return result.out() + result.err();
    }

    /** A service with a logger in {@code /etc}, put into the scan directory. */
    public void add(String service) {
        String at = "root/etc/" + service;
        box.mkdir(at + "/log");
        box.script(at + "/run", "echo started\nexec sleep 98765");
        box.script(at + "/log/run", "exec multilog t ./main");
        run("/usr/sbin/update-service", "--add", "/etc/" + service).ok();
    }

    /** Starts something that stays. */
    public Running start(String... command) {
        return box.start(inside(command));
    }

    /** Runs a command to its end; dpkg with its scripts is many commands. */
    public Result run(String... command) {
        return box.start(inside(command)).end(DEADLINE_MS);
    }

    private String[] inside(String... command) {
        List<String> words =
                new ArrayList<>(List.of("/usr/sbin/chroot", box.path("root").toString()));
        words.addAll(List.of("/usr/bin/env", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND=noninteractive"));
        words.addAll(List.of(command));
        return words.toArray(String[]::new);
    }

    /** The pid of a service as svstat tells it, 0 where it is not up. */
    public long pid(String service) {
        Matcher up =
                UP.matcher(run("/usr/bin/svstat", "/etc/service/" + service).out());
        return up.find() ? Long.parseLong(up.group(1)) : 0;
    }

    /** Waits until a service and its logger run; gives the pids of both. */
    public List<Long> awaitUp(String service) {
        Await.until(
                () -> service + " up: "
                        + run("/usr/bin/svstat", "/etc/service/" + service).out(),
                30_000,
                () -> pid(service) > 0 && pid(service + "/log") > 0);
        return List.of(pid(service), pid(service + "/log"));
    }

    /** Living processes of the machine that run a program, whether the file is still there or not. */
    public List<Long> running(String name, String program) {
        return box.processes().stream()
                .filter(pid -> Proc.read(pid, "comm").strip().equals(name))
                .filter(pid -> Proc.link(pid, "exe").replace(" (deleted)", "").equals(box.path("root") + program))
                .toList();
    }

    public String read(String name) {
        return box.read("root" + name);
    }
}
