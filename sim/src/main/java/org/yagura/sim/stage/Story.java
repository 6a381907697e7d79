package org.yagura.sim.stage;

/** Something that happens on a stage, decided by a seed. */
public interface Story {
    Stage stage();

    /** The whole plan, a line for each thing. */
    String planned();

    /** What was done, a line each; for the report of a failure. */
    String done();

    /** Tells it. Fails with an {@link AssertionError} where something is not as it has to be. */
    void tell();

    /** How often the power has failed. */
    default int boots() {
        return 0;
    }
}
