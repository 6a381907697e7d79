package org.yagura.bench.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.yagura.bench.Benchmark;
import org.yagura.bench.Figure;
import org.yagura.bench.Results;
import org.yagura.bench.Stage;
import org.yagura.bench.Suite;

/** What the programs take on disk. */
public final class Size implements Benchmark {
    private static final double BYTES_PER_KB = 1000;
    private static final Figure SIZE = new Figure(
            "size",
            "Programs on disk",
            "KB",
            Figure.Better.LESS,
            "Those that do the work of our nine tools; the peers' need shared libraries besides (libc; for s6 also skalibs and libs6).");

    @Override
    public List<Figure> figures() {
        return List.of(SIZE);
    }

    @Override
    public List<Suite> suites() {
        return List.of(Suite.YAGURA, Suite.DAEMONTOOLS, Suite.RUNIT, Suite.S6);
    }

    @Override
    public int rounds(Effort effort) {
        return 1;
    }

    @Override
    public void measure(Suite suite, Stage stage, Results results) throws IOException {
        List<String> programs = switch (suite) {
            case DAEMONTOOLS ->
                List.of(
                        "svscan",
                        "supervise",
                        "svc",
                        "svok",
                        "svstat",
                        "multilog",
                        "setuidgid",
                        "tai64n",
                        "tai64nlocal");
            case RUNIT -> List.of("runsvdir", "runsv", "sv", "svlogd", "chpst");
            case S6 ->
                List.of(
                        "s6-svscan",
                        "s6-svscanctl",
                        "s6-supervise",
                        "s6-svc",
                        "s6-svok",
                        "s6-svstat",
                        "s6-log",
                        "s6-setuidgid",
                        "s6-tai64n",
                        "s6-tai64nlocal");
            default -> List.of("yagura");
        };
        long bytes = 0;
        for (String program : programs) {
            bytes += Files.size(Path.of(stage.tool(suite, program)));
        }
        results.add(SIZE, suite, bytes / BYTES_PER_KB);
    }
}
