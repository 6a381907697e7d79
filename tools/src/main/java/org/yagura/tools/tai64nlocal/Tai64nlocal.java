package org.yagura.tools.tai64nlocal;

import org.yagura.core.tai.LabelParser;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.CalendarTime;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.tools.Outcome;
import org.yagura.tools.Tool;

/** Shows the label at the start of a line as local time. A line whose label is none is passed on as it is. */
public final class Tai64nlocal implements Tool {
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int READ_MAX = 65_536;
    /** What a byte of input can add to what is put out at most, and where the output is sent before it grows further. */
    private static final int FLUSH_AT = 65_536;

    private static final int FIELDS = 6;

    private enum Place {
        LINE_START,
        LABEL,
        REST
    }

    private final Descriptors descriptors;
    private final CalendarTime calendar;
    private final byte[] input = new byte[READ_MAX];
    private final ByteBuilder output = new ByteBuilder(FLUSH_AT + READ_MAX);
    private final LabelParser label = new LabelParser();
    private final int[] fields = new int[FIELDS];
    private Place place = Place.LINE_START;
    private boolean dateKnown;
    private long dateSeconds;
    private final ByteBuilder date = new ByteBuilder(32);

    public Tai64nlocal(Descriptors descriptors, CalendarTime calendar) {
        this.descriptors = descriptors;
        this.calendar = calendar;
    }

    @Override
    public Outcome run() {
        while (true) {
            int n = descriptors.read(STDIN, input, 0, READ_MAX);
            if (n == -Errno.EINTR) {
                continue;
            }
            if (n == 0 && place == Place.LABEL) {
                showLabel();
            }
            if (n < 0 || !translate(n) || !flush()) {
                return Outcome.exit(Outcome.TROUBLE);
            }
            if (n == 0) {
                return Outcome.exit(Outcome.DONE);
            }
        }
    }

    private boolean translate(int length) {
        int at = 0;
        while (at < length) {
            byte b = input[at];
            if (place == Place.LINE_START && b == '@') {
                place = Place.LABEL;
                label.clear();
                at++;
            } else if (place == Place.LABEL && label.take(b)) {
                at++;
            } else {
                if (place == Place.LABEL) {
                    showLabel();
                }
                at = passOn(at, length);
            }
            if (output.length() >= FLUSH_AT && !flush()) {
                return false;
            }
        }
        return true;
    }

    /** Passes on the rest of a line, as far as it has come. @return the place after it */
    private int passOn(int from, int length) {
        int to = from;
        while (to < length && input[to] != '\n') {
            to++;
        }
        boolean ended = to < length;
        if (ended) {
            to++;
        }
        output.append(input, from, to - from);
        place = ended ? Place.LINE_START : Place.REST;
        return to;
    }

    private void showLabel() {
        place = Place.REST;
        if (findDate(label.unixSeconds())) {
            output.append(date.array(), 0, date.length()).append((byte) '.');
            output.appendDigits(label.nanoseconds(), 9);
        } else {
            output.append((byte) '@').append(label.digits(), 0, label.count());
        }
    }

    /** Puts the date of a second together, unless it is that of the line before. @return whether it can be shown */
    private boolean findDate(long seconds) {
        if (dateKnown && seconds == dateSeconds) {
            return true;
        }
        if (!calendar.local(seconds, fields) || fields[0] < 0) {
            return false;
        }
        date.clear();
        date.appendDecimal(fields[0]).append((byte) '-').appendDigits(fields[1], 2);
        date.append((byte) '-').appendDigits(fields[2], 2);
        date.append((byte) ' ').appendDigits(fields[3], 2);
        date.append((byte) ':').appendDigits(fields[4], 2);
        date.append((byte) ':').appendDigits(fields[5], 2);
        dateKnown = true;
        dateSeconds = seconds;
        return true;
    }

    private boolean flush() {
        int sent = 0;
        while (sent < output.length()) {
            int n = descriptors.write(STDOUT, output.array(), sent, output.length() - sent);
            if (n <= 0 && n != -Errno.EINTR) {
                return false;
            }
            sent += Math.max(n, 0);
        }
        output.clear();
        return true;
    }
}
