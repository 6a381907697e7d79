package org.yagura.core.shell;

import org.yagura.core.text.ByteBuilder;

/** Writes bytes so that a shell reads them back as one word. */
public final class ShellQuote {
    private ShellQuote() {}

    /** Appends a word, with quotes where it needs some. */
    public static void append(byte[] word, ByteBuilder to) {
        if (isPlain(word)) {
            to.append(word);
            return;
        }
        to.append((byte) '\'');
        for (byte b : word) {
            if (b == '\'') {
                to.append("'\\''");
            } else {
                to.append(b);
            }
        }
        to.append((byte) '\'');
    }

    /** Whether a shell takes a word for what it is. */
    private static boolean isPlain(byte[] word) {
        boolean plain = word.length > 0;
        for (byte b : word) {
            boolean safe = switch (b) {
                case '-', '.', '/', ':', ',', '+', '@', '%', '=' -> true;
                default -> b > 0 && WordReader.isNameByte(b);
            };
            plain &= safe;
        }
        return plain && word[0] != '=';
    }
}
