package org.yagura.bench;

import java.io.IOException;
import java.time.Duration;

/** Waits for a condition, but not for ever. */
public final class Deadline {
    private static final long POLL_MS = 2;

    private Deadline() {}

    /** What is waited for. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws IOException;
    }

    /**
     * Waits.
     *
     * @throws IOException where the condition does not hold in time
     */
    public static void await(String what, Duration atMost, Condition condition)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("waited " + atMost.toSeconds() + " s in vain for: " + what);
            }
            Thread.sleep(POLL_MS);
        }
    }
}
