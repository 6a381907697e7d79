package org.yagura.core.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yagura.core.text.ByteBuilder;

/**
 * What is made of scripts in the styles that are found on machines. Beside each script stands what is expected, as {@code --dry-run}
 * shows it; {@code -Dyagura.golden=write} writes it anew, to be read before it is committed.
 */
class RcCorpusTest {
    private static final Path FOLDER = Path.of("src/test/resources/import/rc");

    static List<String> scripts() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".expected") && !name.endsWith(".started"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void becomesWhatIsExpected(String name) throws IOException {
        Report report = new Report();
        List<ServicePlan> plans = RcImport.read(
                bytes("/etc/" + name),
                Files.readAllBytes(FOLDER.resolve(name)),
                List.of(),
                new Settings(bytes("maillog"), new byte[0]),
                report);
        ByteBuilder text = new ByteBuilder(1000);
        PlanText.appendFindings(report, text);
        PlanText.appendFiles(plans, text);
        String actual = new String(text.toBytes(), StandardCharsets.ISO_8859_1);
        Path expected = FOLDER.resolve(name + ".expected");
        if ("write".equals(System.getProperty("yagura.golden"))) {
            Files.writeString(expected, actual, StandardCharsets.ISO_8859_1);
        }
        assertTrue(Files.exists(expected), "nothing to compare with");
        assertEquals(Files.readString(expected, StandardCharsets.ISO_8859_1), actual);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
