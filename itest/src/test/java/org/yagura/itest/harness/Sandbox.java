package org.yagura.itest.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A directory and a set of processes of one test with one suite. Every process that a test starts carries the mark
 * {@code YAGURA_TEST_ID} in its environment, and so do all that come from it; at the end those that carry it (or whose current directory
 * is the test's: nginx writes its title over its environment) are ended by pid, wherever they were reparented to.
 */
public final class Sandbox implements AutoCloseable {
    public static final String MARK = "YAGURA_TEST_ID";
    private static final AtomicInteger COUNT = new AtomicInteger();

    public final Suite suite;
    /** The directory where commands run; files that a test names are in it. */
    public final Path work;

    private final Path top;
    private final String mark;
    private final Map<String, String> environment = new TreeMap<>();
    private int commands;

    public Sandbox(Suite suite) {
        this.suite = suite;
        try {
            // short and without symlinks, so that paths in messages are easy to foresee
            top = Files.createTempDirectory("yagura-itest").toRealPath();
            chmod(top, "rwxr-xr-x");
            work = Files.createDirectory(top.resolve("work"));
            chmod(work, "rwxr-xr-x");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        mark = ProcessHandle.current().pid() + "." + COUNT.incrementAndGet() + "." + top.getFileName();
        environment.put("PATH", suite.path());
        environment.put("LC_ALL", "C");
        environment.put(MARK, mark);
        environment.put("ASAN_OPTIONS", "detect_leaks=0:log_path=" + top.resolve("sanitizer"));
        environment.put("UBSAN_OPTIONS", "print_stacktrace=1:log_path=" + top.resolve("sanitizer"));
    }

    /** Sets a variable for the commands started from now on. */
    public Sandbox variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** A user and group number that no other test uses: limits of processes count by user. */
    public int freshUid() {
        return 62_000 + COUNT.incrementAndGet();
    }

    // ---- files

    public Path path(String name) {
        return work.resolve(name);
    }

    /** A file's bytes as chars. */
    public String read(String name) {
        return read(path(name));
    }

    public static String read(Path path) {
        try {
            return new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path write(String name, String content) {
        try {
            return Files.write(path(name), content.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes an executable {@code /bin/sh} script. */
    public Path script(String name, String body) {
        Path path = write(name, "#!/bin/sh\n" + body + "\n");
        chmod(path, "rwxr-xr-x");
        return path;
    }

    public Path mkdir(String name) {
        try {
            return Files.createDirectories(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean exists(String name) {
        return Files.exists(path(name), LinkOption.NOFOLLOW_LINKS);
    }

    public void symlink(String name, String target) {
        try {
            Files.createSymbolicLink(path(name), Path.of(target));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void rename(String from, String to) {
        try {
            Files.move(path(from), path(to), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void delete(String name) {
        try {
            Files.delete(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names in a directory, sorted. */
    public List<String> list(String name) {
        try (var entries = Files.list(path(name))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Permissions as {@code rwxr-xr-x}. */
    public String mode(String name) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path(name), LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void chmod(Path path, String mode) {
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- processes

    /** Runs a command to its end, with nothing on standard input. The suite's tools are named without a path. */
    public Result run(String... command) {
        return start(command).end();
    }

    /** Runs a command to its end with this on standard input. */
    public Result runOn(String input, String... command) {
        Path file = top.resolve("in" + commands);
        try {
            Files.write(file, input.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return launch(ProcessBuilder.Redirect.from(file.toFile()), command).end();
    }

    /** Runs a shell script to its end, umask 022. */
    public Result sh(String script) {
        return run("/bin/sh", "-c", "umask 022\n" + script);
    }

    /** Starts a command with nothing on standard input. */
    public Running start(String... command) {
        return launch(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()), command);
    }

    /** Starts a command whose standard input the test writes. */
    public Running startWithInput(String... command) {
        return launch(ProcessBuilder.Redirect.PIPE, command);
    }

    /** Starts a shell script, umask 022. */
    public Running startSh(String script) {
        return start("/bin/sh", "-c", "umask 022\n" + script);
    }

    private Running launch(ProcessBuilder.Redirect input, String... command) {
        List<String> words = new ArrayList<>(List.of("/usr/bin/setsid"));
        words.addAll(List.of(command));
        if (Suite.TOOLS.contains(command[0]) || Suite.OWN_TOOLS.contains(command[0])) {
            words.set(1, suite.tool(command[0]).toString());
        }
        Path out = top.resolve("out" + commands);
        Path err = top.resolve("err" + commands);
        commands++;
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(work.toFile())
                .redirectInput(input)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return new Running(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Living processes of this test, in the order of their pids. */
    public List<Long> processes() {
        List<Long> found = new ArrayList<>();
        for (long pid : Proc.pids()) {
            if (isOurs(pid) && Proc.alive(pid)) {
                found.add(pid);
            }
        }
        return found;
    }

    /** Living processes of this test whose command line contains a text. */
    public List<Long> processes(String commandPart) {
        return processes().stream()
                .filter(pid -> Proc.command(pid).contains(commandPart))
                .toList();
    }

    /** The living processes of this test in words: pid, parent, state, what they wait for, pending signals, command. */
    String running() {
        StringBuilder text = new StringBuilder();
        for (long pid : processes()) {
            text.append(text.isEmpty() ? "" : ", ").append(pid);
            text.append(" of ").append(Proc.status(pid, "PPid"));
            text.append(" (").append(Proc.state(pid)).append(' ').append(Proc.read(pid, "wchan"));
            text.append(" pending ").append(Proc.status(pid, "ShdPnd"));
            text.append(") ").append(Proc.command(pid));
        }
        return text.toString();
    }

    private boolean isOurs(long pid) {
        return Proc.read(pid, "environ").contains(MARK + "=" + mark)
                || Proc.link(pid, "cwd").startsWith(top.toString());
    }

    // ---- the end

    /** Ends all processes, removes all files, and asserts that nothing is left. */
    @Override
    public void close() {
        endAll();
        String complaints = sanitizerComplaints();
        command(
                "/bin/sh",
                "-c",
                "awk '{print $2}' /proc/mounts | grep \"^$0/\" | sort -r | xargs -r umount -l",
                top.toString());
        // who is not root cannot look into what a test has closed
        command(
                "/bin/sh",
                "-c",
                "find \"$0\" -type d ! -perm -700 -exec chmod u+rwx {} \\; ; rm -rf -- \"$0\"",
                top.toString());
        if (Files.exists(top)) {
            throw new AssertionError("files remain in " + top);
        }
        assertEquals("", complaints, "sanitizer");
    }

    /** Ends all processes of the test. */
    public void endAll() {
        Await.until(() -> "processes remain: " + processes(), 20_000, this::endedAll);
    }

    private boolean endedAll() {
        List<Long> left = processes();
        // any of them may have made another one since the list was taken: only an empty list ends this
        for (long pid : left) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
        return left.isEmpty();
    }

    /** Reports of the sanitizers, without those that are known of TeaVM's runtime (shifts of negative numbers). */
    private String sanitizerComplaints() {
        StringBuilder complaints = new StringBuilder();
        try (var files = Files.newDirectoryStream(top, "sanitizer*")) {
            for (Path file : files) {
                read(file)
                        .lines()
                        .filter(line -> line.contains("ERROR: ") || line.contains("runtime error:"))
                        .filter(line -> !line.contains("left shift of"))
                        .forEach(line -> complaints.append(line).append('\n'));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return complaints.toString();
    }

    private static void command(String... words) {
        try {
            new ProcessBuilder(words).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
