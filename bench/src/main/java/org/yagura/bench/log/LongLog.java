package org.yagura.bench.log;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A log of a month as multilog leaves it: lines of 100 bytes behind their labels, evenly over the month, in finished files of 16 MB and
 * {@code current}. Lines are numbered.
 */
final class LongLog {
    static final long HOURS = 30 * 24;
    /** 2026-11-01 at midnight, universal time, in seconds since 1970. */
    static final long BEGIN = 1_793_491_200;

    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final long SPAN_NS = HOURS * 3600 * NS_PER_SECOND;
    private static final int FILE_BYTES = 16_777_215;
    private static final int LINE_BYTES = 126;
    private static final int MESSAGE = 26;
    private static final int NUMBER_DIGITS = 12;
    private static final int SECOND_DIGITS = 16;
    private static final int NANO_DIGITS = 8;
    /** TAI64 begins here, ten seconds from where time since 1970 does. */
    private static final long TAI_BEGIN = (1L << 62) + 10;

    private final long count;
    private final List<Path> files = new ArrayList<>();
    private final byte[] line = new byte[LINE_BYTES];

    LongLog(long bytes) {
        count = bytes / LINE_BYTES;
    }

    List<Path> files() {
        return files;
    }

    void write(Path directory) throws IOException {
        byte[] text = " GET /index.html 200 and what else a server has to say of it, to be a hundred bytes.\n"
                .getBytes(StandardCharsets.US_ASCII);
        Arrays.fill(line, (byte) ' ');
        System.arraycopy(text, 0, line, LINE_BYTES - text.length, text.length);
        long next = 0;
        while (next < count) {
            Path current = directory.resolve("current");
            long end = Math.min(count, next + FILE_BYTES / LINE_BYTES);
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(current), 1 << 20)) {
                for (; next < end; next++) {
                    label(timeNs(next));
                    digits(next, 10, MESSAGE, NUMBER_DIGITS);
                    out.write(line);
                }
            }
            if (next < count) {
                label(timeNs(next - 1) + 1000);
                Path finished = directory.resolve(new String(line, 0, MESSAGE - 1, StandardCharsets.US_ASCII) + ".s");
                Files.move(current, finished);
                files.add(finished);
            } else {
                files.add(current);
            }
        }
    }

    /** The number of the first line that is not before the beginning of an hour. */
    long firstOf(long hour) {
        long wanted = hour * 3600 * NS_PER_SECOND;
        long number = wanted / (SPAN_NS / count);
        while (number > 0 && timeNs(number - 1) >= wanted) {
            number--;
        }
        while (timeNs(number) < wanted) {
            number++;
        }
        return number;
    }

    private long timeNs(long number) {
        return number * (SPAN_NS / count);
    }

    private void label(long ns) {
        line[0] = '@';
        digits(TAI_BEGIN + BEGIN + ns / NS_PER_SECOND, 16, 1, SECOND_DIGITS);
        digits(ns % NS_PER_SECOND, 16, 1 + SECOND_DIGITS, NANO_DIGITS);
    }

    private void digits(long number, int base, int at, int length) {
        long left = number;
        for (int i = at + length - 1; i >= at; i--) {
            line[i] = (byte) Character.forDigit((int) (left % base), base);
            left /= base;
        }
    }
}
