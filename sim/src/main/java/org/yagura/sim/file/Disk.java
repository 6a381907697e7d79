package org.yagura.sim.file;

import java.util.PriorityQueue;
import org.yagura.os.Errno;

/** One mounted file system: a device number, inode numbers that are given out again, and a limit of bytes. */
public final class Disk {
    public final long device;

    /** What kind it says it is, as statfs numbers them: ext4. */
    public long type = 0xef53;

    /** Bytes that files can take in all; beyond it writes give ENOSPC. */
    public long capacityBytes = Long.MAX_VALUE;

    /** Whether everything that would change it gives EROFS. */
    public boolean readOnly;

    /** Whether making a name gives ENOSPC, as on a disk without a free inode or directory block. */
    public boolean namesFull;

    /** Inode numbers of deleted files are used again, lowest first, as ext4 does. */
    public boolean reusesInodes = true;

    private final Directory root;
    private final PriorityQueue<Long> freeNumbers = new PriorityQueue<>();
    private long nextNumber = 2;
    private long usedBytes;

    public Disk(long device) {
        this.device = device;
        root = new Directory(this, 0755, null);
        root.links = 1;
    }

    public Directory root() {
        return root;
    }

    /** Bytes that files take. */
    public long usedBytes() {
        return usedBytes;
    }

    /** Takes space for up to {@code wanted} bytes. @return how many fit */
    long take(long wanted) {
        long given = Math.max(0, Math.min(wanted, capacityBytes - usedBytes));
        usedBytes += given;
        return given;
    }

    void giveBack(long bytes) {
        usedBytes -= bytes;
    }

    /** 0, or the negated errno with which a new name is refused. */
    public int refusesNames() {
        if (readOnly) {
            return -Errno.EROFS;
        }
        return namesFull ? -Errno.ENOSPC : 0;
    }

    long newNumber() {
        Long free = reusesInodes ? freeNumbers.poll() : null;
        return free == null ? nextNumber++ : free;
    }

    void freeNumber(long number) {
        freeNumbers.add(number);
    }
}
