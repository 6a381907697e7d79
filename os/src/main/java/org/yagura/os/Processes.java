package org.yagura.os;

/** Other processes: starting, watching, signalling and reaping them. */
public interface Processes {
    /**
     * Starts a program. Returns when the child has exec'd or has failed to; a child that failed is an ordinary child that exits
     * 111 and has to be reaped, and the request says which step failed and why.
     *
     * <p>The child gets the signal mask and dispositions that this process had when it started (less {@link
     * SpawnRequest#defaultSignals}), and of our descriptors only those that are moved and those opened with {@link
     * OpenFlag#INHERIT}. It keeps the close-on-exec ones until exec, locks included.
     *
     * @return the child's pid, or a negated errno where no child was made
     */
    int spawn(SpawnRequest request);

    /**
     * Makes a child that is a copy of this process and runs an entry instead of what follows here; its descriptors are ours, its
     * poller watches nothing, its signal mask is the one that this process was given.
     *
     * @return the child's pid or a negated errno, in the parent only
     */
    int forkInto(ForkedEntry entry);

    /** Reaps any child that has ended, without waiting. @return its pid, 0 where children live but none has ended, or a negated errno (ECHILD) */
    int reap(ChildExit exit);

    /** Reaps one child if it has ended, without waiting. @return its pid, 0 where it lives, or a negated errno */
    int reap(int pid, ChildExit exit);

    /** Looks at any child that has ended, and leaves it unreaped. @return its pid, 0 where none has ended, or a negated errno */
    int peek(ChildExit exit);

    /** Sends a signal to a process; 0 only asks. @return 0 or a negated errno */
    int kill(int pid, int signal);

    /** Opens a handle on a process, child or not: readable when it has ended, hung up when it was reaped. @return a descriptor or a negated errno */
    int openProcess(int pid);

    /** Sends a signal by handle, immune to pid reuse. @return 0 or a negated errno */
    int signalProcess(int processFd, int signal);

    /** The 64-bit inode of a process handle, unique for a boot; 0 where the kernel (before 6.9) has none. */
    long processInode(int processFd);

    /**
     * How a process ended, by handle, child or not. Only a kernel from 6.15 on tells those that are not its parent, and only when it was
     * reaped.
     *
     * @return 1 where the exit is known, 0 where it lives or is not yet reaped, or a negated errno where the kernel does not tell
     */
    int processExit(int processFd, ChildExit exit);

    /**
     * Makes a descriptor of ours for what another process has open, close-on-exec. For root, mostly, and since Linux 5.6.
     *
     * @param fd its number in the other process
     * @return a descriptor or a negated errno
     */
    int fetchDescriptor(int processFd, int fd);

    /**
     * What the parent has told by {@link SpawnRequest#told}; empty where it has told nothing. It goes no further: neither to children nor to
     * the program that this process becomes.
     */
    byte[] told();

    /** This process. */
    int pid();

    /** The parent of this process. */
    int parentPid();

    /** Makes this process the adopter of orphans below it. @return 0 or a negated errno */
    int becomeSubreaper();

    /** Starts a new session. @return 0 or a negated errno */
    int newSession();
}
