package org.yagura.itest.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Who may depend on whom, and what the compiled program may not use: each of those would bring in far more than it gives. */
class ArrowsTest {
    /** Classes by module; under the empty name those of the compiled program. */
    private static final Map<String, JavaClasses> IMPORTED = new ConcurrentHashMap<>();

    private static final String JAVA = "java..";
    private static final String NULLNESS = "org.jspecify..";
    private static final String CORE = "org.yagura.core..";
    private static final String OS = "org.yagura.os..";
    private static final String TOOLS = "org.yagura.tools..";
    private static final String NATIVE = "org.yagura.nativeos..";
    private static final String SIM = "org.yagura.sim..";
    private static final String FUZZ = "org.yagura.fuzz..";
    private static final String ITEST = "org.yagura.itest..";
    private static final String BENCH = "org.yagura.bench..";

    @Test
    void coreDependsOnNothing() {
        only("core", CORE);
    }

    @Test
    void osDependsOnNothing() {
        only("os", OS);
    }

    @Test
    void toolsDependOnCoreAndOs() {
        only("tools", TOOLS, CORE, OS);
    }

    @Test
    void nativeDependsOnToolsCoreOsAndTheCompilersInterop() {
        only("native", NATIVE, TOOLS, CORE, OS, "org.teavm.interop..");
    }

    @Test
    void simDependsOnToolsCoreAndOs() {
        only("sim", SIM, TOOLS, CORE, OS);
    }

    @Test
    void fuzzDependsOnCore() {
        only("fuzz", FUZZ, CORE);
    }

    @Test
    void nothingDependsOnWhatStandsOutside() {
        for (String module : List.of("core", "os", "tools", "sim", "bench")) {
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(NATIVE, ITEST)
                    .allowEmptyShould(true)
                    .check(module(module));
        }
        for (String module : List.of("core", "os", "tools", "native")) {
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(SIM, BENCH, FUZZ)
                    .allowEmptyShould(true)
                    .check(module(module));
        }
    }

    /** The command's literals are there only when it was called: see native/compile.sh, which has the same packages. */
    @Test
    void noToolTouchesTheCommandForPeople() {
        String[] command = {
            "org.yagura.tools.yagura..",
            "org.yagura.core.adding..",
            "org.yagura.core.checking..",
            "org.yagura.core.importing..",
            "org.yagura.core.init..",
            "org.yagura.core.json..",
            "org.yagura.core.shell..",
            "org.yagura.core.table.."
        };
        noClasses()
                .that()
                .resideOutsideOfPackages(command)
                .and()
                .doNotHaveFullyQualifiedName("org.yagura.tools.Launcher")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(command)
                .check(compiled());
    }

    @Test
    void theCompiledProgramDoesWithoutTheHeavyPartsOfTheLibrary() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..",
                        "java.net..",
                        "java.nio..",
                        "java.text..",
                        "java.time..",
                        "java.util.concurrent..",
                        "java.util.function..",
                        "java.util.regex..",
                        "java.util.stream..",
                        "java.lang.reflect..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(
                        Thread.class,
                        ThreadLocal.class,
                        Runtime.class,
                        Process.class,
                        java.util.Formatter.class,
                        java.util.Scanner.class,
                        java.util.Random.class)
                .check(compiled());
    }

    @Test
    void theCompiledProgramSpeaksThroughThePortOnly() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .accessField(System.class, "in")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "getProperty", String.class)
                .check(compiled());
    }

    @Test
    void theCompiledProgramFormatsNoStrings() {
        noClasses()
                .should()
                .callMethod(String.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(String.class, "formatted", Object[].class)
                .orShould()
                .callMethod(String.class, "getBytes")
                .orShould()
                .callMethod(String.class, "matches", String.class)
                .orShould()
                .callMethod(String.class, "split", String.class)
                .check(compiled());
    }

    /** One such call brings in what each record makes of it. */
    @Test
    void theCompiledProgramComparesObjectsByWhatTheyAre() {
        noClasses()
                .should()
                .callMethod(List.class, "contains", Object.class)
                .orShould()
                .callMethod(List.class, "indexOf", Object.class)
                .orShould()
                .callMethod(List.class, "lastIndexOf", Object.class)
                .orShould()
                .callMethod(List.class, "remove", Object.class)
                .orShould()
                .callMethod(java.util.Objects.class, "equals", Object.class, Object.class)
                .check(compiled());
    }

    @Test
    void nothingIsSynchronized() {
        methods().should().notHaveModifier(JavaModifier.SYNCHRONIZED).check(compiled());
    }

    private static void only(String module, String... packages) {
        List<String> allowed = new ArrayList<>(List.of(packages));
        allowed.add(JAVA);
        allowed.add(NULLNESS);
        JavaClasses these = module(module);
        assumeTrue(!these.isEmpty(), "not compiled: " + module);
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed.toArray(String[]::new))
                .check(these);
    }

    private static JavaClasses compiled() {
        for (String module : House.COMPILED) {
            assumeTrue(Files.isDirectory(House.classes(module)), "not compiled: " + module);
        }
        return IMPORTED.computeIfAbsent("", nothing -> read(House.COMPILED));
    }

    private static JavaClasses module(String module) {
        return IMPORTED.computeIfAbsent(module, name -> read(List.of(name)));
    }

    private static JavaClasses read(List<String> modules) {
        List<Path> folders =
                modules.stream().map(House::classes).filter(Files::isDirectory).toList();
        return new ClassFileImporter().importPaths(folders);
    }
}
