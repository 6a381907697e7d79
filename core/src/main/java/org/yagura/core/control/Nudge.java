package org.yagura.core.control;

/** The bytes that svscan says to a supervise of a service with a log, by the FIFO {@code supervise/scan}. */
public final class Nudge {
    /** The service slot is to come to life. */
    public static final byte SERVICE = 's';
    /** The log slot is to come to life. */
    public static final byte LOG = 'l';
    /** Means nothing; but whatever wakes a supervise makes it look whether its files are still there. */
    public static final byte LOOK = 'n';
    /** Both are to stop, as by TERM. */
    public static final byte STOP = 't';

    private Nudge() {}
}
