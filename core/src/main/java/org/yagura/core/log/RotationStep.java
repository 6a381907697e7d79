package org.yagura.core.log;

/** The steps by which a log directory gets a fresh current file. Each can be tried again by itself. */
public enum RotationStep {
    /** Nothing to do. */
    NONE,
    SYNC_CURRENT,
    RENAME_CURRENT,
    CREATE_CURRENT,
    MODE_CURRENT,
    MODE_PREVIOUS,
    RUN_PROCESSOR,
    AWAIT_PROCESSOR,
    SYNC_PROCESSED,
    SYNC_NEWSTATE,
    REMOVE_PREVIOUS,
    RENAME_NEWSTATE,
    /** At start: looks for the file to be finished; if it is not there, it is {@link Rotation#absent}. */
    FIND_FINISHED,
    /** At start: an earlier logger was killed, or the power failed, before it could be synced. */
    SYNC_FINISHED,
    /** Lists the directory and makes up a name. */
    NAME_FINISHED,
    RENAME_FINISHED,
    /** Only where an earlier multilog has made a second name and died before it removed the first. */
    REMOVE_FINISHED,
    /** So that the new name is on disk before an old file goes. */
    SYNC_DIRECTORY,
    REMOVE_OLD,
    /** At start only: an empty state, a fresh current. */
    CREATE_STATE,
    CREATE_FIRST,
    MODE_FIRST,
    /** So that what is synced in the fresh current has a name on disk too, and so has the directory itself. */
    SYNC_NAMES
}
