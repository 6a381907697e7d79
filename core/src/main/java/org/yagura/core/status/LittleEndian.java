package org.yagura.core.status;

/** Numbers in records of ours: little endian, at a place in an array. */
public final class LittleEndian {
    private LittleEndian() {}

    public static void putInt(byte[] to, int at, int value) {
        for (int i = 0; i < 4; i++) {
            to[at + i] = (byte) (value >>> (8 * i));
        }
    }

    public static void putLong(byte[] to, int at, long value) {
        for (int i = 0; i < 8; i++) {
            to[at + i] = (byte) (value >>> (8 * i));
        }
    }

    public static int getInt(byte[] from, int at) {
        return from[at] & 0xff | (from[at + 1] & 0xff) << 8 | (from[at + 2] & 0xff) << 16 | from[at + 3] << 24;
    }

    public static long getLong(byte[] from, int at) {
        return getInt(from, at) & 0xffff_ffffL | (long) getInt(from, at + 4) << 32;
    }

    /** FNV-1a, 64 bits, of so many bytes: the checksum that ends each record. */
    public static long checksum(byte[] of, int from, int length) {
        long hash = 0xcbf29ce484222325L;
        for (int i = from; i < from + length; i++) {
            hash = (hash ^ (of[i] & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }
}
