package org.yagura.core.net;

/** Numbers of 0 or more in decimal. */
public final class Numbers {
    private Numbers() {}

    /** A number that takes up a whole text. @return it, or -1 where it is none or above {@code max} */
    public static int parse(byte[] text, int max) {
        return parse(text, 0, text.length, max);
    }

    /** The same for the bytes from {@code from} up to, not including, {@code to}. */
    public static int parse(byte[] text, int from, int to, int max) {
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9 || number > max) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return from >= to || number > max ? -1 : (int) number;
    }

    /** What a text begins with as a number, 0 where it does not; cut to 32 bits, as the option letters have always taken it. */
    public static int leading(byte[] text) {
        int number = 0;
        for (int i = 0; i < text.length && text[i] >= '0' && text[i] <= '9'; i++) {
            number = number * 10 + text[i] - '0';
        }
        return number;
    }
}
