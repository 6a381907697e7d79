package org.yagura.bench.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yagura.bench.Stage;
import org.yagura.bench.Suite;

/** How each suite's logger is called for one and the same work: stamped lines, files of 16 MB, 60 of them. */
public final class Loggers {
    private static final String SIZE = "16777215";
    private static final String COUNT = "60";
    /** Bytes of a stamp and the blank after it. */
    static final int STAMP = 26;

    private Loggers() {}

    /**
     * The command line; the log directory is {@code main} in {@code directory}.
     *
     * @param selective whether only lines with the word warning in their second place are kept
     */
    public static List<String> command(Suite suite, Stage stage, Path directory, boolean selective) throws IOException {
        return switch (suite) {
            case YAGURA, YAGURA_AGAIN, DAEMONTOOLS -> multilog(stage.tool(suite, "multilog"), selective);
            case RUNIT -> {
                Path main = Files.createDirectory(directory.resolve("main"));
                String patterns = selective ? "-*\n+* warning *\n" : "";
                Files.writeString(main.resolve("config"), "s" + SIZE + "\nn" + COUNT + "\n" + patterns);
                yield List.of(stage.tool(suite, "svlogd"), "-t", "./main");
            }
            case S6 -> {
                List<String> line = new ArrayList<>(List.of(stage.tool(suite, "s6-log"), "--"));
                if (selective) {
                    line.addAll(List.of("-", "+ warning "));
                }
                line.addAll(List.of("t", "s" + SIZE, "n" + COUNT, "./main"));
                yield line;
            }
            case FLOOR -> List.of("/bin/sh", "-c", "mkdir main; exec cat > main/current");
        };
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
