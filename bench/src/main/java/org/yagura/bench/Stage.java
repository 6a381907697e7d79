package org.yagura.bench;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where benchmarks play: a directory of our own on tmpfs, the helper programs, and what is installed. All of it goes at the end. */
public final class Stage implements AutoCloseable {
    private static final List<String> HELPERS = List.of("nest", "mark", "timed", "floor", "connect");
    private static final List<Path> DEBIAN = List.of(Path.of("/usr/bin"), Path.of("/usr/sbin"), Path.of("/sbin"));
    /** In one of these the tools of a peer stand. */
    private static final Map<Suite, String> WITNESS =
            Map.of(Suite.DAEMONTOOLS, "svscan", Suite.RUNIT, "runsvdir", Suite.S6, "s6-svscan");

    private static final long COMMAND_SECONDS = 120;

    private final Path root;
    private final Path helpers;
    private final Path ours;
    private final Map<Suite, Boolean> installed = new EnumMap<>(Suite.class);
    private int directories;

    /**
     * Builds the helpers and looks for the peers.
     *
     * @param sources the directory with the helpers' C sources
     * @param binary Yagura; it need not be there
     */
    public Stage(Path sources, Path binary) throws IOException, InterruptedException {
        Path memory = Path.of("/dev/shm");
        root = Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "yagura-bench.")
                : Files.createTempDirectory("yagura-bench.");
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        helpers = Files.createDirectory(root.resolve("helpers"));
        Path disk = Path.of("/var/tmp");
        ours = Files.isWritable(disk)
                ? Files.createTempDirectory(disk, "yagura-bench.")
                : Files.createTempDirectory("yagura-bench.");
        Files.setPosixFilePermissions(ours, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String helper : HELPERS) {
            compile(sources.resolve(helper + ".c"), helpers.resolve(helper));
        }
        boolean built = Files.isExecutable(binary);
        if (built) {
            // Not on tmpfs, and on disk for certain: pages of a program that are not would count as private and dirty.
            Path copy = Files.copy(binary, ours.resolve("yagura"));
            try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            try (Stream<Path> links = Files.list(binary.resolveSibling("bin"))) {
                for (Path link : links.toList()) {
                    Files.createSymbolicLink(ours.resolve(link.getFileName()), copy);
                }
            }
        }
        installed.put(Suite.YAGURA, built);
        installed.put(Suite.YAGURA_AGAIN, built);
        installed.put(Suite.FLOOR, true);
        for (Map.Entry<Suite, String> witness : WITNESS.entrySet()) {
            installed.put(witness.getKey(), debian(witness.getValue()) != null);
        }
    }

    public boolean installed(Suite suite) {
        return Boolean.TRUE.equals(installed.get(suite));
    }

    /** Path of a tool of ours, or of a peer's program. */
    public String tool(Suite suite, String name) throws IOException {
        if (suite.ours()) {
            return ours.resolve(name).toString();
        }
        Path found = debian(name);
        if (found == null) {
            throw new IOException("not installed: " + name);
        }
        return found.toString();
    }

    /** The variable PATH under which a suite finds its own tools. */
    public String path(Suite suite) {
        String others = "/usr/sbin:/usr/bin:/sbin:/bin";
        return suite.ours() ? ours + ":" + others : others;
    }

    public String helper(String name) {
        return helpers.resolve(name).toString();
    }

    /** Where everything that is started writes its messages. */
    public Path log() {
        return root.resolve("messages");
    }

    /** A new empty directory on tmpfs. */
    public Path directory() throws IOException {
        directories++;
        return Files.createDirectory(root.resolve("d" + directories));
    }

    /** Runs a command to its end; it must exit 0. */
    public static void call(List<String> command) throws IOException, InterruptedException {
        output(new ProcessBuilder(command));
    }

    /** Runs a command to its end, and gives what it wrote; it must exit 0. */
    public static String output(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("does not end: " + builder.command());
        }
        if (process.exitValue() != 0) {
            throw new IOException(builder.command() + " exited " + process.exitValue() + ": " + said);
        }
        return said;
    }

    /** One run of a program: wall clock and processor time in nanoseconds. */
    public record Run(long wallNs, long cpuNs) {}

    /** Times a program; each run must exit 0. Input is a file, output goes nowhere. */
    public List<Run> timed(int count, List<String> command, @Nullable Path input, Path directory)
            throws IOException, InterruptedException {
        Path out = root.resolve("timed");
        List<String> line = new ArrayList<>(List.of(helper("timed"), out.toString(), Integer.toString(count)));
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
        builder.redirectInput(input == null ? Path.of("/dev/null").toFile() : input.toFile());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()));
        Process process = builder.start();
        if (process.waitFor() != 0) {
            throw new IOException("could not time " + command);
        }
        List<Run> runs = new ArrayList<>();
        for (String said : Files.readAllLines(out)) {
            List<String> words = words(said);
            if (!words.get(2).equals("0")) {
                throw new IOException(command + " ended with wait status " + words.get(2));
            }
            runs.add(new Run(Long.parseLong(words.get(0)), Long.parseLong(words.get(1))));
        }
        return runs;
    }

    /** A small executable file. */
    public static void script(Path file, String content) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Removes a directory with all that is in it. */
    public static void remove(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException trouble) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    public static List<String> words(String line) {
        StringTokenizer tokens = new StringTokenizer(line);
        List<String> words = new ArrayList<>();
        while (tokens.hasMoreTokens()) {
            words.add(tokens.nextToken());
        }
        return words;
    }

    @Override
    public void close() throws IOException {
        remove(ours);
        remove(root);
    }

    private static @Nullable Path debian(String name) {
        for (Path directory : DEBIAN) {
            Path file = directory.resolve(name);
            if (isPeer(file)) {
                return file;
            }
        }
        return null;
    }

    /** A link to Yagura under a peer's name is not that peer. */
    private static boolean isPeer(Path file) {
        try {
            return Files.isExecutable(file)
                    && !file.toRealPath().getFileName().toString().contains("yagura");
        } catch (IOException e) {
            return false;
        }
    }

    private static void compile(Path source, Path to) throws IOException, InterruptedException {
        boolean musl = Files.isExecutable(Path.of("/usr/bin/musl-gcc"));
        call(List.of(musl ? "musl-gcc" : "cc", "-static", "-O2", "-Wall", "-o", to.toString(), source.toString()));
    }
}
