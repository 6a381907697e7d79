package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.yagura.sim.stage.Stage.SECOND;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.yagura.core.status.Status;
import org.yagura.os.Signal;
import org.yagura.sim.check.OneCopy;
import org.yagura.sim.kernel.ProcessListener;
import org.yagura.sim.kernel.SimProcess;

/** What the stories of a killed supervise share: a service x, and the means to kill and to look. */
class AdoptionStory {
    final Stage stage = new Stage(17);
    int starts;

    AdoptionStory() {
        stage.kernel.listen(new ProcessListener() {
            @Override
            public void execed(SimProcess process) {
                starts += process.service() == null ? 0 : 1;
            }
        });
    }

    SimProcess svscan(String script) {
        new OneCopy(stage.kernel);
        stage.service("x", script);
        SimProcess svscan = stage.start("/tmp/said", "/", "svscan", "/service");
        stage.until("x is up", 10 * SECOND, () -> stage.isUp("/sv/x"));
        stage.pass(3 * SECOND);
        return svscan;
    }

    SimProcess byHand(String script) {
        new OneCopy(stage.kernel);
        stage.prepare("x", script);
        SimProcess supervise = superviseAgain();
        stage.until("x is up", 10 * SECOND, () -> stage.isUp("/sv/x"));
        stage.pass(3 * SECOND);
        return supervise;
    }

    SimProcess superviseAgain() {
        return stage.start("/tmp/said", "/sv", "supervise", "x");
    }

    void kill(SimProcess process) {
        stage.kernel.kill(process, Signal.KILL);
    }

    void killSupervise() {
        kill(stage.tools("supervise").get(0));
    }

    Status status() {
        byte[] bytes = stage.read("/sv/x/supervise/status").getBytes(StandardCharsets.ISO_8859_1);
        Status status = new Status();
        assertEquals(Status.Form.OURS, status.decode(bytes, bytes.length));
        return status;
    }

    void untilAnswers() {
        stage.until("supervise answers", 5 * SECOND, () -> stage.poke("/sv/x/supervise/ok", "") == 0);
    }

    SimProcess copy() {
        @Nullable SimProcess copy = stage.copy("/sv/x");
        if (copy == null) {
            throw new AssertionError("x is down");
        }
        return copy;
    }

    void command(String letters) {
        assertEquals(letters.length(), stage.poke("/sv/x/supervise/control", letters));
    }

    void untilDown() {
        stage.until("x is down", SECOND, () -> !stage.isUp("/sv/x"));
    }

    String said() {
        return stage.read("/tmp/said");
    }
}
