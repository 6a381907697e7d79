package org.yagura.core.importing;

import java.util.Arrays;
import org.yagura.core.text.Ascii;

/** Parts of names and lines. */
final class Bytes {
    static final byte[] NONE = {};

    private Bytes() {}

    static int indexOf(byte[] text, int b) {
        return indexOf(text, b, 0);
    }

    static int indexOf(byte[] text, int b, int from) {
        for (int i = from; i < text.length; i++) {
            if (text[i] == b) {
                return i;
            }
        }
        return -1;
    }

    static boolean endsWith(byte[] text, String end) {
        int offset = text.length - end.length();
        boolean same = offset >= 0;
        for (int i = 0; same && i < end.length(); i++) {
            same = text[offset + i] == end.charAt(i);
        }
        return same;
    }

    static boolean contains(byte[] text, String part) {
        return Ascii.holds(text, 0, text.length, Ascii.bytes(part), false);
    }

    /** The last part of a path, without slashes behind it. */
    static byte[] base(byte[] path) {
        int end = path.length;
        while (end > 1 && path[end - 1] == '/') {
            end--;
        }
        return Ascii.base(Arrays.copyOf(path, end));
    }

    /** What comes before the last slash; a dot where there is none. */
    static byte[] parent(byte[] path) {
        int end = path.length - base(path).length;
        while (end > 1 && path[end - 1] == '/') {
            end--;
        }
        return end == 0 ? new byte[] {'.'} : Arrays.copyOf(path, end);
    }

    static byte[] without(byte[] text, String end) {
        return endsWith(text, end) && text.length > end.length()
                ? Arrays.copyOf(text, text.length - end.length())
                : text;
    }

    static byte[] from(byte[] text, int start) {
        return Arrays.copyOfRange(text, Math.min(start, text.length), text.length);
    }

    static byte[] upTo(byte[] text, int b) {
        int at = indexOf(text, b);
        return at < 0 ? text : Arrays.copyOf(text, at);
    }

    static byte[] trimmed(byte[] text) {
        int start = 0;
        int end = text.length;
        while (start < end && isBlank(text[start])) {
            start++;
        }
        while (end > start && isBlank(text[end - 1])) {
            end--;
        }
        return Arrays.copyOfRange(text, start, end);
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    static boolean isNameByte(int b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_' || b >= '0' && b <= '9';
    }

    static boolean isNumber(byte[] text) {
        boolean number = text.length > 0 && text.length < 10;
        for (byte b : text) {
            number &= b >= '0' && b <= '9';
        }
        return number;
    }

    /** The digits from {@code from} on. */
    static int number(byte[] text, int from) {
        int number = 0;
        for (int i = from; i < text.length && i < from + 9 && text[i] >= '0' && text[i] <= '9'; i++) {
            number = number * 10 + text[i] - '0';
        }
        return number;
    }
}
