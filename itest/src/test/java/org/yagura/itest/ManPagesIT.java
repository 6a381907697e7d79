package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages as they are installed. */
class ManPagesIT {
    private static final Path ROOT = Path.of(Objects.requireNonNullElse(System.getProperty("yagura.root"), ".."));

    @Test
    void everySourceIsRenderedAndShownWithoutAWarning() throws IOException, InterruptedException {
        Path rendered = ROOT.resolve("build").resolve("man");
        assumeTrue(Files.isDirectory(rendered), "the pages were not rendered (quick build)");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/man")), "there is no man");
        List<String> trouble = new ArrayList<>();
        for (Path source : sources()) {
            String section =
                    Objects.requireNonNull(source.getParent()).getFileName().toString();
            String name = source.getFileName().toString().replace(".adoc", "." + section.substring("man".length()));
            Path page = rendered.resolve(section).resolve(name);
            trouble.addAll(Files.exists(page) ? warnings(page) : List.of("not rendered: " + page));
        }
        assertEquals(List.of(), trouble);
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("man").resolve("src"))) {
            List<Path> pages =
                    files.filter(file -> file.toString().endsWith(".adoc")).toList();
            assertFalse(pages.isEmpty());
            return pages;
        }
    }

    private static List<String> warnings(Path page) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("/usr/bin/man", "--warnings", "-l", page.toString());
        builder.environment().put("MANPAGER", "cat");
        builder.environment().put("MANWIDTH", "80");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Process man = builder.start();
        man.getOutputStream().close();
        String said = new String(man.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        if (man.waitFor() != 0) {
            return List.of(page + ": man exited " + man.exitValue() + ": " + said);
        }
        return said.isEmpty() ? List.of() : List.of(page + ": " + said);
    }
}
