package org.yagura.core.status;

/** What the kernel told a process of the machine: {@code /proc/self/auxv}, pairs of a key and a value, 8 bytes each, little endian. */
public final class AuxVector {
    public static final int PAGE_SIZE = 6;
    public static final int CLOCK_TICKS_PER_SECOND = 17;

    private static final int PAIR = 16;

    private AuxVector() {}

    /** The value of a key, or a default where it has none above 0. */
    public static long value(byte[] vector, int length, int key, long otherwise) {
        for (int at = 0; at + PAIR <= length; at += PAIR) {
            if (LittleEndian.getLong(vector, at) == key) {
                long value = LittleEndian.getLong(vector, at + PAIR / 2);
                return value > 0 ? value : otherwise;
            }
        }
        return otherwise;
    }
}
