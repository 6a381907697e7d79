package org.yagura.bench.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yagura.bench.Benchmark;
import org.yagura.bench.Figure;
import org.yagura.bench.Results;
import org.yagura.bench.Stage;
import org.yagura.bench.Suite;

/** How long {@code yagura log --since --until} takes to find an hour in the long log of a service. */
public final class Search implements Benchmark {
    private static final double NS_PER_MS = 1e6;
    private static final double BYTES_PER_GB = 1e9;
    private static final int RUNS = 11;
    /** Files that the hour is not in the same of, and none of them the first or the last. */
    private static final long[] HOURS = {77, 131, 266, 363, 402, 588, 699};

    private final long bytes;
    private final Figure first;
    private final Figure firstCold;
    private final Figure hour;
    private final Figure hourCold;
    private @Nullable LongLog log;
    private @Nullable Path directory;
    private int turn;

    public Search(long bytes) {
        this.bytes = bytes;
        String what = "An hour in " + bytes / BYTES_PER_GB + " GB of log, ";
        first = figure(
                "first",
                what + "its first line",
                "A month in files of 16 MB on a disk, each line 100 bytes behind its label. Median of " + RUNS
                        + " runs each round, from exec to the first byte. Checked: the hour's first and last line, and how many.");
        firstCold = figure("first.cold", what + "its first line, not cached", "Nothing of the files was in memory.");
        hour = figure("hour", what + "all of it", "1/" + LongLog.HOURS + " of the log is written, to /dev/null.");
        hourCold = figure("hour.cold", what + "all of it, not cached", "Nothing of the files was in memory.");
    }

    private static Figure figure(String id, String title, String note) {
        return new Figure("log.search." + id, title, "ms", Figure.Better.LESS, note);
    }

    @Override
    public Area area() {
        return Area.LOGGING;
    }

    @Override
    public List<Figure> figures() {
        return List.of(first, firstCold, hour, hourCold);
    }

    @Override
    public List<Suite> suites() {
        return Suite.OURS;
    }

    @Override
    public int rounds(Effort effort) {
        return effort == Effort.QUICK ? 2 : HOURS.length;
    }

    /** Most of it goes into writing the log. */
    @Override
    public Duration atMost(Effort effort) {
        return Duration.ofMinutes(effort == Effort.QUICK ? 1 : 3);
    }

    @Override
    public void measure(Suite suite, Stage stage, Results results) throws IOException, InterruptedException {
        Path place = prepared(stage);
        LongLog searched = Objects.requireNonNull(log);
        // Both suites look for each hour.
        long wanted = HOURS[turn++ / Suite.OURS.size() % HOURS.length];
        List<String> command = List.of(
                stage.programs.tool(suite, "yagura"),
                "log",
                "-s",
                place.resolve("scan").toString(),
                "--raw",
                "--since",
                Instant.ofEpochSecond(LongLog.BEGIN + wanted * 3600).toString(),
                "--until",
                Instant.ofEpochSecond(LongLog.BEGIN + (wanted + 1) * 3600)
                        .minusNanos(1)
                        .toString(),
                "web");
        check(stage, suite, command, searched, wanted);
        forget(stage, searched);
        results.add(firstCold, suite, untilItSpeaks(stage, suite, 1, command, place));
        forget(stage, searched);
        results.add(hourCold, suite, toTheEnd(stage, suite, 1, command, place));
        results.add(first, suite, untilItSpeaks(stage, suite, RUNS, command, place));
        results.add(hour, suite, toTheEnd(stage, suite, RUNS, command, place));
    }

    private Path prepared(Stage stage) throws IOException {
        if (directory == null) {
            Path place = stage.directoryOnDisk();
            Path main = Files.createDirectories(place.resolve("scan/web/log/main"));
            LongLog written = new LongLog(bytes);
            written.write(main);
            log = written;
            directory = place;
        }
        return directory;
    }

    private static void forget(Stage stage, LongLog log) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(stage.programs.helper("forget")));
        log.files().forEach(file -> command.add(file.toString()));
        Stage.call(command);
    }

    private static double untilItSpeaks(Stage stage, Suite suite, int runs, List<String> command, Path place)
            throws IOException, InterruptedException {
        return median(stage.timedUntilItSpeaks(suite, runs, command, place));
    }

    private static double toTheEnd(Stage stage, Suite suite, int runs, List<String> command, Path place)
            throws IOException, InterruptedException {
        return median(stage.timed(suite, runs, command, null, place));
    }

    private static double median(List<Stage.Run> runs) {
        return Results.median(
                runs.stream().mapToDouble(run -> run.wallNs() / NS_PER_MS).toArray());
    }

    /** Whether what is shown is the hour, and nothing but the hour. */
    private static void check(Stage stage, Suite suite, List<String> command, LongLog log, long hour)
            throws IOException, InterruptedException {
        String[] shown = Stage.output(stage.process(suite, command)).split("\n");
        long begin = log.firstOf(hour);
        long end = log.firstOf(hour + 1);
        long last = numberIn(shown[shown.length - 1]);
        if (numberIn(shown[0]) != begin || last != end - 1 || shown.length != end - begin) {
            throw new IOException("showed " + shown.length + " lines from " + shown[0] + " to " + last + " in place of "
                    + begin + " to " + (end - 1));
        }
    }

    private static long numberIn(String line) {
        List<String> words = Stage.words(line);
        return words.size() > 1 ? Long.parseLong(words.get(1)) : -1;
    }

    @Override
    public void finish(Stage stage, Results results) throws IOException {
        if (directory != null) {
            Stage.remove(directory);
            directory = null;
            log = null;
        }
    }
}
