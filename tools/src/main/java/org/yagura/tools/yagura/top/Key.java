package org.yagura.tools.yagura.top;

/** Keys out of the bytes that a terminal sends. */
final class Key {
    static final int NONE = -1;
    static final int ESCAPE = 27;
    static final int ENTER = '\n';
    static final int BACKSPACE = 127;
    /** Above all bytes. */
    static final int UP = 256;

    static final int DOWN = 257;
    static final int PAGE_UP = 258;
    static final int PAGE_DOWN = 259;
    static final int HOME = 260;
    static final int END = 261;
    static final int UNKNOWN = 262;

    private int at;

    /** Starts over with other bytes. */
    void reset() {
        at = 0;
    }

    /** The next key among the first {@code length} bytes, or {@link #NONE}. */
    int next(byte[] bytes, int length) {
        if (at >= length) {
            return NONE;
        }
        int b = bytes[at++] & 0xff;
        if (b == '\r') {
            return ENTER;
        }
        if (b == '\b') {
            return BACKSPACE;
        }
        if (b != ESCAPE || at >= length || bytes[at] != '[' && bytes[at] != 'O') {
            return b;
        }
        at++;
        int number = 0;
        while (at < length && (bytes[at] >= '0' && bytes[at] <= '9' || bytes[at] == ';')) {
            number = bytes[at] == ';' ? number : (number * 10 + bytes[at] - '0') % 1000;
            at++;
        }
        return at >= length ? UNKNOWN : named(bytes[at++], number);
    }

    private static int named(byte last, int number) {
        return switch (last) {
            case 'A' -> UP;
            case 'B' -> DOWN;
            case 'H' -> HOME;
            case 'F' -> END;
            case '~' ->
                switch (number) {
                    case 1, 7 -> HOME;
                    case 4, 8 -> END;
                    case 5 -> PAGE_UP;
                    case 6 -> PAGE_DOWN;
                    default -> UNKNOWN;
                };
            default -> UNKNOWN;
        };
    }
}
