package org.yagura.os;

/** What {@code ps} shows of this process: its last argument, which can be written over. */
public interface ProcessTitle {
    /** Bytes of the last argument; 0 where there is none. */
    int room();

    /** Writes over the last argument from its start, {@link #room} bytes at most. */
    void show(byte[] from, int offset, int length);
}
