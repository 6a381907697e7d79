package org.yagura.sim.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.yagura.sim.stage.Stage.SECOND;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yagura.sim.kernel.Image;
import org.yagura.sim.kernel.SimProcess;

@Timeout(60)
class WatchdogTest {
    private static final long LIMIT_MS = 1000;

    private final AtomicBoolean on = new AtomicBoolean(true);
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final Watchdog watchdog = new Watchdog(LIMIT_MS, text -> {
        said.add(text);
        on.set(false);
    });

    private record OneProgram(Stage stage) implements Story {
        @Override
        public String planned() {
            return "";
        }

        @Override
        public String done() {
            return "";
        }

        @Override
        public void tell() {
            stage.program("/bin/program", "program");
            SimProcess process = stage.start("/tmp/said", "/", "program");
            stage.until("it has ended", SECOND, () -> !process.isAlive());
        }
    }

    private int spin(SimProcess process, Image image) {
        while (on.get()) {
            Thread.onSpinWait();
        }
        return 0;
    }

    @Test
    void aLoopWithoutCallsIsNamed() {
        Stage stage = new Stage(1);
        stage.kernel.register("program", this::spin);
        watchdog.start().tell("seed 1", new OneProgram(stage));
        assertEquals(1, said.size());
        assertTrue(said.get(0).startsWith("seed 1: no call for"), said.get(0));
        assertTrue(said.get(0).contains("WatchdogTest.spin"), said.get(0));
    }

    @Test
    void aStoryThatTakesItsTimeIsNot() {
        long limitNs = LIMIT_MS * 1_000_000;
        Stage stage = new Stage(1);
        stage.kernel.register("program", (process, image) -> {
            for (int i = 1; i < 20; i++) {
                watchdog.look(i * limitNs);
                watchdog.look(i * limitNs + limitNs / 2);
                new Shell(process, image).sleep(1);
            }
            return 0;
        });
        watchdog.tell("seed 1", new OneProgram(stage));
        assertEquals(List.of(), said);
    }
}
