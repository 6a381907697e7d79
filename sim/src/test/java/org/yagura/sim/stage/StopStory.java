package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.yagura.sim.stage.Stage.MS;
import static org.yagura.sim.stage.Stage.SECOND;

import org.yagura.os.Signal;
import org.yagura.sim.check.NothingLeft;
import org.yagura.sim.check.OneCopy;
import org.yagura.sim.kernel.ProcessListener;
import org.yagura.sim.kernel.SimProcess;

/** What the stories of a stop share: a service x that writes to its logger, and the means to kill and to stop. */
class StopStory {
    /** From the trouble to the stop. */
    static final long[] DELAYS_MS = {0, 1, 3, 10, 50, 200, 400, 700, 950, 1050, 1500};

    Stage stage = new Stage(5);
    long stoppedNs = Long.MAX_VALUE;
    int startsInStop;

    SimProcess tree(long seed) {
        stage = new Stage(seed);
        stoppedNs = Long.MAX_VALUE;
        startsInStop = 0;
        new OneCopy(stage.kernel);
        stage.kernel.listen(new ProcessListener() {
            @Override
            public void execed(SimProcess process) {
                boolean starts = process.service() != null && process.service() == stage.find("/sv/x");
                startsInStop += starts && process.startedNs() > stoppedNs ? 1 : 0;
            }
        });
        stage.service("x", "writer x 3000 40");
        stage.prepare("x/log", "exec /bin/multilog ./main");
        SimProcess svscan = stage.start("/tmp/said", "/", "svscan", "/service");
        stage.until("both are up", 10 * SECOND, () -> stage.isUp("/sv/x") && stage.isUp("/sv/x/log"));
        return svscan;
    }

    /** One after a svscan that was killed: it has taken over what that one had started. */
    SimProcess secondSvscan(long seed) {
        return secondSvscan(seed, () -> {});
    }

    /** The same with a trouble that there is when it begins. */
    SimProcess secondSvscan(long seed, Runnable trouble) {
        SimProcess first = tree(seed);
        stage.pass(2 * SECOND);
        kill(first);
        trouble.run();
        SimProcess second = stage.start("/tmp/said", "/", "svscan", "/service");
        stage.pass(2 * SECOND);
        return second;
    }

    void stop(SimProcess svscan, long withinNs) {
        stoppedNs = stage.nowNs();
        stage.kernel.kill(svscan, Signal.TERM);
        hasEnded(svscan, withinNs);
    }

    void hasEnded(SimProcess svscan, long withinNs) {
        stage.until("svscan has ended", withinNs, () -> !svscan.isAlive());
        assertEquals(0, svscan.waitStatus());
        stage.pass(10 * MS);
        NothingLeft.check(stage.kernel);
        assertEquals(0, startsInStop, "the service was started in the stop");
    }

    void allIsLogged() {
        assertEquals(String.join("", stage.ledger.accepted("x")), LogReader.text(stage, "/sv/x/log/main"));
    }

    void killSupervise() {
        stage.tools("supervise").forEach(this::kill);
    }

    void kill(SimProcess process) {
        stage.kernel.kill(process, Signal.KILL);
    }
}
