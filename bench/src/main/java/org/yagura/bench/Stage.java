package org.yagura.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where benchmarks play: directories of our own on tmpfs, and the programs. All of it goes at the end. */
public final class Stage implements AutoCloseable {
    private static final String NAME = "yagura-bench.";
    private static final long COMMAND_SECONDS = 120;

    /** Which programs there are. */
    public final Programs programs;

    private final Path root;
    private final Path ours;
    private int directories;

    /**
     * Makes the directories and builds the helpers.
     *
     * @param tree the source tree
     */
    public Stage(Path tree) throws IOException, InterruptedException {
        root = make(Path.of("/dev/shm"));
        ours = make(Path.of("/var/tmp"));
        programs = new Programs(tree, Files.createDirectory(root.resolve("helpers")), ours);
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

    /** A new empty directory on a disk: slower, but it can hold what memory cannot. */
    public Path directoryOnDisk() throws IOException {
        directories++;
        return Files.createDirectory(ours.resolve("d" + directories));
    }

    /** A process that writes its messages to {@link #log}, and knows where its suite's tools are. */
    public ProcessBuilder process(Suite suite, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(programs.environment(suite));
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()));
        return builder;
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
        end(process, builder);
        if (process.exitValue() != 0) {
            throw new IOException(builder.command() + " exited " + process.exitValue() + ": " + said);
        }
        return said;
    }

    /**
     * One run of a program.
     *
     * @param wallNs from start to end
     * @param cpuNs processor time
     * @param beginNs when it began, on the clock of {@link System#nanoTime}
     */
    public record Run(long wallNs, long cpuNs, long beginNs) {}

    /** Times a program; each run must exit 0. Input is a file, output goes nowhere. */
    public List<Run> timed(Suite suite, int count, List<String> command, @Nullable Path input, Path directory)
            throws IOException, InterruptedException {
        return timed(suite, List.of(), count, command, input, directory);
    }

    /** Times a program from its start until it begins to write. */
    public List<Run> timedUntilItSpeaks(Suite suite, int count, List<String> command, Path directory)
            throws IOException, InterruptedException {
        return timed(suite, List.of("-l"), count, command, null, directory);
    }

    /** Times several of one program, all at once, each in a directory below the given one: 0, 1 and so on. */
    public Run together(Suite suite, int count, List<String> command, Path input, Path directory)
            throws IOException, InterruptedException {
        return timed(suite, List.of("-n"), count, command, input, directory).get(0);
    }

    /** When a command that must exit 0 was started, on the clock of {@link System#nanoTime}. */
    public long begun(Suite suite, List<String> command) throws IOException, InterruptedException {
        return timed(suite, 1, command, null, root).get(0).beginNs();
    }

    private List<Run> timed(
            Suite suite, List<String> how, int count, List<String> command, @Nullable Path input, Path directory)
            throws IOException, InterruptedException {
        Path out = root.resolve("timed");
        List<String> line = new ArrayList<>(List.of(programs.helper("timed")));
        line.addAll(how);
        line.addAll(List.of(out.toString(), Integer.toString(count)));
        line.addAll(command);
        ProcessBuilder builder = process(suite, line).directory(directory.toFile());
        builder.redirectInput(input == null ? new File("/dev/null") : input.toFile());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        end(process, builder);
        if (process.exitValue() != 0) {
            throw new IOException("could not time " + command);
        }
        List<Run> runs = new ArrayList<>();
        for (String said : Files.readAllLines(out)) {
            List<String> words = words(said);
            if (!words.get(2).equals("0")) {
                throw new IOException(command + " ended with wait status " + words.get(2));
            }
            runs.add(new Run(Long.parseLong(words.get(0)), Long.parseLong(words.get(1)), Long.parseLong(words.get(3))));
        }
        return runs;
    }

    private static void end(Process process, ProcessBuilder builder) throws IOException, InterruptedException {
        if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("does not end: " + builder.command());
        }
    }

    /** A small executable file. */
    public static void script(Path file, String content) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Removes a directory with all that is in it, also while something in it goes by itself. */
    public static void remove(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException trouble) throws IOException {
                if (trouble instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw trouble;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException trouble) throws IOException {
                Files.deleteIfExists(visited);
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

    /** A directory whose name tells whose it is, so that a later run can clear up after one that was killed. */
    private static Path make(Path wanted) throws IOException {
        Path where = Files.isWritable(wanted) ? wanted : Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
        try (Stream<Path> entries = Files.list(where)) {
            for (Path entry : entries.filter(Stage::isAbandoned).toList()) {
                remove(entry);
            }
        }
        Path made =
                Files.createTempDirectory(where, NAME + ProcessHandle.current().pid() + ".");
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
        return made;
    }

    private static boolean isAbandoned(Path entry) {
        String name = String.valueOf(entry.getFileName());
        int dot = name.indexOf('.', NAME.length());
        if (!name.startsWith(NAME) || dot < 0) {
            return false;
        }
        String pid = name.substring(NAME.length(), dot);
        return !pid.isEmpty() && pid.chars().allMatch(Character::isDigit) && !Files.exists(Path.of("/proc", pid));
    }
}
