package org.yagura.core.rules;

import java.util.Arrays;
import org.yagura.core.text.ByteBuilder;

/**
 * Makes a constant database (drawn at {@link Cdb}): records as they come, then the 256 tables, and last the header, which is written to
 * the room that was left for it. What it makes is byte for byte what the original would have made.
 */
public final class CdbWriter {
    /** Bytes to leave at the start of the file. */
    public static final int HEADER_BYTES = Cdb.HEADER_BYTES;

    public static final int TABLES = Cdb.TABLES;

    private final byte[] header = new byte[Cdb.HEADER_BYTES];
    private final int[] counts = new int[Cdb.TABLES];
    /** Position of each record above, its hash below, in the order of their coming; sorted by table once the tables begin. */
    private long[] records = new long[64];

    private int count;
    private long position = Cdb.HEADER_BYTES;
    private final byte[] pair = new byte[Cdb.PAIR_BYTES];

    /** Appends a record to what is written next. @return false where the file would become longer than 4 GiB */
    public boolean add(ByteBuilder key, ByteBuilder data, ByteBuilder out) {
        long next = position + Cdb.PAIR_BYTES + key.length() + data.length();
        if (next > Cdb.POSITION_MAX) {
            return false;
        }
        int hash = Cdb.hash(key.array(), 0, key.length());
        if (count == records.length) {
            records = Arrays.copyOf(records, count * 2);
        }
        records[count++] = position << 32 | hash & 0xffff_ffffL;
        counts[Cdb.tableOf(hash)]++;
        appendPair(key.length(), data.length(), out);
        out.append(key.array(), 0, key.length()).append(data.array(), 0, data.length());
        position = next;
        return true;
    }

    /**
     * Appends a table to what is written next: each in its turn, from 0 on, after all records.
     *
     * @return false where the file would become longer than 4 GiB
     */
    public boolean addTable(int table, ByteBuilder out) {
        if (table == 0) {
            sortByTable();
        }
        int own = counts[table];
        int slots = own * 2;
        if (position + (long) slots * Cdb.PAIR_BYTES > Cdb.POSITION_MAX) {
            return false;
        }
        Cdb.putNumber(header, table * Cdb.PAIR_BYTES, position);
        Cdb.putNumber(header, table * Cdb.PAIR_BYTES + 4, slots);
        int from = 0;
        for (int i = 0; i < table; i++) {
            from += counts[i];
        }
        long[] filled = new long[slots];
        for (int i = from; i < from + own; i++) {
            int slot = (int) Cdb.firstSlot((int) records[i], slots);
            while (filled[slot] != 0) {
                slot = slot + 1 == slots ? 0 : slot + 1;
            }
            filled[slot] = records[i];
        }
        for (long each : filled) {
            appendPair(each & 0xffff_ffffL, each >>> 32, out);
        }
        position += (long) slots * Cdb.PAIR_BYTES;
        return true;
    }

    /** The header, after the last table. */
    public byte[] header() {
        return header;
    }

    private void sortByTable() {
        int[] next = new int[Cdb.TABLES];
        for (int i = 1; i < Cdb.TABLES; i++) {
            next[i] = next[i - 1] + counts[i - 1];
        }
        long[] sorted = new long[count];
        for (int i = 0; i < count; i++) {
            sorted[next[Cdb.tableOf((int) records[i])]++] = records[i];
        }
        records = sorted;
    }

    private void appendPair(long first, long second, ByteBuilder out) {
        Cdb.putNumber(pair, 0, first);
        Cdb.putNumber(pair, 4, second);
        out.append(pair);
    }
}
