package org.yagura.core.time;

import org.yagura.core.text.ByteBuilder;

/** Dates of the Gregorian calendar and seconds since 1970, without a time zone and without leap seconds. */
public final class CivilTime {
    /** Year, month, day, hour, minute, second. */
    public static final int FIELDS = 6;

    private static final int DAY = 86_400;
    private static final int DAYS_OF_400_YEARS = 146_097;
    private static final int DAYS_OF_4_YEARS = 1461;
    /** Days from the first of March of the year 0 to 1970. */
    private static final int DAYS_BEFORE_1970 = 719_468;

    private static final int YEAR_MAX = 9999;

    private CivilTime() {}

    /** Seconds since 1970 of a date and time of day. Years are counted from March here, so that the leap day is a year's last. */
    public static long epochSeconds(int[] fields) {
        int month = fields[1];
        long year = month > 2 ? fields[0] : fields[0] - 1;
        int marchMonth = month > 2 ? month - 3 : month + 9;
        long days = 365 * year
                + Math.floorDiv(year, 4)
                - Math.floorDiv(year, 100)
                + Math.floorDiv(year, 400)
                + (153 * marchMonth + 2) / 5
                + fields[2]
                - 1
                - DAYS_BEFORE_1970;
        return days * DAY + fields[3] * 3600L + fields[4] * 60L + fields[5];
    }

    /** Breaks seconds since 1970 down. @return whether the year is one of four digits */
    public static boolean fields(long epochSeconds, int[] fields) {
        long days = Math.floorDiv(epochSeconds, DAY) + DAYS_BEFORE_1970;
        int second = Math.floorMod(epochSeconds, DAY);
        long era = Math.floorDiv(days, DAYS_OF_400_YEARS);
        int day = Math.floorMod(days, DAYS_OF_400_YEARS);
        int year = (day - day / (DAYS_OF_4_YEARS - 1) + day / 36_524 - day / (DAYS_OF_400_YEARS - 1)) / 365;
        int dayOfYear = day - (365 * year + year / 4 - year / 100);
        int marchMonth = (5 * dayOfYear + 2) / 153;
        long whole = era * 400 + year + (marchMonth > 9 ? 1 : 0);
        if (whole < 0 || whole > YEAR_MAX) {
            return false;
        }
        fields[0] = (int) whole;
        fields[1] = marchMonth > 9 ? marchMonth - 9 : marchMonth + 3;
        fields[2] = dayOfYear - (153 * marchMonth + 2) / 5 + 1;
        fields[3] = second / 3600;
        fields[4] = second / 60 % 60;
        fields[5] = second % 60;
        return true;
    }

    /** Whether fields name a day and a time of day that there are. */
    public static boolean exists(int[] fields) {
        int[] back = new int[FIELDS];
        if (fields[1] < 1 || fields[1] > 12 || fields[3] > 23 || fields[4] > 59 || fields[5] > 60) {
            return false;
        }
        return fields(epochSeconds(fields), back) && back[1] == fields[1] && fields[2] > 0;
    }

    /** Appends {@code 2026-11-28}, a separator and {@code 03:27:25}. */
    public static ByteBuilder append(int[] fields, char separator, ByteBuilder out) {
        out.appendDigits(fields[0], 4).append((byte) '-').appendDigits(fields[1], 2);
        out.append((byte) '-').appendDigits(fields[2], 2).append((byte) separator);
        out.appendDigits(fields[3], 2).append((byte) ':').appendDigits(fields[4], 2);
        return out.append((byte) ':').appendDigits(fields[5], 2);
    }
}
