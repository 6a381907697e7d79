package org.yagura.core.events;

import org.yagura.core.tai.TaiTime;

/**
 * Lines of a history that wait to be written, in the form
 *
 * <pre>
 * {@literal @}LABEL WORD DETAIL...
 * </pre>
 *
 * a TAI64N label, the word of an {@link EventKind}, and what belongs to it, with one blank between and a newline at the end. Made once; adding
 * allocates nothing. What there is no room for is counted, and told by a line {@code lost} with the next that has room.
 */
public final class EventBuffer {
    /** Bytes that wait at most: some ten lines. */
    public static final int CAPACITY = 512;
    /** Bytes of a history's file at most; there are two, the older one is dropped. */
    public static final int FILE_BYTES_MAX = 8192;

    /** No detail. */
    public static final long NONE = Long.MIN_VALUE;

    private static final int LINE_MAX = 96;

    private final byte[] bytes = new byte[CAPACITY];
    private int length;
    private int lines;
    private long lost;
    /** What a line in the buffer says of lost ones. */
    private long lostSaid;

    private boolean torn;

    /** What is to be written: the first {@link #length} bytes. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** Adds a line with up to two numbers, {@link #NONE} for none, and a word, which may be empty. */
    public void add(long wallNs, EventKind kind, long first, long second, String word) {
        if (length + 2 * LINE_MAX > CAPACITY) {
            lost++;
            return;
        }
        if (torn) {
            // What stands there of a line that was cut is a line by itself.
            bytes[length++] = '\n';
            torn = false;
        }
        if (lost > 0) {
            lostSaid = lost;
            lost = 0;
            line(wallNs, EventKind.LOST, lostSaid, NONE, "");
            lines--;
        }
        line(wallNs, kind, first, second, word);
    }

    /** Adds a command byte. */
    public void addCommand(long wallNs, byte letter) {
        boolean prints = letter > ' ' && letter < 0x7f;
        add(wallNs, EventKind.COMMAND, prints ? NONE : letter & 0xff, NONE, "");
        if (prints && length > 1 && bytes[length - 1] == '\n' && lost == 0) {
            bytes[length - 1] = ' ';
            bytes[length++] = letter;
            bytes[length++] = '\n';
        }
    }

    /** So many of the bytes were written; what was not is lost. Empties the buffer. */
    public void written(int count) {
        if (count < length) {
            lost += lines + lostSaid;
            // A cut line stays cut when not even the newline behind it could be written.
            torn = count > 0 || length > 0 && bytes[0] == '\n';
        }
        length = 0;
        lines = 0;
        lostSaid = 0;
    }

    private void line(long wallNs, EventKind kind, long first, long second, String word) {
        TaiTime.formatLabel(bytes, length, wallNs);
        length += TaiTime.LABEL_LENGTH;
        word(kind.word);
        number(first);
        number(second);
        word(word);
        bytes[length++] = '\n';
        lines++;
    }

    private void word(String word) {
        int count = word.length();
        if (count == 0) {
            return;
        }
        bytes[length++] = ' ';
        for (int i = 0; i < count; i++) {
            bytes[length++] = (byte) word.charAt(i);
        }
    }

    private void number(long number) {
        if (number < 0) {
            return;
        }
        bytes[length++] = ' ';
        int digits = 1;
        for (long rest = number / 10; rest != 0; rest /= 10) {
            digits++;
        }
        long rest = number;
        for (int i = digits - 1; i >= 0; i--) {
            bytes[length + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }
}
