package org.yagura.core.text;

import java.util.Arrays;

/** Lengths of time as people write and read them. */
public final class TimeSpan {
    /** In place of a length: it is none. */
    public static final long BAD = -1;

    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final long NS_PER_MS = 1_000_000L;
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long SECONDS_MAX = 100_000 * DAY;
    private static final int FRACTION_DIGITS = 9;

    private TimeSpan() {}

    /** Appends seconds in words, the two largest units: {@code 3 days 4 hours}. */
    public static ByteBuilder appendWords(long seconds, ByteBuilder out) {
        if (seconds >= DAY) {
            unit(seconds / DAY, "day", out);
            return rest(seconds % DAY / HOUR, "hour", out);
        }
        if (seconds >= HOUR) {
            unit(seconds / HOUR, "hour", out);
            return rest(seconds % HOUR / MINUTE, "minute", out);
        }
        if (seconds >= MINUTE) {
            unit(seconds / MINUTE, "minute", out);
            return rest(seconds % MINUTE, "second", out);
        }
        return unit(Math.max(seconds, 0), "second", out);
    }

    /** Appends seconds in few columns, the two largest units: {@code 3d4h}, {@code 12m}. */
    public static ByteBuilder appendShort(long seconds, ByteBuilder out) {
        if (seconds >= DAY) {
            return two(seconds / DAY, 'd', seconds % DAY / HOUR, 'h', out);
        }
        if (seconds >= HOUR) {
            return two(seconds / HOUR, 'h', seconds % HOUR / MINUTE, 'm', out);
        }
        if (seconds >= MINUTE) {
            return two(seconds / MINUTE, 'm', seconds % MINUTE, 's', out);
        }
        return out.appendDecimal(Math.max(seconds, 0)).append((byte) 's');
    }

    /** Appends nanoseconds as seconds with so many digits after the point, up to nine; the rest is cut. */
    public static ByteBuilder appendSeconds(long ns, int digits, ByteBuilder out) {
        out.appendDecimal(ns / NS_PER_SECOND);
        if (digits > 0) {
            long fraction = ns % NS_PER_SECOND;
            for (int i = digits; i < FRACTION_DIGITS; i++) {
                fraction /= 10;
            }
            out.append((byte) '.').appendDigits(fraction, digits);
        }
        return out;
    }

    /** Reads the first word of a file. @return nanoseconds, or {@link #BAD} */
    public static long parseFile(byte[] content) {
        int end = 0;
        while (end < content.length && content[end] > ' ') {
            end++;
        }
        return parse(Arrays.copyOf(content, end));
    }

    /**
     * Reads a length: numbers with {@code ms}, {@code s}, {@code m}, {@code h}, {@code d} or {@code w} behind each, one after another, largest
     * first or not; a number with nothing behind it is seconds, and may have a fraction, as may any: {@code 90}, {@code 1.5h}, {@code 2d12h}.
     *
     * @return nanoseconds, or {@link #BAD}
     */
    public static long parse(byte[] text) {
        long all = 0;
        int at = 0;
        while (at < text.length) {
            long number = 0;
            long fraction = 0;
            long fractionUnit = NS_PER_SECOND;
            int digits = 0;
            boolean point = false;
            for (; at < text.length && (isDigit(text[at]) || text[at] == '.' && !point); at++) {
                if (text[at] == '.') {
                    point = true;
                } else if (point) {
                    fractionUnit /= 10;
                    fraction += (text[at] - '0') * fractionUnit;
                    digits++;
                } else {
                    number = number * 10 + text[at] - '0';
                    digits++;
                }
                if (number > SECONDS_MAX) {
                    return BAD;
                }
            }
            int unitEnd = at;
            while (unitEnd < text.length && !isDigit(text[unitEnd]) && text[unitEnd] != '.') {
                unitEnd++;
            }
            long unitNs = unit(text, at, unitEnd);
            if (digits == 0 || unitNs == BAD || number > SECONDS_MAX / (unitNs / NS_PER_SECOND + 1)) {
                return BAD;
            }
            all += number * unitNs + fraction / 1000 * (unitNs / NS_PER_MS);
            at = unitEnd;
        }
        return text.length == 0 || all > SECONDS_MAX * NS_PER_SECOND ? BAD : all;
    }

    private static long unit(byte[] text, int from, int to) {
        if (from == to) {
            return NS_PER_SECOND;
        }
        if (to - from == 2 && text[from] == 'm' && text[from + 1] == 's') {
            return NS_PER_MS;
        }
        if (to - from != 1) {
            return BAD;
        }
        return switch (text[from]) {
            case 's' -> NS_PER_SECOND;
            case 'm' -> MINUTE * NS_PER_SECOND;
            case 'h' -> HOUR * NS_PER_SECOND;
            case 'd' -> DAY * NS_PER_SECOND;
            case 'w' -> 7 * DAY * NS_PER_SECOND;
            default -> BAD;
        };
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static ByteBuilder rest(long count, String name, ByteBuilder out) {
        if (count > 0) {
            out.append((byte) ' ');
            unit(count, name, out);
        }
        return out;
    }

    private static ByteBuilder unit(long count, String name, ByteBuilder out) {
        out.appendDecimal(count).append((byte) ' ').append(name);
        return count == 1 ? out : out.append((byte) 's');
    }

    private static ByteBuilder two(long first, char firstUnit, long second, char secondUnit, ByteBuilder out) {
        out.appendDecimal(first).append((byte) firstUnit);
        return second == 0 ? out : out.appendDecimal(second).append((byte) secondUnit);
    }
}
