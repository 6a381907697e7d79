package org.yagura.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Measures one or more figures. It checks first that the work was done right, and fails where it was not. */
public interface Benchmark {
    /** The part of the whole that it belongs to: what {@code --only} takes. */
    Area area();

    /** What it measures: the first one names it. */
    List<Figure> figures();

    /** What it measures along a number. */
    default List<Curve> curves() {
        return List.of();
    }

    /** For whom it can measure it. */
    List<Suite> suites();

    /** How often all suites are measured in turn. */
    int rounds(Effort effort);

    /** No further round is begun that would not be over by then. */
    default Duration atMost(Effort effort) {
        return effort == Effort.QUICK ? Duration.ofSeconds(20) : Duration.ofSeconds(60);
    }

    /**
     * Measures once.
     *
     * @throws IOException where the work was not done, or not done right
     */
    void measure(Suite suite, Stage stage, Results results) throws IOException, InterruptedException;

    /** What is left to do when all suites have been measured; lets go of what was kept from measurement to measurement. */
    default void finish(Stage stage, Results results) throws IOException, InterruptedException {}

    /** How thorough a run is. */
    enum Effort {
        /** Some minutes: to see that everything works, and what a change has changed. */
        QUICK,
        FULL
    }

    /** The parts of a run. */
    enum Area {
        LOGGING,
        MEMORY,
        BOOT,
        REACTION,
        START,
        NET,
        SIZE,
        GROWTH
    }
}
