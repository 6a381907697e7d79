package org.yagura.bench;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which programs there are: Yagura's, the peers', installed or unpacked under build/peers, and our own helpers. */
public final class Programs {
    private static final List<String> HELPERS =
            List.of("nest", "mark", "timed", "floor", "connect", "stamp", "gone", "state", "forget");
    private static final List<Path> DEBIAN = List.of(Path.of("/usr/bin"), Path.of("/usr/sbin"), Path.of("/sbin"));
    private static final List<String> UNPACKED = List.of("usr/bin", "usr/sbin", "sbin");
    private static final String PEERS_LIBRARIES = "usr/lib/x86_64-linux-gnu";
    private static final String PEERS_PYTHON = "usr/lib/python3/dist-packages";
    /** In one of the directories the tools of a peer stand if this one does. */
    private static final Map<Suite, String> WITNESS = Map.of(
            Suite.DAEMONTOOLS,
            "svscan",
            Suite.RUNIT,
            "runsvdir",
            Suite.S6,
            "s6-svscan",
            Suite.SUPERVISORD,
            "supervisord",
            Suite.UCSPI,
            "tcpserver");

    private final Path helpers;
    private final Path ours;
    private final Path peers;
    private final Path classic;
    private final Map<Suite, Boolean> installed = new EnumMap<>(Suite.class);

    /**
     * Builds the helpers and looks for the rest.
     *
     * @param root the source tree
     * @param helpers where the helpers go
     * @param ours where a copy of Yagura goes, on a disk
     */
    Programs(Path root, Path helpers, Path ours) throws IOException, InterruptedException {
        this.helpers = helpers;
        this.ours = ours;
        this.peers = root.resolve("build/peers").toAbsolutePath().normalize();
        this.classic = root.resolve("build/classic/yagura");
        Path sources = root.resolve("bench/src/main/c");
        for (String helper : HELPERS) {
            compile(sources.resolve(helper + ".c"), helpers.resolve(helper));
        }
        boolean built = copyOurs(root.resolve("build/yagura"));
        if (Files.isDirectory(peers)) {
            // What has just been unpacked may not be on the disk yet, and would count as dirty.
            Stage.call(List.of("sync", "-f", peers.toString()));
        }
        for (Suite suite : Suite.values()) {
            String witness = WITNESS.get(suite);
            installed.put(suite, witness == null ? built || !suite.ours() : debian(witness) != null);
        }
    }

    public boolean installed(Suite suite) {
        return Boolean.TRUE.equals(installed.get(suite));
    }

    /** Path of a tool of ours, or of a peer's program. */
    public String tool(Suite suite, String name) throws IOException {
        if (suite.ours()) {
            return ours.resolve(name).toString();
        }
        Path found = debian(name);
        if (found == null) {
            throw new IOException("not installed: " + name);
        }
        return found.toString();
    }

    /** Yagura without the command for people, where it was made: its size is all that is asked of it. */
    public Optional<Path> classic() {
        return Optional.of(classic).filter(Files::exists);
    }

    public String helper(String name) {
        return helpers.resolve(name).toString();
    }

    /**
     * The words that give a program to another account. s6-setuidgid runs two programs by their installed paths: where s6 is only
     * unpacked, these two are called directly, which is a step less.
     */
    public List<String> setuidgid(Suite suite, String account) throws IOException {
        return switch (suite) {
            case RUNIT -> List.of(tool(suite, "chpst"), "-u", account);
            case S6 ->
                unpacked("s6-setuidgid")
                        ? List.of(tool(suite, "s6-envuidgid"), account, tool(suite, "s6-applyuidgid"), "-Uz", "--")
                        : List.of(tool(suite, "s6-setuidgid"), account);
            default -> List.of(tool(suite, "setuidgid"), account);
        };
    }

    public boolean canTrace() {
        return debian("strace") != null;
    }

    /** Path of strace. */
    public String strace() throws IOException {
        return tool(Suite.DAEMONTOOLS, "strace");
    }

    /** Options for the helper nest: s6's supervisor starts its own programs by their installed paths only. */
    public List<String> seenWhereInstalled(Suite suite) {
        return suite == Suite.S6 && unpacked("s6-svscan")
                ? List.of("-m", peers.resolve(UNPACKED.get(0)).toString())
                : List.of();
    }

    /** Whether a suite is not installed, but was unpacked. */
    public boolean isUnpacked(Suite suite) {
        String witness = WITNESS.get(suite);
        return witness != null && unpacked(witness);
    }

    /** What a suite needs in its environment: under PATH it finds its own tools. */
    public Map<String, String> environment(Suite suite) {
        Map<String, String> environment = new HashMap<>();
        String others = "/usr/sbin:/usr/bin:/sbin:/bin";
        if (suite.ours()) {
            environment.put("PATH", ours + ":" + others);
            return environment;
        }
        List<String> path = new ArrayList<>();
        UNPACKED.forEach(directory -> path.add(peers.resolve(directory).toString()));
        path.add(others);
        environment.put("PATH", String.join(":", path));
        if (suite == Suite.S6 && unpacked("s6-svscan")) {
            environment.put("LD_LIBRARY_PATH", peers.resolve(PEERS_LIBRARIES).toString());
        }
        if (suite == Suite.SUPERVISORD && unpacked("supervisord")) {
            environment.put("PYTHONPATH", peers.resolve(PEERS_PYTHON).toString());
        }
        return environment;
    }

    /** Debian's documents of a package, installed or unpacked: its changelog tells the version. */
    public Path documents(String debianPackage) {
        Path installedOnes = Path.of("/usr/share/doc", debianPackage);
        return Files.isDirectory(installedOnes)
                ? installedOnes
                : peers.resolve("usr/share/doc").resolve(debianPackage);
    }

    private boolean unpacked(String name) {
        Path found = debian(name);
        return found != null && found.startsWith(peers);
    }

    private boolean copyOurs(Path binary) throws IOException {
        if (!Files.isExecutable(binary)) {
            return false;
        }
        // Not on tmpfs, and on disk for certain: pages of a program that are not would count as private and dirty.
        Path copy = Files.copy(binary, ours.resolve("yagura"));
        try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        try (Stream<Path> links = Files.list(binary.resolveSibling("bin"))) {
            for (Path link : links.toList()) {
                Path name = link.getFileName();
                if (name != null && !name.toString().equals("yagura")) {
                    Files.createSymbolicLink(ours.resolve(name), copy);
                }
            }
        }
        return true;
    }

    private @Nullable Path debian(String name) {
        for (Path directory : DEBIAN) {
            if (isPeer(directory.resolve(name))) {
                return directory.resolve(name);
            }
        }
        for (String directory : UNPACKED) {
            Path file = peers.resolve(directory).resolve(name);
            if (isPeer(file)) {
                return file;
            }
        }
        return null;
    }

    /** A link to Yagura under a peer's name is not that peer. */
    private static boolean isPeer(Path file) {
        try {
            return Files.isExecutable(file)
                    && !file.toRealPath().getFileName().toString().contains("yagura");
        } catch (IOException e) {
            return false;
        }
    }

    private static void compile(Path source, Path to) throws IOException, InterruptedException {
        boolean musl = Files.isExecutable(Path.of("/usr/bin/musl-gcc"));
        Stage.call(
                List.of(musl ? "musl-gcc" : "cc", "-static", "-O2", "-Wall", "-o", to.toString(), source.toString()));
    }
}
