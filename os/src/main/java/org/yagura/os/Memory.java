package org.yagura.os;

/** What a process that has nothing to do gives back of its memory. */
public interface Memory {
    /** The bytes from {@code from} up to, not including, {@code to} are not needed until they are written again; until then they may read as anything. */
    void forget(byte[] bytes, int from, int to);

    /** Collects what is not reachable any more. */
    void collect();

    /** Gives back whatever is free. */
    void giveBack();
}
