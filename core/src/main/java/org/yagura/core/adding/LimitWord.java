package org.yagura.core.adding;

import org.jspecify.annotations.Nullable;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;

/** What can be limited, in words, and softlimit's letter for it. */
public enum LimitWord {
    ADDRESS_SPACE("address-space", 'a'),
    CORE("core", 'c'),
    DATA("data", 'd'),
    FILE_SIZE("file-size", 'f'),
    LOCKED_MEMORY("locked-memory", 'l'),
    MEMORY("memory", 'm'),
    OPEN_FILES("open-files", 'o'),
    PROCESSES("processes", 'p'),
    RESIDENT("resident", 'r'),
    STACK("stack", 's'),
    CPU_SECONDS("cpu-seconds", 't');

    public final String word;
    public final char letter;

    LimitWord(String word, char letter) {
        this.word = word;
        this.letter = letter;
    }

    /** What softlimit is told for {@code open-files=1024}, {@code o=1024} or {@code core==} (the hard limit); null where it is no limit. */
    public static byte @Nullable [] option(byte[] text) {
        int end = 0;
        while (end < text.length && text[end] != '=') {
            end++;
        }
        byte[] name = java.util.Arrays.copyOf(text, end);
        boolean number = end + 1 < text.length;
        for (int i = end + 1; i < text.length; i++) {
            number &= text[i] >= '0' && text[i] <= '9';
        }
        boolean hard = text.length == end + 2 && text[end + 1] == '=';
        for (LimitWord limit : values()) {
            boolean named = Ascii.equal(name, limit.word) || name.length == 1 && name[0] == limit.letter;
            if (named && (number || hard)) {
                return new ByteBuilder(24)
                        .append((byte) '-')
                        .append((byte) limit.letter)
                        .append(text, end + 1, text.length - end - 1)
                        .toBytes();
            }
        }
        return null;
    }
}
