package org.yagura.sim.kernel;

/** Unwinds the stack of a process that is no more. The tools catch nothing, so that it passes through them without a trace. */
final class ProcessDeath extends Error {
    private static final long serialVersionUID = 1;

    ProcessDeath() {
        super("process ended", null, false, false);
    }
}
