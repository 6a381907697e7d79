package org.yagura.itest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes what a run of the tests has shown about compatibility to build/compatibility.md: the scripts that both suites were given, and
 * the tests that passed with both. {@code make compatibility} puts a whole run's into doc/.
 */
public final class CompatibilityReport implements TestExecutionListener {
    private static final String ORACLE_CASES = "org.yagura.itest.OracleCasesIT";
    private static final Path ROOT = Path.of(System.getProperty("yagura.root", ".."));

    /** Result by what was run: for cases {@code file: name}, for tests of both suites {@code Class.method suite}. */
    private final Map<String, Boolean> cases = new ConcurrentSkipListMap<>();

    private final Map<String, Boolean> tests = new ConcurrentSkipListMap<>();

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (!test.isTest() || !(test.getSource().orElse(null) instanceof MethodSource source)) {
            return;
        }
        // An assumption that did not hold says nothing.
        if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
            return;
        }
        boolean passed = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
        String suite = test.getDisplayName();
        if (source.getClassName().equals(ORACLE_CASES)) {
            cases.put(suite, passed);
        } else if (suite.equals(Suite.YAGURA.toString()) || suite.equals(Suite.DEBIAN.toString())) {
            String name = source.getClassName().substring(source.getClassName().lastIndexOf('.') + 1);
            tests.merge(name + "." + source.getMethodName() + " " + suite, passed, Boolean::logicalAnd);
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        if (cases.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(ROOT.resolve("build"));
            Files.writeString(ROOT.resolve("build/compatibility.md"), text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text() throws IOException {
        SortedMap<String, String> scripts = OracleCases.scripts();
        SortedMap<String, NavigableSet<String>> byTool = new TreeMap<>();
        cases.keySet()
                .forEach(name -> OracleCases.tools(scripts.getOrDefault(name, ""))
                        .forEach(tool -> byTool.computeIfAbsent(tool, ignored -> new TreeSet<>())
                                .add(name)));
        SortedMap<String, NavigableSet<String>> both = both();
        StringBuilder text = new StringBuilder(Files.readString(ROOT.resolve("doc/compatibility.in.md")));
        text.append(summary(byTool, both));
        text.append("\n## Scripts given to both\n");
        byTool.forEach((tool, names) -> list(text, tool, names, cases));
        text.append("\n## Tests run with both\n");
        both.forEach((name, methods) -> {
            text.append("\n### ").append(name).append("\n\n");
            methods.forEach(method -> text.append("- ").append(words(method)).append("\n"));
        });
        return text.toString();
    }

    /** Tests that ran, and passed, with both suites, by class. */
    private SortedMap<String, NavigableSet<String>> both() {
        SortedMap<String, NavigableSet<String>> both = new TreeMap<>();
        for (Map.Entry<String, Boolean> test : tests.entrySet()) {
            String name = test.getKey();
            if (!name.endsWith(" " + Suite.DEBIAN)) {
                continue;
            }
            String bare = name.substring(0, name.indexOf(' '));
            if (test.getValue() && Objects.equals(tests.get(bare + " " + Suite.YAGURA), true)) {
                int dot = bare.indexOf('.');
                both.computeIfAbsent(bare.substring(0, dot), ignored -> new TreeSet<>())
                        .add(bare.substring(dot + 1));
            }
        }
        return both;
    }

    private String summary(
            SortedMap<String, NavigableSet<String>> byTool, SortedMap<String, NavigableSet<String>> both) {
        long same = cases.values().stream().filter(passed -> passed).count();
        int methods = both.values().stream().mapToInt(NavigableSet::size).sum();
        StringBuilder text = new StringBuilder("\n## In short\n\n");
        text.append("- Scripts given to both: ")
                .append(cases.size())
                .append("; the same output, exit codes and files: ")
                .append(same)
                .append("\n- Tests that pass with both: ")
                .append(methods)
                .append("\n\n| Tool | scripts | the same |\n|---|---:|---:|\n");
        byTool.forEach((tool, names) -> text.append("| ")
                .append(tool)
                .append(" | ")
                .append(names.size())
                .append(" | ")
                .append(names.stream()
                        .filter(name -> Objects.equals(cases.get(name), true))
                        .count())
                .append(" |\n"));
        return text.toString();
    }

    private static void list(
            StringBuilder text, String tool, NavigableSet<String> names, Map<String, Boolean> results) {
        text.append("\n### ").append(tool).append("\n\n");
        for (String name : names) {
            text.append("- ").append(name.substring(name.indexOf(": ") + 2));
            text.append(Objects.equals(results.get(name), true) ? "\n" : " **differs**\n");
        }
    }

    /** {@code startsAgainSoon} as words. */
    private static String words(String method) {
        StringBuilder text = new StringBuilder();
        for (char c : method.toCharArray()) {
            if (Character.isUpperCase(c)) {
                text.append(' ');
            }
            text.append(Character.toLowerCase(c));
        }
        return text.toString();
    }
}
