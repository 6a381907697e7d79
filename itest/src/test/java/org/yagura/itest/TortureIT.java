package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.yagura.itest.harness.Difference;
import org.yagura.itest.harness.OnBoth;
import org.yagura.itest.harness.OnOurs;
import org.yagura.itest.harness.Programs;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Suite;
import org.yagura.itest.torture.Losses;
import org.yagura.itest.torture.Torture;

/**
 * Logged services write numbered lines as fast as they are taken, and their four processes (service, logger, supervise, svscan) are
 * killed: one, two of them, or all four at once. {@code make torture KILLS=500} does it at length, beside Debian's daemontools, one run
 * after the other, because they measure.
 */
@Execution(ExecutionMode.SAME_THREAD)
@Timeout(3600)
class TortureIT {
    private static final int KILLS = Integer.getInteger("yagura.kills", 0);
    private static final int KILLS_SHORT = 24;
    private static final int SERVICES_SHORT = 3;
    private static final int SERVICES = 20;
    private static final int CALM_MS = 30_000;
    private static final int CALM_SHORT_MS = 200;
    /** 4,000 lines a second from each, a tenth of what two processors can take from twenty. */
    private static final int REST_US = 10_000;

    @OnOurs(Difference.ADOPTED)
    void nothingIsLostDoubledOrStartedTwice(Sandbox box) {
        boolean whole = KILLS > 0;
        Torture torture =
                new Torture(box, programs(), whole ? SERVICES : SERVICES_SHORT, 0, whole ? CALM_MS : CALM_SHORT_MS);
        torture.run(whole ? KILLS : KILLS_SHORT);
        assertKept(box, torture);
    }

    /** Where the processors have room, what a kill delays is seen alone. */
    @OnOurs(Difference.ADOPTED)
    void nothingIsLostAtATenthOfTheRate(Sandbox box) {
        assumeTrue(KILLS > 0, "only with yagura.kills");
        Torture torture = new Torture(box, programs(), SERVICES, REST_US, CALM_MS);
        torture.run(KILLS);
        assertKept(box, torture);
    }

    private static void assertKept(Sandbox box, Torture torture) {
        Losses losses = torture.losses();
        report(box.suite, torture, losses);
        assertEquals(List.of(), torture.secondCopies());
        assertEquals(0, losses.lost(), "lost in the middle");
        assertEquals(0, losses.doubled(), "doubled");
        assertEquals(0, losses.reordered(), "reordered");
        assertEquals(0, losses.broken(), "cut or mixed");
        assertTrue(losses.lines() > 0);
        // what was in a pipe when all that held it died at once
        assertTrue(losses.tails() <= torture.killsOfAll(), losses.tails() + " ends lost");
        assertTrue(losses.longestTailBytes() <= Losses.PIPE_BYTES, losses.longestTailBytes() + " bytes of an end lost");
    }

    /** Debian's, for the table: nothing is asserted of what it loses. */
    @OnBoth
    void whatIsLostBesideUs(Sandbox box) {
        assumeTrue(KILLS > 0 && box.suite == Suite.DEBIAN, "only with yagura.kills");
        Torture torture = new Torture(box, programs(), SERVICES, 0, CALM_MS);
        torture.run(KILLS);
        report(box.suite, torture, torture.losses());
    }

    private static Torture.Programs programs() {
        return new Torture.Programs(program("numbers"), program("disk"), program("waits"));
    }

    private static Path program(String name) {
        return Programs.compile(Path.of("src/test/c/" + name + ".c").toAbsolutePath(), "-static")
                .orElseGet(() -> {
                    assumeTrue(false, "there is no C compiler");
                    return Path.of("");
                });
    }

    private static void report(Suite suite, Torture torture, Losses losses) {
        System.out.println("torture of " + suite + ": " + torture + "; " + losses);
    }
}
