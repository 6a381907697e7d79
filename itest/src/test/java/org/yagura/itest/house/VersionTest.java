package org.yagura.itest.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** One version, wherever it is written. */
class VersionTest {
    private static final Path ROOT = Path.of(Objects.requireNonNullElse(System.getProperty("yagura.root"), ".."));

    private static String first(String file, String pattern) throws IOException {
        Matcher found = Pattern.compile(pattern).matcher(Files.readString(ROOT.resolve(file)));
        assertTrue(found.find(), file + " has no " + pattern);
        return found.group(1);
    }

    @Test
    void packagesAndProgramHaveTheVersionOfTheBuild() throws IOException {
        String version = first("pom.xml", "<artifactId>yagura</artifactId>\\s*<version>([^<]*)<");
        assertEquals(version, first("packaging/debian/changelog", "^yagura \\(([^-]*)-"));
        String program = "tools/src/main/java/org/yagura/tools/yagura/Yagura.java";
        assertEquals(version, first(program, "VERSION = \"([^\"]*)\""));
    }
}
