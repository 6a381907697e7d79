package org.yagura.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.yagura.itest.harness.Await;
import org.yagura.itest.harness.Proc;
import org.yagura.itest.harness.Running;
import org.yagura.itest.harness.Sandbox;
import org.yagura.itest.harness.Suite;

/** The harness itself: whatever a test starts and leaves, nothing of it stays. */
class HarnessIT {
    @Test
    void endsOrphansInOtherSessionsStoppedOnesAndThoseThatIgnoreTerm() {
        Sandbox box = new Sandbox(Suite.YAGURA);
        Path top = box.work.getParent();
        box.startSh("""
                (setsid sh -c 'trap "" TERM HUP INT; while :; do sleep 0.1; done' &)
                (setsid sh -c 'kill -STOP $$' &)
                (env -i sleep 98765 &)
                (while :; do sh -c 'sleep 0.01' ; done) &
                mkdir -p deep/er; chmod 000 deep
                exec sleep 98765
                """);
        Await.until("five run: " + box.processes(), () -> box.processes().size() >= 5);
        var seen = box.processes();
        box.close();
        assertTrue(seen.stream().noneMatch(Proc::alive));
        assertFalse(Files.exists(top));
    }

    @Test
    void touchesNoProcessOfAnotherTest() {
        try (Sandbox other = new Sandbox(Suite.YAGURA)) {
            Running sleeper = other.start("sleep", "98765");
            new Sandbox(Suite.YAGURA).close();
            assertTrue(sleeper.alive());
            assertEquals(1, other.processes().size());
        }
    }

    @Test
    void aConditionThatDoesNotComeFailsAfterItsDeadline() {
        assertThrows(AssertionError.class, () -> Await.until("never", 50, () -> false));
        assertThrows(AssertionError.class, () -> Await.holds("not so", 50, () -> false));
    }
}
