package org.yagura.itest.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the modules are. */
final class House {
    static final List<String> MODULES = List.of("core", "os", "tools", "native", "sim", "fuzz", "itest", "bench");
    /** What goes into the compiled program. */
    static final List<String> COMPILED = List.of("core", "os", "tools");

    private static final Path ROOT = root();

    private House() {}

    static Path file(String path) {
        return ROOT.resolve(path);
    }

    /** Compiled classes of a module's main code; there are none before it has been compiled. */
    static Path classes(String module) {
        return file(module).resolve("target/classes");
    }

    /** All Java files of a module, tests included. */
    static List<Path> sources(String module) {
        return under(file(module).resolve("src"));
    }

    static List<Path> mainSources(String module) {
        return under(file(module).resolve("src/main"));
    }

    /** A path as one would write it at the top of the repository. */
    static String shown(Path path) {
        return ROOT.relativize(path).toString();
    }

    private static List<Path> under(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        String told = System.getProperty("yagura.root");
        Path at = Path.of(told == null ? "" : told).toAbsolutePath();
        while (at != null && !Files.isRegularFile(at.resolve("tools/pom.xml"))) {
            at = at.getParent();
        }
        if (at == null) {
            throw new IllegalStateException("not inside the repository");
        }
        return at;
    }
}
