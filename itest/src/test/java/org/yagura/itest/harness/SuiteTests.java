package org.yagura.itest.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/** Runs {@link OnBoth} and {@link OnOurs} tests once for each suite, and looks that nothing is left of them. */
public final class SuiteTests implements TestTemplateInvocationContextProvider {
    private static final Namespace NAMESPACE = Namespace.create(SuiteTests.class);

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        List<TestTemplateInvocationContext> runs = new ArrayList<>();
        runs.add(new OneSuite(Suite.YAGURA));
        if (AnnotationSupport.isAnnotated(context.getRequiredTestMethod(), OnBoth.class)) {
            runs.add(new OneSuite(Suite.DEBIAN));
        }
        return runs.stream();
    }

    /** Whether the tests run as root. */
    public static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Skips the test visibly where Debian's daemontools is not installed. */
    public static void needsDebian() {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                Suite.DEBIAN.present(), "Debian's daemontools, the oracle, is not installed");
    }

    private record OneSuite(Suite suite)
            implements TestTemplateInvocationContext,
                    ExecutionCondition,
                    ParameterResolver,
                    TestExecutionExceptionHandler,
                    AfterEachCallback {
        @Override
        public String getDisplayName(int index) {
            return suite.toString();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (!suite.wanted()) {
                return ConditionEvaluationResult.disabled("not asked for (yagura.suites)");
            }
            if (suite == Suite.DEBIAN && !suite.present()) {
                return ConditionEvaluationResult.disabled("Debian's daemontools, the oracle, is not installed");
            }
            boolean needsRoot = AnnotationSupport.isAnnotated(context.getElement(), NeedsRoot.class)
                    || AnnotationSupport.isAnnotated(context.getTestClass(), NeedsRoot.class);
            return needsRoot && !root()
                    ? ConditionEvaluationResult.disabled("needs root")
                    : ConditionEvaluationResult.enabled("");
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Sandbox.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            if (!suite.present()) {
                throw new AssertionError("no binary at " + Suite.binary() + ": run make first");
            }
            Sandbox box = new Sandbox(suite);
            context.getStore(NAMESPACE).put("box", box);
            return box;
        }

        /** Says what was still running when a test failed: who reads the report has nothing else left to look at. */
        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
            Sandbox box = context.getStore(NAMESPACE).get("box", Sandbox.class);
            if (box == null || failure instanceof TestAbortedException) {
                throw failure;
            }
            throw new AssertionError(
                    failure.getMessage() + " [" + suite + "; running: " + box.running() + "]", failure);
        }

        @Override
        public void afterEach(ExtensionContext context) {
            Sandbox box = context.getStore(NAMESPACE).remove("box", Sandbox.class);
            if (box != null) {
                box.close();
            }
        }
    }
}
