package org.yagura.core.supervise;

/** A kind of thing that a {@link Supervision} asks to be done. */
public enum Effect {
    /** Send a signal to the child; its number is {@link Effects#signal}. */
    SIGNAL,
    /**
     * Start {@link Effects#program} and answer with {@code onStarted}, {@code onExecFailed} or {@code onStartFailed}, or, if it is not
     * {@code run} and is not there, with {@code onMissing}.
     */
    START,
    /** Tell the script {@code notify}, if it is there, of a start or an end. */
    NOTIFY,
    /** Make the status file say what {@link Supervision#status} says. */
    PUBLISH,
    /** The slot has ended: let go of its files. Always the last. */
    END
}
