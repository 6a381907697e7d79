package org.yagura.sim.stage;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yagura.os.Signal;
import org.yagura.sim.check.CleanChild;
import org.yagura.sim.check.DescriptorBaseline;
import org.yagura.sim.check.LogsComplete;
import org.yagura.sim.check.NoZombies;
import org.yagura.sim.check.OneCopy;
import org.yagura.sim.check.StartInterval;
import org.yagura.sim.check.StatusTruth;
import org.yagura.sim.file.Inode;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.Fault;
import org.yagura.sim.kernel.Kernel;
import org.yagura.sim.kernel.Prng;
import org.yagura.sim.kernel.SimProcess;

/**
 * A random story of a small tree: some services with loggers under svscan; trouble for a while; then healing, after which all must be well
 * within stated times; then a stop, after which nothing may be left and the logs must be complete. The seed decides everything.
 */
public final class TreeStory {
    private static final long MS = Stage.MS;
    private static final long SECOND = Stage.SECOND;
    /** What a tool's call may fail with while there is trouble. What only leads to a decent end of the tool is left to stories of its own. */
    private static final EnumSet<Call> FAULTS = EnumSet.of(
            Call.OPEN,
            Call.STAT,
            Call.WRITE,
            Call.SYNC,
            Call.RENAME,
            Call.LINK,
            Call.UNLINK,
            Call.CHANGE_MODE,
            Call.LIST_DIRECTORY,
            Call.FORK,
            Call.OPEN_PROCESS,
            Call.EXEC,
            Call.CHILD_RECORD,
            Call.CHILD_DIRECTORY,
            Call.WATCH);

    private static final String SERVICE_LETTERS = "uuudddotkpcchaixz";
    private static final String LOGGER_LETTERS = "uuuddotpccax";

    public final Stage stage;
    /** Lines that kills can take from a logger that said it has no journal. */
    private static final long WITHOUT_JOURNAL = 1_000_000;

    private final Prng prng;
    private final List<String> services = new ArrayList<>();
    private final List<String> writers = new ArrayList<>();
    private final StringBuilder plan = new StringBuilder();
    private @Nullable SimProcess svscan;
    private long svscanStartedNs;
    /** Lines that were lost in a way that is documented, by the directory of the service. */
    private final Map<String, Long> lost = new HashMap<>();

    public TreeStory(long seed) {
        stage = new Stage(seed);
        prng = new Prng(seed ^ 0x5deece66dL);
        stage.kernel.faults.spare("said");
        if (prng.chance(1, 2)) {
            // Numbers of processes come back soon.
            stage.kernel.pidMax = 340 + prng.below(40);
        }
        stage.kernel.handlesTellExit = prng.chance(2, 3);
        stage.kernel.handlesHaveInodes = prng.chance(3, 4);
        stage.kernel.hasHandles = prng.chance(7, 8);
        new OneCopy(stage.kernel);
        new StartInterval(stage.kernel);
        new CleanChild(stage.kernel);
        stage.kernel.listen(new Kernel.ProcessListener() {
            @Override
            public void pipeLost(@Nullable Inode pipe, int lines) {
                for (String directory : services) {
                    if (pipe != null && stage.find(directory + "/log/supervise/pipe") == pipe) {
                        pipeLost(directory, lines);
                    }
                }
            }

            /**
             * Service, logger, supervise and svscan all gone at once; or all but svscan, which has just begun and not looked there yet, or
             * holds no pipe of a service without a name, and lets go of it when nobody is left.
             */
            private void pipeLost(String directory, int lines) {
                boolean noName = !stage.exists("/service/" + directory.substring("/sv/".length()));
                boolean noSvscan = isDead(svscan) || stage.nowNs() < svscanStartedNs + SECOND;
                if (noName || noSvscan) {
                    lost.merge(directory, lines + 1L, Long::sum);
                }
            }
        });
    }

    /** What was done, one line each; for the report of a failure. */
    public String plan() {
        return plan.toString();
    }

    /** Tells the whole story. */
    public void tell() {
        build();
        startSvscan();
        untilAllAreUp();
        stage.pass(5 * SECOND);
        DescriptorBaseline baseline = new DescriptorBaseline(stage);
        trouble();
        heal();
        untilAllAreUp();
        stage.pass(10 * SECOND);
        checkQuiet(baseline);
        stop();
        checkLogs();
    }

    private void note(String what) {
        plan.append((stage.nowNs() / MS) % 1_000_000)
                .append(" ms: ")
                .append(what)
                .append('\n');
    }

    private void build() {
        int count = 2 + prng.below(3);
        for (int i = 0; i < count; i++) {
            String name = "s" + i;
            boolean logged = prng.chance(3, 4);
            String directory = stage.prepare(name, script(name, logged));
            services.add(directory);
            if (logged) {
                stage.prepare(name + "/log", "exec /bin/multilog s20000 n10000 ./main");
                services.add(directory + "/log");
            }
            stage.symlink(directory, "/service/" + name);
        }
    }

    private String script(String name, boolean logged) {
        if (logged && prng.chance(3, 4)) {
            writers.add(name);
            return "writer " + name + " " + prng.between(500, 50_000) + " " + prng.between(20, 400);
        }
        return switch (prng.below(4)) {
            case 0 -> "sleeper";
            case 1 -> "polite " + prng.between(1, 3000);
            case 2 -> "stubborn";
            default -> "exit-after " + prng.between(1, 4000) + " " + prng.below(3);
        };
    }

    private void startSvscan() {
        svscan = stage.start("/tmp/said", "/", "svscan", "/service");
        svscanStartedNs = stage.nowNs();
    }

    private boolean endsByItself(String directory) {
        return stage.read(directory + "/run").startsWith("#!exit-after");
    }

    private void untilAllAreUp() {
        for (String directory : services) {
            stage.until(directory + " is up", 30 * SECOND, () -> stage.isUp(directory));
        }
    }

    // --- trouble ---

    private void trouble() {
        int acts = 5 + prng.below(30);
        for (int i = 0; i < acts; i++) {
            if (isDead(svscan) && prng.chance(1, 2)) {
                note("a new svscan");
                startSvscan();
            }
            act(prng.below(21));
            stage.pass(prng.between(0, prng.chance(1, 3) ? 3000 : 100) * MS);
        }
    }

    private void act(int kind) {
        String directory = services.get(prng.below(services.size()));
        switch (kind) {
            case 0, 1, 2, 3 -> command(directory);
            case 4, 5 -> killCopy(directory);
            case 6 -> disk();
            case 7 -> clock();
            case 8 -> faults();
            case 9 -> replaceSvscan(prng.chance(1, 2) ? Signal.KILL : Signal.QUIT);
            case 10 -> hangUp();
            case 11 -> link();
            case 12 -> stopAndGo();
            case 13, 14 -> killSupervise();
            case 15, 16 -> killAtAnyCall();
            case 17 -> killAllOfOurs();
            case 18 -> killBetweenForkAndRecord(directory);
            case 19 -> killServiceAndSupervise(directory);
            default -> overflow();
        }
    }

    private static boolean isLogger(String directory) {
        return directory.endsWith("/log");
    }

    private void command(String directory) {
        String letters = isLogger(directory) ? LOGGER_LETTERS : SERVICE_LETTERS;
        StringBuilder bytes = new StringBuilder();
        int count = 1 + prng.below(4);
        for (int i = 0; i < count; i++) {
            bytes.append(letters.charAt(prng.below(letters.length())));
        }
        note("control " + directory + " " + bytes);
        stage.poke(directory + "/supervise/control", bytes.toString());
    }

    private void killSupervise() {
        List<SimProcess> supervises = stage.tools("supervise");
        if (!supervises.isEmpty()) {
            SimProcess victim = supervises.get(prng.below(supervises.size()));
            note("KILL to " + victim);
            stage.kernel.kill(victim, Signal.KILL);
        }
    }

    /** Each supervise, svscan and child on its way to exec may be killed at each of its calls. */
    private void killAtAnyCall() {
        int oneIn = prng.chance(1, 2) ? 0 : 50 + prng.below(400);
        note("one in " + oneIn + " calls is the last");
        stage.kernel.faults.killRandomly(oneIn, TreeStory::isOurs);
    }

    /** A child takes its time before it says who it is, and meanwhile its supervise is killed. */
    private void killBetweenForkAndRecord(String directory) {
        SimProcess copy = stage.copy(directory);
        if (copy == null || isLogger(directory)) {
            return;
        }
        note("KILL to " + copy + ", and to its supervise while it starts another");
        Fault slow = stage.kernel.faults.on(Call.CHILD_RECORD).times(1).holdUp(prng.between(100, 1500) * MS);
        stage.kernel.kill(copy, Signal.KILL);
        stage.pass(prng.between(1, 1200) * MS);
        for (SimProcess process : stage.kernel.processes()) {
            if (process.isBeforeExec() && process.parent().name.equals("supervise")) {
                note("KILL to " + process.parent() + " before " + process + " is run");
                stage.kernel.kill(process.parent(), Signal.KILL);
            }
        }
        slow.heal();
    }

    private void killServiceAndSupervise(String directory) {
        SimProcess copy = stage.copy(directory);
        if (copy == null || isLogger(directory)) {
            return;
        }
        note("KILL to " + copy + ", soon to the next one and to its supervise");
        stage.kernel.kill(copy, Signal.KILL);
        stage.kernel.runUntil(() -> stage.isUp(directory), 2 * SECOND);
        stage.pass(prng.between(1, 100) * MS);
        copy = stage.copy(directory);
        if (copy != null) {
            stage.kernel.kill(copy, Signal.KILL);
        }
        for (SimProcess supervise : stage.tools("supervise")) {
            stage.kernel.kill(supervise, Signal.KILL);
        }
    }

    private void killAllOfOurs() {
        note("KILL to svscan and all supervises");
        for (SimProcess process : stage.kernel.processes()) {
            if (process.isAlive() && isOurs(process)) {
                stage.kernel.kill(process, Signal.KILL);
            }
        }
    }

    private static boolean isOurs(SimProcess process) {
        return process.isTool() && (process.name.equals("svscan") || process.name.equals("supervise"));
    }

    private static boolean isDead(@Nullable SimProcess process) {
        return process == null || !process.isAlive();
    }

    private void killCopy(String directory) {
        SimProcess copy = stage.copy(directory);
        if (copy != null) {
            int signal = prng.chance(1, 2) ? Signal.TERM : Signal.KILL;
            note("signal " + signal + " to " + copy);
            if (!isLogger(directory) || copy.isTool()) {
                stage.kernel.kill(copy, signal);
            }
        }
    }

    private void disk() {
        boolean full = stage.kernel.disk().capacityBytes == Long.MAX_VALUE;
        note(full ? "disk full" : "disk free");
        stage.kernel.disk().capacityBytes =
                full ? stage.kernel.disk().usedBytes() + prng.below(10_000) : Long.MAX_VALUE;
        stage.kernel.disk().namesFull = full && prng.chance(1, 2);
    }

    private void clock() {
        long seconds = prng.between(-10_000, 10_000);
        note("clock steps by " + seconds + " s");
        stage.kernel.clock().stepWall(seconds * SECOND);
    }

    private void faults() {
        int oneIn = prng.chance(1, 3) ? 0 : 20 + prng.below(200);
        note("one in " + oneIn + " calls fails");
        stage.kernel.faults.randomly(oneIn, FAULTS, SimProcess::isTool);
    }

    private void replaceSvscan(int signal) {
        SimProcess old = svscan;
        if (old == null) {
            return;
        }
        note("signal " + signal + " to svscan, and a new one");
        stage.kernel.kill(old, signal);
        stage.until("svscan has ended", 5 * SECOND, () -> !old.isAlive());
        stage.pass(prng.between(0, 2000) * MS);
        startSvscan();
    }

    private void hangUp() {
        for (SimProcess process : stage.tools(prng.chance(1, 2) ? "svscan" : "supervise")) {
            note("HUP to " + process);
            stage.kernel.kill(process, Signal.HUP);
        }
    }

    private void link() {
        String name = "s" + prng.below(4);
        if (stage.exists("/service/" + name)) {
            note("link " + name + " removed");
            stage.remove("/service/" + name);
        } else if (stage.exists("/sv/" + name)) {
            note("link " + name + " made");
            linkAgain(name);
        }
    }

    private void linkAgain(String name) {
        long before = stage.kernel.disk().capacityBytes;
        boolean full = stage.kernel.disk().namesFull;
        stage.kernel.disk().capacityBytes = Long.MAX_VALUE;
        stage.kernel.disk().namesFull = false;
        stage.symlink("/sv/" + name, "/service/" + name);
        stage.kernel.disk().capacityBytes = before;
        stage.kernel.disk().namesFull = full;
    }

    /** A process of ours is stopped for a while, as by a debugger or a machine that swaps. */
    private void stopAndGo() {
        List<SimProcess> tools = new ArrayList<>(stage.tools("supervise"));
        tools.addAll(stage.tools("svscan"));
        if (!tools.isEmpty()) {
            SimProcess victim = tools.get(prng.below(tools.size()));
            long ns = prng.between(1, 5000) * MS;
            note(victim + " is stopped for " + ns / MS + " ms");
            stage.kernel.kill(victim, Signal.STOP);
            stage.pass(ns);
            stage.kernel.kill(victim, Signal.CONT);
        }
    }

    private void overflow() {
        SimProcess process = svscan;
        if (process != null && process.isAlive()) {
            note("watches run over");
            stage.kernel.overflowWatches(process, () -> {});
        }
    }

    // --- healing ---

    private void heal() {
        note("healing");
        stage.kernel.faults.healAll();
        stage.kernel.disk().capacityBytes = Long.MAX_VALUE;
        stage.kernel.disk().namesFull = false;
        SimProcess process = svscan;
        if (process == null || !process.isAlive()) {
            startSvscan();
        }
        for (String directory : services) {
            String name = directory.substring("/sv/".length());
            if (!isLogger(directory) && !stage.exists("/service/" + name)) {
                stage.symlink(directory, "/service/" + name);
            }
        }
        // Long enough for every slot that was told to exit to come back, and for every retry.
        for (int i = 0; i < 3; i++) {
            stage.pass(7 * SECOND);
            for (String directory : services) {
                stage.poke(directory + "/supervise/control", "cu");
            }
        }
    }

    private void checkQuiet(DescriptorBaseline baseline) {
        NoZombies.check(stage.kernel);
        baseline.check();
        for (String directory : services) {
            if (!endsByItself(directory)) {
                StatusTruth.check(stage, directory);
            }
        }
    }

    private void stop() {
        note("stop");
        SimProcess process = svscan;
        if (process == null) {
            return;
        }
        for (String directory : services) {
            SimProcess copy = stage.read(directory + "/run").startsWith("#!stubborn") ? stage.copy(directory) : null;
            if (copy != null) {
                stage.poke(directory + "/supervise/control", "dk");
            }
        }
        stage.kernel.kill(process, Signal.TERM);
        stage.until("svscan has ended", 30 * SECOND, () -> !process.isAlive());
        stage.pass(SECOND);
        if (!stage.kernel.processes().isEmpty()) {
            throw new AssertionError("left behind: " + stage.kernel.processes());
        }
    }

    private void checkLogs() {
        long said = 0;
        for (String line : stage.read("/tmp/said").split("\n", -1)) {
            if (line.startsWith("multilog: warning: lost for ")) {
                String[] words = line.substring(line.indexOf(": ", 28) + 2).split(" ", -1);
                // A line that was cut off counts too.
                said += Long.parseLong(words[0]) + 1;
            } else if (line.endsWith(", a kill can lose lines") || line.contains(", a kill can lose lines:")) {
                said += WITHOUT_JOURNAL;
            }
        }
        for (String writer : writers) {
            String directory = "/sv/" + writer;
            long allowed = said + lost.getOrDefault(directory, 0L);
            LogsComplete.check(writer, LogReader.text(stage, directory + "/log/main"), stage.ledger, allowed);
        }
    }
}
