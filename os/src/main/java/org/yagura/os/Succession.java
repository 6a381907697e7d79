package org.yagura.os;

/** Another program in this very process: same pid, parent, children, and the descriptors that are not close-on-exec. */
public interface Succession {
    /** Makes a file without a name, in memory, close-on-exec. @return a descriptor for reading and writing, or a negated errno */
    int memoryFile();

    /**
     * The descriptor that the program before us in this process has left by {@link #become}; close-on-exec from now on.
     *
     * @return it, or -1 where this process was started in the ordinary way
     */
    int inherited();

    /**
     * Becomes another program, with the arguments and the environment that this one was given. Unlike {@link Exec#exec} it leaves no moment
     * in which a signal could strike: what is blocked stays so, and what is pending stays pending.
     *
     * @param leftFd what the program finds as {@link #inherited}; it must not be close-on-exec
     * @return a negated errno, and only where it failed
     */
    int become(byte[] program, int leftFd);
}
