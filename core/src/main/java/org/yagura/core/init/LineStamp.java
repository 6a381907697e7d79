package org.yagura.core.init;

import org.jspecify.annotations.Nullable;
import org.yagura.core.tai.TaiTime;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;

/** The time that stands before a line, if any. */
public enum LineStamp {
    NONE("none"),
    /** {@code 2026-11-28T03:21:22.123456Z}. */
    ISO("iso"),
    /** {@code @4000000067...}, as multilog has it. */
    TAI64N("tai64n");

    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final long SECONDS_PER_DAY = 86_400;
    /** From 0000-03-01 to 1970-01-01. */
    private static final long DAYS_TO_1970 = 719_468;

    private static final int DAYS_PER_ERA = 146_097;

    /** The option's argument. */
    public final String word;

    LineStamp(String word) {
        this.word = word;
    }

    /** The one with a word, or null. */
    public static @Nullable LineStamp named(byte[] word) {
        for (LineStamp each : values()) {
            if (Ascii.equal(word, each.word)) {
                return each;
            }
        }
        return null;
    }

    /** Appends a time, nanoseconds since 1970, and a blank; nothing where there is to be none. */
    public void append(long wallNs, ByteBuilder out) {
        switch (this) {
            case NONE -> {}
            case ISO -> appendIso(wallNs, out);
            case TAI64N -> {
                byte[] binary = new byte[TaiTime.BINARY_LENGTH];
                TaiTime.pack(binary, 0, wallNs);
                out.append((byte) '@');
                for (byte b : binary) {
                    out.append(digit(b >> 4)).append(digit(b));
                }
                out.append((byte) ' ');
            }
        }
    }

    private static byte digit(int number) {
        int low = number & 15;
        return (byte) (low < 10 ? '0' + low : 'a' + low - 10);
    }

    private static void appendIso(long wallNs, ByteBuilder out) {
        long seconds = Math.floorDiv(wallNs, NS_PER_SECOND);
        long days = Math.floorDiv(seconds, SECONDS_PER_DAY);
        appendDate(days, out);
        long inDay = seconds - days * SECONDS_PER_DAY;
        out.append((byte) 'T').appendDigits(inDay / 3600, 2);
        out.append((byte) ':').appendDigits(inDay / 60 % 60, 2);
        out.append((byte) ':').appendDigits(inDay % 60, 2);
        out.append((byte) '.').appendDigits(Math.floorMod(wallNs, NS_PER_SECOND) / 1000, 6);
        out.append((byte) 'Z').append((byte) ' ');
    }

    /** Years begin in March here, so that the day that is not always there is the last; 400 of them are an era. */
    private static void appendDate(long daysSince1970, ByteBuilder out) {
        long days = daysSince1970 + DAYS_TO_1970;
        long era = Math.floorDiv(days, DAYS_PER_ERA);
        long inEra = days - era * DAYS_PER_ERA;
        long year = (inEra - inEra / 1460 + inEra / 36_524 - inEra / 146_096) / 365;
        long inYear = inEra - (365 * year + year / 4 - year / 100);
        long monthFromMarch = (5 * inYear + 2) / 153;
        long day = inYear - (153 * monthFromMarch + 2) / 5 + 1;
        long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        long shown = year + era * 400 + (month <= 2 ? 1 : 0);
        out.appendDigits(shown, 4).append((byte) '-').appendDigits(month, 2);
        out.append((byte) '-').appendDigits(day, 2);
    }
}
