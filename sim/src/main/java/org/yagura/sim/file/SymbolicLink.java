package org.yagura.sim.file;

import org.yagura.os.FileInfo;

/** A name that stands for another. */
public final class SymbolicLink extends Inode {
    public final String target;

    public SymbolicLink(Disk disk, String target) {
        super(disk, FileInfo.TYPE_SYMLINK | 0777);
        this.target = target;
    }

    @Override
    public long size() {
        return target.length();
    }
}
