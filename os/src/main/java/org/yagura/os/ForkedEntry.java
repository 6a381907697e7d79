package org.yagura.os;

/**
 * What a forked child does. It may read whatever its maker has set up, and must not change it: in the simulator both share it, and on
 * Linux the child has a copy.
 */
@FunctionalInterface
public interface ForkedEntry {
    /**
     * Lives the child's life.
     *
     * @param port the child's own; the parts of the port that its maker holds act for the parent
     * @return its exit code
     */
    int run(Port port);
}
