package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.yagura.sim.stage.Stage.SECOND;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.yagura.core.status.Status;
import org.yagura.os.Signal;
import org.yagura.sim.check.LogsComplete;
import org.yagura.sim.check.OneCopy;
import org.yagura.sim.check.StartInterval;
import org.yagura.sim.kernel.ProcessListener;
import org.yagura.sim.kernel.SimProcess;

/** What the stories of upgrades in place share: a machine, the means to upgrade, and to look what came of it. */
class UpgradeStory {
    private static final LogsComplete.Allowance NOTHING_LOST =
            new LogsComplete.Allowance(0, Set.of(), Set.of(), false, false);

    final Stage stage;
    int starts;

    UpgradeStory(long seed) {
        stage = new Stage(seed);
        new OneCopy(stage.kernel);
        new StartInterval(stage.kernel);
        stage.kernel.listen(new ProcessListener() {
            @Override
            public void execed(SimProcess process) {
                starts += process.service() == null || process.isTool() ? 0 : 1;
            }
        });
    }

    static Status status(Stage stage, String directory) {
        byte[] bytes = stage.read(directory + "/supervise/status").getBytes(StandardCharsets.ISO_8859_1);
        Status status = new Status();
        assertEquals(Status.Form.OURS, status.decode(bytes, bytes.length));
        return status;
    }

    Status status(String directory) {
        return status(stage, directory);
    }

    /** Asks for an upgrade and waits until it was done. */
    void upgrade(SimProcess supervise, String directory) {
        int done = status(directory).upgradesDone;
        stage.kernel.kill(supervise, Signal.USR1);
        stage.until("it is upgraded", 2 * SECOND, () -> status(directory).upgradesDone == done + 1);
        assertTrue(supervise.isAlive());
    }

    void command(String directory, String letters) {
        assertEquals(letters.length(), stage.poke(directory + "/supervise/control", letters));
    }

    /** Nothing of what a writer wrote is missing. */
    void checkLog(String writer, String directory) {
        LogsComplete.check(writer, LogReader.text(stage, directory), stage.ledger, NOTHING_LOST);
    }

    String said() {
        return stage.read("/tmp/said");
    }
}
