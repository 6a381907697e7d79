package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Snapshot;
import org.yagura.itest.harness.Suite;

/** Scripts and lines drawn from a seed: Debian's multilog and ours leave the same files and say the same. */
class MultilogOracleIT {
    private static final int SCRIPTS = 5;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void doesAsDebianDoesWithAnyScript(long seed) {
        assumeTrue(Suite.DEBIAN.present(), "Debian's daemontools, the oracle, is not installed");
        assumeTrue(Suite.YAGURA.wanted(), "our suite was not asked for");
        Random random = new Random(seed);
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < SCRIPTS; i++) {
            boolean longLines = random.nextInt(3) == 0;
            script.append("mkdir ").append(i).append("; (cd ").append(i).append("; printf '");
            input(random, longLines, script);
            script.append("' | multilog");
            actions(random, script);
            script.append("; echo $?)\n");
        }
        assertEquals(
                snapshot(Suite.DEBIAN, script.toString()),
                snapshot(Suite.YAGURA, script.toString()),
                script.toString());
    }

    private static String snapshot(Suite suite, String script) {
        try (Sandbox box = new Sandbox(suite)) {
            return Snapshot.of(box, script).toString();
        }
    }

    /** Lines are short, or long enough that 0.76 sees no two ends of lines at once (where files end would differ). */
    private static void input(Random random, boolean longLines, StringBuilder to) {
        for (int n = random.nextInt(longLines ? 12 : 50); n > 0; n--) {
            if (longLines) {
                to.append(String.valueOf((char) ('x' + random.nextInt(3))).repeat(540 + random.nextInt(2500)));
            } else {
                word(random, 12, "xyzw* ", to);
            }
            to.append(n > 1 || random.nextBoolean() ? "\\n" : "");
        }
    }

    private static void actions(Random random, StringBuilder to) {
        to.append(random.nextInt(3) == 0 ? " t" : "");
        int directories = 0;
        for (int n = random.nextInt(8); n > 0; n--) {
            switch (random.nextInt(10)) {
                case 0 -> to.append(" e");
                case 1 -> to.append(" =f").append(n);
                case 2 -> to.append(" s4096 n").append(2 + random.nextInt(3));
                case 3, 4 -> to.append(" ./d").append(directories++);
                default -> {
                    to.append(random.nextBoolean() ? " '-" : " '+").append(random.nextBoolean() ? "*" : "");
                    word(random, 4, "xyz* ", to);
                    to.append(random.nextBoolean() ? "*'" : "'");
                }
            }
        }
        to.append(" ./d").append(directories);
    }

    private static void word(Random random, int lengthMax, String letters, StringBuilder to) {
        for (int n = random.nextInt(lengthMax + 1); n > 0; n--) {
            to.append(letters.charAt(random.nextInt(letters.length())));
        }
    }
}
