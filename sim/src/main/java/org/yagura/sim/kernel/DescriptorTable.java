package org.yagura.sim.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yagura.os.Errno;

/** A process's descriptors. */
final class DescriptorTable {
    private @Nullable OpenFile[] files = new OpenFile[16];
    private boolean[] closeOnExec = new boolean[16];

    @Nullable
    OpenFile get(int fd) {
        return fd < 0 || fd >= files.length ? null : files[fd];
    }

    boolean isCloseOnExec(int fd) {
        return closeOnExec[fd];
    }

    void setCloseOnExec(int fd, boolean on) {
        closeOnExec[fd] = on;
    }

    /** The lowest free number from {@code min} on. @return it, or -EMFILE */
    int lowestFree(int min, long limit) {
        int fd = min;
        while (fd < files.length && files[fd] != null) {
            fd++;
        }
        return fd < limit ? fd : -Errno.EMFILE;
    }

    /** Puts a file under a number, closing what was there. */
    void put(int fd, OpenFile file, boolean closesOnExec) {
        if (fd >= files.length) {
            int length = Math.max(fd + 1, files.length * 2);
            files = Arrays.copyOf(files, length);
            closeOnExec = Arrays.copyOf(closeOnExec, length);
        }
        file.addReference();
        close(fd);
        files[fd] = file;
        closeOnExec[fd] = closesOnExec;
    }

    /** @return 0 or -EBADF */
    int close(int fd) {
        OpenFile file = get(fd);
        if (file == null) {
            return -Errno.EBADF;
        }
        files[fd] = null;
        file.dropReference();
        return 0;
    }

    DescriptorTable copy() {
        DescriptorTable copy = new DescriptorTable();
        for (int fd = 0; fd < files.length; fd++) {
            OpenFile file = files[fd];
            if (file != null) {
                copy.put(fd, file, closeOnExec[fd]);
            }
        }
        return copy;
    }

    void closeForExec() {
        for (int fd = 0; fd < files.length; fd++) {
            if (closeOnExec[fd]) {
                close(fd);
            }
        }
    }

    void closeAll() {
        for (int fd = 0; fd < files.length; fd++) {
            close(fd);
        }
    }

    /** How many are open. */
    int count() {
        int count = 0;
        for (OpenFile file : files) {
            count += file == null ? 0 : 1;
        }
        return count;
    }

    boolean has(OpenFile wanted) {
        for (OpenFile file : files) {
            if (file == wanted) {
                return true;
            }
        }
        return false;
    }

    int capacity() {
        return files.length;
    }
}
