package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.yagura.sim.stage.Stage.MS;
import static org.yagura.sim.stage.Stage.SECOND;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yagura.os.Errno;
import org.yagura.os.Signal;
import org.yagura.os.SocketAddress;
import org.yagura.os.Sockets;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.ProcessListener;
import org.yagura.sim.kernel.SimProcess;

/** Stories of services with habits of other suites, and of one that is listened for. */
class CompatTest {
    private final Stage stage = new Stage(5);
    private final List<String> story = new ArrayList<>();
    private String compat = "";
    private String sockets = "";

    private SimProcess supervise(String run, String... scripts) {
        stage.prepare("x", run);
        if (!compat.isEmpty()) {
            stage.write("/sv/x/compat", compat);
        }
        if (!sockets.isEmpty()) {
            stage.write("/sv/x/sockets", sockets);
        }
        for (int i = 0; i < scripts.length; i += 2) {
            stage.program("/sv/x/" + scripts[i], scripts[i + 1]);
        }
        stage.kernel.listen(new ProcessListener() {
            @Override
            public void execed(SimProcess process) {
                if (!process.name.equals("supervise")) {
                    story.add(process.name);
                }
            }
        });
        return stage.start("/tmp/said", "/sv", "supervise", "x");
    }

    private void command(String letters) {
        assertEquals(letters.length(), stage.poke("/sv/x/supervise/control", letters));
    }

    private void untilStory(String... programs) {
        stage.until(String.join(" ", programs) + ", not " + story, 10 * SECOND, () -> story.equals(List.of(programs)));
    }

    @Test
    void finishComesBetweenTwoRuns() {
        compat = "runit";
        supervise("exit 3", "finish", "exit-after 300 0");
        untilStory("run", "finish", "run", "finish", "run", "finish");
        assertTrue(stage.nowNs() >= 2 * SECOND);
    }

    @Test
    void aFinishIsTriedAgainWhereThereWasNoProcessForIt() {
        compat = "runit";
        supervise("sleeper", "finish", "exit 0");
        untilStory("run");
        stage.kernel.faults.on(Call.FORK).by("supervise").times(1).fail(Errno.EAGAIN);
        command("t");
        untilStory("run", "finish", "run");
    }

    @Test
    void startAndStopFrameTheRunsOfOneLife() {
        compat = "encore";
        SimProcess supervise = supervise("sleeper", "start", "exit 0", "stop", "exit 0");
        untilStory("start", "run");
        stage.kernel.kill(living(stage.copy("/sv/x")), Signal.KILL);
        untilStory("start", "run", "run");
        stage.kernel.kill(supervise, Signal.TERM);
        untilStory("start", "run", "run", "stop");
        stage.until("supervise has ended", SECOND, () -> !supervise.isAlive());
    }

    private static SimProcess living(SimProcess process) {
        org.junit.jupiter.api.Assertions.assertNotNull(process);
        return process;
    }

    @Test
    void scriptsAreNothingWithoutTheFileCompat() {
        supervise("exit 100", "start", "exit 0", "stop", "exit 0", "finish", "exit 0", "notify", "exit 0");
        untilStory("run", "run", "run");
    }

    @Test
    void socketsOutliveTheServiceAndEndWithItsLife() {
        sockets = "tcp 127.0.0.1:80\n";
        supervise("sleeper");
        untilStory("run");
        SimProcess first = living(stage.copy("/sv/x"));
        assertTrue(connects());
        stage.kernel.kill(first, Signal.KILL);
        stage.until("it has ended", SECOND, () -> !first.isAlive());
        assertTrue(connects());
        untilStory("run", "run");
        assertNotSame(first, stage.copy("/sv/x"));
        assertTrue(connects());
        command("d");
        stage.until("it is down", SECOND, () -> !stage.isUp("/sv/x"));
        stage.pass(100 * MS);
        assertFalse(connects());
    }

    @Test
    void aServiceWaitsForItsSockets() {
        Sockets port = stage.kernel.outsider().port().sockets();
        int taken = port.stream(SocketAddress.INET);
        assertEquals(0, port.bind(taken, port80()));
        assertEquals(0, port.listen(taken, 10));
        sockets = "tcp 127.0.0.1:80\n";
        supervise("sleeper");
        stage.eventually(
                "it says so",
                SECOND,
                () -> stage.read("/tmp/said")
                        .contains("unable to listen on tcp 127.0.0.1:80 for x: address already used\n"));
        assertTrue(story.isEmpty());
        stage.kernel.outsider().port().descriptors().close(taken);
        untilStory("run");
    }

    private static SocketAddress port80() {
        SocketAddress address = new SocketAddress();
        address.setIp(new byte[] {127, 0, 0, 1}, 80);
        return address;
    }

    private boolean connects() {
        Sockets port = stage.kernel.outsider().port().sockets();
        int fd = port.stream(SocketAddress.INET);
        int result = port.connect(fd, port80());
        stage.kernel.outsider().port().descriptors().close(fd);
        return result == 0 || result == -Errno.EINPROGRESS;
    }
}
