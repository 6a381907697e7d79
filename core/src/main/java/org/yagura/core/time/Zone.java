package org.yagura.core.time;

/** What clocks on the wall show at a point in time. */
public interface Zone {
    /** Universal time. */
    Zone UTC = CivilTime::fields;

    /**
     * Breaks a time down.
     *
     * @param epochSeconds seconds since 1970
     * @param fields gets year, month (1 to 12), day, hour, minute, second
     * @return whether the time can be shown
     */
    boolean local(long epochSeconds, int[] fields);
}
