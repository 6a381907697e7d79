package org.yagura.sim.stage;

import org.junit.jupiter.api.Test;

/** Random stories of a small tree: a fixed set of seeds, and some fresh ones, for a bounded time. */
class TreeStoryTest {
    private static final long NS_PER_MS = 1_000_000;
    private static final int FIXED = Integer.getInteger("yagura.sim.seeds", 60);
    private static final long FRESH_MS = Long.getLong("yagura.sim.ms", 5000);

    static void tell(long seed) {
        TreeStory story = new TreeStory(seed);
        try {
            story.tell();
        } catch (AssertionError failure) {
            String text = "seed " + seed + ": " + failure.getMessage() + "\n" + story.plan() + "said:\n"
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

    @Test
    void allIsWellAfterTroubleWithFreshSeeds() {
        long start = System.nanoTime();
        long seed = Long.getLong("yagura.sim.seed", start);
        while ((System.nanoTime() - start) / NS_PER_MS < FRESH_MS) {
            tell(seed++);
        }
    }
}
