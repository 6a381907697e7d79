package org.yagura.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yagura.tools.yagura.Option;
import org.yagura.tools.yagura.Subcommand;

/** The sources of the man pages are complete, and refer to nothing that is not there. */
class ManPagesTest {
    private static final Path SOURCES =
            Path.of(Objects.requireNonNullElse(System.getProperty("yagura.root"), ".."), "man", "src");
    private static final List<String> SECTIONS_OF_A_TOOL = List.of(
            "== Name",
            "== Synopsis",
            "== Description",
            "== Exit codes",
            "== Differences from daemontools 0.76",
            "== Examples",
            "== See also");
    /** What stands in pages of other packages. */
    private static final List<String> FOREIGN = List.of("waitpid(2)");

    /** Told of in yagura(8), for all. */
    private static final List<Option> COMMON = List.of(Option.HELP, Option.SCANDIR);

    private static final Pattern REFERENCE = Pattern.compile("\\*([a-z0-9-]+)\\*\\(([1-8])\\)");

    @ParameterizedTest
    @EnumSource(Applet.class)
    void everyToolHasAPageWithAllSections(Applet applet) throws IOException {
        List<String> lines = Files.readAllLines(SOURCES.resolve("man8").resolve(applet.command + ".adoc"));
        assertEquals("= " + applet.command + "(8)", lines.get(0));
        assertTrue(
                lines.stream().anyMatch(line -> line.startsWith(applet.command + " - ")), "one line says what it is");
        List<String> missing = new ArrayList<>(SECTIONS_OF_A_TOOL);
        missing.removeAll(lines);
        assertEquals(List.of(), missing);
    }

    @ParameterizedTest
    @EnumSource(Applet.class)
    void theOverviewNamesEveryTool(Applet applet) throws IOException {
        String overview = Files.readString(SOURCES.resolve("man8").resolve("yagura.adoc"));
        assertTrue(overview.contains("*" + applet.command + "*(8)::"));
    }

    @ParameterizedTest
    @EnumSource(Subcommand.class)
    void everySubcommandHasItsSynopsisInItsPage(Subcommand subcommand) throws IOException {
        String page = Files.readString(SOURCES.resolve("man8").resolve(subcommand.page + ".adoc"));
        assertTrue(page.contains("\n*yagura " + subcommand.name + "*"), "synopsis");
        List<String> untold = new ArrayList<>();
        for (Option option : subcommand.options()) {
            if (!COMMON.contains(option) && !page.contains("*--" + option.name)) {
                untold.add(option.name);
            }
        }
        assertEquals(List.of(), untold);
    }

    @ParameterizedTest
    @EnumSource(Subcommand.class)
    void theOverviewNamesEverySubcommand(Subcommand subcommand) throws IOException {
        String overview = Files.readString(SOURCES.resolve("man8").resolve("yagura.adoc"));
        assertTrue(overview.contains("*yagura " + subcommand.name + "*"));
    }

    @Test
    void everyReferenceLeadsToAPage() throws IOException {
        List<String> dangling = new ArrayList<>();
        for (Path page : pages()) {
            Matcher reference = REFERENCE.matcher(Files.readString(page));
            while (reference.find()) {
                String name = reference.group(1) + "(" + reference.group(2) + ")";
                Path target = SOURCES.resolve("man" + reference.group(2)).resolve(reference.group(1) + ".adoc");
                if (!FOREIGN.contains(name) && !Files.exists(target)) {
                    dangling.add(page.getFileName() + " refers to " + name);
                }
            }
        }
        assertEquals(List.of(), dangling);
    }

    @Test
    void everyPageIsNamedAsItsTitleSays() throws IOException {
        for (Path page : pages()) {
            String directory =
                    Objects.requireNonNull(page.getParent()).getFileName().toString();
            String name = page.getFileName().toString().replace(".adoc", "");
            String section = directory.substring("man".length());
            assertEquals(
                    "= " + name + "(" + section + ")", Files.readAllLines(page).get(0));
        }
    }

    @Test
    void thePageDrawsTheStatusAsItsOwnerDoes() throws IOException {
        List<String> page = layout(SOURCES.resolve("man5").resolve("yagura-status.adoc"), "^ *(\\d+) +(\\d+)  .*");
        Path owner = SOURCES.resolve("../../core/src/main/java/org/yagura/core/status/Status.java");
        assertEquals(layout(owner, "^ \\* +(\\d+) +(\\d+)  .*"), page);
    }

    /** Offset and length of each field that a file draws. */
    private static List<String> layout(Path file, String row) throws IOException {
        List<String> fields = new ArrayList<>();
        Pattern pattern = Pattern.compile(row);
        for (String line : Files.readAllLines(file)) {
            Matcher field = pattern.matcher(line);
            if (field.matches()) {
                fields.add(field.group(1) + " " + field.group(2));
            }
        }
        assertFalse(fields.isEmpty(), file.toString());
        return fields;
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> pages =
                    files.filter(file -> file.toString().endsWith(".adoc")).toList();
            assertFalse(pages.isEmpty());
            return pages;
        }
    }
}
