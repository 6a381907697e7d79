package org.yagura.sim.kernel;

import org.jspecify.annotations.Nullable;
import org.yagura.os.Errno;
import org.yagura.sim.file.Inode;

/** An open file description: what descriptors, dup'd and inherited ones too, refer to. */
abstract class OpenFile {
    final @Nullable Inode inode;
    boolean nonBlocking;
    private int references;

    OpenFile(@Nullable Inode inode) {
        this.inode = inode;
        if (inode != null) {
            inode.hold();
        }
    }

    final void addReference() {
        references++;
    }

    final void dropReference() {
        references--;
        if (references == 0) {
            if (inode != null) {
                if (inode.lockHolder == this) {
                    inode.lockHolder = null;
                }
                if (inode.claimHolder == this) {
                    inode.claimHolder = null;
                }
                inode.letGo();
            }
            closed();
        }
    }

    final boolean isClosed() {
        return references == 0;
    }

    /** The last descriptor is gone. */
    void closed() {}

    /** Reads without blocking. */
    int read(byte[] to, int offset, int length) {
        return -Errno.EBADF;
    }

    /** Writes without blocking. */
    int write(byte[] from, int offset, int length, long nowNs) {
        return -Errno.EBADF;
    }

    /** What a poll finds, as {@link org.yagura.os.Ready} bits. */
    int readiness() {
        return 0;
    }

    /** Whether it can be waited for. */
    boolean isPollable() {
        return true;
    }
}
