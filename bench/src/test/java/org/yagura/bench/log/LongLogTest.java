package org.yagura.bench.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LongLogTest {
    private static final int COUNT = 300_000;
    private static final int LINE_BYTES = 126;
    private static final long TAI_BEGIN = (1L << 62) + 10;

    @TempDir
    Path directory = Path.of("");

    private static long secondsOf(String label) {
        return Long.parseUnsignedLong(label.substring(1, 17), 16) - TAI_BEGIN;
    }

    @Test
    void itsFilesHoldAMonthInOrderAndAreNamedForTheirLastLine() throws IOException {
        LongLog log = new LongLog((long) COUNT * LINE_BYTES);
        log.write(directory);
        assertEquals(3, log.files().size());
        List<String> lines = new ArrayList<>();
        String before = "";
        for (Path file : log.files()) {
            String name = file.getFileName().toString();
            for (String line : Files.readAllLines(file)) {
                assertTrue(line.compareTo(before) > 0, line);
                assertTrue(name.equals("current") || line.substring(0, 25).compareTo(name) < 0, line);
                before = line;
                lines.add(line);
            }
        }
        assertEquals(COUNT, lines.size());
        assertEquals(LongLog.BEGIN, secondsOf(lines.get(0)));
        assertTrue(lines.get(COUNT - 1).startsWith("000000299999 ", 26), lines.get(COUNT - 1));
    }

    @Test
    void knowsWhichLinesAnHourHas() throws IOException {
        LongLog log = new LongLog((long) COUNT * LINE_BYTES);
        log.write(directory);
        int first = (int) log.firstOf(100);
        List<String> lines = new ArrayList<>();
        for (Path file : log.files()) {
            lines.addAll(Files.readAllLines(file));
        }
        long begin = LongLog.BEGIN + 100 * 3600;
        assertTrue(secondsOf(lines.get(first)) >= begin);
        assertTrue(secondsOf(lines.get(first - 1)) < begin);
    }
}
