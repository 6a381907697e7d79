package org.yagura.tools.svscan;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yagura.core.scan.SvscanState;
import org.yagura.core.text.Ascii;
import org.yagura.os.Descriptors;
import org.yagura.os.DirectoryEntries;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;

/** The scan directory: svscan's current directory, and the path that leads there, by which another one in its place is found. */
final class ScanDirectory {
    /** Its name, as long as it is the current directory. */
    static final byte[] HERE = Ascii.bytes(".");

    private static final byte[] PROC_CWD = Ascii.bytes("/proc/self/cwd");
    private static final int LIST_LENGTH = 32_768;
    private static final int PATH_MAX = 4095;

    private final Files files;
    private final Descriptors descriptors;
    private final FileInfo info = new FileInfo();
    private final byte[] list = new byte[LIST_LENGTH];
    private final DirectoryEntries entries = new DirectoryEntries(list);
    private byte @Nullable [] path;
    private long device;
    private long inode;
    private int listFd = -1;

    ScanDirectory(Files files, Descriptors descriptors) {
        this.files = files;
        this.descriptors = descriptors;
    }

    /** Makes a directory the current one; null stays where we are. @return 0 or a negated errno */
    int enter(byte @Nullable [] name) {
        if (name == null || name.length == 0 || name[0] != '/') {
            byte[] here = currentDirectory();
            path = name == null || here == null ? here : Ascii.concat(here, new byte[] {'/'}, name);
        } else {
            path = name;
        }
        return name == null ? remember(files.stat(Files.CWD, HERE, info)) : change(name);
    }

    void handOver(SvscanState to) {
        byte[] known = path;
        to.path = known == null ? new byte[0] : known;
        to.device = device;
        to.inode = inode;
    }

    /** Goes on where the program before in this process was: its current directory is ours. */
    void takeOver(SvscanState from) {
        path = from.path.length == 0 ? null : from.path;
        device = from.device;
        inode = from.inode;
    }

    /** An absolute path to it, or null where none is known. */
    byte @Nullable [] path() {
        return path;
    }

    /**
     * Goes where the path leads now.
     *
     * @return 1 where that is another directory, which is now the current one; 0 where it is the same; or a negated errno
     */
    int follow() {
        byte[] name = path;
        if (name == null) {
            return 0;
        }
        int result = files.stat(Files.CWD, name, info);
        if (result < 0 || info.sameFile(device, inode)) {
            return result;
        }
        result = change(name);
        return result < 0 ? result : 1;
    }

    /** Begins to read the names. @return 0 or a negated errno */
    int openList() {
        listFd = files.open(Files.CWD, HERE, OpenFlag.READ | OpenFlag.DIRECTORY, 0);
        entries.reset(0);
        return Math.min(listFd, 0);
    }

    /** The next name that could be a service. @return 1, 0 at the end, or a negated errno */
    int nextName() {
        while (true) {
            while (entries.advance()) {
                if (list[entries.nameOffset()] != '.') {
                    return 1;
                }
            }
            int n = files.listDirectory(listFd, list, 0, list.length);
            if (n <= 0) {
                // A directory that was removed has no names any more.
                return n == -Errno.ENOENT ? 0 : n;
            }
            entries.reset(n);
        }
    }

    byte[] name() {
        return entries.name();
    }

    void closeList() {
        descriptors.close(listFd);
        listFd = -1;
    }

    private int change(byte[] name) {
        int fd = files.open(Files.CWD, name, OpenFlag.PATH | OpenFlag.DIRECTORY, 0);
        if (fd < 0) {
            return fd;
        }
        int result = files.changeDirectory(fd);
        if (result >= 0) {
            result = remember(descriptors.info(fd, info));
        }
        descriptors.close(fd);
        return result;
    }

    private int remember(int result) {
        if (result >= 0) {
            device = info.device;
            inode = info.inode;
        }
        return result;
    }

    private byte @Nullable [] currentDirectory() {
        byte[] buffer = new byte[PATH_MAX + 1];
        int length = files.readLink(Files.CWD, PROC_CWD, buffer, 0, buffer.length);
        return length <= 0 || length > PATH_MAX || buffer[0] != '/' ? null : Arrays.copyOf(buffer, length);
    }
}
