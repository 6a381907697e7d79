package org.yagura.sim.check;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.yagura.core.status.Status;
import org.yagura.sim.kernel.SimProcess;
import org.yagura.sim.stage.Stage;

/** The status of a service says what is so. To be asked when its supervise has had time for a step. */
public final class StatusTruth {
    private StatusTruth() {}

    public static void check(Stage stage, String directory) {
        check(stage, directory, true);
    }

    /** @param pausesKnown false where a supervise may have been killed between pausing its service and saying so */
    public static void check(Stage stage, String directory, boolean pausesKnown) {
        byte[] bytes = stage.read(directory + "/supervise/status").getBytes(StandardCharsets.ISO_8859_1);
        Status status = new Status();
        Status.Form form = status.decode(bytes, bytes.length);
        if (form != Status.Form.OURS) {
            throw new AssertionError("status of " + directory + " is " + form);
        }
        @Nullable SimProcess copy = stage.copy(directory);
        int pid = copy == null ? 0 : copy.pid;
        if (status.pid != pid) {
            throw new AssertionError("status of " + directory + " says pid " + status.pid + ", not " + pid);
        }
        if (pausesKnown && copy != null && status.paused != copy.isStopped()) {
            throw new AssertionError("status of " + directory + " says paused " + status.paused);
        }
    }
}
