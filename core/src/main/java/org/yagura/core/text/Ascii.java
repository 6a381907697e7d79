package org.yagura.core.text;

import java.util.Arrays;

/** Names and messages are bytes; this is how a literal becomes some, and how they are compared. */
public final class Ascii {
    private Ascii() {}

    /** The bytes of an ASCII literal. */
    public static byte[] bytes(String literal) {
        byte[] bytes = new byte[literal.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) literal.charAt(i);
        }
        return bytes;
    }

    /** Whether bytes are those of an ASCII literal. */
    public static boolean equal(byte[] bytes, String literal) {
        return bytes.length == literal.length() && startsWith(bytes, literal);
    }

    /** Whether bytes start with those of an ASCII literal. */
    public static boolean startsWith(byte[] bytes, String literal) {
        if (bytes.length < literal.length()) {
            return false;
        }
        for (int i = 0; i < literal.length(); i++) {
            if (bytes[i] != (byte) literal.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Orders names as unsigned bytes, as {@code strcmp} does. */
    public static int compare(byte[] a, byte[] b) {
        int common = Math.min(a.length, b.length);
        for (int i = 0; i < common; i++) {
            int difference = (a[i] & 0xff) - (b[i] & 0xff);
            if (difference != 0) {
                return difference;
            }
        }
        return a.length - b.length;
    }

    /** Whether some of the bytes of a text hold a part; letters of ASCII may be the same whether small or capital. */
    public static boolean holds(byte[] text, int from, int to, byte[] part, boolean ignoreCase) {
        for (int at = from; at <= to - part.length; at++) {
            int i = 0;
            while (i < part.length
                    && (text[at + i] == part[i] || ignoreCase && lower(text[at + i]) == lower(part[i]))) {
                i++;
            }
            if (i == part.length) {
                return true;
            }
        }
        return false;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 'a' - 'A' : b;
    }

    /** The last part of a path: what follows the last slash. */
    public static byte[] base(byte[] path) {
        int start = path.length;
        while (start > 0 && path[start - 1] != '/') {
            start--;
        }
        return Arrays.copyOfRange(path, start, path.length);
    }

    /** Several byte strings one after another. */
    public static byte[] concat(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
