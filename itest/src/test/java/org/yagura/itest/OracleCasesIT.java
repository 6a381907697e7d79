package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Snapshot;
import org.yagura.itest.harness.Suite;
import org.yagura.itest.harness.SuiteTests;

/** Scripts of src/test/resources/cases, run with Debian's tools and with ours: the same output, exit code and files. */
class OracleCasesIT {
    /** Names of the files with cases. */
    static final List<String> FILES = List.of("multilog", "filters", "commands", "chain");

    private static final String ROOT_ONLY = "#! root\n";

    record Case(String file, String name, String script) {
        @Override
        public String toString() {
            return file + ": " + name;
        }
    }

    static Stream<Case> cases() {
        return FILES.stream().flatMap(file -> read(file).stream());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void doesAsDebianDoes(Case each) {
        assumeTrue(Suite.DEBIAN.present(), "Debian's daemontools, the oracle, is not installed");
        assumeTrue(SuiteTests.root() || !each.script.startsWith(ROOT_ONLY), "needs root");
        Snapshot expected = snapshot(Suite.DEBIAN, each.script);
        assumeTrue(Suite.YAGURA.wanted(), "our suite was not asked for");
        assertEquals(expected.toString(), snapshot(Suite.YAGURA, each.script).toString());
    }

    private static Snapshot snapshot(Suite suite, String script) {
        try (Sandbox box = new Sandbox(suite)) {
            return Snapshot.of(box, script);
        }
    }

    private static List<Case> read(String file) {
        List<Case> found = new ArrayList<>();
        try (InputStream in = OracleCasesIT.class.getResourceAsStream("/cases/" + file + ".cases")) {
            String text = new String(java.util.Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
            String[] parts = text.split("(?m)^== ", -1);
            for (int i = 1; i < parts.length; i++) {
                int end = parts[i].indexOf('\n');
                found.add(new Case(file, parts[i].substring(0, end), parts[i].substring(end + 1)));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return found;
    }
}
