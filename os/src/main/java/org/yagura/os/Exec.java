package org.yagura.os;

/** The two ways a tool's process ends: another program in its place, or an exit. Only the launcher has this part of the port. */
public interface Exec {
    /**
     * Replaces this process by a program, with the signal mask and dispositions, limits and descriptors that this process was given.
     *
     * @return a negated errno; it returns only where it failed
     */
    int exec(byte[] program, byte[][] arguments, byte[][] environment);

    /** Ends this process at once. */
    void exit(int code);
}
