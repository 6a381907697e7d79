package org.yagura.sim.kernel;

import org.jspecify.annotations.Nullable;
import org.yagura.sim.file.Inode;

/** Hears of lives, deaths and losses; for checkers. */
public interface ProcessListener {
    /** A process has exec'd a program. */
    default void execed(SimProcess process) {}

    /** A process has ended; its wait status is known. */
    default void ended(SimProcess process) {}

    /** The last who had a pipe open has closed it, with so many ends of lines in it. */
    default void pipeLost(@Nullable Inode pipe, int lines) {}

    /** A process has forked; what it will be is not known yet. */
    default void forked(SimProcess child) {}

    /** A process has written so many bytes to the end of a file. */
    default void wrote(SimProcess process, Inode file, int bytes) {}

    /** A process has brought a file to the disk. */
    default void synced(SimProcess process, Inode file) {}

    /** A process has nothing to do and begins to wait. */
    default void waits(SimProcess process) {}

    /** A wait of a process is over. */
    default void goesOn(SimProcess process) {}

    /** A call of a process takes so much longer, from now on. */
    default void heldUp(SimProcess process, long ns) {}

    /** A call of a process fails on purpose, or finds no room on the disk. */
    default void failed(SimProcess process, Call call, String path) {}

    /** A process is stopped by a signal. */
    default void stopped(SimProcess process) {}

    /** A process has accepted a connection. */
    default void accepted(SimProcess server, Connection connection) {}

    /** The last who had the serving end of a connection has closed it. */
    default void closed(Connection connection) {}

    /** The power is about to fail: everything is still as it was. */
    default void powerFails() {}

    /** Power is back, nothing runs yet. */
    default void powerIsBack() {}
}
