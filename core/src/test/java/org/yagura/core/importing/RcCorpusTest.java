package org.yagura.core.importing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is made of scripts in the styles that are found on machines. */
class RcCorpusTest {
    private static final Path FOLDER = Golden.FOLDER.resolve("rc");

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
        Path source = FOLDER.resolve(name);
        Report report = new Report();
        List<ServicePlan> plans = RcImport.read(
                Golden.bytes("/etc/" + name), Files.readAllBytes(source), List.of(), Golden.SETTINGS, report);
        Golden.compare(source, report, plans);
    }
}
