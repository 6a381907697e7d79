package org.yagura.core.rules;

/**
 * The layout of a constant database, which its reader and writer share. All numbers are 32 bits without sign, little endian:
 *
 * <pre>
 *    0  256 times: position of a hash table, number of its slots
 * 2048  records: length of key, length of data, key, data
 *       hash tables: slots of hash, position of record (0: empty slot)
 * </pre>
 *
 * A key with hash h is in table h mod 256, in the first slot from (h / 256) mod slots on that holds it, before any empty one; after the
 * last slot comes the first. Where a key is there twice, the first counts. The writer makes twice as many slots as there are records.
 */
final class Cdb {
    static final int TABLES = 256;
    /** Length of a pair of numbers: an entry of the header, the head of a record, a slot. */
    static final int PAIR_BYTES = 8;

    static final int HEADER_BYTES = TABLES * PAIR_BYTES;
    static final long POSITION_MAX = 0xffff_ffffL;

    private static final int HASH_START = 5381;

    private Cdb() {}

    static int hash(byte[] bytes, int offset, int length) {
        int hash = HASH_START;
        for (int i = offset; i < offset + length; i++) {
            hash = hash * 33 ^ bytes[i] & 0xff;
        }
        return hash;
    }

    static int tableOf(int hash) {
        return hash & TABLES - 1;
    }

    /** @param slots above 0 */
    static long firstSlot(int hash, long slots) {
        return (hash >>> 8) % slots;
    }

    static long number(byte[] bytes, int at) {
        return (bytes[at] & 0xffL)
                | (bytes[at + 1] & 0xffL) << 8
                | (bytes[at + 2] & 0xffL) << 16
                | (bytes[at + 3] & 0xffL) << 24;
    }

    static void putNumber(byte[] bytes, int at, long number) {
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (number >> 8 * i);
        }
    }
}
