package org.yagura.bench.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.bench.Benchmark;
import org.yagura.bench.Figure;
import org.yagura.bench.Results;
import org.yagura.bench.Stage;
import org.yagura.bench.Suite;

/** How long a chain program takes from its start to the end of the program that it becomes. */
public final class Chain implements Benchmark {
    private static final int RUNS = 200;
    private static final double NS_PER_MS = 1e6;

    /** One word of a command line stands for a directory of variables, another for a file to lock. */
    private static final String VARIABLES = "%e";

    private static final String LOCK = "%l";

    /** And another for the program that does nothing, where it is not to come last. */
    private static final String PROGRAM = "%p";

    /** And another for what changes the account. */
    private static final String SETUIDGID = "%u";

    private final Figure figure;
    private final boolean needsRoot;
    private final @Nullable String ours;
    private final @Nullable String runit;
    private final @Nullable String s6;

    private Chain(String id, String title, boolean needsRoot, List<@Nullable String> lines) {
        figure = new Figure(
                "start." + id,
                title + ", to the end of a program that does nothing",
                "ms",
                Figure.Better.LESS,
                "Median of " + RUNS
                        + " runs each round, vfork and exec to exit, a static program; floor: that program alone.");
        this.needsRoot = needsRoot;
        ours = lines.get(0);
        runit = lines.get(1);
        s6 = lines.get(2);
    }

    /** All chain programs, and the chain of a mail service. Command lines: daemontools and ours, runit, s6. */
    public static List<Benchmark> all() {
        return List.of(
                new Chain("envdir", "envdir, three files", false, lines("envdir %e", "chpst -e %e", "s6-envdir %e")),
                new Chain(
                        "envuidgid",
                        "envuidgid",
                        false,
                        lines("envuidgid nobody", "chpst -U nobody", "s6-envuidgid nobody")),
                new Chain(
                        "softlimit",
                        "softlimit",
                        false,
                        lines("softlimit -o 100", "chpst -o 100", "s6-softlimit -o 100")),
                new Chain("setlock", "setlock", false, lines("setlock %l", "chpst -L %l", "s6-setlock %l")),
                new Chain("pgrphack", "pgrphack", false, lines("pgrphack", "chpst -P", "s6-setsid")),
                new Chain("argv0", "argv0", false, lines("argv0 %p name", "chpst -b name", null)),
                new Chain("fghack", "fghack", false, lines("fghack", null, "s6-fghack")),
                new Chain(
                        "chain",
                        "softlimit, envdir and setuidgid in a row",
                        true,
                        lines(
                                "softlimit -m 400000000 @envdir %e %u",
                                "chpst -m 400000000 -e %e -u nobody", "s6-softlimit -m 400000000 @s6-envdir %e %u")));
    }

    private static List<@Nullable String> lines(@Nullable String... lines) {
        List<@Nullable String> all = new ArrayList<>();
        for (String line : lines) {
            all.add(line);
        }
        return all;
    }

    @Override
    public Area area() {
        return Area.START;
    }

    @Override
    public List<Figure> figures() {
        return List.of(figure);
    }

    @Override
    public List<Suite> suites() {
        List<Suite> suites = new ArrayList<>(Suite.with(Suite.TOOLS, Suite.FLOOR));
        if (runit == null) {
            suites.remove(Suite.RUNIT);
        }
        if (s6 == null) {
            suites.remove(Suite.S6);
        }
        return suites;
    }

    @Override
    public int rounds(Effort effort) {
        return effort == Effort.QUICK ? 2 : 7;
    }

    @Override
    public void measure(Suite suite, Stage stage, Results results) throws IOException, InterruptedException {
        if (needsRoot && !"root".equals(System.getProperty("user.name"))) {
            return;
        }
        Path directory = stage.directory();
        Path variables = Files.createDirectory(directory.resolve("env"));
        for (String name : List.of("ONE", "TWO", "THREE")) {
            Files.writeString(variables.resolve(name), "value of " + name + "\n");
        }
        List<String> command = new ArrayList<>();
        String line = line(suite);
        if (line != null) {
            for (String word : Stage.words(line)) {
                if (word.equals(SETUIDGID)) {
                    command.addAll(stage.programs.setuidgid(suite, "nobody"));
                } else {
                    command.add(word(word, command.isEmpty(), suite, stage, directory));
                }
            }
        }
        String nothing = stage.programs.helper("mark");
        if (!command.contains(nothing)) {
            command.add(nothing);
        }
        double[] ms = stage.timed(suite, RUNS, command, null, directory).stream()
                .mapToDouble(run -> run.wallNs() / NS_PER_MS)
                .toArray();
        results.add(figure, suite, Results.median(ms));
        Stage.remove(directory);
    }

    private @Nullable String line(Suite suite) {
        return switch (suite) {
            case RUNIT -> runit;
            case S6 -> s6;
            case FLOOR -> null;
            default -> ours;
        };
    }

    /** Programs are given by their paths, so that no time goes into looking for them. */
    private static String word(String word, boolean first, Suite suite, Stage stage, Path directory)
            throws IOException {
        if (first || word.startsWith("@")) {
            return stage.programs.tool(suite, word.startsWith("@") ? word.substring(1) : word);
        }
        return switch (word) {
            case VARIABLES -> directory.resolve("env").toString();
            case LOCK -> directory.resolve("lock").toString();
            case PROGRAM -> stage.programs.helper("mark");
            default -> word;
        };
    }
}
