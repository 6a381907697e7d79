package org.yagura.core.log;

/** What the journal knows of one log directory: up to where the lines of the batch have come in its files. */
public final class JournalNote {
    /** Inode of {@code current}; 0 where all that was written is in finished files. */
    public long inode;
    /** Its length, bytes, when only the first {@link #produced} bytes of what the batch gives were dealt with. */
    public long size;

    public long produced;
    /** Lines and bytes that were dropped and are still to be told in the log; {@code current} grows by that telling first. */
    public long gapLines;

    public long gapBytes;
    /** Whether what is in {@code current} at {@link #size} ends inside a line. */
    public boolean midLine;
    /** Whether the line that was dropped last goes on. */
    public boolean dropsLine;

    /** How much of what the batch gives was dealt with, as a file tells that has come to a length. Less than 0 where it does not fit. */
    public long produced(long length) {
        return length < size ? -1 : produced + (length - size);
    }
}
