package org.yagura.os;

/** Walks over what {@link Files#listDirectory} stored. */
public final class DirectoryEntries {
    private static final int LENGTH_AT = 16;
    private static final int NAME_AT = 19;

    private final byte[] buffer;
    private int end;
    private int next;
    private int nameOffset;
    private int nameLength;

    public DirectoryEntries(byte[] buffer) {
        this.buffer = buffer;
    }

    /** Starts over with the first {@code length} bytes of the buffer. */
    public void reset(int length) {
        end = length;
        next = 0;
    }

    /** Moves to the next entry, {@code .} and {@code ..} included. @return whether there was one */
    public boolean advance() {
        if (next + NAME_AT > end) {
            return false;
        }
        int entryLength = (buffer[next + LENGTH_AT] & 0xff) | (buffer[next + LENGTH_AT + 1] & 0xff) << 8;
        int limit = next + entryLength;
        if (entryLength <= NAME_AT || limit > end) {
            return false;
        }
        nameOffset = next + NAME_AT;
        int p = nameOffset;
        while (p < limit && buffer[p] != 0) {
            p++;
        }
        nameLength = p - nameOffset;
        next = limit;
        return true;
    }

    /** Where the entry's name starts in the buffer. */
    public int nameOffset() {
        return nameOffset;
    }

    /** Length of the entry's name, bytes. */
    public int nameLength() {
        return nameLength;
    }

    /** A copy of the entry's name. */
    public byte[] name() {
        byte[] name = new byte[nameLength];
        System.arraycopy(buffer, nameOffset, name, 0, nameLength);
        return name;
    }
}
