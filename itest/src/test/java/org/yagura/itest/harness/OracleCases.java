package org.yagura.itest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The scripts of src/test/resources/cases: each begins with a line {@code == NAME}. */
public final class OracleCases {
    private static final String EXTENSION = ".cases";

    private OracleCases() {}

    /** All scripts by {@code file: name}. */
    public static SortedMap<String, String> scripts() {
        SortedMap<String, String> found = new TreeMap<>();
        for (Path path : files()) {
            String file = path.getFileName().toString().replace(EXTENSION, "");
            String[] parts = read(path).split("(?m)^== ", -1);
            for (int i = 1; i < parts.length; i++) {
                int end = parts[i].indexOf('\n');
                String former = found.put(file + ": " + parts[i].substring(0, end), parts[i].substring(end + 1));
                if (former != null) {
                    throw new IllegalStateException(
                            "two cases of one name in " + file + ".cases: " + parts[i].substring(0, end));
                }
            }
        }
        return Collections.unmodifiableSortedMap(found);
    }

    /** The tools that a script runs. */
    public static List<String> tools(String script) {
        return Suite.TOOLS.stream()
                .filter(tool -> Pattern.compile("(?m)(?<![\\w./-])" + Pattern.quote(tool) + "(?![\\w./-])")
                        .matcher(script)
                        .find())
                .toList();
    }

    private static List<Path> files() {
        URL folder = Objects.requireNonNull(OracleCases.class.getResource("/cases"), "no cases");
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return files.filter(file -> file.toString().endsWith(EXTENSION))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
