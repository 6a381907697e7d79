package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Random stories of tcpserver with a fixed set of seeds. */
class TcpStoryTest {
    private static final int FIXED = Integer.getInteger("yagura.sim.tcp.seeds", 12_000);

    @Test
    void allIsWellAfterTroubleWithTheFixedSeeds() {
        for (long seed = 1; seed <= FIXED; seed++) {
            tell(seed);
        }
    }

    static void tell(long seed) {
        TcpStory story = new TcpStory(seed);
        try {
            TreeStoryTest.WATCHDOG.tell("tcp seed " + seed, story);
        } catch (AssertionError failure) {
            String text = "tcp seed " + seed + ": " + failure.getMessage() + "\n" + story.plan + story.done()
                    + "said:\n" + story.serving.said();
            throw new AssertionError(text, failure);
        }
    }

    /** A seed found today can be looked at tomorrow. */
    @Test
    void theSameSeedGivesTheSameBytes() {
        for (long seed : new long[] {7, 42, 63}) {
            assertEquals(told(seed), told(seed));
        }
    }

    private static String told(long seed) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.ISO_8859_1);
        assertTrue(Hunt.replay(new TcpStory(seed), "tcp " + seed, out));
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
