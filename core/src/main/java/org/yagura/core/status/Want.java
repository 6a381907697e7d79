package org.yagura.core.status;

/** What supervise was last told to make of its service. */
public enum Want {
    /** Started, and started again whenever it ends. */
    UP('u'),
    /** Not running. */
    DOWN('d'),
    /** Neither: not started again once it has ended. */
    ONCE(0);

    /** The byte at {@link Status#WANT_AT}. */
    public final byte code;

    Want(int code) {
        this.code = (byte) code;
    }

    /** The want with a code; a code that is unknown wants neither up nor down. */
    public static Want of(byte code) {
        return code == 'u' ? UP : code == 'd' ? DOWN : ONCE;
    }
}
