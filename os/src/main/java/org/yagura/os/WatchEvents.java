package org.yagura.os;

/**
 * Walks over events as Linux lays them out, little endian: bytes 0 to 3 watch, 4 to 7 event bits, 8 to 11 cookie, 12 to 15 length of
 * the name with its padding of NULs, then the name.
 */
public final class WatchEvents {
    private static final int NAME_AT = 16;
    private static final int CAPACITY = 8192;

    /** What the adapter fills. */
    public final byte[] buffer = new byte[CAPACITY];

    private int end;
    private int next;
    private int at;

    /** Starts over with the first {@code length} bytes of the buffer. */
    public void reset(int length) {
        end = length;
        next = 0;
    }

    /** Moves to the next event. @return whether there was one */
    public boolean advance() {
        if (next + NAME_AT > end) {
            return false;
        }
        at = next;
        next = at + NAME_AT + int32(at + 12);
        return next <= end;
    }

    public int watch() {
        return int32(at);
    }

    public int events() {
        return int32(at + 4);
    }

    /** The name in the watched directory that the event is about; empty where it is about the directory itself. */
    public byte[] name() {
        int from = at + NAME_AT;
        int to = from;
        while (to < next && buffer[to] != 0) {
            to++;
        }
        byte[] name = new byte[to - from];
        System.arraycopy(buffer, from, name, 0, name.length);
        return name;
    }

    private int int32(int p) {
        return (buffer[p] & 0xff)
                | (buffer[p + 1] & 0xff) << 8
                | (buffer[p + 2] & 0xff) << 16
                | (buffer[p + 3] & 0xff) << 24;
    }
}
