package org.yagura.tools.yagura.log;

import org.yagura.core.json.JsonWriter;
import org.yagura.core.tai.TaiTime;
import org.yagura.core.text.ByteBuilder;
import org.yagura.core.text.Shown;
import org.yagura.core.time.CivilTime;
import org.yagura.core.time.PointInTime;
import org.yagura.core.time.Zone;
import org.yagura.tools.yagura.Output;

/** How a line is shown: with its time, and with the service's name where there are several. */
final class LineWriter {
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final int NS_PER_MICROSECOND = 1000;
    /** What comes together before it is written, bytes. */
    private static final int FLUSH_AT = 32_768;
    /** Foreground colours for names, from this one on. */
    private static final int COLOUR_FIRST = 31;

    private static final int COLOURS = 6;

    private final Output out;
    private final Zone zone;
    private final boolean names;
    private final boolean json;
    private final boolean raw;
    private final ByteBuilder second = new ByteBuilder(24);
    private final int[] fields = new int[CivilTime.FIELDS];
    private long secondKnown = Long.MIN_VALUE;

    LineWriter(Output out, Zone zone, boolean names, boolean json, boolean raw) {
        this.out = out;
        this.zone = zone;
        this.names = names;
        this.json = json;
        this.raw = raw;
    }

    /** Shows a line. @return whether it could be */
    boolean write(LogSource line) {
        if (json) {
            writeJson(line);
        } else {
            writeText(line);
        }
        out.text.append((byte) '\n');
        return out.text.length() < FLUSH_AT || out.flush();
    }

    private void writeText(LogSource line) {
        int from = line.messageFrom();
        if (raw) {
            from = line.lineFrom();
        } else if (line.isLabelled() && appendTime(line.timeNs(), zone, ' ')) {
            out.text.append((byte) ' ');
        }
        if (names) {
            appendName(line.service);
        }
        if (out.isTerminal()) {
            Shown.append(line.bytes(), from, line.lineTo(), out.text);
        } else {
            out.text.append(line.bytes(), from, line.lineTo() - from);
        }
    }

    private void appendName(byte[] name) {
        if (out.colour()) {
            int sum = 0;
            for (byte b : name) {
                sum += b & 0xff;
            }
            out.text.append("\033[").appendDecimal(COLOUR_FIRST + sum % COLOURS).append((byte) 'm');
        }
        Shown.append(name, 0, name.length, out.text);
        out.text.append(out.colour() ? ":\033[0m " : ": ");
    }

    /** Appends a time, to the microsecond. @return whether it can be shown */
    private boolean appendTime(long ns, Zone of, char separator) {
        long seconds = Math.floorDiv(ns, NS_PER_SECOND);
        if (seconds != secondKnown) {
            if (!of.local(seconds, fields)) {
                return false;
            }
            CivilTime.append(fields, separator, second.clear());
            secondKnown = seconds;
        }
        out.text.append(second.array(), 0, second.length()).append((byte) '.');
        out.text.appendDigits(Math.floorMod(ns, NS_PER_SECOND) / NS_PER_MICROSECOND, 6);
        return true;
    }

    private void writeJson(LogSource line) {
        JsonWriter object = new JsonWriter(out.text).beginObject();
        object.name("service").string(line.service);
        object.name("time");
        if (line.timeNs() == PointInTime.BAD) {
            object.nothing();
        } else {
            ByteBuilder time = new ByteBuilder(40);
            Zone.UTC.local(Math.floorDiv(line.timeNs(), NS_PER_SECOND), fields);
            CivilTime.append(fields, 'T', time).append((byte) '.');
            time.appendDigits(Math.floorMod(line.timeNs(), NS_PER_SECOND), 9).append((byte) 'Z');
            object.string(time.toBytes());
        }
        object.name("label");
        if (line.isLabelled()) {
            object.string(line.bytes(), line.lineFrom(), line.lineFrom() + TaiTime.LABEL_LENGTH);
        } else {
            object.nothing();
        }
        object.name("message").string(line.bytes(), line.messageFrom(), line.lineTo());
        object.endObject();
    }
}
