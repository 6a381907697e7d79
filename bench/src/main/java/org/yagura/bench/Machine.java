package org.yagura.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * Which machine, which versions, which limits.
 *
 * @param versions by name of the suite
 * @param limits by name: what bounds the number of services here
 */
public record Machine(
        String processor,
        int processors,
        String memory,
        String kernel,
        String date,
        Map<String, String> versions,
        Map<String, String> limits) {
    static Machine here(Path tree, Programs programs) throws IOException, InterruptedException {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("Yagura", ours(tree));
        for (Suite suite : Suite.values()) {
            if (suite.peer()) {
                versions.put(
                        suite.title,
                        programs.installed(suite) ? version(suite, programs) + how(suite, programs) : "not there");
            }
        }
        return new Machine(
                field(Path.of("/proc/cpuinfo"), "model name"),
                Runtime.getRuntime().availableProcessors(),
                field(Path.of("/proc/meminfo"), "MemTotal"),
                line("/proc/sys/kernel/osrelease"),
                LocalDate.now(ZoneOffset.UTC).toString(),
                versions,
                limits(tree));
    }

    /** The load average of the last minute, as the kernel tells it. */
    static String load() throws IOException {
        return Stage.words(Files.readString(Path.of("/proc/loadavg"))).get(0);
    }

    /** How many processes there may be at a time. */
    public static long processesAtMost() throws IOException {
        return Long.parseLong(line("/proc/sys/kernel/pid_max"));
    }

    private static Map<String, String> limits(Path tree) throws IOException {
        Map<String, String> limits = new LinkedHashMap<>();
        limits.put("pid_max", Long.toString(processesAtMost()));
        for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
            List<String> words = Stage.words(line);
            if (line.startsWith("Max open files")) {
                limits.put("RLIMIT_NOFILE", words.get(3) + " soft, " + words.get(4) + " hard");
            } else if (line.startsWith("Max processes")) {
                limits.put("RLIMIT_NPROC", words.get(2));
            }
        }
        limits.put("inotify watches for each user", line("/proc/sys/fs/inotify/max_user_watches"));
        Path build = tree.resolve("native/pom.xml");
        if (Files.exists(build)) {
            String xml = Files.readString(build);
            int begin = xml.indexOf("<maxHeapSize>");
            int end = xml.indexOf("</maxHeapSize>");
            if (begin >= 0 && end > begin) {
                limits.put("heap of each of our programs, at most", xml.substring(begin + 13, end) + " MB");
            }
        }
        return limits;
    }

    private static String ours(Path tree) throws InterruptedException {
        try {
            return Stage.output(new ProcessBuilder("git", "-C", tree.toString(), "describe", "--always", "--dirty"))
                    .strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String how(Suite suite, Programs programs) {
        if (!programs.isUnpacked(suite)) {
            return "";
        }
        return suite == Suite.S6
                ? ", unpacked: it finds its libraries by LD_LIBRARY_PATH, and its programs by an overlay on /usr/bin"
                : ", unpacked";
    }

    /** The first line of Debian's changelog tells it: NAME (VERSION) .... */
    private static String version(Suite suite, Programs programs) {
        Path changelog = programs.documents(suite.debianPackage).resolve("changelog.Debian.gz");
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(changelog)), StandardCharsets.UTF_8))) {
            String line = reader.readLine();
            int open = line == null ? -1 : line.indexOf('(');
            int close = line == null ? -1 : line.indexOf(')');
            return line == null || open < 0 || close < open ? "unknown" : line.substring(open + 1, close);
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** The first line. A number below /proc/sys can only be read in one piece: what reads it byte by byte gets its first digit. */
    private static String line(String file) throws IOException {
        return Files.readAllLines(Path.of(file)).get(0);
    }

    private static String field(Path file, String key) throws IOException {
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith(key)) {
                return line.substring(line.indexOf(':') + 1).strip();
            }
        }
        return "unknown";
    }
}
