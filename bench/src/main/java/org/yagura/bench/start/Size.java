package org.yagura.bench.start;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

    private static final Figure CLASSIC = new Figure(
            "size.classic",
            "The program without the `yagura` command",
            "KB",
            Figure.Better.LESS,
            "What `make classic` makes.");

    private static final Figure COMMAND = new Figure(
            "size.command",
            "The `yagura` command in the program",
            "KB",
            Figure.Better.LESS,
            "The difference between the whole program and what `make classic` makes.");
    private static final int HEADERS = 64;
    private static final int INTERPRETER = 3;

    @Override
    public Area area() {
        return Area.SIZE;
    }

    @Override
    public List<Figure> figures() {
        return List.of(SIZE, CLASSIC, COMMAND);
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
    public void measure(Suite suite, Stage stage, Results results) throws IOException, InterruptedException {
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
            bytes += Files.size(Path.of(stage.programs.tool(suite, program)));
        }
        results.add(SIZE, suite, bytes / BYTES_PER_KB);
        if (suite == Suite.YAGURA) {
            checkStatic(Path.of(stage.programs.tool(suite, "yagura")));
            Optional<Path> classic = stage.programs.classic();
            if (classic.isPresent()) {
                checkStatic(classic.get());
                long alone = Files.size(classic.get());
                results.add(CLASSIC, suite, alone / BYTES_PER_KB);
                results.add(COMMAND, suite, (bytes - alone) / BYTES_PER_KB);
            }
        }
    }

    private static void checkStatic(Path program) throws IOException {
        if (needsALoader(Files.readAllBytes(program))) {
            throw new IOException("the program is not static: " + program);
        }
    }

    /** Whether an ELF file names an interpreter, which every program that needs shared libraries does. */
    static boolean needsALoader(byte[] elf) {
        ByteBuffer header = ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN);
        int at = Math.toIntExact(header.getLong(32));
        int size = header.getShort(54);
        int count = Math.min(header.getShort(56), HEADERS);
        for (int i = 0; i < count; i++) {
            if (header.getInt(at + i * size) == INTERPRETER) {
                return true;
            }
        }
        return false;
    }
}
