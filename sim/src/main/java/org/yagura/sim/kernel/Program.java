package org.yagura.sim.kernel;

/** What can be exec'd: a scripted service or one of the tools. */
@FunctionalInterface
public interface Program {
    /** Runs in its process, on that process's port; calls may block and may not come back. @return the exit code */
    int main(SimProcess process, Image image);
}
