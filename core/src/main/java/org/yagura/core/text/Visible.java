package org.yagura.core.text;

/** Bytes of strangers made fit for a terminal, as {@code cat -v} shows them. */
public final class Visible {
    private Visible() {}

    /** Appends bytes: newline and tab as they are, others that do not print as {@code ^A} or {@code M-a}. */
    public static void append(byte[] bytes, int length, ByteBuilder to) {
        for (int i = 0; i < length; i++) {
            byte b = bytes[i];
            if (b == '\n' || b == '\t') {
                to.append(b);
                continue;
            }
            int low = b & 0x7f;
            if (b < 0) {
                to.append("M-");
            }
            if (low < ' ' || low == 0x7f) {
                to.append((byte) '^').append((byte) (low ^ 0x40));
            } else {
                to.append((byte) low);
            }
        }
    }
}
