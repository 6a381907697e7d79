package org.yagura.tools.svscan;

import org.jspecify.annotations.Nullable;

/** What svscan holds open for one service. -1 stands for nothing. */
final class Hold {
    /** Write end of {@code supervise/ok}: it has an error as soon as nobody reads it. */
    int serviceOk = -1;
    /** The same of {@code log/supervise/ok}. */
    int logOk = -1;
    /** Both ends of {@code log/supervise/pipe}, so that its bytes outlive the supervise. */
    int logPipe = -1;
    /** In a stop: the supervise's process, where it is no child of ours. */
    int process = -1;
    /** The service's own directory, watched. */
    @Nullable
    Watch watch;

    /** In a stop: what has been sent. */
    boolean terminated;

    /** The supervise that was asked, which may look after one of the two only. */
    int terminatedPid;

    /** How often trouble has kept us from finding out whom to ask. */
    int notFound;

    boolean serviceAsked;
    boolean logAsked;
}
