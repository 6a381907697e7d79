package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.yagura.sim.stage.Stage.SECOND;

import org.yagura.os.Signal;
import org.yagura.sim.check.PowerCutPromise;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.Fault;
import org.yagura.sim.kernel.SimProcess;

/** A logger and what is fed to it. */
final class LoggerStory {
    private static final int SIZE = 4096;

    private final String level;
    private final String more;
    final Stage stage;
    final StringBuilder fed = new StringBuilder();
    int feed;
    int lines;
    SimProcess logger;

    LoggerStory(long seed, String level, boolean ordered) {
        this(seed, level, ordered, "");
    }

    /** @param more what comes behind the directory in the script */
    LoggerStory(long seed, String level, boolean ordered, String more) {
        this.more = more;
        stage = new Stage(seed);
        this.level = level;
        stage.kernel.disk().ordered = ordered;
        feed = stage.makeFifo("/in");
        stage.makeDirectory("/log");
        stage.kernel.disk().syncAll();
        new PowerCutPromise(stage, "/log/main", "/log/main", PowerCutPromise.Level.of(level.replace(" fd", ""), SIZE));
        start();
    }

    void start() {
        String command = "multilog s" + SIZE + " n1000 " + (level + " ./main " + more).trim();
        logger = stage.startReading("/in", "/tmp/said", "/log", command.split(" +"));
    }

    void feed(int count) {
        for (int i = 0; i < count; i++) {
            String line = "line " + lines++ + " ";
            byte[] bytes = Shell.bytes(line + "x".repeat(99 - line.length()) + "\n");
            stage.kernel.outsider().port().descriptors().write(feed, bytes, 0, bytes.length);
            fed.append(Shell.text(bytes));
        }
    }

    /** What is to happen to its calls of this kind, where the name contains this. */
    Fault fault(Call call, String path) {
        return stage.kernel.faults.on(call).by("multilog").path(path);
    }

    void boot() {
        feed = stage.kernel
                .outsider()
                .port()
                .files()
                .open(
                        org.yagura.os.Files.CWD,
                        Shell.bytes("/in"),
                        org.yagura.os.OpenFlag.READ_WRITE | org.yagura.os.OpenFlag.NONBLOCK,
                        0);
        assertTrue(feed >= 0);
        fed.setLength(0);
        start();
    }

    /** All that is fed from now on is logged, in lines of its own, whatever is in the log already. */
    void untilAllIsLogged() {
        String before = LogReader.text(stage, "/log/main");
        stage.until(
                "all is logged", 20 * SECOND, () -> ("\n" + LogReader.text(stage, "/log/main")).endsWith("\n" + fed));
        assertTrue(before.isEmpty() || LogReader.text(stage, "/log/main").startsWith(before), "it changed");
    }

    /** TERM while there is no room: what could not be written is left in the journal. */
    void endAndKeep() {
        SimProcess first = logger;
        stage.kernel.kill(first, Signal.TERM);
        stage.until("it has ended", 20 * SECOND, () -> !first.isAlive());
        assertTrue(stage.read("/tmp/said").contains("kept in the journal"));
    }

    /** The power fails at a call of the logger, or when it has ended or that time is over; afterwards there is room. */
    void cutAt(int call, long withinNs) {
        SimProcess first = logger;
        Fault fault =
                stage.kernel.faults.onAny().by("multilog").after(call).times(1).cutPower();
        stage.kernel.runUntil(() -> fault.hits() > 0 || !first.isAlive(), withinNs);
        if (fault.hits() == 0) {
            fault.heal();
            stage.kernel.cutPower();
        }
        stage.kernel.disk().capacityBytes = Long.MAX_VALUE;
    }

    void cutAndBoot() {
        stage.kernel.cutPower();
        stage.kernel.disk().capacityBytes = Long.MAX_VALUE;
        stage.kernel.faults.healAll();
        boot();
        feed(9);
        untilAllIsLogged();
    }
}
