package org.yagura.itest.harness;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for a condition with a deadline, and watching that something stays as it is. */
public final class Await {
    private static final int POLL_MS = 5;
    private static final int DEADLINE_MS = 20_000;

    private Await() {}

    /** How much slower than usual the suite under test may be; property {@code yagura.factor}. */
    public static double factor() {
        return Double.parseDouble(System.getProperty("yagura.factor", "1"));
    }

    /** Waits until the condition holds; fails after the usual deadline. */
    public static void until(String what, BooleanSupplier condition) {
        until(what, DEADLINE_MS, condition);
    }

    /** Waits until the condition holds; fails after {@code deadlineMs}, stretched by {@link #factor}. */
    public static void until(String what, long deadlineMs, BooleanSupplier condition) {
        until(() -> what, deadlineMs, condition);
    }

    /** The same with a description that is made when it is needed. */
    public static void until(Supplier<String> what, long deadlineMs, BooleanSupplier condition) {
        long endNs = System.nanoTime() + (long) (deadlineMs * 1_000_000.0 * factor());
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - endNs > 0) {
                throw new AssertionError("not within " + deadlineMs + " ms: " + what.get());
            }
            pause();
        }
    }

    /** Watches for {@code durationMs} (not stretched) that the condition holds all the time. */
    public static void holds(String what, long durationMs, BooleanSupplier condition) {
        long endNs = System.nanoTime() + durationMs * 1_000_000;
        do {
            if (!condition.getAsBoolean()) {
                throw new AssertionError("did not stay so for " + durationMs + " ms: " + what);
            }
            pause();
        } while (System.nanoTime() - endNs < 0);
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting", e);
        }
    }
}
