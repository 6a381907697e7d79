package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yagura.itest.harness.OracleCases;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Snapshot;
import org.yagura.itest.harness.Suite;
import org.yagura.itest.harness.SuiteTests;

/** Scripts of src/test/resources/cases, run with Debian's tools and with ours: the same output, exit code and files. */
class OracleCasesIT {
    private static final String ROOT_ONLY = "#! root\n";
    private static final String ALLOCATES_A_LOT = "#! allocates a lot\n";
    private static final String LIMITS_MEMORY = "#! limits memory\n";

    record Case(String name, String script) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return OracleCases.scripts().entrySet().stream().map(each -> new Case(each.getKey(), each.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void doesAsDebianDoes(Case each) {
        assumeTrue(Suite.DEBIAN.present(), "Debian's daemontools, the oracle, is not installed");
        assumeTrue(SuiteTests.root() || !each.script.startsWith(ROOT_ONLY), "needs root");
        assumeFalse(
                Suite.sanitized() && each.script.startsWith(LIMITS_MEMORY),
                "the sanitizers reserve more memory than that");
        assumeFalse(
                Suite.stressed() && each.script.startsWith(ALLOCATES_A_LOT),
                "with a collection each time it has no end");
        Snapshot expected = snapshot(Suite.DEBIAN, each.script);
        assumeTrue(Suite.YAGURA.wanted(), "our suite was not asked for");
        assertEquals(expected.toString(), snapshot(Suite.YAGURA, each.script).toString());
    }

    private static Snapshot snapshot(Suite suite, String script) {
        try (Sandbox box = new Sandbox(suite)) {
            return Snapshot.of(box, script);
        }
    }
}
