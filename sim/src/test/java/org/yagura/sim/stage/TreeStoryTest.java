package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Random stories of a small tree: a fixed set of seeds, and, where {@code yagura.sim.ms} says for how long, fresh ones. Those hunt;
 * what they find is a story to be told by name, not a reason for an unrelated change to fail.
 */
class TreeStoryTest {
    private static final long NS_PER_MS = 1_000_000;
    private static final int FIXED = Integer.getInteger("yagura.sim.seeds", 300);
    private static final long FRESH_MS = Long.getLong("yagura.sim.ms", 0);

    static void tell(long seed) {
        TreeStory story = new TreeStory(seed);
        try {
            story.tell();
        } catch (AssertionError failure) {
            String text = "seed " + seed + ": " + failure.getMessage() + "\n" + story.plan + story.done() + "said:\n"
                    + story.stage.read("/tmp/said");
            throw new AssertionError(text, failure);
        }
    }

    @Test
    void allIsWellAfterTroubleWithTheFixedSeeds() {
        for (long seed = 1; seed <= FIXED; seed++) {
            tell(seed);
        }
    }

    /** A seed found today can be looked at tomorrow. */
    @Test
    void theSameSeedGivesTheSameBytes() {
        for (long seed : new long[] {7, 63, 233}) {
            assertEquals(told(seed), told(seed));
        }
    }

    private static String told(long seed) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertTrue(Hunt.replay(
                new TreeStory(seed), Long.toString(seed), new PrintStream(bytes, false, StandardCharsets.ISO_8859_1)));
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    @EnabledIfSystemProperty(named = "yagura.sim.ms", matches = "[0-9]+")
    void allIsWellAfterTroubleWithFreshSeeds() {
        long start = System.nanoTime();
        long seed = Long.getLong("yagura.sim.seed", start);
        while ((System.nanoTime() - start) / NS_PER_MS < FRESH_MS) {
            tell(seed++);
        }
    }
}
