package org.yagura.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which machine, which versions. */
record Machine(
        String processor, int processors, String memory, String kernel, String date, Map<String, String> versions) {
    static Machine here() throws IOException, InterruptedException {
        Map<String, String> versions = new TreeMap<>();
        for (Suite suite : Suite.values()) {
            if (!suite.debianPackage.isEmpty()) {
                versions.put(suite.title, version(suite.debianPackage));
            }
        }
        return new Machine(
                field(Path.of("/proc/cpuinfo"), "model name"),
                Runtime.getRuntime().availableProcessors(),
                field(Path.of("/proc/meminfo"), "MemTotal"),
                Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip(),
                LocalDate.now(ZoneOffset.UTC).toString(),
                versions);
    }

    /** The load average of the last minute, as the kernel tells it. */
    static String load() throws IOException {
        return Stage.words(Files.readString(Path.of("/proc/loadavg"))).get(0);
    }

    private static String version(String debianPackage) throws InterruptedException {
        try {
            return Stage.output(new ProcessBuilder(List.of("dpkg-query", "-W", "-f", "${Version}", debianPackage)));
        } catch (IOException e) {
            return "not installed";
        }
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
