package org.yagura.sim.stage;

import static org.yagura.sim.stage.Stage.MS;
import static org.yagura.sim.stage.Stage.SECOND;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.os.Signal;
import org.yagura.sim.check.ChildLimit;
import org.yagura.sim.check.CleanProgram;
import org.yagura.sim.check.DescriptorBaseline;
import org.yagura.sim.check.NeverLetIn;
import org.yagura.sim.check.NoZombies;
import org.yagura.sim.check.ServedOnce;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.SimProcess;

/**
 * A story of a tcpserver and its clients; the trouble that its plan has; then healing, after which everybody must be served within stated
 * times; then a stop, after which nothing may be left. The seed decides everything.
 */
public final class TcpStory implements Story {
    static final String RULES = "/rules.cdb";
    private static final String RULES_AWAY = "/rules.away";
    private static final String PROGRAM = "/bin/work";
    private static final String PROGRAM_AWAY = "/bin/work.away";
    /** After healing: within this time the server is there. */
    private static final long CONVERGENCE_NS = 10 * SECOND;
    /** The longest that a client stays, and the queue before it. */
    private static final long PATIENCE_NS = 600 * SECOND;

    public final Serving serving;
    public final TcpPlan plan;

    private final Stage stage;
    private final ServedOnce servedOnce;
    private final StringBuilder done = new StringBuilder();
    private String wholeRules = "";
    private @Nullable SimProcess server;
    /** How much had been said when the present server began. */
    private int saidBefore;

    public TcpStory(long seed) {
        plan = new TcpPlan(seed);
        serving = new Serving(seed);
        stage = serving.stage;
        new ChildLimit(stage.kernel, plan.limit);
        new CleanProgram(stage.kernel);
        servedOnce = new ServedOnce(stage.kernel);
        if (plan.ruled && !plan.proxied) {
            new NeverLetIn(stage.kernel, TcpPlan.DENIED);
        }
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
        if (plan.ruled) {
            serving.rules(RULES, "127.0.0.66:deny\n:allow\n");
            wholeRules = stage.read(RULES);
        }
        start();
        untilItListens();
        DescriptorBaseline baseline = new DescriptorBaseline(stage);
        for (TcpPlan.Deed deed : plan.deeds) {
            stage.pass(deed.afterMs() * MS);
            if (isDead()) {
                start();
            }
            note(deed.toString());
            act(deed);
        }
        heal();
        everybodyIsServed();
        checkQuiet(baseline);
        stop();
    }

    private void note(String what) {
        done.append((stage.nowNs() / MS) % 1_000_000)
                .append(" ms: ")
                .append(what)
                .append('\n');
    }

    private boolean isDead() {
        return server == null || !server.isAlive();
    }

    private void start() {
        note("a server");
        saidBefore = serving.said().length();
        server = serving.start(plan.options());
    }

    /** As supervise would, again and again. */
    private void untilItListens() {
        long endNs = stage.nowNs() + CONVERGENCE_NS;
        do {
            if (isDead()) {
                start();
            }
            stage.pass(SECOND);
        } while (isDead() && stage.nowNs() < endNs);
        if (isDead()) {
            throw new AssertionError("no server that stays: " + serving.said());
        }
    }

    // --- trouble ---

    private void act(TcpPlan.Deed deed) {
        long ns = deed.much() * MS;
        SimProcess victim = server;
        switch (deed.kind()) {
            case VISIT -> serving.send((int) deed.much(), deed.visit());
            case FAULTS -> stage.kernel.faults.randomly((int) deed.much(), EnumSet.allOf(Call.class), TcpStory::isOurs);
            case SHORT_CALLS -> stage.kernel.faults.shorten((int) deed.much());
            case NO_DESCRIPTORS -> {
                stage.kernel.faults.filesFull = true;
                stage.pass(ns);
                stage.kernel.faults.filesFull = false;
            }
            case NO_PROCESSES -> {
                stage.kernel.processesMax = 0;
                stage.pass(ns);
                stage.kernel.processesMax = Trouble.PROCESSES_MAX;
            }
            case KILL_SERVER -> kill(victim, Signal.KILL);
            case TERM_SERVER -> kill(victim, Signal.TERM);
            case KILL_AT_ANY_CALL -> stage.kernel.faults.killRandomly((int) deed.much(), TcpStory::isOurs);
            case KILL_PROGRAM -> killProgram(deed.whom());
            case STOP_AND_GO -> {
                kill(victim, Signal.STOP);
                stage.pass(ns);
                kill(victim, Signal.CONT);
            }
            case DAMAGE_RULES -> damageRules((int) deed.much());
            case RULES_GO_OR_COME -> swap(RULES, RULES_AWAY);
            case PROGRAM_GOES_OR_COMES -> swap(PROGRAM, PROGRAM_AWAY);
            case CLOCK_STEP -> stage.kernel.clock().stepWall(deed.much() * SECOND);
        }
    }

    private static boolean isOurs(SimProcess process) {
        return process.isTool() && process.name.equals("tcpserver");
    }

    private void kill(@Nullable SimProcess victim, int signal) {
        if (victim != null && victim.isAlive()) {
            stage.kernel.kill(victim, signal);
        }
    }

    private void killProgram(int whom) {
        List<SimProcess> programs = new ArrayList<>(stage.kernel.processes());
        programs.removeIf(process -> !process.isAlive() || process.connection(0) == null);
        if (!programs.isEmpty()) {
            kill(programs.get(whom % programs.size()), Signal.KILL);
        }
    }

    private void damageRules(int bytes) {
        if (stage.exists(RULES)) {
            boolean whole = stage.read(RULES).equals(wholeRules);
            stage.write(RULES, whole ? wholeRules.substring(0, bytes % wholeRules.length()) : wholeRules);
        }
    }

    private void swap(String name, String away) {
        if (stage.exists(name)) {
            stage.rename(name, away);
        } else if (stage.exists(away)) {
            stage.rename(away, name);
        }
    }

    // --- healing ---

    private void heal() {
        note("healing");
        stage.kernel.faults.healAll();
        if (stage.exists(PROGRAM_AWAY)) {
            stage.rename(PROGRAM_AWAY, PROGRAM);
        }
        if (stage.exists(RULES_AWAY)) {
            stage.rename(RULES_AWAY, RULES);
        }
        if (plan.ruled) {
            stage.write(RULES, wholeRules);
        }
        stage.pass(SECOND * (plan.drainSeconds + 2));
        untilItListens();
        stage.until("all clients have gone", PATIENCE_NS, serving::allAreGone);
        untilNothingIsLeftToDo();
    }

    /** Some who have gone still wait in the kernel's queue, and each gets its program. */
    private void untilNothingIsLeftToDo() {
        long endNs = stage.nowNs() + PATIENCE_NS;
        int idle = 0;
        while (idle < 3) {
            stage.pass(SECOND);
            idle = stage.kernel.processes().size() > 1 ? 0 : idle + 1;
            if (stage.nowNs() >= endNs) {
                throw new AssertionError("still there: " + stage.kernel.processes());
            }
        }
    }

    private void everybodyIsServed() {
        int count = plan.perAddress > 0 ? Math.min(plan.perAddress, plan.limit) : 2 * plan.limit;
        Visit visit = Visit.ask(1, 300).withHeader(plan.proxied ? TcpPlan.HEADER : "");
        List<Serving.Visitor> visitors = serving.send(count, visit);
        stage.until("everybody has been served and has gone", 20 * SECOND, serving::allAreGone);
        for (Serving.Visitor visitor : visitors) {
            if (!visitor.isServed()) {
                throw new AssertionError("not served: " + visitor.visit);
            }
        }
        stage.pass(3 * SECOND);
    }

    private void checkQuiet(DescriptorBaseline baseline) {
        SimProcess process = server;
        if (process == null || !process.isAlive()) {
            throw new AssertionError("the server has ended: " + serving.said());
        }
        NoZombies.check(stage.kernel);
        baseline.check();
        servedOnce.check(process, dropped());
        if (serving.figure("current") != 0) {
            throw new AssertionError("the status says that clients are there: " + serving.figure("current"));
        }
    }

    /** What the present server has counted as dropped, and what its children have said. */
    private long dropped() {
        long count = serving.figure("dropped-number")
                + serving.figure("dropped-rate")
                + serving.figure("dropped-proxy")
                + serving.figure("dropped-fork")
                + serving.figure("exit-100");
        for (String line : serving.said().substring(saidBefore).split("\n", -1)) {
            boolean byFork = line.contains("unable to fork");
            count += line.contains("dropping connection, unable to ") && !byFork ? 1 : 0;
        }
        return count;
    }

    private void stop() {
        note("stop");
        SimProcess process = server;
        if (process == null) {
            return;
        }
        stage.kernel.kill(process, Signal.TERM);
        stage.until("the server has ended", (plan.drainSeconds + 2) * SECOND, () -> !process.isAlive());
        if (process.waitStatus() != 0) {
            throw new AssertionError("the server has ended with " + process.waitStatus());
        }
        stage.pass(SECOND);
        if (!stage.kernel.processes().isEmpty()) {
            throw new AssertionError("left behind: " + stage.kernel.processes());
        }
    }
}
