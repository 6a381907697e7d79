package org.yagura.itest.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Limits on what one has to read at once, and on constructs that the compiled program pays for. */
class SourcesTest {
    private static final int FILE_LINES_MAX = 500;
    private static final int METHOD_LINES_MAX = 70;
    private static final int PARAMETERS_MAX = 6;

    @Test
    void filesAreShort() throws IOException {
        List<String> offenders = new ArrayList<>();
        for (String module : House.MODULES) {
            for (Path source : House.sources(module)) {
                int lines = Files.readAllLines(source).size();
                if (lines > FILE_LINES_MAX) {
                    offenders.add(House.shown(source) + ": " + lines + " lines");
                }
            }
        }
        assertEquals(List.of(), offenders);
    }

    @Test
    void methodsAreShortAndTakeFewParameters() throws IOException {
        List<String> offenders = new ArrayList<>();
        for (String module : House.MODULES) {
            scan(House.sources(module), unit -> new MethodLimits(unit, offenders));
        }
        assertEquals(List.of(), offenders);
    }

    @Test
    void theCompiledProgramHasNoTryNoLambdaAndNoLock() throws IOException {
        List<String> offenders = new ArrayList<>();
        for (String module : House.COMPILED) {
            scan(House.mainSources(module), unit -> new CostlyConstructs(unit, offenders));
        }
        assertEquals(List.of(), offenders);
    }

    private interface ScannerMaker {
        TreeScanner<@Nullable Void, @Nullable Void> make(Unit unit);
    }

    private record Unit(CompilationUnitTree tree, SourcePositions positions) {
        long line(Tree at) {
            return tree.getLineMap().getLineNumber(positions.getStartPosition(tree, at));
        }

        long lastLine(Tree at) {
            return tree.getLineMap().getLineNumber(positions.getEndPosition(tree, at));
        }

        String place(Tree at) {
            return House.shown(Path.of(tree.getSourceFile().toUri())) + ":" + line(at);
        }
    }

    private static void scan(List<Path> files, ScannerMaker maker) throws IOException {
        if (files.isEmpty()) {
            return;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            for (CompilationUnitTree tree : task.parse()) {
                Unit unit = new Unit(tree, Trees.instance(task).getSourcePositions());
                maker.make(unit).scan(tree, null);
            }
        }
    }

    private static final class MethodLimits extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final Unit unit;
        private final List<String> offenders;

        MethodLimits(Unit unit, List<String> offenders) {
            this.unit = unit;
            this.offenders = offenders;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            BlockTree body = method.getBody();
            long lines = body == null ? 0 : unit.lastLine(body) - unit.line(body) + 1;
            if (lines > METHOD_LINES_MAX && !isTable(body)) {
                offenders.add(unit.place(method) + " " + method.getName() + ": " + lines + " lines");
            }
            // A constructor takes the parts of the port that a tool uses, however many; a foreign function what C has
            // to be told.
            boolean counted = method.getReturnType() != null
                    && !method.getModifiers().getFlags().contains(Modifier.NATIVE);
            if (counted && method.getParameters().size() > PARAMETERS_MAX) {
                offenders.add(unit.place(method) + " " + method.getName() + ": "
                        + method.getParameters().size() + " parameters");
            }
            return super.visitMethod(method, null);
        }
    }

    /** One {@code switch} and nothing else is read entry by entry. */
    private static boolean isTable(@Nullable BlockTree body) {
        return body != null
                && body.getStatements().size() == 1
                && body.getStatements().getFirst() instanceof ReturnTree result
                && result.getExpression() instanceof SwitchExpressionTree;
    }

    private static final class CostlyConstructs extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final Unit unit;
        private final List<String> offenders;

        CostlyConstructs(Unit unit, List<String> offenders) {
            this.unit = unit;
            this.offenders = offenders;
        }

        // The collector does not know of an array that is being cloned, and moves it before it is copied.
        @Override
        public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void nothing) {
            if (call.getMethodSelect() instanceof MemberSelectTree select
                    && select.getIdentifier().contentEquals("clone")) {
                offenders.add(unit.place(call) + " clones: Arrays.copyOf");
            }
            return super.visitMethodInvocation(call, null);
        }

        @Override
        public @Nullable Void visitTry(TryTree tree, @Nullable Void nothing) {
            offenders.add(unit.place(tree) + " try");
            return super.visitTry(tree, null);
        }

        @Override
        public @Nullable Void visitSynchronized(SynchronizedTree tree, @Nullable Void nothing) {
            offenders.add(unit.place(tree) + " synchronized");
            return super.visitSynchronized(tree, null);
        }

        @Override
        public @Nullable Void visitLambdaExpression(LambdaExpressionTree tree, @Nullable Void nothing) {
            offenders.add(unit.place(tree) + " lambda");
            return super.visitLambdaExpression(tree, null);
        }
    }
}
