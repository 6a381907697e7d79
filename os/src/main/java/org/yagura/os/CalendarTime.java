package org.yagura.os;

/** Local calendar time, by the time zone of the environment (TZ) or the machine. */
public interface CalendarTime {
    /**
     * Breaks a time down.
     *
     * @param epochSeconds seconds since 1970
     * @param fields gets year, month (1 to 12), day, hour, minute, second
     * @return whether the time can be shown as a year of at most nine digits
     */
    boolean local(long epochSeconds, int[] fields);
}
