package org.yagura.sim.stage;

/**
 * One thing that is done to the machine during the trouble.
 *
 * @param afterMs how long after the one before
 * @param kind what
 * @param whom a number that stands for one of those whom it can be done to at that time
 * @param much how much of it, see {@link Kind}
 * @param letters for commands, what is written
 */
record Act(long afterMs, Kind kind, int whom, long much, String letters) {
    /** What can be done. */
    enum Kind {
        COMMAND,
        /** {@code much}: how many bytes of any value are written to a control FIFO. */
        STORM,
        /** {@code much}: the signal. */
        SIGNAL_SERVICE,
        SIGNAL_LOGGER,
        KILL_SUPERVISE,
        /** All supervises and svscan. */
        KILL_ALL_OF_OURS,
        /** Service, logger, supervise and svscan, at once. */
        KILL_ALL_FOUR,
        /** {@code much}: one in so many calls is the last, 0 ends it; of svscan, supervises and loggers. */
        KILL_AT_ANY_CALL,
        KILL_BETWEEN_FORK_AND_RECORD,
        KILL_SERVICE_AND_SUPERVISE,
        /** {@code much}: the signal, KILL or QUIT. */
        REPLACE_SVSCAN,
        HANG_UP,
        /** USR1 to svscan, which tells its supervises; or to one supervise; or to all of them. Again after {@code much} ms, if there are any. */
        UPGRADE,
        /** {@code much}: for so many ms. */
        STOP_AND_GO,
        /** The logger does not read for so many ms. */
        SLOW_READER,
        /** {@code much}: so many bytes are left; odd: and no names. */
        DISK_FULL,
        DISK_FREE,
        /** {@code much}: by so many seconds. */
        CLOCK_STEP,
        /** {@code much}: by so many millionths. */
        CLOCK_DRIFT,
        /** {@code much}: one in so many calls fails, 0 ends it. */
        FAULTS,
        /** {@code much}: one in so many reads and writes moves less than it could, 0 ends it. */
        SHORT_CALLS,
        /** {@code much}: for so many ms nobody gets a descriptor. */
        NO_DESCRIPTORS,
        /** {@code much}: for so many ms nobody can fork. */
        NO_PROCESSES,
        /** The name in the scan directory goes, or comes back. */
        LINK,
        /** {@code much}: the service directory is somewhere else for so many ms. */
        DIRECTORY_VANISHES,
        WATCHES_RUN_OVER,
        POWER_CUT,
        /** {@code much}: at the call after so many more of ours. */
        POWER_CUT_AT_CALL
    }

    @Override
    public String toString() {
        return "+" + afterMs + " ms " + kind + " " + whom + " " + much + (letters.isEmpty() ? "" : " " + letters);
    }
}
