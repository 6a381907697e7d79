package org.yagura.core.rules;

import org.yagura.core.text.ByteBuilder;

/**
 * Finds keys in a constant database (drawn at {@link Cdb}) that is not trusted: no position or length is followed before it was held
 * against the size of the file, so that damage gives {@link #DAMAGED} and never more.
 */
public final class CdbReader {
    public static final int FOUND = 1;
    public static final int ABSENT = 0;
    /** The file is no database, or a damaged one: EPROTO, which is what ucspi-tcp says of it ("protocol error"). */
    public static final int DAMAGED = -71;
    /** Longer data are {@link #DAMAGED}: Linux would take no such environment. */
    public static final int DATA_BYTES_MAX = 1 << 20;

    private final CdbBytes bytes;
    private final long size;
    private final byte[] pair = new byte[Cdb.PAIR_BYTES];
    private byte[] key = new byte[64];
    /** Where a search is: its table, the next slot, and how many it has not seen. */
    private long tableAt;

    private long tableSlots;
    private long slot;
    private long slotsLeft;

    /** @param size length of the file in bytes */
    public CdbReader(CdbBytes bytes, long size) {
        this.bytes = bytes;
        this.size = size;
    }

    /**
     * Looks a key up.
     *
     * @param data gets the data, where it is found
     * @return {@link #FOUND}, {@link #ABSENT}, {@link #DAMAGED} or another negated errno
     */
    public int find(ByteBuilder wanted, ByteBuilder data) {
        int hash = Cdb.hash(wanted.array(), 0, wanted.length());
        int answer = seek(hash);
        while (answer == FOUND) {
            answer = nextSlot();
            if (answer == FOUND && (int) first() == hash) {
                int taken = takeIfEqual(second(), wanted, data);
                if (taken != ABSENT) {
                    return taken;
                }
            }
        }
        return answer;
    }

    private int takeIfEqual(long record, ByteBuilder wanted, ByteBuilder data) {
        int error = pairAt(record);
        if (error < 0) {
            return error;
        }
        long keyLength = first();
        long dataLength = second();
        long keyAt = record + Cdb.PAIR_BYTES;
        if (record < Cdb.HEADER_BYTES || keyAt + keyLength + dataLength > size) {
            return DAMAGED;
        }
        if (keyLength != wanted.length()) {
            return ABSENT;
        }
        error = readKey(keyAt, wanted.length());
        if (error < 0) {
            return error;
        }
        if (!java.util.Arrays.equals(key, 0, wanted.length(), wanted.array(), 0, wanted.length())) {
            return ABSENT;
        }
        if (dataLength > DATA_BYTES_MAX) {
            return DAMAGED;
        }
        byte[] content = new byte[(int) dataLength];
        error = readAll(content, content.length, keyAt + keyLength);
        data.clear().append(content);
        return error < 0 ? error : FOUND;
    }

    /**
     * Goes through the whole file: that the records fill the room between the header and the tables, that each of them can be found by
     * its key, and that there are no more filled slots than records. A bit that is wrong in a key, a length or a position is seen here,
     * where {@link #find} alone would take a rule that has become invisible for one that is not there.
     *
     * @return 0, {@link #DAMAGED} or another negated errno
     */
    public int check() {
        long recordsEnd = size;
        long filled = 0;
        for (int table = 0; table < Cdb.TABLES; table++) {
            int error = pairAt((long) table * Cdb.PAIR_BYTES);
            if (error < 0) {
                return error;
            }
            long at = first();
            long slots = second();
            if (slots == 0) {
                continue;
            }
            if (!isTable(at, slots)) {
                return DAMAGED;
            }
            recordsEnd = Math.min(recordsEnd, at);
            int used = filledSlots(table, at, slots);
            if (used < 0) {
                return used;
            }
            filled += used;
        }
        return checkRecords(recordsEnd, filled);
    }

    /** @return how many slots are filled, all with hashes of this table, or a negated errno */
    private int filledSlots(int table, long at, long slots) {
        int used = 0;
        for (long slot = 0; slot < slots; slot++) {
            int error = pairAt(at + slot * Cdb.PAIR_BYTES);
            if (error < 0) {
                return error;
            }
            if (second() != 0) {
                used++;
                if (Cdb.tableOf((int) first()) != table) {
                    return DAMAGED;
                }
            } else if (first() != 0) {
                return DAMAGED;
            }
        }
        return used;
    }

    private int checkRecords(long end, long count) {
        long record = Cdb.HEADER_BYTES;
        long seen = 0;
        while (record < end) {
            int error = pairAt(record);
            if (error < 0) {
                return error;
            }
            long keyLength = first();
            long dataLength = second();
            long next = record + Cdb.PAIR_BYTES + keyLength + dataLength;
            if (next > end) {
                return DAMAGED;
            }
            error = readKey(record + Cdb.PAIR_BYTES, (int) keyLength);
            if (error == 0) {
                error = checkSlot(Cdb.hash(key, 0, (int) keyLength), record);
            }
            if (error < 0) {
                return error;
            }
            seen++;
            record = next;
        }
        return record == end && seen == count ? 0 : DAMAGED;
    }

    /** Whether the search for a hash comes by a record. @return 0 or a negated errno */
    private int checkSlot(int hash, long record) {
        int answer = seek(hash);
        while (answer == FOUND) {
            answer = nextSlot();
            if (answer == FOUND && second() == record) {
                return (int) first() == hash ? 0 : DAMAGED;
            }
        }
        return answer == ABSENT ? DAMAGED : answer;
    }

    /** Goes before the first slot that a hash may be in. @return {@link #FOUND}, {@link #ABSENT} where its table is empty, or a negated errno */
    private int seek(int hash) {
        int error = pairAt((long) Cdb.tableOf(hash) * Cdb.PAIR_BYTES);
        if (error < 0) {
            return error;
        }
        tableAt = first();
        tableSlots = second();
        if (tableSlots == 0) {
            return ABSENT;
        }
        if (!isTable(tableAt, tableSlots)) {
            return DAMAGED;
        }
        slot = Cdb.firstSlot(hash, tableSlots);
        slotsLeft = tableSlots;
        return FOUND;
    }

    /** Reads the next slot as a pair. @return {@link #FOUND}, {@link #ABSENT} where it is empty or all were seen, or a negated errno */
    private int nextSlot() {
        if (slotsLeft == 0) {
            return ABSENT;
        }
        int error = pairAt(tableAt + slot * Cdb.PAIR_BYTES);
        slotsLeft--;
        slot = slot + 1 == tableSlots ? 0 : slot + 1;
        return error < 0 ? error : second() == 0 ? ABSENT : FOUND;
    }

    private boolean isTable(long at, long slots) {
        return at >= Cdb.HEADER_BYTES && at + slots * Cdb.PAIR_BYTES <= size;
    }

    private long first() {
        return Cdb.number(pair, 0);
    }

    private long second() {
        return Cdb.number(pair, 4);
    }

    private int pairAt(long position) {
        return position + Cdb.PAIR_BYTES > size ? DAMAGED : readAll(pair, Cdb.PAIR_BYTES, position);
    }

    /** @param length at most what the file still has, or the length of a key that was asked for */
    private int readKey(long position, int length) {
        if (key.length < length) {
            key = new byte[length];
        }
        return readAll(key, length, position);
    }

    private int readAll(byte[] to, int length, long position) {
        int done = 0;
        while (done < length) {
            int n = bytes.readAt(to, done, length - done, position + done);
            if (n <= 0) {
                return n == 0 ? DAMAGED : n;
            }
            done += n;
        }
        return 0;
    }
}
