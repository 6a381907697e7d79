package org.yagura.sim.kernel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * A stack of its own for each simulated process, which can be left in the middle of any system call and gone on with later. All of them
 * run on the one thread of the scenario, so nothing depends on the JVM's scheduling, and a process that is killed is simply never gone on
 * with. These are the continuations beneath the JDK's virtual threads: {@code --add-exports java.base/jdk.internal.vm=ALL-UNNAMED}.
 */
final class Coroutine {
    private static final Object SCOPE;
    private static final MethodHandle MAKE;
    private static final MethodHandle RUN;
    private static final MethodHandle YIELD;

    static {
        try {
            Class<?> type = Class.forName("jdk.internal.vm.Continuation");
            Class<?> scope = Class.forName("jdk.internal.vm.ContinuationScope");
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            SCOPE = scope.getConstructor(String.class).newInstance("process");
            MAKE = lookup.findConstructor(type, MethodType.methodType(void.class, scope, Runnable.class))
                    .bindTo(SCOPE)
                    .asType(MethodType.methodType(Object.class, Runnable.class));
            RUN = lookup.findVirtual(type, "run", MethodType.methodType(void.class))
                    .asType(MethodType.methodType(void.class, Object.class));
            YIELD = lookup.findStatic(type, "yield", MethodType.methodType(boolean.class, scope))
                    .bindTo(SCOPE);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Object continuation;

    Coroutine(Runnable body) {
        try {
            continuation = (Object) MAKE.invokeExact(body);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs it until it gives up its turn or ends. */
    void run() {
        try {
            RUN.invokeExact(continuation);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** To be called by one that runs: gives up its turn. */
    static void giveUpTurn() {
        try {
            boolean unused = (boolean) YIELD.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
