package org.yagura.core.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.yagura.core.text.ByteBuilder;

/**
 * What is expected stands beside each source, as {@code --dry-run} shows it; {@code -Dyagura.golden=write} writes it anew, to be read
 * before it is committed.
 */
final class Golden {
    static final Path FOLDER = Path.of("src/test/resources/import");
    static final Settings SETTINGS = new Settings(bytes("maillog"), new byte[0]);

    private Golden() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(Report report, List<ServicePlan> plans) {
        ByteBuilder text = new ByteBuilder(1000);
        PlanText.appendFindings(report, text);
        PlanText.appendFiles(plans, text);
        return new String(text.toBytes(), StandardCharsets.ISO_8859_1);
    }

    static void compare(Path source, Report report, List<ServicePlan> plans) throws IOException {
        String actual = text(report, plans);
        Path expected = source.resolveSibling(source.getFileName() + ".expected");
        if ("write".equals(System.getProperty("yagura.golden"))) {
            Files.writeString(expected, actual, StandardCharsets.ISO_8859_1);
        }
        assertTrue(Files.exists(expected), "nothing to compare with");
        assertEquals(Files.readString(expected, StandardCharsets.ISO_8859_1), actual);
    }
}
