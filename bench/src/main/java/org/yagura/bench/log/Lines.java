package org.yagura.bench.log;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Input for loggers: numbered lines of one length, every tenth with the word warning; and the check that they were kept. */
public final class Lines {
    private static final int BUFFER = 1 << 20;
    private static final int NUMBER_DIGITS = 8;
    private static final int WARNING_EVERY = 10;

    private final int lengthWithNewline;
    private final int count;

    public Lines(int lengthWithNewline, int count) {
        this.lengthWithNewline = lengthWithNewline;
        this.count = count;
    }

    public long bytes() {
        return (long) lengthWithNewline * count;
    }

    public int count() {
        return count;
    }

    public void write(Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
            byte[] line = new byte[lengthWithNewline];
            for (int i = 0; i < count; i++) {
                fill(line, i);
                out.write(line);
            }
        }
    }

    /**
     * Checks that a log directory holds all lines in order, each behind a stamp.
     *
     * @param stamp bytes of the stamp and the blank after it, 0 for none
     */
    public void check(Path directory, int stamp, boolean selective) throws IOException {
        byte[] wanted = new byte[lengthWithNewline];
        byte[] kept = new byte[lengthWithNewline + stamp];
        int next = 0;
        for (Path file : files(directory)) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
                while (true) {
                    int n = in.readNBytes(kept, 0, kept.length);
                    if (n == 0) {
                        break;
                    }
                    fill(wanted, next);
                    if (n != kept.length || !Arrays.equals(kept, stamp, kept.length, wanted, 0, wanted.length)) {
                        throw new IOException("line " + next + " is wrong in " + file);
                    }
                    next += selective ? WARNING_EVERY : 1;
                }
            }
        }
        if (next < count) {
            throw new IOException("kept the lines up to " + next + " of " + count);
        }
    }

    private void fill(byte[] line, int number) {
        Arrays.fill(line, (byte) 'x');
        int left = number;
        for (int i = NUMBER_DIGITS - 1; i >= 0; i--) {
            line[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
        byte[] word = (number % WARNING_EVERY == 0 ? " warning " : " info ").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(word, 0, line, NUMBER_DIGITS, word.length);
        line[line.length - 1] = '\n';
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            // A label sorts before "current": an at sign comes before letters.
            return entries.filter(Lines::isLog).sorted().toList();
        }
    }

    private static boolean isLog(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("@") || name.equals("current");
    }
}
