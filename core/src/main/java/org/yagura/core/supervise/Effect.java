package org.yagura.core.supervise;

/** A kind of thing that a {@link Supervision} asks to be done. */
public enum Effect {
    /** Send a signal to the child; its number is {@link Effects#signal}. */
    SIGNAL,
    /** Start {@code run} and answer with {@code onStarted}, {@code onExecFailed} or {@code onStartFailed}. */
    START,
    /** Make the status file say what {@link Supervision#status} says. */
    PUBLISH,
    /** The slot has ended: let go of its files. Always the last. */
    END
}
