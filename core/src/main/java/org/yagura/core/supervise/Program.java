package org.yagura.core.supervise;

/** What a slot's child can be. All but {@link #RUN} only where {@link Compat} asks for it. */
public enum Program {
    /** The service. */
    RUN("run"),
    /** Before the service comes up (encore). */
    START("start"),
    /** After it has gone down (encore). */
    STOP("stop"),
    /** After each end of {@code run} (runit). */
    FINISH("finish");

    /** The file's name. */
    public final String file;

    Program(String file) {
        this.file = file;
    }

    /** Whether it clears up after the service: it is on the way down already, and TERM would only stop it from doing that. */
    public boolean isLast() {
        return this == STOP || this == FINISH;
    }
}
