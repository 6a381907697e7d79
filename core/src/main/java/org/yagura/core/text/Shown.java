package org.yagura.core.text;

/**
 * Names and lines of strangers made fit for a terminal that shows UTF-8: its characters stay, and whatever could steer the terminal, or is no
 * character, becomes {@code \x1b}. A backslash stays as it is; who needs the bytes back asks for JSON.
 */
public final class Shown {
    private static final int DELETE = 0x7f;
    private static final int FIRST_AFTER_C1 = 0xa0;

    private Shown() {}

    /** Appends bytes. @return the columns that they take, a character for one */
    public static int append(byte[] bytes, int from, int to, ByteBuilder out) {
        int columns = 0;
        int at = from;
        while (at < to) {
            int length = Utf8.length(bytes, at, to);
            int character = length == 0 ? 0 : Utf8.character(bytes, at, length);
            if (character < ' ' || character >= DELETE && character < FIRST_AFTER_C1) {
                // All bytes of a control character, one by one.
                out.append("\\x").appendHex(bytes[at]);
                columns += 4;
                at++;
                while (at < to && length > 1) {
                    out.append("\\x").appendHex(bytes[at]);
                    columns += 4;
                    at++;
                    length--;
                }
            } else {
                out.append(bytes, at, length);
                columns++;
                at += length;
            }
        }
        return columns;
    }

    /** A whole text. */
    public static byte[] of(byte[] bytes) {
        ByteBuilder out = new ByteBuilder(bytes.length + 16);
        append(bytes, 0, bytes.length, out);
        return out.toBytes();
    }

    /** Columns that a text takes that is fit already. */
    public static int columns(byte[] text) {
        int columns = 0;
        for (byte b : text) {
            columns += (b & 0xc0) == 0x80 ? 0 : 1;
        }
        return columns;
    }
}
