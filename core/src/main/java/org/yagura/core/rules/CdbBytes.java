package org.yagura.core.rules;

/** Where the bytes of a database come from: a file, or memory. */
public interface CdbBytes {
    /** Reads at a position. @return bytes, 0 at the end, or a negated errno */
    int readAt(byte[] to, int offset, int length, long position);
}
