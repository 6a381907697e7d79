package org.yagura.sim.stage;

import static org.yagura.sim.stage.Stage.MS;
import static org.yagura.sim.stage.Stage.SECOND;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.os.Signal;
import org.yagura.sim.chance.Prng;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.Fault;
import org.yagura.sim.kernel.SimProcess;

/** Does what a plan says to the machine of a story. */
final class Trouble {
    static final int PROCESSES_MAX = 4096;

    private final TreeStory story;
    private final Stage stage;
    /** For the bytes of storms only. */
    private final Prng prng;

    Trouble(TreeStory story) {
        this.story = story;
        stage = story.stage;
        prng = new Prng(story.plan.seed);
    }

    void act(Act act) {
        if (story.svscanIsDead() && act.whom() % 2 == 0) {
            story.note("a new svscan");
            story.startSvscan();
        }
        story.note(act.toString());
        String directory = story.directories.get(act.whom() % story.directories.size());
        long ns = act.much() * MS;
        switch (act.kind()) {
            case COMMAND -> stage.poke(directory + "/supervise/control", act.letters());
            case STORM -> storm(directory, (int) act.much());
            case SIGNAL_SERVICE, SIGNAL_LOGGER -> signal(act);
            case KILL_SUPERVISE -> kill(pick(stage.tools("supervise"), act));
            case KILL_ALL_OF_OURS -> killAllOfOurs();
            case KILL_ALL_FOUR -> killAllFour(act);
            case KILL_AT_ANY_CALL -> stage.kernel.faults.killRandomly((int) act.much(), Trouble::isDaemon);
            case KILL_BETWEEN_FORK_AND_RECORD -> killBetweenForkAndRecord(directory, ns);
            case KILL_SERVICE_AND_SUPERVISE -> killServiceAndSupervise(directory);
            case REPLACE_SVSCAN -> replaceSvscan(act.much() == Signal.KILL ? Signal.KILL : Signal.QUIT, act.whom());
            case HANG_UP -> hangUp(act.whom() % 2 == 0 ? "svscan" : "supervise");
            case UPGRADE -> upgrade(act);
            case STOP_AND_GO -> stopAndGo(pick(ours(), act), ns);
            case SLOW_READER -> stopAndGo(pick(stage.tools("multilog"), act), ns);
            case DISK_FULL -> diskFull(act.much());
            case DISK_FREE -> diskFree();
            case CLOCK_STEP -> stage.kernel.clock().stepWall(act.much() * SECOND);
            case CLOCK_DRIFT -> stage.kernel.clock().drift(act.much());
            case FAULTS -> faults(act);
            case SHORT_CALLS -> stage.kernel.faults.shorten((int) act.much());
            case NO_DESCRIPTORS -> noDescriptors(ns);
            case NO_PROCESSES -> noProcesses(ns);
            case LINK -> link(service(act));
            case DIRECTORY_VANISHES -> directoryVanishes(service(act), ns);
            case WATCHES_RUN_OVER -> watchesRunOver();
            case POWER_CUT -> stage.kernel.cutPower();
            case POWER_CUT_AT_CALL -> powerCutAtCall((int) act.much());
        }
    }

    private Plan.Service service(Act act) {
        return story.plan.services.get(act.whom() % story.plan.services.size());
    }

    private static @Nullable SimProcess pick(List<SimProcess> from, Act act) {
        return from.isEmpty() ? null : from.get(act.whom() % from.size());
    }

    private void kill(@Nullable SimProcess victim) {
        if (victim != null) {
            story.note("KILL to " + victim);
            stage.kernel.kill(victim, Signal.KILL);
        }
    }

    private List<SimProcess> ours() {
        List<SimProcess> ours = new ArrayList<>(stage.tools("supervise"));
        ours.addAll(stage.tools("svscan"));
        return ours;
    }

    /** One of those that may be killed at any call, even on its way from fork to exec. */
    static boolean isDaemon(SimProcess process) {
        return process.isTool()
                && (process.name.equals("svscan")
                        || process.name.equals("supervise")
                        || process.name.equals("multilog"));
    }

    // --- commands and signals ---

    private void storm(String directory, int bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes; i++) {
            text.append((char) prng.below(256));
        }
        stage.poke(directory + "/supervise/control", text.toString());
    }

    private void signal(Act act) {
        List<String> candidates = new ArrayList<>(story.directories);
        candidates.removeIf(each -> TreeStory.isLogger(each) != (act.kind() == Act.Kind.SIGNAL_LOGGER));
        if (!candidates.isEmpty()) {
            SimProcess copy = stage.copy(candidates.get(act.whom() % candidates.size()));
            if (copy != null) {
                story.note("signal " + act.much() + " to " + copy);
                stage.kernel.kill(copy, (int) act.much());
            }
        }
    }

    private void hangUp(String tool) {
        stage.tools(tool).forEach(process -> stage.kernel.kill(process, Signal.HUP));
    }

    private void upgrade(Act act) {
        askForUpgrade(act.whom());
        if (act.much() > 0) {
            stage.pass(act.much() * MS);
            askForUpgrade(act.whom());
        }
    }

    private void askForUpgrade(int whom) {
        List<SimProcess> all = ours();
        List<SimProcess> some = switch (whom % 4) {
            case 0, 1 -> stage.tools("svscan");
            case 2 -> all.isEmpty() ? all : List.of(all.get(whom / 4 % all.size()));
            default -> all;
        };
        some.forEach(process -> stage.kernel.kill(process, Signal.USR1));
    }

    /** As by a debugger or a machine that swaps. */
    private void stopAndGo(@Nullable SimProcess victim, long ns) {
        if (victim != null) {
            story.note(victim + " is stopped");
            stage.kernel.kill(victim, Signal.STOP);
            stage.pass(ns);
            stage.kernel.kill(victim, Signal.CONT);
        }
    }

    // --- deaths ---

    private void killAllOfOurs() {
        for (SimProcess process : stage.kernel.processes()) {
            boolean ours = process.name.equals("svscan") || process.name.equals("supervise");
            if (process.isAlive() && process.isTool() && ours) {
                kill(process);
            }
        }
    }

    private void killAllFour(Act act) {
        Plan.Service service = service(act);
        SimProcess logger = service.logged() ? stage.copy(service.directory() + "/log") : null;
        kill(stage.copy(service.directory()));
        kill(logger);
        killAllOfOurs();
    }

    /** A child takes its time before it says who it is, and meanwhile its supervise is killed. */
    private void killBetweenForkAndRecord(String directory, long ns) {
        SimProcess copy = stage.copy(directory);
        if (copy == null) {
            return;
        }
        Fault slow = stage.kernel.faults.on(Call.CHILD_RECORD).times(1).holdUp(ns);
        kill(copy);
        stage.pass(ns * 4 / 5);
        for (SimProcess process : stage.kernel.processes()) {
            if (process.isBeforeExec() && process.parent().name.equals("supervise")) {
                kill(process.parent());
            }
        }
        slow.heal();
    }

    private void killServiceAndSupervise(String directory) {
        SimProcess copy = stage.copy(directory);
        if (copy == null) {
            return;
        }
        kill(copy);
        stage.kernel.runUntil(() -> stage.isUp(directory), 2 * SECOND);
        stage.pass(20 * MS);
        kill(stage.copy(directory));
        stage.tools("supervise").forEach(this::kill);
    }

    private void replaceSvscan(int signal, int whom) {
        SimProcess old = story.svscan();
        if (old == null) {
            return;
        }
        story.spoilStop();
        stage.kernel.kill(old, signal);
        stage.until("svscan has ended", 5 * SECOND, () -> !old.isAlive());
        stage.pass(whom % 2000 * MS);
        if (story.svscanIsDead()) {
            story.startSvscan();
        }
    }

    // --- the machine ---

    private void diskFull(long bytes) {
        stage.kernel.disk().capacityBytes = stage.kernel.disk().usedBytes() + bytes;
        stage.kernel.disk().namesFull = bytes % 2 == 1;
    }

    private void diskFree() {
        stage.kernel.disk().capacityBytes = Long.MAX_VALUE;
        stage.kernel.disk().namesFull = false;
    }

    /** All calls, or a few kinds that fail more often. */
    private void faults(Act act) {
        EnumSet<Call> calls = EnumSet.allOf(Call.class);
        int oneIn = (int) act.much();
        if (act.whom() % 3 == 0 && oneIn > 0) {
            Call[] all = Call.values();
            for (int i = 0; i < all.length; i++) {
                if ((i + act.whom()) % 5 != 0) {
                    calls.remove(all[i]);
                }
            }
            oneIn = 2 + oneIn / 10;
        }
        stage.kernel.faults.randomly(oneIn, calls, SimProcess::isTool);
    }

    private void noDescriptors(long ns) {
        stage.kernel.faults.filesFull = true;
        stage.pass(ns);
        stage.kernel.faults.filesFull = false;
    }

    private void noProcesses(long ns) {
        stage.kernel.processesMax = 0;
        stage.pass(ns);
        stage.kernel.processesMax = PROCESSES_MAX;
    }

    private void link(Plan.Service service) {
        story.nameIsAway(service);
        String name = "/service/" + service.name();
        if (stage.exists(name)) {
            stage.remove(name);
        } else if (stage.exists(service.directory())) {
            stage.symlink(service.directory(), name);
        }
    }

    static String elsewhere(Plan.Service service) {
        return service.directory() + ".elsewhere";
    }

    private void directoryVanishes(Plan.Service service, long ns) {
        if (stage.exists(service.directory())) {
            stage.rename(service.directory(), elsewhere(service));
            stage.pass(ns);
            story.nameIsAway(service);
            if (!stage.exists(service.directory())) {
                stage.rename(elsewhere(service), service.directory());
            }
        }
    }

    private void watchesRunOver() {
        SimProcess process = story.svscan();
        if (process != null && process.isAlive()) {
            stage.kernel.overflowWatches(process, () -> {});
        }
    }

    private void powerCutAtCall(int calls) {
        Fault fault = stage.kernel
                .faults
                .onAnyOf(SimProcess::isTool)
                .after(calls)
                .times(1)
                .cutPower();
        stage.kernel.runUntil(() -> fault.hits() > 0, 3 * SECOND);
        fault.heal();
    }
}
