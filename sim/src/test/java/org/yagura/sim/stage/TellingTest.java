package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.yagura.sim.stage.Stage.SECOND;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yagura.core.status.BootId;
import org.yagura.core.status.Status;
import org.yagura.os.Errno;
import org.yagura.os.Signal;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.SimProcess;

/** svscan tells each supervise the boot, the pid namespace, and its pid (of which {@link StopTroubleTest} tells); who is not told finds out. */
class TellingTest {
    private final Stage stage = new Stage(3);

    private List<String> asked() {
        return stage.kernel
                .trace
                .last(5000)
                .lines()
                .filter(line -> line.contains(" supervise[") && (line.contains("boot_id") || line.contains("/ns/pid")))
                .toList();
    }

    private SimProcess svscan() {
        stage.service("x", "writer x 30000 1");
        stage.prepare("x/log", "exec /bin/multilog ./main");
        SimProcess svscan = stage.start("/tmp/said", "/", "svscan", "/service");
        stage.until("both are up", 10 * SECOND, () -> stage.isUp("/sv/x") && stage.isUp("/sv/x/log"));
        return svscan;
    }

    private Status status() {
        byte[] bytes = stage.read("/sv/x/supervise/status").getBytes(StandardCharsets.ISO_8859_1);
        Status status = new Status();
        assertEquals(Status.Form.OURS, status.decode(bytes, bytes.length));
        return status;
    }

    private void knowsAll() {
        byte[] boot = new byte[Status.BOOT_ID_LENGTH];
        assertTrue(BootId.parse(Shell.bytes(stage.kernel.bootId()), BootId.TEXT_LENGTH, boot));
        assertArrayEquals(boot, status().bootId);
        assertTrue(status().pidNamespace > 0);
    }

    @Test
    void aSuperviseUnderSvscanNeedNotAsk() {
        svscan();
        knowsAll();
        assertEquals(List.of(), asked());
    }

    @Test
    void afterAnotherBootTheNextSvscanTellsOfThat() {
        svscan();
        stage.kernel.disk().syncAll();
        stage.kernel.cutPower();
        stage.start("/tmp/said", "/", "svscan", "/service");
        stage.until("it is up again", 10 * SECOND, () -> stage.isUp("/sv/x"));
        knowsAll();
    }

    @Test
    void oneThatIsNotToldAsks() {
        stage.kernel
                .faults
                .on(Call.STAT)
                .by("svscan")
                .path("pid_for_children")
                .times(1)
                .fail(Errno.ENOMEM);
        svscan();
        knowsAll();
        assertFalse(asked().isEmpty());
    }

    @Test
    void oneThatBecomesTheNextProgramKnowsItStill() {
        SimProcess svscan = svscan();
        stage.kernel.kill(svscan, Signal.USR1);
        stage.until("it is upgraded", 10 * SECOND, () -> status().upgradesDone == 1);
        knowsAll();
        assertEquals(List.of(), asked());
    }
}
