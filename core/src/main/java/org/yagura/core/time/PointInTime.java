package org.yagura.core.time;

import java.util.Arrays;
import org.yagura.core.tai.TaiTime;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.TimeSpan;

/**
 * A point in time as people write it:
 *
 * <pre>
 * now, today, yesterday          the present moment; midnight at the beginning of a day
 * 2026-11-28                     midnight at its beginning
 * 2026-11-28 03:27               also with T in place of the blank, with :SS and a fraction behind it
 * 03:27                          today; also with :SS and a fraction
 * 90m, 2h30m, -90m               so long ago
 * &#64;400000006545a1b20c8d9f1c      the label of a line
 * &#64;1795836445                    seconds since 1970
 * </pre>
 *
 * A Z at the end of a date with a time makes it universal time.
 */
public final class PointInTime {
    /** In place of a time: it is none. */
    public static final long BAD = Long.MIN_VALUE;

    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final int DAY = 86_400;
    private static final int FRACTION_DIGITS = 9;
    private static final long EPOCH_SECONDS_MAX = Long.MAX_VALUE / NS_PER_SECOND - 1;

    private final Zone zone;
    private final byte[] text;
    private final int[] fields = new int[CivilTime.FIELDS];
    private int at;
    private int end;
    private long fractionNs;

    private PointInTime(byte[] text, Zone zone) {
        this.text = text;
        this.zone = zone;
        end = text.length;
    }

    /** Reads a point in time. @return nanoseconds since 1970, or {@link #BAD} */
    public static long parse(byte[] text, long nowNs, Zone zone) {
        if (text.length == 0) {
            return BAD;
        }
        if (text[0] == '@') {
            return parseNumber(text);
        }
        if (Ascii.equal(text, "now")) {
            return nowNs;
        }
        long nowSeconds = Math.floorDiv(nowNs, NS_PER_SECOND);
        PointInTime point = new PointInTime(text, zone);
        if (Ascii.equal(text, "today")) {
            return point.midnight(nowSeconds);
        }
        if (Ascii.equal(text, "yesterday")) {
            // Noon is on the day before whatever an hour's change of clocks does.
            return point.midnight(Math.floorDiv(point.midnight(nowSeconds), NS_PER_SECOND) - DAY / 2);
        }
        boolean dated = text.length >= 10 && text[4] == '-' && text[7] == '-';
        if (dated || point.isTimeOfDay()) {
            return point.parseDate(dated, nowSeconds);
        }
        long spanNs = TimeSpan.parse(text[0] == '-' ? Arrays.copyOfRange(text, 1, text.length) : text);
        return spanNs == TimeSpan.BAD ? BAD : nowNs - spanNs;
    }

    /** The time of a label, nanoseconds since 1970, or {@link #BAD} where that is no number of 64 bits. */
    public static long ofLabel(byte[] from, int offset) {
        long seconds = TaiTime.labelSeconds(from, offset) - TaiTime.UNIX_EPOCH;
        long nanoseconds = TaiTime.labelNanoseconds(from, offset);
        boolean good = Math.abs(seconds) <= EPOCH_SECONDS_MAX && nanoseconds < NS_PER_SECOND;
        return good ? seconds * NS_PER_SECOND + nanoseconds : BAD;
    }

    private static long parseNumber(byte[] text) {
        if (text.length == TaiTime.LABEL_LENGTH && TaiTime.isLabel(text, 0)) {
            return ofLabel(text, 0);
        }
        long seconds = 0;
        for (int i = 1; i < text.length; i++) {
            if (text[i] < '0' || text[i] > '9' || seconds > EPOCH_SECONDS_MAX / 10 - 1) {
                return BAD;
            }
            seconds = seconds * 10 + text[i] - '0';
        }
        return text.length == 1 ? BAD : seconds * NS_PER_SECOND;
    }

    private boolean isTimeOfDay() {
        return text.length >= 4 && (text[1] == ':' || text[2] == ':');
    }

    private long parseDate(boolean dated, long nowSeconds) {
        boolean universal = text[end - 1] == 'Z' || text[end - 1] == 'z';
        Zone of = universal ? Zone.UTC : zone;
        if (universal) {
            end--;
        }
        if (!dated && !of.local(nowSeconds, fields)) {
            return BAD;
        }
        fields[3] = 0;
        fields[4] = 0;
        fields[5] = 0;
        if (dated && !takeDate() || at < end && !takeTimeOfDay() || !CivilTime.exists(fields)) {
            return BAD;
        }
        return toEpoch(of) * NS_PER_SECOND + fractionNs;
    }

    private boolean takeDate() {
        boolean good = takeNumber(0, 4, 4) && take('-') && takeNumber(1, 2, 2) && take('-') && takeNumber(2, 2, 2);
        if (!good || at == end) {
            return good;
        }
        return (take(' ') || take('T') || take('t')) && at < end;
    }

    private boolean takeTimeOfDay() {
        if (!takeNumber(3, 1, 2) || !take(':') || !takeNumber(4, 2, 2)) {
            return false;
        }
        if (at < end && (!take(':') || !takeNumber(5, 2, 2))) {
            return false;
        }
        if (at < end) {
            return take('.') && takeFraction();
        }
        return true;
    }

    private boolean takeNumber(int field, int digitsMin, int digitsMax) {
        int number = 0;
        int digits = 0;
        while (digits < digitsMax && at < end && text[at] >= '0' && text[at] <= '9') {
            number = number * 10 + text[at] - '0';
            digits++;
            at++;
        }
        fields[field] = number;
        return digits >= digitsMin;
    }

    private boolean takeFraction() {
        long unit = NS_PER_SECOND;
        int digits = 0;
        for (; at < end && text[at] >= '0' && text[at] <= '9' && digits < FRACTION_DIGITS; at++) {
            unit /= 10;
            fractionNs += (text[at] - '0') * unit;
            digits++;
        }
        return digits > 0 && at == end;
    }

    private boolean take(char wanted) {
        if (at < end && text[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private long midnight(long seconds) {
        if (!zone.local(seconds, fields)) {
            return BAD;
        }
        fields[3] = 0;
        fields[4] = 0;
        fields[5] = 0;
        return toEpoch(zone) * NS_PER_SECOND;
    }

    /** The second at which a zone's clocks show the fields; of an hour that is skipped or comes twice, one that is near. */
    private long toEpoch(Zone of) {
        long wanted = CivilTime.epochSeconds(fields);
        int[] shown = new int[CivilTime.FIELDS];
        long guess = wanted;
        for (int i = 0; i < 3 && of.local(guess, shown); i++) {
            long off = wanted - CivilTime.epochSeconds(shown);
            if (off == 0) {
                break;
            }
            guess += off;
        }
        return guess;
    }
}
