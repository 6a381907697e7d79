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

    /** Its number in records and in {@code script} of a status. */
    public final int code;
    /** The file's name. */
    public final String file;

    Program(int code, String file) {
        this.code = code;
        this.file = file;
    }

    /** The program with a code; for an unknown one {@link #RUN}. */
    public static Program of(int code) {
        return switch (code) {
            case 1 -> START;
            case 2 -> STOP;
            case 3 -> FINISH;
            default -> RUN;
        };
    }

    /** Whether it clears up after the service: it is on the way down already, and TERM would only stop it from doing that. */
    public boolean isLast() {
        return this == STOP || this == FINISH;
    }
}
