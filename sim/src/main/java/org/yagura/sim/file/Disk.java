package org.yagura.sim.file;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.yagura.os.Errno;
import org.yagura.sim.chance.Prng;

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

    /** Whether it has one log for all, see {@link Unsynced}. */
    public boolean ordered = true;

    final Unsynced unsynced = new Unsynced();
    private final Directory root;
    private final PriorityQueue<Long> freeNumbers = new PriorityQueue<>();
    /** Whose a number is. Who was lost by a power cut may be let go of later, when it is another's. */
    private final Map<Long, Inode> owners = new HashMap<>();

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

    long newNumber(Inode inode) {
        Long free = reusesInodes ? freeNumbers.poll() : null;
        long number = free == null ? nextNumber++ : free;
        owners.put(number, inode);
        return number;
    }

    void freeNumber(Inode inode) {
        if (owners.remove(inode.number, inode)) {
            freeNumbers.add(inode.number);
        }
    }

    // --- what is on disk ---

    /** As fsync: an inode's content is on disk, and what belongs to it. */
    public void sync(Inode inode) {
        if (ordered) {
            unsynced.commitAll();
        } else {
            unsynced.commit(inode);
        }
        inode.writeBack();
    }

    /** As sync: everything is. */
    public void syncAll() {
        unsynced.commitAll();
        reachable(root, new LinkedHashMap<>()).keySet().forEach(Inode::writeBack);
    }

    /** The kernel writes by itself: some of the files, and perhaps the names. */
    public void writeSome(Prng prng) {
        if (ordered || prng.chance(1, 3)) {
            unsynced.commitAll();
        }
        for (Inode inode : reachable(root, new LinkedHashMap<>()).keySet()) {
            if (prng.chance(1, 2)) {
                // Its length and its mode are in one place.
                unsynced.commit(inode);
                inode.writeBack();
            }
        }
    }

    /** The power fails, and comes back: what was not synced is there, or is not, or in part. */
    public void cutPower(Prng prng) {
        unsynced.cut(ordered, prng);
        Map<Inode, Integer> names = new LinkedHashMap<>();
        fallBack(root, root, names);
        names.merge(root, 1, Integer::sum);
        names.forEach((inode, count) -> inode.fallBack(count, prng));
        usedBytes = 0;
        freeNumbers.clear();
        owners.clear();
        for (long number = 2; number < nextNumber; number++) {
            freeNumbers.add(number);
        }
        for (Inode inode : names.keySet()) {
            freeNumbers.remove(inode.number);
            owners.put(inode.number, inode);
            usedBytes += inode.size();
        }
        unsynced.settle();
    }

    private void fallBack(Directory directory, Directory above, Map<Inode, Integer> names) {
        directory.fallBack(directory == above ? null : above);
        for (String name : directory.names()) {
            Inode inode = directory.get(name);
            if (inode == null || inode.disk != this) {
                continue;
            }
            if (names.merge(inode, 1, Integer::sum) == 1 && inode instanceof Directory inner) {
                fallBack(inner, directory, names);
            }
        }
    }

    private Map<Inode, Boolean> reachable(Directory directory, Map<Inode, Boolean> found) {
        for (String name : directory.names()) {
            Inode inode = directory.get(name);
            if (inode != null && inode.disk == this && found.put(inode, true) == null && inode instanceof Directory d) {
                reachable(d, found);
            }
        }
        return found;
    }
}
