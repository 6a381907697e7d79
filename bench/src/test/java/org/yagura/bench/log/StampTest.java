package org.yagura.bench.log;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yagura.bench.Stage;
import org.yagura.bench.Suite;

/** The floor of the loggers has to keep all lines, too, or it is none. */
class StampTest {
    @Test
    void keepsAllLinesFromAFileAndFromAPipe() throws IOException, InterruptedException {
        try (Stage stage = new Stage(Path.of(".."))) {
            for (int length : new int[] {20, 100, 1000}) {
                for (boolean piped : new boolean[] {false, true}) {
                    for (boolean selective : new boolean[] {false, true}) {
                        check(stage, new Lines(length, 3_000), piped, selective);
                    }
                }
            }
        }
    }

    @Test
    void goesOnInAnotherFileAtSixteenMegabytes() throws IOException, InterruptedException {
        try (Stage stage = new Stage(Path.of(".."))) {
            Path log = check(stage, new Lines(1000, 40_000), true, false);
            try (Stream<Path> files = Files.list(log)) {
                assertEquals(3, files.count());
            }
        }
    }

    private static Path check(Stage stage, Lines lines, boolean piped, boolean selective)
            throws IOException, InterruptedException {
        Path directory = stage.directory();
        Path input = directory.resolve("input");
        lines.write(input);
        List<String> command = Loggers.command(Suite.FLOOR, stage, List.of(directory), selective);
        stage.timed(Suite.FLOOR, 1, piped ? Loggers.piped(input, Suite.FLOOR, command) : command, input, directory);
        assertDoesNotThrow(() -> lines.check(directory.resolve("main"), Loggers.stamp(Suite.FLOOR), selective));
        return directory.resolve("main");
    }
}
