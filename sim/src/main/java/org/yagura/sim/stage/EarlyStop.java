package org.yagura.sim.stage;

import static org.yagura.sim.stage.Stage.MS;
import static org.yagura.sim.stage.Stage.SECOND;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yagura.os.Signal;
import org.yagura.sim.chance.Prng;
import org.yagura.sim.check.NothingLeft;
import org.yagura.sim.kernel.SimProcess;

/** A stop amid the trouble, or while things heal, when nothing is at rest; then svscan begins anew. */
final class EarlyStop {
    /** A stop has ended so long after nothing goes wrong any more. */
    private static final long END_NS = 60 * SECOND;
    /** From the first TERM to the second, which is for services that do not care. */
    private static final long SECOND_TERM_NS = 10 * SECOND;
    /** A name that was away so lately may not be known. */
    private static final long NAME_KNOWN_NS = 7 * SECOND;

    /** After so many acts; one more than there are means in the healing; -1 for no such stop. */
    final int after;

    private final long delayMs;
    /** So many acts happen while it goes on. */
    final int acts;

    private final long healsAfterMs;
    private final long restMs;

    EarlyStop(Prng prng, int count) {
        after = prng.chance(1, 2) ? -1 : prng.below(count + 2);
        delayMs = prng.chance(1, 2) ? prng.below(30) : prng.below(1500);
        acts = prng.below(4);
        healsAfterMs = prng.chance(1, 2) ? 0 : prng.below(8000);
        restMs = prng.chance(1, 2) ? 0 : prng.below(3000);
    }

    /** No such stop. */
    EarlyStop() {
        after = -1;
        delayMs = 0;
        acts = 0;
        healsAfterMs = 0;
        restMs = 0;
    }

    /** Tells svscan to stop. @return what watches it */
    NothingLeft begin(TreeStory story) {
        Stage stage = story.stage;
        if (story.svscanIsDead()) {
            story.note("a new svscan, to be stopped");
            story.startSvscan();
        }
        stage.pass(delayMs * MS);
        SimProcess svscan = story.svscanThatLives();
        story.note("early stop of " + svscan);
        // A stop looks for no new names: one that comes back in it is not known.
        Set<Plan.Service> nameless = new HashSet<>(story.plan.services);
        nameless.removeIf(service -> story.isNamedFor(service, NAME_KNOWN_NS));
        NothingLeft watch = new NothingLeft(stage.kernel, svscan, process -> isExcused(story, process, nameless));
        stage.kernel.kill(svscan, Signal.TERM);
        return watch;
    }

    /** Waits for svscan's end, and lets another begin. */
    void end(TreeStory story, @Nullable SimProcess svscan) {
        Stage stage = story.stage;
        stage.pass(healsAfterMs * MS);
        if (svscan != null && svscan.isAlive()) {
            story.note("nothing goes wrong until the stop has ended");
            story.calm();
            stage.kernel.runUntil(() -> !svscan.isAlive(), SECOND_TERM_NS);
            endNameless(story);
            stage.kernel.kill(svscan, Signal.TERM);
            stage.until("svscan has ended, which stops early", END_NS, () -> !svscan.isAlive());
        }
        stage.pass(restMs * MS);
        if (story.svscanIsDead()) {
            story.startSvscan();
        }
    }

    /** svscan may know no way to a service without a name, but for TERM. */
    private static void endNameless(TreeStory story) {
        for (Plan.Service service : story.plan.services) {
            if (!story.isNamedFor(service, NAME_KNOWN_NS)) {
                story.stage.poke(service.directory() + "/supervise/control", "dk");
                story.stage.poke(service.directory() + "/log/supervise/control", "k");
            }
        }
    }

    /** Whether it belongs to a service that svscan may not know by any name. */
    private static boolean isExcused(TreeStory story, SimProcess process, Set<Plan.Service> nameless) {
        String path = story.stage.path(process.directory());
        for (Plan.Service service : story.plan.services) {
            boolean its = path.equals("(unreachable)") || path.startsWith(service.directory());
            if (its && (nameless.contains(service) || !story.isNamedFor(service, NAME_KNOWN_NS))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return after < 0
                ? ""
                : "  a stop after " + after + " of them and " + delayMs + " ms, with " + acts + " in it, healing after "
                        + healsAfterMs + " ms, and again after " + restMs + " ms\n";
    }
}
