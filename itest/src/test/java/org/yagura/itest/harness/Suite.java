package org.yagura.itest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A set of the tools under test: ours, or Debian's as the oracle. */
public enum Suite {
    YAGURA,
    DEBIAN;

    /** The tools that both have. */
    public static final List<String> TOOLS = List.of(
            "svscan",
            "supervise",
            "svc",
            "svok",
            "svstat",
            "multilog",
            "setuidgid",
            "tai64n",
            "tai64nlocal",
            "envdir",
            "envuidgid",
            "softlimit",
            "setlock",
            "pgrphack",
            "argv0",
            "tcpserver",
            "tcprules",
            "tcprulescheck",
            "tcpclient",
            "tcpcat",
            "who@",
            "date@",
            "finger@",
            "http@",
            "mconnect",
            "mconnect-io",
            "rblsmtpd",
            "recordio",
            "fixcrio",
            "addcr",
            "delcr",
            "fghack",
            "readproctitle");

    /** The tools that only ours has, or whose originals are scripts that need the others installed. */
    public static final List<String> OWN_TOOLS =
            List.of("yagura", "svup", "svscanboot", "update-service", "popstamp", "relayok");

    /** Our binary: system property {@code yagura.binary}, else {@code build/yagura} beside the module. */
    public static Path binary() {
        return Path.of(System.getProperty("yagura.binary", "../build/yagura"))
                .toAbsolutePath()
                .normalize();
    }

    /** Whether our binary is the one with sanitizers, whose runtime has needs of its own. */
    public static boolean sanitized() {
        try (var lines = Files.lines(binary(), java.nio.charset.StandardCharsets.ISO_8859_1)) {
            return lines.anyMatch(line -> line.contains("__asan_init"));
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether our binary is the one that collects at every third allocation: what allocates a lot takes its square in time. */
    public static boolean stressed() {
        return "stress".equals(System.getProperty("yagura.build"));
    }

    /** Whether the suite's files are there. */
    public boolean present() {
        return this == YAGURA
                ? Files.isExecutable(binary())
                : TOOLS.stream().allMatch(tool -> Peers.find(tool).isPresent());
    }

    /** Whether the suite was asked for; property {@code yagura.suites}, both by default. */
    public boolean wanted() {
        return List.of(System.getProperty("yagura.suites", "yagura,debian").split(","))
                .contains(name().toLowerCase(java.util.Locale.ROOT));
    }

    /** The absolute path of a tool. */
    public Path tool(String name) {
        return this == YAGURA ? Links.DIRECTORY.resolve(name) : Peers.find(name).orElseThrow();
    }

    /** PATH with this suite's tools first. */
    public String path() {
        return this == YAGURA ? Links.DIRECTORY + ":" + Peers.path() : Peers.path();
    }

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The links to our binary, one for each tool, made once and removed when the JVM ends. */
    private static final class Links {
        static final Path DIRECTORY = make();

        private static Path make() {
            try {
                Path directory = Files.createTempDirectory("yagura-itest-links");
                Files.setPosixFilePermissions(
                        directory, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
                directory.toFile().deleteOnExit();
                for (List<String> tools : List.of(TOOLS, OWN_TOOLS)) {
                    for (String tool : tools) {
                        Path link = directory.resolve(tool);
                        Files.createSymbolicLink(link, binary());
                        link.toFile().deleteOnExit();
                    }
                }
                return directory;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
