package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code make demo} shows what it promises and leaves nothing behind. */
class DemoIT {
    private static final Path ROOT = Path.of(Objects.requireNonNullElse(System.getProperty("yagura.root"), ".."));
    private static final int PATIENCE_SECONDS = 120;

    @TempDir
    Path temporary = Path.of("");

    @BeforeEach
    void needsThePlainProgram() throws IOException {
        assumeTrue(Files.isExecutable(ROOT.resolve("build").resolve("yagura")), "build/yagura is not there");
        // As root it drops to another user, who has to get there.
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void endsByItselfAfterItsSeconds() throws IOException, InterruptedException {
        Process demo = start("4");
        String said = said(demo);
        assertEquals(0, demo.exitValue(), said);
        assertTrue(said.contains("busy: up (pid "), said);
        assertTrue(said.contains("asleep: down "), said);
        assertTrue(said.contains(" request "), said);
        assertTrue(said.contains("svscan has exited with code 0."), said);
        assertNothingIsLeft();
    }

    @Test
    void interruptStopsAllInOrder() throws IOException, InterruptedException {
        Process demo = start("0");
        Path scan = awaitScanDirectory();
        assertTrue(Files.exists(scan));
        new ProcessBuilder(List.of("kill", "-INT", Long.toString(demo.pid())))
                .start()
                .waitFor();
        String said = said(demo);
        assertEquals(0, demo.exitValue(), said);
        assertTrue(said.contains("svscan has exited with code 0."), said);
        assertNothingIsLeft();
    }

    private Process start(String seconds) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                "sh", ROOT.resolve("examples").resolve("demo.sh").toString());
        builder.environment().put("DEMO_SECONDS", seconds);
        builder.environment().put("TMPDIR", temporary.toString());
        builder.redirectErrorStream(true)
                .redirectOutput(temporary.resolve("said").toFile());
        return builder.start();
    }

    private String said(Process demo) throws IOException, InterruptedException {
        if (!demo.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            // TERM: it still cleans up.
            demo.destroy();
            demo.waitFor();
        }
        return Files.readString(temporary.resolve("said"), StandardCharsets.UTF_8);
    }

    private Path awaitScanDirectory() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() - end < 0) {
            try (Stream<Path> files = Files.list(temporary)) {
                List<Path> found = files.map(
                                file -> file.resolve("service").resolve("busy").resolve("supervise"))
                        .filter(Files::exists)
                        .toList();
                if (!found.isEmpty()) {
                    return found.get(0);
                }
            }
            Thread.sleep(20);
        }
        throw new IOException("the demo has no running service");
    }

    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            assertEquals(
                    List.of("said"),
                    files.map(file -> file.getFileName().toString()).toList());
        }
        String marker = temporary.toString();
        List<String> processes = ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(marker))
                .toList();
        assertEquals(List.of(), processes);
    }
}
