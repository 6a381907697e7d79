package org.yagura.core.text;

import java.util.Arrays;

/** Bytes being put together; grows as needed, and is used again after {@link #clear}. */
public final class ByteBuilder {
    private byte[] bytes;
    private int length;

    public ByteBuilder(int capacity) {
        bytes = new byte[capacity];
    }

    public ByteBuilder clear() {
        length = 0;
        return this;
    }

    public int length() {
        return length;
    }

    /** The array behind it, valid until the next append: the first {@link #length} bytes count. */
    public byte[] array() {
        return bytes;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    public ByteBuilder append(byte b) {
        reserve(1);
        bytes[length++] = b;
        return this;
    }

    public ByteBuilder append(byte[] from) {
        return append(from, 0, from.length);
    }

    public ByteBuilder append(byte[] from, int offset, int count) {
        reserve(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
        return this;
    }

    /** Appends an ASCII literal. */
    public ByteBuilder append(String literal) {
        int count = literal.length();
        reserve(count);
        for (int i = 0; i < count; i++) {
            bytes[length++] = (byte) literal.charAt(i);
        }
        return this;
    }

    /** Appends the two hexadecimal digits of a byte, in lower case. */
    public ByteBuilder appendHex(byte b) {
        return append(hexDigit(b >> 4)).append(hexDigit(b));
    }

    private static byte hexDigit(int value) {
        int digit = value & 15;
        return (byte) (digit < 10 ? '0' + digit : 'a' - 10 + digit);
    }

    /** Appends a number in decimal. */
    public ByteBuilder appendDecimal(long number) {
        if (number < 0) {
            append((byte) '-');
            if (number == Long.MIN_VALUE) {
                return append("9223372036854775808");
            }
            number = -number;
        }
        return appendDigits(number, 1);
    }

    /** Appends a number of 0 or more in decimal, with leading zeros up to a width. */
    public ByteBuilder appendDigits(long number, int widthMin) {
        int digits = 1;
        for (long rest = number / 10; rest != 0; rest /= 10) {
            digits++;
        }
        int width = Math.max(digits, widthMin);
        reserve(width);
        long rest = number;
        for (int i = width - 1; i >= 0; i--) {
            bytes[length + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += width;
        return this;
    }

    private void reserve(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
        }
    }
}
