package org.yagura.os;

/** How a child ended. A slot that a call fills. */
public final class ChildExit {
    /** The raw wait status: exit code in bits 8 to 15, or the signal in bits 0 to 6. */
    public int waitStatus;

    /** Whether it was killed by a signal. */
    public boolean crashed() {
        return (waitStatus & 0x7f) != 0;
    }

    /** The signal that killed it, or 0. */
    public int signal() {
        return waitStatus & 0x7f;
    }

    /** The exit code of one that was not killed. */
    public int code() {
        return waitStatus >> 8 & 0xff;
    }
}
