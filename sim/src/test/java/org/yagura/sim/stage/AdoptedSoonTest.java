package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.yagura.sim.stage.Stage.MS;
import static org.yagura.sim.stage.Stage.SECOND;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yagura.core.status.Status;
import org.yagura.os.Signal;
import org.yagura.sim.check.OneCopy;
import org.yagura.sim.kernel.SimProcess;

/** From the end of a killed supervise to the next one that looks after its service and logger: at most 20 ms, whoever else was killed. */
class AdoptedSoonTest {
    private static final long BOUND_NS = 20 * MS;
    /** From one descriptor of a killed process to the next, which are closed in turn. */
    private static final long[] CLOSING_US = {0, 3, 50, 400, 3000};

    private Stage stage = new Stage(1);

    private SimProcess tree(long seed, long closingUs) {
        stage = new Stage(seed);
        stage.kernel.closingNs = closingUs * 1000;
        new OneCopy(stage.kernel);
        stage.service("x", "writer x 3000 40");
        stage.prepare("x/log", "exec /bin/multilog ./main");
        SimProcess svscan = svscan();
        stage.until("both are up", 10 * SECOND, () -> stage.isUp("/sv/x") && stage.isUp("/sv/x/log"));
        stage.pass(2 * SECOND);
        return svscan;
    }

    private SimProcess svscan() {
        return stage.start("/tmp/said", "/", "svscan", "/service");
    }

    private boolean isAdoptedBy(SimProcess supervise) {
        return isAdoptedBy(supervise, "/sv/x") && isAdoptedBy(supervise, "/sv/x/log");
    }

    private boolean isAdoptedBy(SimProcess supervise, String directory) {
        byte[] bytes = stage.read(directory + "/supervise/status").getBytes(StandardCharsets.ISO_8859_1);
        Status status = new Status();
        return status.decode(bytes, bytes.length) == Status.Form.OURS && status.supervisePid == supervise.pid;
    }

    private void isAdoptedSoon(SimProcess old) {
        stage.until("it has ended", 10 * SECOND, () -> !old.isAlive());
        stage.until(
                "another has adopted",
                BOUND_NS,
                () -> stage.tools("supervise").stream().anyMatch(this::isAdoptedBy));
    }

    private SimProcess supervise() {
        List<SimProcess> all = stage.tools("supervise");
        assertEquals(1, all.size());
        return all.get(0);
    }

    private void kill(SimProcess process) {
        stage.kernel.kill(process, Signal.KILL);
    }

    @Test
    void withSvscanAlive() {
        for (long us : CLOSING_US) {
            tree(us, us);
            for (int i = 0; i < 3; i++) {
                SimProcess old = supervise();
                kill(old);
                isAdoptedSoon(old);
                stage.pass(1500 * MS);
            }
        }
    }

    /** A new svscan has just started its supervise when that one is killed too: no second has to pass. */
    @Test
    void withSvscanKilledToo() {
        for (long us : CLOSING_US) {
            for (int seed = 0; seed < 20; seed++) {
                SimProcess svscan = tree(seed, us);
                SimProcess old = supervise();
                kill(svscan);
                kill(old);
                stage.pass(
                        stage.kernel.prng.below(30_000) * us / 1000 * 1000 / 30 + stage.kernel.prng.below(5_000_000));
                svscan();
                isAdoptedSoon(old);
                stage.pass(300 * MS);
                SimProcess second = supervise();
                kill(second);
                isAdoptedSoon(second);
                stage.pass(2 * SECOND);
                assertTrue(stage.isUp("/sv/x") && stage.isUp("/sv/x/log"));
            }
        }
    }

    /** It is no child of this svscan, which saw it alive. */
    @Test
    void ofASuperviseOfAnEarlierSvscan() {
        for (long us : CLOSING_US) {
            for (int seed = 0; seed < 20; seed++) {
                SimProcess svscan = tree(seed, us);
                SimProcess old = supervise();
                kill(svscan);
                stage.until("it has ended", SECOND, () -> !svscan.isAlive());
                svscan();
                stage.pass(seed * 100 * MS);
                kill(old);
                isAdoptedSoon(old);
            }
        }
    }
}
