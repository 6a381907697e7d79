package org.yagura.core.status;

/** What people call the state of a service. */
public enum Condition {
    UP("up"),
    DOWN("down"),
    /** It does not run, and is about to. */
    STARTING("starting"),
    /** It runs, and was told to go down. */
    STOPPING("stopping"),
    PAUSED("paused"),
    /** It said by its exit code that it is not to be started again. */
    FAILED("failed"),
    /** The script start runs before it. */
    PREPARING("preparing"),
    /** The script stop or finish runs after it. */
    CLEARING_UP("clearing up"),
    /** No supervise looks after it. */
    UNSUPERVISED("unsupervised"),
    /** It cannot be found out. */
    UNKNOWN("unknown");

    private static final int SCRIPT_START = 1;

    /** The word for it. */
    public final String word;

    Condition(String word) {
        this.word = word;
    }

    /** What a status says, if its supervise lives. */
    public static Condition of(Status status) {
        if (status.script != 0) {
            return status.script == SCRIPT_START ? PREPARING : CLEARING_UP;
        }
        if (status.pid == 0) {
            return status.failed ? FAILED : status.want == Want.UP && !status.exiting ? STARTING : DOWN;
        }
        if (status.paused) {
            return PAUSED;
        }
        return status.want == Want.DOWN ? STOPPING : UP;
    }
}
