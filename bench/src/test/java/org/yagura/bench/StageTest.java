package org.yagura.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Stage stage;

    StageTest() throws IOException, InterruptedException {
        stage = new Stage(Path.of(".."));
    }

    @BeforeEach
    void isThere() {
        assertTrue(Files.isExecutable(Path.of(stage.programs.helper("timed"))));
    }

    @AfterEach
    void close() throws IOException {
        stage.close();
    }

    @Test
    void leavesNothingBehind() throws IOException {
        Path directory = stage.directory();
        Files.writeString(directory.resolve("file"), "text");
        stage.close();
        assertFalse(Files.exists(directory));
        assertFalse(Files.exists(Path.of(stage.programs.helper("timed"))));
    }

    @Test
    void aNestEndsWithAllThatHasComeOfIt() throws IOException, InterruptedException {
        List<String> orphans = List.of("/bin/sh", "-c", "sleep 1000 & (sleep 1000 & sleep 1000) & setsid sleep 1000");
        Nest nest = Nest.start(Suite.FLOOR, stage, orphans, stage.directory());
        Deadline.await("all processes", PATIENCE, () -> nest.pids().size() >= 4);
        List<Long> pids = nest.pids();
        nest.close();
        assertTrue(pids.stream()
                .noneMatch(
                        pid -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)));
    }

    @Test
    void timesAProgramThatExitsZeroAndRefusesOneThatDoesNot() throws IOException, InterruptedException {
        Path directory = stage.directory();
        List<Stage.Run> runs = stage.timed(Suite.FLOOR, 3, List.of("/bin/sh", "-c", "exit 0"), null, directory);
        assertEquals(3, runs.size());
        assertTrue(runs.stream().allMatch(run -> run.wallNs() > 0 && run.beginNs() <= System.nanoTime()));
        assertThrows(
                IOException.class,
                () -> stage.timed(Suite.FLOOR, 1, List.of("/bin/sh", "-c", "exit 1"), null, directory));
    }

    @Test
    void refusesSeveralOfWhichOneFails() throws IOException, InterruptedException {
        Path directory = stage.directory();
        Files.createDirectory(directory.resolve("0"));
        Files.createDirectory(directory.resolve("1"));
        Path input = Files.writeString(directory.resolve("input"), "text");
        List<String> copies = List.of("/bin/sh", "-c", "exec cat > copy");
        stage.together(Suite.FLOOR, 2, copies, input, directory);
        assertEquals("text", Files.readString(directory.resolve("0/copy")));
        assertEquals("text", Files.readString(directory.resolve("1/copy")));
        List<String> one = List.of("/bin/sh", "-c", "exec test ! -e ../1/copy -o \"${PWD##*/}\" = 0");
        assertThrows(IOException.class, () -> stage.together(Suite.FLOOR, 2, one, input, directory));
    }

    @Test
    void clearsUpAfterARunThatWasKilled() throws IOException, InterruptedException {
        Path place =
                Path.of(stage.programs.helper("timed")).getParent().getParent().getParent();
        // No process has this number: it is above what the kernel gives.
        Path abandoned = Files.createDirectory(place.resolve("yagura-bench.99999999.1"));
        Files.writeString(abandoned.resolve("file"), "text");
        stage.close();
        stage = new Stage(Path.of(".."));
        assertFalse(Files.exists(abandoned));
    }
}
