package org.yagura.sim.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yagura.os.Signal;
import org.yagura.sim.check.CleanChild;
import org.yagura.sim.check.CurrentSize;
import org.yagura.sim.check.DescriptorBaseline;
import org.yagura.sim.check.FileCount;
import org.yagura.sim.check.LogsComplete;
import org.yagura.sim.check.NoZombies;
import org.yagura.sim.check.NothingLeft;
import org.yagura.sim.check.OneCopy;
import org.yagura.sim.check.StartInterval;
import org.yagura.sim.check.StatusAlways;
import org.yagura.sim.check.StatusTruth;
import org.yagura.sim.kernel.ProcessListener;
import org.yagura.sim.kernel.SimProcess;
import org.yagura.tools.Outcome;

/**
 * A story of a small tree: some services with loggers under svscan; the trouble that its plan has; then healing, after which all must be
 * well within stated times; then a stop, after which nothing may be left and the logs must be complete. The seed decides everything.
 */
public final class TreeStory implements Story, ProcessListener {
    static final long MS = Stage.MS;
    static final long SECOND = Stage.SECOND;
    /** From the return of the power to the start of svscan. */
    private static final long BOOT_NS = 300 * MS;
    /** From the start of svscan to its end where it cannot begin. */
    private static final long START_NS = 3 * SECOND;
    /** After healing: within this time everything that is wanted up is up. */
    private static final long CONVERGENCE_NS = 30 * SECOND;
    /** A tree is upgraded within this time. */
    private static final long UPGRADE_NS = 5 * SECOND;
    /** Once nothing is to go wrong any more, services write so much more slowly. */
    private static final int CALM_PACE = 20;

    public final Stage stage;
    public final Plan plan;

    /** The directories of all services and loggers. */
    final List<String> directories = new ArrayList<>();

    private final Losses losses;
    private final List<StatusAlways> statuses = new ArrayList<>();
    private final StringBuilder done = new StringBuilder();
    private @Nullable SimProcess svscan;
    private @Nullable NothingLeft earlyStop;
    private long svscanStartedNs;
    private int boots;

    public TreeStory(long seed) {
        this(new Plan(seed));
    }

    TreeStory(Plan plan) {
        this.plan = plan;
        stage = new Stage(plan.seed);
        stage.kernel.faults.spare("said");
        stage.kernel.pidMax = plan.pidMax;
        stage.kernel.handlesTellExit = plan.handlesTellExit;
        stage.kernel.handlesHaveInodes = plan.handlesHaveInodes;
        stage.kernel.hasHandles = plan.hasHandles;
        stage.kernel.closingNs = plan.closingUs * 1000;
        stage.kernel.initReapsAfterNs = plan.initReapsAfterMs * MS;
        stage.kernel.procTellsExit = plan.procTellsExit;
        stage.kernel.disk().ordered = plan.orderedDisk;
        new OneCopy(stage.kernel);
        new StartInterval(stage.kernel);
        new CleanChild(stage.kernel);
        losses = new Losses(this);
        stage.kernel.listen(this);
    }

    @Override
    public Stage stage() {
        return stage;
    }

    @Override
    public String planned() {
        return plan.toString();
    }

    @Override
    public String done() {
        return done.toString();
    }

    @Override
    public void tell() {
        build();
        startSvscan();
        untilAllAreUp();
        stage.pass(2 * SECOND);
        DescriptorBaseline baseline = new DescriptorBaseline(stage);
        if (plan.writeBackMs > 0) {
            stage.kernel.writeBackEvery(plan.writeBackMs * MS);
        }
        trouble();
        heal();
        untilAllAreUp();
        stage.pass(10 * SECOND);
        if (plan.upgradesInTheEnd) {
            upgrade();
        }
        checkQuiet(baseline);
        stop();
        checkLogs();
    }

    private void trouble() {
        stage.kernel.faults.holdUpRandomly(plan.heldUpOneIn, Trouble::isDaemon);
        Trouble trouble = new Trouble(this);
        EarlyStop early = plan.earlyStop;
        SimProcess stopped = null;
        for (int i = 0; i <= plan.acts.size(); i++) {
            if (i == early.after) {
                stopped = beginEarlyStop();
            }
            if (i == plan.acts.size() || i == early.after + early.acts) {
                early.end(this, stopped);
                stopped = null;
            }
            if (i < plan.acts.size()) {
                Act act = plan.acts.get(i);
                stage.pass(act.afterMs() * MS);
                trouble.act(act);
            }
        }
    }

    private @Nullable SimProcess beginEarlyStop() {
        earlyStop = plan.earlyStop.begin(this);
        return svscan;
    }

    /** svscan was told to end in another way. */
    void spoilStop() {
        if (earlyStop != null) {
            earlyStop.spoil();
        }
    }

    void note(String what) {
        done.append((stage.nowNs() / MS) % 1_000_000)
                .append(" ms: ")
                .append(what)
                .append('\n');
    }

    private void build() {
        for (Plan.Service service : plan.services) {
            String directory = stage.prepare(service.name(), service.script());
            directories.add(directory);
            statuses.add(new StatusAlways(stage, directory));
            if (service.logged()) {
                stage.prepare(service.name() + "/log", service.logScript());
                directories.add(directory + "/log");
                statuses.add(new StatusAlways(stage, directory + "/log"));
                new CurrentSize(stage, directory + "/log/main", service.size());
                losses.watch(service);
            }
            stage.symlink(directory, "/service/" + service.name());
        }
        stage.kernel.disk().syncAll();
    }

    void startSvscan() {
        svscan = stage.start("/tmp/said", "/", "svscan", "/service");
        svscanStartedNs = stage.nowNs();
    }

    @Nullable
    SimProcess svscan() {
        return svscan;
    }

    boolean svscanIsDead() {
        return svscan == null || !svscan.isAlive() || svscan.isDying();
    }

    /** Whether an early stop has been told, and svscan has not ended yet. */
    boolean isStopping() {
        return earlyStop != null && earlyStop.goesOn();
    }

    /** Whether svscan is not there, or has just begun. */
    boolean svscanIsNew() {
        return svscanIsDead() || stage.nowNs() < svscanStartedNs + SECOND;
    }

    SimProcess svscanThatLives() {
        return Objects.requireNonNull(svscan);
    }

    /** Whether svscan can know a service by its name, which was not away for so long. */
    boolean isNamedFor(Plan.Service service, long ns) {
        return losses.isNamedFor(service, ns);
    }

    void nameIsAway(Plan.Service service) {
        losses.nameIsAway(service);
    }

    static boolean isLogger(String directory) {
        return directory.endsWith("/log");
    }

    private void untilAllAreUp() {
        for (String directory : directories) {
            stage.until(directory + " is up", CONVERGENCE_NS, () -> stage.isUp(directory));
        }
    }

    // --- power ---

    @Override
    public int boots() {
        return boots;
    }

    @Override
    public void powerIsBack() {
        note("power cut");
        int boot = ++boots;
        stage.kernel.at(stage.nowNs() + BOOT_NS, () -> {
            if (boot == boots && svscanIsDead()) {
                startSvscan();
            }
        });
    }

    // --- healing ---

    /** Nothing goes wrong any more. */
    void calm() {
        stage.kernel.faults.healAll();
        stage.kernel.processesMax = Trouble.PROCESSES_MAX;
        stage.kernel.disk().capacityBytes = Long.MAX_VALUE;
        stage.kernel.disk().namesFull = false;
        stage.kernel.clock().drift(0);
    }

    private void heal() {
        note("healing");
        calm();
        if (!svscanIsDead() && svscanIsNew()) {
            // One that has found no descriptors at its start may be about to say so, and to end.
            stage.pass(START_NS);
            if (svscanIsDead() && svscanThatLives().waitStatus() != Outcome.TROUBLE << 8) {
                throw new AssertionError(
                        "svscan has ended with " + svscanThatLives().waitStatus());
            }
        }
        if (svscanIsDead()) {
            startSvscan();
        }
        for (Plan.Service service : plan.services) {
            if (!stage.exists(service.directory())) {
                stage.rename(Trouble.elsewhere(service), service.directory());
                nameIsAway(service);
            }
            if (!stage.exists("/service/" + service.name())) {
                stage.symlink(service.directory(), "/service/" + service.name());
                nameIsAway(service);
            }
        }
        stage.ledger.slowness = CALM_PACE;
        // Long enough for every slot that was told to exit to come back, and for every retry.
        for (int i = 0; i < 3; i++) {
            if (i == 1 && plan.earlyStop.after > plan.acts.size()) {
                plan.earlyStop.end(this, beginEarlyStop());
            }
            stage.pass(7 * SECOND);
            for (String directory : directories) {
                // A service that is paused may stay so, or is paused now: a stop is to reach it all the same.
                boolean wakes = isLogger(directory) || plan.seed % 2 == 0;
                boolean pauses = i == 2 && plan.seed % 4 == 1;
                stage.poke(directory + "/supervise/control", wakes ? "cu" : pauses ? "up" : "u");
            }
        }
    }

    /** All of them, and no service notices. */
    private void upgrade() {
        note("upgrade");
        SimProcess process = svscan;
        if (process == null) {
            return;
        }
        List<SimProcess> before = stage.tools("supervise");
        int said = upgradesSaid();
        stage.kernel.kill(process, Signal.USR1);
        stage.until("all are upgraded", UPGRADE_NS, () -> upgradesSaid() > said);
        stage.pass(2 * SECOND);
        if (!process.isAlive() || !stage.tools("supervise").equals(before)) {
            throw new AssertionError("upgraded " + before + ", and there are " + stage.tools("supervise"));
        }
        String all = "svscan: upgraded, and so are supervises: " + before.size() + "\n";
        if (!stage.read("/tmp/said").contains(all)) {
            throw new AssertionError("not said: " + all);
        }
    }

    private int upgradesSaid() {
        return stage.read("/tmp/said").split("svscan: upgraded", -1).length - 1;
    }

    private void checkQuiet(DescriptorBaseline baseline) {
        NoZombies.check(stage.kernel);
        baseline.check();
        for (String directory : directories) {
            if (!stage.read(directory + "/run").startsWith("#!exit-after")) {
                StatusTruth.check(stage, directory, plan.seed % 2 == 0);
            }
        }
    }

    private void stop() {
        note("stop");
        SimProcess process = svscan;
        if (process == null) {
            return;
        }
        for (String directory : directories) {
            SimProcess copy = stage.read(directory + "/run").startsWith("#!stubborn") ? stage.copy(directory) : null;
            if (copy != null) {
                stage.poke(directory + "/supervise/control", "dk");
            }
        }
        stage.kernel.kill(process, Signal.TERM);
        stage.until("svscan has ended", 30 * SECOND, () -> !process.isAlive());
        stage.pass(SECOND + stage.kernel.initReapsAfterNs);
        NothingLeft.check(stage.kernel);
        NoZombies.check(stage.kernel);
    }

    private void checkLogs() {
        for (Plan.Service service : plan.services) {
            if (service.logged()) {
                FileCount.check(stage, service.directory() + "/log/main", service.count());
            }
            if (service.logged() && service.writes()) {
                String log = LogReader.text(stage, service.directory() + "/log/main");
                LogsComplete.check(service.name(), log, stage.ledger, losses.allowed(service));
            }
        }
    }
}
