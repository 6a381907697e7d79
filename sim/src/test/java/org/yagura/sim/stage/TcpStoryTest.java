package org.yagura.sim.stage;

import org.junit.jupiter.api.Test;

/** Random stories of tcpserver with a fixed set of seeds. */
class TcpStoryTest {
    private static final int FIXED = Integer.getInteger("yagura.sim.tcp.seeds", 80);

    @Test
    void allIsWellAfterTroubleWithTheFixedSeeds() {
        for (long seed = 1; seed <= FIXED; seed++) {
            TcpStory story = new TcpStory(seed);
            try {
                story.tell();
            } catch (AssertionError failure) {
                String text = "seed " + seed + ": " + failure.getMessage() + "\n" + story.plan + story.done()
                        + "said:\n" + story.serving.said();
                throw new AssertionError(text, failure);
            }
        }
    }
}
