package org.yagura.core.status;

import org.yagura.core.control.SignalName;
import org.yagura.core.text.ByteBuilder;

/** How a process ended, as {@code waitpid} tells it: the exit code in bits 8 to 15, or the signal in bits 0 to 6. */
public final class WaitStatus {
    private static final int SIGNAL_BITS = 0x7f;
    private static final int LOW_BITS = 0xff;

    private WaitStatus() {}

    /** The signal that killed it, or 0. */
    public static int signal(int waitStatus) {
        return waitStatus & SIGNAL_BITS;
    }

    /** The exit code of one that was not killed. */
    public static int code(int waitStatus) {
        return waitStatus >> 8 & LOW_BITS;
    }

    /** Appends {@code exit 1} or {@code SIGKILL}. */
    public static ByteBuilder append(int waitStatus, ByteBuilder out) {
        return signal(waitStatus) != 0
                ? SignalName.append(signal(waitStatus), out)
                : out.append("exit ").appendDecimal(code(waitStatus));
    }

    /** Appends {@code exited with code 1} or {@code was killed by SIGKILL}. */
    public static ByteBuilder appendWords(int waitStatus, ByteBuilder out) {
        return signal(waitStatus) != 0
                ? SignalName.append(signal(waitStatus), out.append("was killed by "))
                : out.append("exited with code ").appendDecimal(code(waitStatus));
    }
}
