package org.yagura.os;

/** Changes of directories as events (inotify). A machine has few instances: one process of the suite uses one. */
public interface Watches {
    int CREATED = 0x100;
    int DELETED = 0x200;
    int MOVED_FROM = 0x40;
    int MOVED_TO = 0x80;
    int CLOSED_AFTER_WRITE = 0x8;
    int ATTRIBUTES = 0x4;
    /** The watched directory itself was deleted or renamed. */
    int SELF_DELETED = 0x400;

    int SELF_MOVED = 0x800;
    /** Event only: the queue ran over, events are lost; the watch number is -1. */
    int OVERFLOW = 0x4000;
    /** Event only: the watch is gone. */
    int GONE = 0x8000;
    /** Event only: it concerns a directory. */
    int IS_DIRECTORY = 0x40000000;
    /** Watch only: the link itself, not what it points to. */
    int NO_FOLLOW = 0x02000000;
    /** Watch only: adds to what is watched of the inode already, in place of replacing it. */
    int ADD = 0x20000000;
    /** Watch only: fails with ENOTDIR on anything else. */
    int ONLY_DIRECTORY = 0x01000000;

    /** Opens the instance, non-blocking. @return its descriptor or a negated errno */
    int open();

    /** Watches a directory, or changes what is watched of it. @return a watch number, 0 or above, the same for the same inode; or a negated errno */
    int watch(int watchFd, byte[] name, int events);

    /** Ends a watch. @return 0 or a negated errno */
    int unwatch(int watchFd, int watch);

    /** Takes what has happened. @return the number of bytes stored in the events' buffer, {@code -EAGAIN} where there is nothing, or a negated errno */
    int next(int watchFd, WatchEvents events);
}
