package org.yagura.sim.kernel;

import org.yagura.os.CalendarTime;

/** The calendar of a machine whose zone is UTC. */
final class UniversalTime implements CalendarTime {
    private static final long DAY_SECONDS = 86_400;
    private static final long DAYS_PER_ERA = 146_097;

    @Override
    public boolean local(long epochSeconds, int[] fields) {
        long days = Math.floorDiv(epochSeconds, DAY_SECONDS);
        int second = (int) Math.floorMod(epochSeconds, DAY_SECONDS);
        long shifted = days + 719_468;
        long era = Math.floorDiv(shifted, DAYS_PER_ERA);
        long day = shifted - era * DAYS_PER_ERA;
        long year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        long dayOfYear = day - (365 * year + year / 4 - year / 100);
        long month = (5 * dayOfYear + 2) / 153;
        long fullYear = year + era * 400 + (month >= 10 ? 1 : 0);
        if (fullYear < -999_999_999 || fullYear > 999_999_999) {
            return false;
        }
        fields[0] = (int) fullYear;
        fields[1] = (int) (month < 10 ? month + 3 : month - 9);
        fields[2] = (int) (dayOfYear - (153 * month + 2) / 5 + 1);
        fields[3] = second / 3600;
        fields[4] = second / 60 % 60;
        fields[5] = second % 60;
        return true;
    }
}
