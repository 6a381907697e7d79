package org.yagura.core.text;

/** UTF-8 among bytes that may be anything. */
public final class Utf8 {
    private static final int FIRST_OF_TWO_BYTES = 0x80;
    private static final int FIRST_OF_THREE_BYTES = 0x800;
    private static final int FIRST_OF_FOUR_BYTES = 0x10000;

    private Utf8() {}

    /**
     * How many bytes the character takes that starts at a place: 1 to 4, or 0 where none does: a stray byte, one that is cut, an overlong form,
     * a surrogate, or more than Unicode has.
     */
    public static int length(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xff;
        if (first < 0x80) {
            return 1;
        }
        int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
        if (first < 0xc2 || first > 0xf4 || at + length > end) {
            return 0;
        }
        for (int i = 1; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        int character = character(bytes, at, length);
        int least = length == 2 ? FIRST_OF_TWO_BYTES : length == 3 ? FIRST_OF_THREE_BYTES : FIRST_OF_FOUR_BYTES;
        boolean surrogate = character >= 0xd800 && character <= 0xdfff;
        return character < least || surrogate || character > 0x10ffff ? 0 : length;
    }

    /** The character of so many bytes, as {@link #length} told, at a place. */
    public static int character(byte[] bytes, int at, int length) {
        if (length == 1) {
            return bytes[at] & 0xff;
        }
        int character = bytes[at] & (0xff >> (length + 1));
        for (int i = 1; i < length; i++) {
            character = character << 6 | (bytes[at + i] & 0x3f);
        }
        return character;
    }
}
