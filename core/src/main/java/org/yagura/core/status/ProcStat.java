package org.yagura.core.status;

/**
 * What {@code /proc/PID/stat} says of a process: one line, fields apart by one space. Field 2 is the program's name in parentheses,
 * which may itself hold spaces, parentheses and newlines, so that the fields are counted from the last {@code )}.
 */
public final class ProcStat {
    /** Bytes that hold the fields up to {@link #startTicks}, whatever the name. */
    public static final int TEXT_LENGTH_MAX = 1024;

    private static final int FIELD_STATE = 3;
    private static final int FIELD_PARENT = 4;
    private static final int FIELD_GROUP = 5;
    private static final int FIELD_SESSION = 6;
    private static final int FIELD_USER_TICKS = 14;
    private static final int FIELD_START = 22;
    private static final int FIELD_RESIDENT = 24;
    private static final int FIELD_WAITS = 35;
    private static final int FIELD_EXIT = 52;

    /** Field 1, in the namespace of that {@code /proc}. */
    public int pid;
    /** Field 3: {@code R S D T t Z X} and others. */
    public byte state;
    /** Field 4. */
    public int parentPid;
    /** Field 22: when it started, clock ticks since boot. */
    public long startTicks;

    /** Fields 5 and 6: process group and session; this and what follows is there after {@link #parseMore}. */
    public int group;

    public int session;
    /** Fields 14 to 17: clock ticks on a processor, its own and those of children that it has reaped. */
    public long cpuTicks;
    /** Field 24: pages in memory. */
    public long residentPages;

    private int fieldsAt;

    /** Reads a line. @return whether it had all fields; if not, nothing here is to be used */
    public boolean parse(byte[] text, int length) {
        int at = length - 1;
        while (at >= 0 && text[at] != ')') {
            at--;
        }
        at += 2;
        if (at < 2 || at >= length) {
            return false;
        }
        fieldsAt = at;
        pid = (int) number(text, length, 0);
        state = text[at];
        parentPid = (int) number(text, length, field(text, length, at, FIELD_PARENT - FIELD_STATE));
        startTicks = number(text, length, field(text, length, at, FIELD_START - FIELD_STATE));
        return parentPid >= 0 && startTicks >= 0;
    }

    /** Reads the rest of a line that was just {@link #parse}d. @return whether it had all fields */
    public boolean parseMore(byte[] text, int length) {
        group = (int) number(text, length, field(text, length, fieldsAt, FIELD_GROUP - FIELD_STATE));
        session = (int) number(text, length, field(text, length, fieldsAt, FIELD_SESSION - FIELD_STATE));
        int ticksAt = field(text, length, fieldsAt, FIELD_USER_TICKS - FIELD_STATE);
        cpuTicks = 0;
        for (int i = 0; i < 4; i++) {
            cpuTicks += number(text, length, ticksAt);
            ticksAt = field(text, length, ticksAt, 1);
        }
        residentPages = number(text, length, field(text, length, fieldsAt, FIELD_RESIDENT - FIELD_STATE));
        return cpuTicks >= 0 && residentPages >= 0;
    }

    /**
     * How a process that {@link #isDead} has ended, of a line that was just {@link #parse}d; field 52, since Linux 3.5.
     *
     * @return its wait status, or -1 where that is not for us to know
     */
    public int parseExit(byte[] text, int length) {
        int waitsAt = field(text, length, fieldsAt, FIELD_WAITS - FIELD_STATE);
        int waitStatus = (int) number(text, length, field(text, length, waitsAt, FIELD_EXIT - FIELD_WAITS));
        // Whoever may not trace it is told 0 for both. That a process waits is said of a dead one too, since Linux
        // 5.16.
        return waitStatus > 0 || number(text, length, waitsAt) > 0 ? waitStatus : -1;
    }

    /** Whether the process has ended and only waits to be reaped. */
    public boolean isDead() {
        return state == 'Z' || state == 'X' || state == 'x';
    }

    /** Where the field that many fields after {@code at} starts; {@code length} where there is none. */
    private static int field(byte[] text, int length, int at, int fields) {
        for (int i = 0; i < fields; i++) {
            while (at < length && text[at] != ' ') {
                at++;
            }
            at++;
        }
        return Math.min(at, length);
    }

    /** A decimal number that ends at a space or with the line; -1 where there is none. */
    private static long number(byte[] text, int length, int at) {
        long value = 0;
        int digits = 0;
        for (; at < length && text[at] >= '0' && text[at] <= '9' && digits < 18; at++) {
            value = value * 10 + text[at] - '0';
            digits++;
        }
        return digits > 0 && at < length && (text[at] == ' ' || text[at] == '\n') ? value : -1;
    }
}
