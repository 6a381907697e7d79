package org.yagura.core.scan;

/** What is to be done for a service now. */
public enum Step {
    /** Nothing; an event will tell of any change. */
    REST,
    /** Nothing now; it is due again later. */
    LATER,
    /** Start a supervise, unless its lock is held. */
    START,
    /** Tell the living supervise that its service slot is to come back to life. */
    TELL_SERVICE,
    /** Tell the living supervise that its log slot is to come to life. */
    TELL_LOG,
    /** Forget it: it has no name and no supervise any more. */
    FREE
}
