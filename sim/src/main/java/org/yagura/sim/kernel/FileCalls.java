package org.yagura.sim.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.sim.file.Directory;
import org.yagura.sim.file.Fifo;
import org.yagura.sim.file.Inode;
import org.yagura.sim.file.RegularFile;
import org.yagura.sim.file.SymbolicLink;

/** Names in directories, for one process. */
final class FileCalls implements Files {
    private static final int ENTRY_NAME_AT = 19;
    private static final int READ = 4;
    private static final int WRITE = 2;

    private final Kernel kernel;
    private final SimProcess process;
    private final PathWalk walk;
    private final PathWalk otherWalk;

    FileCalls(Kernel kernel, SimProcess process) {
        this.kernel = kernel;
        this.process = process;
        walk = new PathWalk(kernel);
        otherWalk = new PathWalk(kernel);
    }

    private int find(PathWalk with, int dirFd, byte[] name, boolean followLast) {
        String path = ProcessPort.text(name);
        Directory start = process.directory;
        if (dirFd != CWD && !path.startsWith("/")) {
            OpenFile file = process.descriptors.get(dirFd);
            if (file == null) {
                return -Errno.EBADF;
            }
            if (!(file.inode instanceof Directory directory)) {
                return -Errno.ENOTDIR;
            }
            start = directory;
        }
        return with.walk(process, start, path, followLast);
    }

    @Override
    public int open(int dirFd, byte[] name, int flags, int mode) {
        String path = ProcessPort.text(name);
        int result = kernel.enter(process, Call.OPEN, path);
        return result < 0 ? result : kernel.leave(process, Call.OPEN, path, opened(dirFd, name, flags, mode));
    }

    private int opened(int dirFd, byte[] name, int flags, int mode) {
        boolean exclusive = (flags & OpenFlag.CREATE) != 0 && (flags & OpenFlag.EXCLUSIVE) != 0;
        boolean follow = (flags & OpenFlag.NOFOLLOW) == 0 && !exclusive;
        int min = (flags & OpenFlag.INHERIT) != 0 ? 0 : 3;
        int fd = process.descriptors.lowestFree(min, process.limits[org.yagura.os.Resource.OPEN_FILES][0]);
        if (fd < 0) {
            return fd;
        }
        int result = find(walk, dirFd, name, follow);
        if (result < 0) {
            return result;
        }
        Inode inode = walk.found;
        Directory parent = walk.parent;
        boolean made = inode == null;
        if (inode == null) {
            if ((flags & OpenFlag.CREATE) == 0) {
                return -Errno.ENOENT;
            }
            result = refusal(parent);
            if (result < 0) {
                return result;
            }
            inode = new RegularFile(parent.disk, mode & ~process.umask);
            give(inode, parent, walk.last);
        } else if (exclusive) {
            return -Errno.EEXIST;
        }
        return openInode(fd, inode, made ? flags & ~OpenFlag.TRUNCATE : flags, parent, made);
    }

    private int openInode(int fd, Inode inode, int flags, Directory parent, boolean made) {
        boolean handle = (flags & OpenFlag.PATH) != 0;
        if (inode instanceof SymbolicLink && !handle) {
            return -Errno.ELOOP;
        }
        if ((flags & OpenFlag.DIRECTORY) != 0 && !(inode instanceof Directory)) {
            return -Errno.ENOTDIR;
        }
        int access = flags & 3;
        if (inode instanceof Directory && access != OpenFlag.READ) {
            return -Errno.EISDIR;
        }
        int want = handle ? 0 : (access != OpenFlag.WRITE ? READ : 0) | (access != OpenFlag.READ ? WRITE : 0);
        if (!made && !kernel.permits(process, inode, want)) {
            return -Errno.EACCES;
        }
        boolean closesOnExec = (flags & OpenFlag.INHERIT) == 0;
        if (inode instanceof Fifo fifo && !handle) {
            return openFifo(fd, fifo, flags, closesOnExec);
        }
        if (access != OpenFlag.READ && inode.disk.readOnly) {
            return -Errno.EROFS;
        }
        if ((flags & OpenFlag.TRUNCATE) != 0 && inode instanceof RegularFile file) {
            file.truncate(0);
            file.modifiedNs = kernel.clock().wallNs();
        }
        InodeFile file = new InodeFile(inode, flags, inode instanceof RegularFile ? parent : null, walk.last);
        file.nonBlocking = (flags & OpenFlag.NONBLOCK) != 0;
        process.descriptors.put(fd, file, closesOnExec);
        return fd;
    }

    private int openFifo(int fd, Fifo fifo, int flags, boolean closesOnExec) {
        int access = flags & 3;
        boolean nonBlocking = (flags & OpenFlag.NONBLOCK) != 0;
        if (nonBlocking && access == OpenFlag.WRITE && fifo.pipe().readers() == 0) {
            return -Errno.ENXIO;
        }
        PipeFile file = new PipeFile(kernel, fifo, access, nonBlocking);
        process.descriptors.put(fd, file, closesOnExec);
        if (nonBlocking || access == OpenFlag.READ_WRITE) {
            return fd;
        }
        int seen = access == OpenFlag.READ ? file.pipe.writersEver() : file.pipe.readersEver();
        if ((access == OpenFlag.READ ? file.pipe.writers() : file.pipe.readers()) > 0) {
            return fd;
        }
        int result = kernel.block(
                process,
                () -> (access == OpenFlag.READ ? file.pipe.writersEver() : file.pipe.readersEver()) != seen,
                Long.MAX_VALUE);
        if (result < 0) {
            process.descriptors.close(fd);
            return result;
        }
        return fd;
    }

    /** Whether a directory takes new names. */
    private int refusal(Directory parent) {
        if (parent.deleted()) {
            return -Errno.ENOENT;
        }
        if (!kernel.permits(process, parent, WRITE)) {
            return -Errno.EACCES;
        }
        return parent.disk.refusesNames();
    }

    private void give(Inode inode, Directory parent, String name) {
        inode.uid = process.uid;
        inode.gid = process.gid;
        inode.modifiedNs = kernel.clock().wallNs();
        parent.add(name, inode, kernel.clock().wallNs());
    }

    private interface Maker {
        Inode make(Directory parent);
    }

    private int make(Call call, int dirFd, byte[] name, Maker maker) {
        String path = ProcessPort.text(name);
        int result = kernel.enter(process, call, path);
        if (result < 0) {
            return result;
        }
        result = find(walk, dirFd, name, false);
        if (result == 0) {
            result = walk.found != null ? -Errno.EEXIST : refusal(walk.parent);
        }
        if (result == 0) {
            give(maker.make(walk.parent), walk.parent, walk.last);
        }
        return kernel.leave(process, call, path, result);
    }

    @Override
    public int makeDirectory(int dirFd, byte[] name, int mode) {
        return make(
                Call.MAKE_DIRECTORY, dirFd, name, parent -> new Directory(parent.disk, mode & ~process.umask, parent));
    }

    @Override
    public int makeFifo(int dirFd, byte[] name, int mode) {
        return make(Call.MAKE_FIFO, dirFd, name, parent -> new Fifo(parent.disk, mode & ~process.umask));
    }

    @Override
    public int symlink(byte[] target, int dirFd, byte[] name) {
        return make(Call.SYMLINK, dirFd, name, parent -> new SymbolicLink(parent.disk, ProcessPort.text(target)));
    }

    @Override
    public int link(int fromDirFd, byte[] from, int toDirFd, byte[] to) {
        String path = ProcessPort.text(from) + " -> " + ProcessPort.text(to);
        int result = kernel.enter(process, Call.LINK, path);
        return result < 0 ? result : kernel.leave(process, Call.LINK, path, linked(fromDirFd, from, toDirFd, to));
    }

    private int linked(int fromDirFd, byte[] from, int toDirFd, byte[] to) {
        int result = find(otherWalk, fromDirFd, from, false);
        Inode inode = otherWalk.found;
        if (result < 0 || inode == null) {
            return result < 0 ? result : -Errno.ENOENT;
        }
        result = find(walk, toDirFd, to, false);
        if (result < 0) {
            return result;
        }
        if (walk.found != null) {
            return -Errno.EEXIST;
        }
        if (inode instanceof Directory) {
            return -Errno.EPERM;
        }
        if (inode.disk != walk.parent.disk) {
            return -Errno.EXDEV;
        }
        result = refusal(walk.parent);
        if (result == 0) {
            walk.parent.add(walk.last, inode, kernel.clock().wallNs());
        }
        return result;
    }

    @Override
    public int rename(int fromDirFd, byte[] from, int toDirFd, byte[] to) {
        String path = ProcessPort.text(from) + " -> " + ProcessPort.text(to);
        int result = kernel.enter(process, Call.RENAME, path);
        return result < 0 ? result : kernel.leave(process, Call.RENAME, path, renamed(fromDirFd, from, toDirFd, to));
    }

    private int renamed(int fromDirFd, byte[] from, int toDirFd, byte[] to) {
        int result = find(otherWalk, fromDirFd, from, false);
        Inode inode = otherWalk.found;
        if (result < 0 || inode == null) {
            return result < 0 ? result : -Errno.ENOENT;
        }
        result = find(walk, toDirFd, to, false);
        if (result < 0) {
            return result;
        }
        Inode target = walk.found;
        if (inode.disk != walk.parent.disk) {
            return -Errno.EXDEV;
        }
        if (target == inode) {
            return 0;
        }
        if (target instanceof Directory directory) {
            if (!(inode instanceof Directory)) {
                return -Errno.EISDIR;
            }
            if (!directory.isEmpty()) {
                return -Errno.ENOTEMPTY;
            }
        } else if (target != null && inode instanceof Directory) {
            return -Errno.ENOTDIR;
        }
        result = refusal(walk.parent);
        if (result == 0) {
            walk.parent.moveIn(
                    otherWalk.parent,
                    otherWalk.last,
                    walk.last,
                    kernel.nextCookie(),
                    kernel.clock().wallNs());
        }
        return result;
    }

    @Override
    public int unlink(int dirFd, byte[] name) {
        return removed(Call.UNLINK, dirFd, name);
    }

    @Override
    public int removeDirectory(int dirFd, byte[] name) {
        return removed(Call.REMOVE_DIRECTORY, dirFd, name);
    }

    private int removed(Call call, int dirFd, byte[] name) {
        String path = ProcessPort.text(name);
        int result = kernel.enter(process, call, path);
        if (result < 0) {
            return result;
        }
        result = find(walk, dirFd, name, false);
        if (result == 0) {
            result = removalRefused(call, walk.found, walk.parent);
        }
        if (result == 0) {
            walk.parent.remove(walk.last, kernel.clock().wallNs());
        }
        return kernel.leave(process, call, path, result);
    }

    private int removalRefused(Call call, @Nullable Inode inode, Directory parent) {
        if (inode == null) {
            return -Errno.ENOENT;
        }
        if (parent.disk.readOnly) {
            return -Errno.EROFS;
        }
        if (!kernel.permits(process, parent, WRITE)) {
            return -Errno.EACCES;
        }
        if (call == Call.UNLINK) {
            return inode instanceof Directory ? -Errno.EISDIR : 0;
        }
        if (!(inode instanceof Directory directory)) {
            return -Errno.ENOTDIR;
        }
        return directory.isEmpty() ? 0 : -Errno.ENOTEMPTY;
    }

    @Override
    public int readLink(int dirFd, byte[] name, byte[] to, int offset, int length) {
        String path = ProcessPort.text(name);
        int result = kernel.enter(process, Call.READ_LINK, path);
        if (result < 0) {
            return result;
        }
        result = find(walk, dirFd, name, false);
        if (result == 0) {
            if (walk.found instanceof SymbolicLink link) {
                byte[] target = ProcessPort.bytes(link.target);
                result = Math.min(length, target.length);
                System.arraycopy(target, 0, to, offset, result);
            } else if (walk.found != null && path.startsWith("/proc/self/fd/")) {
                byte[] target = ProcessPort.bytes(ProcDirectory.pathOf(kernel.root(), walk.found));
                result = Math.min(length, target.length);
                System.arraycopy(target, 0, to, offset, result);
            } else {
                result = walk.found == null ? -Errno.ENOENT : -Errno.EINVAL;
            }
        }
        return kernel.leave(process, Call.READ_LINK, path, result);
    }

    @Override
    public int stat(int dirFd, byte[] name, FileInfo info) {
        return described(dirFd, name, info, true);
    }

    @Override
    public int lstat(int dirFd, byte[] name, FileInfo info) {
        return described(dirFd, name, info, false);
    }

    private int described(int dirFd, byte[] name, FileInfo info, boolean follow) {
        String path = ProcessPort.text(name);
        int result = kernel.enter(process, Call.STAT, path);
        if (result < 0) {
            return result;
        }
        result = find(walk, dirFd, name, follow);
        if (result == 0 && walk.found == null) {
            result = -Errno.ENOENT;
        }
        if (result == 0 && walk.found != null) {
            walk.found.describe(info);
        }
        return kernel.leave(process, Call.STAT, path, result);
    }

    @Override
    public int listDirectory(int dirFd, byte[] to, int offset, int length) {
        int result = kernel.enter(process, Call.LIST_DIRECTORY, "");
        return result < 0 ? result : kernel.leave(process, Call.LIST_DIRECTORY, "", listed(dirFd, to, offset, length));
    }

    private int listed(int dirFd, byte[] to, int offset, int length) {
        OpenFile open = process.descriptors.get(dirFd);
        if (open == null) {
            return -Errno.EBADF;
        }
        if (!(open instanceof InodeFile file) || !(file.target instanceof Directory directory)) {
            return -Errno.ENOTDIR;
        }
        List<String> names = file.listing;
        if (names == null) {
            names = new ArrayList<>(List.of(".", ".."));
            names.addAll(directory.names());
            file.listing = names;
            file.listed = 0;
        }
        int at = 0;
        while (file.listed < names.size()) {
            byte[] name = ProcessPort.bytes(names.get(file.listed));
            int entryLength = (ENTRY_NAME_AT + name.length + 1 + 7) / 8 * 8;
            if (at + entryLength > length) {
                return at == 0 ? -Errno.EINVAL : at;
            }
            java.util.Arrays.fill(to, offset + at, offset + at + entryLength, (byte) 0);
            to[offset + at + 16] = (byte) entryLength;
            to[offset + at + 17] = (byte) (entryLength >> 8);
            System.arraycopy(name, 0, to, offset + at + ENTRY_NAME_AT, name.length);
            at += entryLength;
            file.listed++;
        }
        return at;
    }

    @Override
    public long fileSystemType(byte[] name) {
        String path = ProcessPort.text(name);
        int result = kernel.enter(process, Call.STAT, path);
        if (result < 0) {
            return result;
        }
        result = find(walk, CWD, name, true);
        Inode inode = walk.found;
        kernel.leave(process, Call.STAT, path, result);
        return result < 0 ? result : inode == null ? -Errno.ENOENT : inode.disk.type;
    }

    @Override
    public int changeDirectory(int dirFd) {
        int result = kernel.enter(process, Call.CHANGE_DIRECTORY, "");
        if (result < 0) {
            return result;
        }
        OpenFile file = process.descriptors.get(dirFd);
        if (file == null) {
            result = -Errno.EBADF;
        } else if (file.inode instanceof Directory directory) {
            process.changeDirectory(directory);
        } else {
            result = -Errno.ENOTDIR;
        }
        return kernel.leave(process, Call.CHANGE_DIRECTORY, "", result);
    }

    @Override
    public int umask(int mask) {
        int before = process.umask;
        process.umask = mask & 0777;
        return before;
    }
}
