package org.yagura.core.status;

import org.yagura.core.text.ByteBuilder;

/** Which boot of the machine this is: {@code /proc/sys/kernel/random/boot_id}, a UUID as text with a newline, as 16 bytes. */
public final class BootId {
    /** Where Linux says it. */
    public static final String PATH = "/proc/sys/kernel/random/boot_id";
    /** Bytes to read from there. */
    public static final int TEXT_LENGTH = 36;

    private BootId() {}

    /**
     * Turns the text into bytes.
     *
     * @param text 32 hexadecimal digits with dashes at 8, 13, 18 and 23; what follows is ignored
     * @param id gets 16 bytes, zeros where the text is no boot id
     * @return whether it is one
     */
    public static boolean parse(byte[] text, int length, byte[] id) {
        boolean good = length >= TEXT_LENGTH;
        int nibbles = 0;
        for (int i = 0; good && i < TEXT_LENGTH; i++) {
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                good = text[i] == '-';
                continue;
            }
            int digit = hexDigit(text[i]);
            good = digit >= 0;
            id[nibbles >> 1] = (byte) (id[nibbles >> 1] << 4 | digit);
            nibbles++;
        }
        if (!good) {
            for (int i = 0; i < Status.BOOT_ID_LENGTH; i++) {
                id[i] = 0;
            }
        }
        return good;
    }

    /** Appends the text of the 16 bytes, without a newline. */
    public static ByteBuilder append(byte[] id, ByteBuilder to) {
        for (int i = 0; i < Status.BOOT_ID_LENGTH; i++) {
            if (i == 4 || i == 6 || i == 8 || i == 10) {
                to.append((byte) '-');
            }
            to.appendHex(id[i]);
        }
        return to;
    }

    private static int hexDigit(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
