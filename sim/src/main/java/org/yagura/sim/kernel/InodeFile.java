package org.yagura.sim.kernel;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.os.Errno;
import org.yagura.os.OpenFlag;
import org.yagura.sim.file.Directory;
import org.yagura.sim.file.Inode;
import org.yagura.sim.file.RegularFile;

/** A regular file or a directory that is open, or a handle on a name. */
final class InodeFile extends OpenFile {
    final Inode target;
    final int flags;
    final @Nullable Directory directoryOfName;
    long position;
    /** Names still to be listed, null before the first call. */
    @Nullable
    List<String> listing;

    int listed;

    /** The name by which it was opened, for traces and faults. */
    final String name;

    InodeFile(Inode target, int flags, @Nullable Directory directoryOfName, String name) {
        super(target);
        this.name = name;
        this.target = target;
        this.flags = flags;
        this.directoryOfName = directoryOfName;
    }

    boolean reads() {
        return (flags & 3) != OpenFlag.WRITE && (flags & OpenFlag.PATH) == 0;
    }

    boolean writes() {
        return (flags & 3) != OpenFlag.READ && (flags & OpenFlag.PATH) == 0;
    }

    @Override
    int read(byte[] to, int offset, int length) {
        int n = readAt(to, offset, length, position);
        position += Math.max(0, n);
        return n;
    }

    @Override
    int write(byte[] from, int offset, int length, long nowNs) {
        long at = (flags & OpenFlag.APPEND) != 0 ? target.size() : position;
        int n = writeAt(from, offset, length, at, nowNs);
        position = n < 0 ? position : at + n;
        return n;
    }

    int readAt(byte[] to, int offset, int length, long at) {
        if (!reads()) {
            return -Errno.EBADF;
        }
        return target instanceof RegularFile file ? file.read(at, to, offset, length) : -Errno.EISDIR;
    }

    int writeAt(byte[] from, int offset, int length, long at, long nowNs) {
        if (!writes() || !(target instanceof RegularFile file)) {
            return -Errno.EBADF;
        }
        if (target.disk.readOnly) {
            return -Errno.EROFS;
        }
        int n = file.write(at, from, offset, length);
        if (n > 0) {
            target.modifiedNs = nowNs;
            target.changedNs = nowNs;
        }
        return n;
    }

    @Override
    void closed() {
        if (writes() && directoryOfName != null) {
            directoryOfName.tellOfFile(org.yagura.os.Watches.CLOSED_AFTER_WRITE, target);
        }
    }

    @Override
    boolean isPollable() {
        return false;
    }
}
