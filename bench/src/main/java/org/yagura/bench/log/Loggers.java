package org.yagura.bench.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yagura.bench.Stage;
import org.yagura.bench.Suite;

/** How each suite's logger is called for one and the same work: stamped lines, files of 16 MB, 60 of them. */
final class Loggers {
    private static final String SIZE = "16777215";
    private static final String COUNT = "60";
    /** Bytes of a stamp and the blank after it. */
    private static final int STAMP = 26;

    private Loggers() {}

    /** Bytes before each line in the log. */
    static int stamp(Suite suite) {
        return suite == Suite.CAT ? 0 : STAMP;
    }

    /**
     * The command line; the log directory is {@code main} in the current directory.
     *
     * @param directories where it will run: what it needs there is made
     * @param selective whether only lines with the word warning in their second place are kept
     */
    static List<String> command(Suite suite, Stage stage, List<Path> directories, boolean selective)
            throws IOException {
        return switch (suite) {
            case RUNIT -> {
                String patterns = selective ? "-*\n+* warning *\n" : "";
                for (Path directory : directories) {
                    Path main = Files.createDirectory(directory.resolve("main"));
                    Files.writeString(main.resolve("config"), "s" + SIZE + "\nn" + COUNT + "\n" + patterns);
                }
                yield List.of(stage.programs.tool(suite, "svlogd"), "-t", "./main");
            }
            case S6 -> {
                List<String> line = new ArrayList<>(List.of(stage.programs.tool(suite, "s6-log"), "--"));
                if (selective) {
                    line.addAll(List.of("-", "+ warning "));
                }
                line.addAll(List.of("t", "s" + SIZE, "n" + COUNT, "./main"));
                yield line;
            }
            case CAT -> List.of("/bin/sh", "-c", "mkdir main; exec cat > main/current");
            case FLOOR ->
                selective ? List.of(stage.programs.helper("stamp"), "-w") : List.of(stage.programs.helper("stamp"));
            default -> multilog(stage.programs.tool(suite, "multilog"), selective);
        };
    }

    /** A command line that gives a file to a logger through a pipe. The floor asks there how much there is, as a journal has to. */
    static List<String> piped(Path input, Suite suite, List<String> logger) {
        List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", "cat \"$0\" | \"$@\"", input.toString()));
        line.addAll(logger);
        if (suite == Suite.FLOOR) {
            line.add("-a");
        }
        return line;
    }

    private static List<String> multilog(String tool, boolean selective) {
        List<String> line = new ArrayList<>(List.of(tool, "t"));
        if (selective) {
            line.addAll(List.of("-*", "+* * warning *"));
        }
        line.addAll(List.of("s" + SIZE, "n" + COUNT, "./main"));
        return line;
    }
}
