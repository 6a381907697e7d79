package org.yagura.tools.yagura.adding;

import org.yagura.os.Descriptors;
import org.yagura.os.DirectoryEntries;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Port;

/** Removes a directory and all in it. No link is followed, whoever may write there: each directory is entered by its descriptor. */
final class TreeRemoval {
    private static final int DEPTH_MAX = 32;
    private static final int BUFFER_BYTES = 4096;

    private final Files files;
    private final Descriptors descriptors;
    private final FileInfo info = new FileInfo();

    TreeRemoval(Port port) {
        files = port.files();
        descriptors = port.descriptors();
    }

    /** Removes it. @return 0 or a negated errno; then some of it may be left */
    int remove(byte[] path) {
        return remove(Files.CWD, path, 0);
    }

    private int remove(int directory, byte[] name, int depth) {
        int fd = files.open(directory, name, OpenFlag.READ | OpenFlag.DIRECTORY | OpenFlag.NOFOLLOW, 0);
        if (fd < 0) {
            return fd;
        }
        int error = depth == DEPTH_MAX ? -Errno.ELOOP : empty(fd, depth);
        descriptors.close(fd);
        return error < 0 ? error : files.removeDirectory(directory, name);
    }

    private int empty(int fd, int depth) {
        byte[] buffer = new byte[BUFFER_BYTES];
        DirectoryEntries entries = new DirectoryEntries(buffer);
        int length = files.listDirectory(fd, buffer, 0, buffer.length);
        while (length > 0) {
            entries.reset(length);
            while (entries.advance()) {
                byte[] name = entries.name();
                boolean self = name[0] == '.' && (name.length == 1 || name.length == 2 && name[1] == '.');
                int error = self ? 0 : removeEntry(fd, name, depth);
                if (error < 0 && error != -Errno.ENOENT) {
                    return error;
                }
            }
            length = files.listDirectory(fd, buffer, 0, buffer.length);
        }
        return length;
    }

    private int removeEntry(int fd, byte[] name, int depth) {
        int error = files.lstat(fd, name, info);
        return error < 0 ? error : info.isDirectory() ? remove(fd, name, depth + 1) : files.unlink(fd, name);
    }
}
