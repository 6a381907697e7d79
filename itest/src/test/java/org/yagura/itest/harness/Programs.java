package org.yagura.itest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Helpers of the tests that are written in C: compiled when they are needed first, removed when the JVM ends. */
public final class Programs {
    private Programs() {}

    /** Compiles one; nothing where there is no compiler. */
    public static Optional<Path> compile(Path source, String... options) {
        try {
            Path directory = Files.createTempDirectory("yagura-itest-c");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            directory.toFile().deleteOnExit();
            Path program = directory.resolve(source.getFileName().toString().replace(".c", ""));
            program.toFile().deleteOnExit();
            List<String> words = new ArrayList<>(List.of("gcc", "-std=gnu11", "-O1", "-Wall"));
            words.addAll(List.of(options));
            words.addAll(List.of("-o", program.toString(), source.toString()));
            int exit = new ProcessBuilder(words).inheritIO().start().waitFor();
            return exit == 0 ? Optional.of(program) : Optional.empty();
        } catch (IOException e) {
            System.out.println(
                    "note: " + e.getMessage() + ": tests that need " + source.getFileName() + " are skipped");
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
