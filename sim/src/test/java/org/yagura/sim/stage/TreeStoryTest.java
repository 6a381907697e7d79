package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.yagura.os.Errno;
import org.yagura.os.Signal;
import org.yagura.sim.check.StatusAlways;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.Fault;
import org.yagura.sim.kernel.SimProcess;

/**
 * Random stories of a small tree: a fixed set of seeds, and, where {@code yagura.sim.ms} says for how long, fresh ones. Those hunt;
 * what they find is a story to be told by name, not a reason for an unrelated change to fail.
 */
class TreeStoryTest {
    static final Watchdog WATCHDOG = Watchdog.thatEndsTheProgram();
    private static final long NS_PER_MS = 1_000_000;
    private static final int FIXED = Integer.getInteger("yagura.sim.seeds", 16_000);
    private static final long FRESH_MS = Long.getLong("yagura.sim.ms", 0);

    static void tell(long seed) {
        tell(new TreeStory(seed));
    }

    private static void tell(TreeStory story) {
        try {
            WATCHDOG.tell("seed " + story.plan.seed, story);
        } catch (AssertionError failure) {
            String text = "seed " + story.plan.seed + ": " + failure.getMessage() + "\n" + story.plan + story.done()
                    + "said:\n" + story.stage.read("/tmp/said");
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

    /** svscan, which was new, had not known of it, and nobody held the pipe: the checker thought that it was at home all along. */
    @Test
    void aNameThatIsGivenBackInTheEndIsNotSeenAtOnce() {
        Plan.Service service = new Plan.Service("s0", "writer s0 5000 300", true, true, false, 4096, 100, "", "");
        List<Act> acts = List.of(
                new Act(100, Act.Kind.LINK, 0, 0, ""),
                new Act(100, Act.Kind.KILL_ALL_OF_OURS, 0, 0, ""),
                new Act(100, Act.Kind.DISK_FULL, 0, 0, ""),
                new Act(9000, Act.Kind.SIGNAL_SERVICE, 0, Signal.KILL, ""),
                new Act(100, Act.Kind.SIGNAL_LOGGER, 0, Signal.TERM, ""));
        tell(new TreeStory(new Plan(8, List.of(service), acts)));
    }

    /** svscan had failed to open a service, and looks again after five seconds: the checker thought that it held the pipe. */
    @Test
    void aServiceThatSvscanCouldNotOpenJustNowHasNobodyToHoldItsPipe() {
        Plan.Service service = new Plan.Service("s0", "writer s0 5000 300", true, true, false, 4096, 100, "", "");
        List<Act> acts = List.of(
                new Act(100, Act.Kind.KILL_ALL_OF_OURS, 0, 0, ""),
                new Act(100, Act.Kind.DISK_FREE, 0, 0, ""),
                new Act(1500, Act.Kind.SIGNAL_LOGGER, 0, Signal.KILL, ""),
                new Act(200, Act.Kind.SIGNAL_SERVICE, 0, Signal.KILL, ""));
        TreeStory story = new TreeStory(new Plan(8, List.of(service), acts));
        Fault fault = story.stage
                .kernel
                .faults
                .on(Call.OPEN)
                .by("svscan")
                .path("s0")
                .after(2)
                .times(1)
                .fail(Errno.EMFILE);
        tell(story);
        assertEquals(1, fault.hits());
    }

    /** After a fork that had failed svscan started nothing for a second, and meanwhile held no pipe of those whose turn had not come. */
    @Test
    void aPipeIsHeldThoughItsSuperviseCannotBeStartedYet() {
        List<Plan.Service> services = new ArrayList<>();
        List<Act> acts = new ArrayList<>(List.of(
                new Act(100, Act.Kind.KILL_ALL_OF_OURS, 0, 0, ""), new Act(60, Act.Kind.NO_PROCESSES, 0, 1400, "")));
        for (int i = 0; i < 3; i++) {
            services.add(new Plan.Service("s" + i, "writer s" + i + " 5000 300", true, true, false, 4096, 100, "", ""));
            acts.add(new Act(0, Act.Kind.SIGNAL_LOGGER, i, Signal.KILL, ""));
        }
        for (int i = 0; i < 3; i++) {
            acts.add(new Act(50, Act.Kind.SIGNAL_SERVICE, i, Signal.KILL, ""));
        }
        tell(new TreeStory(new Plan(8, services, acts)));
    }

    /** A service died in the last moment of it: the checker had not looked since it began, and did not know why its end was not told. */
    @Test
    void aDeathInTheLastMomentWithoutDescriptorsIsToldLater() {
        for (int seed = 0; seed < 40; seed++) {
            Stage stage = new Stage(seed);
            String directory = stage.service("x", "exit-after 500 1");
            new StatusAlways(stage, directory);
            stage.start("/tmp/said", "/", "svscan", "/service");
            stage.until("x is up", Stage.SECOND, () -> stage.isUp(directory));
            stage.pass(300 * Stage.MS);
            stage.kernel.faults.filesFull = true;
            stage.until(
                    "it is tried",
                    3 * Stage.SECOND,
                    () -> stage.read("/tmp/said").contains("status.new: system cannot open more files"));
            stage.kernel.faults.filesFull = false;
            stage.pass(10 * Stage.SECOND);
        }
    }

    /** It had its pid still when the next supervise began to wait, and the checker looked for a copy, which it had never become. */
    @Test
    void aChildThatWasKilledBeforeItsExecAndTakesLongToDie() {
        for (long heldUpMs : new long[] {1, 10}) {
            for (long closingUs = 500; closingUs < 5_000; closingUs += 500) {
                Stage stage = new Stage(closingUs);
                String directory = stage.service("x", "sleeper");
                new StatusAlways(stage, directory);
                Fault fault = stage.kernel
                        .faults
                        .on(Call.EXEC)
                        .by("supervise")
                        .times(1)
                        .holdUp(Stage.SECOND);
                stage.start("/tmp/said", "/", "svscan", "/service");
                stage.until("run is on its way", Stage.SECOND, () -> fault.hits() == 1);
                stage.kernel.closingNs = closingUs * 1000;
                for (SimProcess process : stage.kernel.processes()) {
                    if (process.isAlive() && process.isTool()) {
                        stage.kernel.kill(process, Signal.KILL);
                    }
                }
                stage.pass(heldUpMs * Stage.MS);
                stage.start("/tmp/said", "/", "svscan", "/service");
                stage.pass(10 * Stage.SECOND);
                assertTrue(stage.isUp(directory));
            }
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
        long seed = Long.getLong("yagura.sim.seed", start & 0xffff_ffffffL);
        System.out.println("fresh stories from seed " + seed + " on, for " + FRESH_MS + " ms");
        while ((System.nanoTime() - start) / NS_PER_MS < FRESH_MS) {
            tell(seed);
            TcpStoryTest.tell(seed++);
        }
    }
}
