package org.yagura.tools.pgrphack;

import org.yagura.os.Descriptors;
import org.yagura.os.Processes;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Outcome;
import org.yagura.tools.Tool;

/** Runs a program in a session and process group of its own. */
public final class Pgrphack implements Tool {
    private final Invocation invocation;
    private final Processes processes;
    private final Messages messages;

    public Pgrphack(Invocation invocation, Processes processes, Descriptors descriptors) {
        this.invocation = invocation;
        this.processes = processes;
        messages = new Messages(descriptors, "pgrphack");
    }

    @Override
    public Outcome run() {
        if (invocation.arguments().length == 0) {
            messages.usage().add("pgrphack child").end();
            return Outcome.exit(Outcome.USAGE);
        }
        // It fails only for the leader of a group, which has what it came for, or nearly.
        processes.newSession();
        return new Outcome.Exec("pgrphack", invocation.arguments(), invocation.environment());
    }
}
