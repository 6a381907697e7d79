package org.yagura.bench.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinesTest {
    private static final int COUNT = 50;
    private static final int LENGTH = 40;
    private static final String STAMP = "@4000000069216f0a1dcd6500 ";

    @TempDir
    Path directory = Path.of("");

    private final Lines lines = new Lines(LENGTH, COUNT);
    private List<String> stamped = new ArrayList<>();

    @BeforeEach
    void stampLinesAsALoggerDoes() throws IOException {
        Path input = directory.resolve("input");
        lines.write(input);
        assertEquals(lines.bytes(), Files.size(input));
        for (String line : Files.readAllLines(input)) {
            stamped.add(STAMP + line);
        }
    }

    @Test
    void acceptsAllLinesInOrderOverSeveralFiles() throws IOException {
        write("@4000000069216f0a1dcd6500.s", stamped.subList(0, 20));
        write("current", stamped.subList(20, COUNT));
        lines.check(directory, STAMP.length(), false);
    }

    @Test
    void noticesALostLine() throws IOException {
        stamped.remove(30);
        write("current", stamped);
        assertThrows(IOException.class, () -> lines.check(directory, STAMP.length(), false));
    }

    @Test
    void noticesThatTheLastLinesAreMissing() throws IOException {
        write("current", stamped.subList(0, COUNT - 1));
        assertThrows(IOException.class, () -> lines.check(directory, STAMP.length(), false));
    }

    @Test
    void noticesADoubledLine() throws IOException {
        stamped.add(10, stamped.get(10));
        write("current", stamped);
        assertThrows(IOException.class, () -> lines.check(directory, STAMP.length(), false));
    }

    @Test
    void noticesAChangedByte() throws IOException {
        stamped.set(5, stamped.get(5).replace('x', 'y'));
        write("current", stamped);
        assertThrows(IOException.class, () -> lines.check(directory, STAMP.length(), false));
    }

    @Test
    void wantsTheSelectedLinesAndNoOthers() throws IOException {
        List<String> warnings =
                stamped.stream().filter(line -> line.contains(" warning ")).toList();
        write("current", warnings);
        lines.check(directory, STAMP.length(), true);
        write("current", stamped);
        assertThrows(IOException.class, () -> lines.check(directory, STAMP.length(), true));
    }

    private void write(String name, List<String> content) throws IOException {
        Files.writeString(directory.resolve(name), String.join("\n", content) + "\n", StandardCharsets.US_ASCII);
    }
}
