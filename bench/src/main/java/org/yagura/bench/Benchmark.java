package org.yagura.bench;

import java.io.IOException;
import java.util.List;

/** Measures one or more figures. It checks first that the work was done right, and fails where it was not. */
public interface Benchmark {
    /** What it measures. */
    List<Figure> figures();

    /** For whom it can measure it. */
    List<Suite> suites();

    /** How often all suites are measured in turn. */
    int rounds(Effort effort);

    /**
     * Measures once.
     *
     * @throws IOException where the work was not done, or not done right
     */
    void measure(Suite suite, Stage stage, Results results) throws IOException, InterruptedException;

    /** Lets go of what was kept from measurement to measurement. */
    default void finish(Stage stage) throws IOException {}

    /** How thorough a run is. */
    enum Effort {
        /** A minute or two: to see that everything works. */
        QUICK,
        FULL
    }
}
