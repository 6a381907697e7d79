package org.yagura.core.supervise;

/** What a slot's child can be. All but {@link #RUN} only where {@link Compat} asks for it. */
public enum Program {
    /** The service. */
    RUN(0, "run"),
    /** Before the service comes up (encore). */
    START(1, "start"),
    /** After it has gone down (encore). */
    STOP(2, "stop"),
    /** After each end of {@code run} (runit). */
    FINISH(3, "finish");

    /** What {@code script} of a status says of it. */
    public final int code;
    /** The file's name. */
    public final String file;

    Program(int code, String file) {
        this.code = code;
        this.file = file;
    }

    /** Whether it clears up after the service: it is on the way down already, and TERM would only stop it from doing that. */
    public boolean isLast() {
        return this == STOP || this == FINISH;
    }
}
