package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.OracleCases;
import org.yagura.itest.harness.Suite;

/** What the tests take for an intended difference is in doc/differences.md, and no tool goes without a test. */
class DocumentedIT {
    private static Path root() {
        return Path.of(System.getProperty("yagura.root", ".."));
    }

    @ParameterizedTest
    @EnumSource(Difference.class)
    void everyDifferenceIsWrittenDown(Difference difference) throws IOException {
        String section = section(Files.readString(root().resolve("doc/differences.md")), difference.section);
        boolean found = Stream.of(section.split("\n- "))
                .skip(1)
                .anyMatch(entry -> entry.toLowerCase(Locale.ROOT).contains(difference.text.toLowerCase(Locale.ROOT)));
        assertTrue(
                found,
                "doc/differences.md, section " + difference.section + ": an entry with '" + difference.text + "'");
    }

    static List<String> tools() {
        return Suite.TOOLS;
    }

    @ParameterizedTest
    @MethodSource("tools")
    void everyToolIsTestedBesideTheOracle(String tool) {
        assertTrue(
                OracleCases.scripts().values().stream()
                        .anyMatch(script -> OracleCases.tools(script).contains(tool)),
                tool);
    }

    @Test
    void everyToolOfTheProgramGetsItsLink() throws IOException, InterruptedException {
        String said = output(Suite.binary().toString(), "--help");
        String named =
                said.substring(said.indexOf("Tools, each also a command by itself:") + 37, said.indexOf("\n\n`yagura"));
        List<String> tools = List.of(named.strip().split("\\s+"));
        List<String> links =
                List.of(output("sh", root().resolve("native/links.sh").toString(), "--list")
                        .split("\n"));
        assertEquals(tools, links);
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    @Test
    void whatIsComparedIsPublished() throws IOException {
        String page = Files.readString(root().resolve("doc/compatibility.md"));
        List<String> missing = OracleCases.scripts().keySet().stream()
                .filter(name -> !page.contains("\n- " + name.substring(name.indexOf(": ") + 2) + "\n"))
                .toList();
        assertEquals(List.of(), missing, "not in doc/compatibility.md: run make compatibility");
    }

    private static String section(String text, String heading) {
        int start = text.indexOf("\n## " + heading + "\n");
        assertFalse(start < 0, "no section " + heading);
        int end = text.indexOf("\n## ", start + 1);
        return text.substring(start, end < 0 ? text.length() : end);
    }
}
