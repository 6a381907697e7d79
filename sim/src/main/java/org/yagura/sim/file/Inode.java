package org.yagura.sim.file;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.os.FileInfo;
import org.yagura.sim.chance.Prng;

/** What a name stands for. Lives while it has names or is open. */
public abstract sealed class Inode permits RegularFile, Directory, SymbolicLink, Fifo {
    public final Disk disk;
    public final long number;

    /** Type and permission bits. */
    public int mode;

    public int uid;
    public int gid;
    public long modifiedNs;
    public long changedNs;

    /** Who holds the flock: an open file description. */
    public @Nullable Object lockHolder;

    /** Who has claimed it: an open file description. */
    public @Nullable Object claimHolder;

    /** Names, and open file descriptions or other holders. */
    int links;

    /** What a power cut would leave of the mode. */
    private int durableMode;

    private int holders;
    private boolean released;
    final List<Watch> watches = new ArrayList<>();

    Inode(Disk disk, int mode) {
        this.disk = disk;
        this.mode = mode;
        durableMode = mode;
        number = disk.newNumber(this);
    }

    public int links() {
        return links;
    }

    /** Whether it is no longer reachable by any name. */
    public boolean deleted() {
        return links == 0;
    }

    public boolean isType(int type) {
        return (mode & FileInfo.TYPE_MASK) == type;
    }

    public void changeMode(int permissions, long nowNs) {
        int changed = (mode & FileInfo.TYPE_MASK) | permissions;
        mode = changed;
        changedNs = nowNs;
        disk.unsynced.add(this, null, () -> durableMode = changed);
    }

    public void changeOwner(int newUid, int newGid, long nowNs) {
        uid = newUid;
        gid = newGid;
        changedNs = nowNs;
    }

    /** Someone has it open. */
    public void hold() {
        holders++;
    }

    /** Someone has closed it. */
    public void letGo() {
        holders--;
        releaseIfUnused();
    }

    void unlinked() {
        links--;
        releaseIfUnused();
    }

    private void releaseIfUnused() {
        if (links == 0 && holders == 0 && !released) {
            released = true;
            for (Watch watch : List.copyOf(watches)) {
                watch.targetDeleted();
            }
            freeContent();
            disk.freeNumber(this);
        }
    }

    void freeContent() {}

    public void describe(FileInfo info) {
        info.device = disk.device;
        info.inode = number;
        info.mode = mode;
        info.links = links;
        info.uid = uid;
        info.gid = gid;
        info.size = size();
        info.modifiedNs = modifiedNs;
        info.changedNs = changedNs;
    }

    public long size() {
        return 0;
    }

    /** The content is on disk. Names and modes are the disk's own business. */
    void writeBack() {}

    /** Its content could not be brought to the disk, and counts as if it were there. */
    public void loseUnwritten() {}

    /** The power was cut: nobody has it open, and what is on disk is all there is. */
    final void fallBack(int names, Prng prng) {
        mode = durableMode;
        links = names;
        holders = 0;
        released = false;
        lockHolder = null;
        claimHolder = null;
        watches.clear();
        afterPowerCut(prng);
    }

    void afterPowerCut(Prng prng) {}
}
