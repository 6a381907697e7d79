package org.yagura.sim.kernel;

import org.jspecify.annotations.Nullable;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.OpenFlag;
import org.yagura.os.Ready;
import org.yagura.os.Resource;
import org.yagura.os.Watches;
import org.yagura.sim.file.Fifo;
import org.yagura.sim.file.Inode;
import org.yagura.sim.file.RegularFile;

/** What can be done with open descriptors, for one process. */
final class DescriptorCalls implements Descriptors {
    private final Kernel kernel;
    private final SimProcess process;

    DescriptorCalls(Kernel kernel, SimProcess process) {
        this.kernel = kernel;
        this.process = process;
    }

    private @Nullable OpenFile file(int fd) {
        return process.descriptors.get(fd);
    }

    /** For traces and for faults that are meant for one file: the descriptor and, where it has one, a name of the file. */
    private String label(int fd) {
        OpenFile file = file(fd);
        if (file instanceof InodeFile inodeFile && inodeFile.directoryOfName != null) {
            return fd + " " + inodeFile.name;
        }
        return Integer.toString(fd);
    }

    @Override
    public int read(int fd, byte[] to, int offset, int length) {
        String label = label(fd);
        int result = kernel.enter(process, Call.READ, label);
        if (result < 0) {
            return result;
        }
        // Linux reads files to their end or as far as it was asked; pipes and sockets give what they have.
        int most =
                file(fd) instanceof InodeFile && !process.shortensFiles ? length : Math.min(length, process.bytesMax);
        while (true) {
            OpenFile file = file(fd);
            result = file == null ? -Errno.EBADF : file.read(to, offset, most);
            if (result != -Errno.EAGAIN || file == null || file.nonBlocking) {
                return kernel.leave(process, Call.READ, label, result);
            }
            result = kernel.block(
                    process, () -> (file.readiness() & (Ready.READABLE | Ready.HANGUP)) != 0, Long.MAX_VALUE);
            if (result < 0) {
                return kernel.leave(process, Call.READ, label, result);
            }
        }
    }

    @Override
    public int write(int fd, byte[] from, int offset, int length) {
        String label = label(fd);
        int result = kernel.enter(process, Call.WRITE, label);
        if (result < 0) {
            return result;
        }
        int most = Math.min(length, process.bytesMax);
        int done = 0;
        while (true) {
            OpenFile file = file(fd);
            result = file == null
                    ? -Errno.EBADF
                    : file.write(
                            from, offset + done, most - done, kernel.clock().wallNs());
            done += Math.max(0, result);
            if (result > 0 && file instanceof InodeFile inodeFile) {
                kernel.listeners.wrote(process, inodeFile.target, result);
            }
            boolean blocks = (file instanceof PipeFile || file instanceof SocketFile)
                    && !file.nonBlocking
                    && (result >= 0 || result == -Errno.EAGAIN);
            if (file == null || !blocks || done == most) {
                return kernel.leave(process, Call.WRITE, label, done > 0 ? done : result);
            }
            result = kernel.block(
                    process, () -> (file.readiness() & (Ready.WRITABLE | Ready.ERROR)) != 0, Long.MAX_VALUE);
            if (result < 0) {
                return kernel.leave(process, Call.WRITE, label, done > 0 ? done : result);
            }
        }
    }

    @Override
    public int readAt(int fd, byte[] to, int offset, int length, long position) {
        String label = label(fd);
        int result = kernel.enter(process, Call.READ_AT, label);
        if (result == 0) {
            result = file(fd) instanceof InodeFile file ? file.readAt(to, offset, length, position) : notSeekable(fd);
            kernel.leave(process, Call.READ_AT, label, result);
        }
        return result;
    }

    @Override
    public int writeAt(int fd, byte[] from, int offset, int length, long position) {
        String label = label(fd);
        int result = kernel.enter(process, Call.WRITE_AT, label);
        if (result == 0) {
            int most = Math.min(length, process.bytesMax);
            long now = kernel.clock().wallNs();
            result = file(fd) instanceof InodeFile file
                    ? file.writeAt(from, offset, most, position, now)
                    : notSeekable(fd);
            kernel.leave(process, Call.WRITE_AT, label, result);
        }
        return result;
    }

    private int notSeekable(int fd) {
        return file(fd) == null ? -Errno.EBADF : -Errno.ESPIPE;
    }

    @Override
    public int close(int fd) {
        String label = label(fd);
        int result = kernel.enter(process, Call.CLOSE, label);
        int closed = process.descriptors.close(fd);
        return result < 0 ? result : kernel.leave(process, Call.CLOSE, label, closed);
    }

    @Override
    public int sync(int fd) {
        String label = label(fd);
        int result = kernel.enter(process, Call.SYNC, label);
        OpenFile file = file(fd);
        if (result < 0) {
            if (file instanceof InodeFile inodeFile) {
                inodeFile.target.loseUnwritten();
            }
            return result;
        }
        if (file instanceof InodeFile inodeFile) {
            inodeFile.target.disk.sync(inodeFile.target);
            kernel.listeners.synced(process, inodeFile.target);
        } else {
            result = file == null ? -Errno.EBADF : -Errno.EINVAL;
        }
        return kernel.leave(process, Call.SYNC, label, result);
    }

    @Override
    public int truncate(int fd, long length) {
        String label = label(fd);
        int result = kernel.enter(process, Call.TRUNCATE, label);
        if (result < 0) {
            return result;
        }
        if (file(fd) instanceof InodeFile file && file.writes() && file.target instanceof RegularFile regular) {
            result = regular.truncate(length);
            regular.modifiedNs = kernel.clock().wallNs();
        } else {
            result = file(fd) == null ? -Errno.EBADF : -Errno.EINVAL;
        }
        return kernel.leave(process, Call.TRUNCATE, label, result);
    }

    @Override
    public int allocate(int fd, long length) {
        String label = label(fd);
        int result = kernel.enter(process, Call.ALLOCATE, label);
        if (result < 0) {
            return result;
        }
        if (file(fd) instanceof InodeFile file && file.writes() && file.target instanceof RegularFile regular) {
            result = regular.disk.readOnly ? -Errno.EROFS : regular.allocate(length);
        } else {
            result = file(fd) == null ? -Errno.EBADF : -Errno.ENODEV;
        }
        return kernel.leave(process, Call.ALLOCATE, label, result);
    }

    @Override
    public int changeMode(int fd, int mode) {
        String label = label(fd);
        int result = kernel.enter(process, Call.CHANGE_MODE, label);
        if (result < 0) {
            return result;
        }
        OpenFile file = file(fd);
        Inode inode = file == null ? null : file.inode;
        if (inode == null) {
            result = -Errno.EBADF;
        } else if (inode.disk.readOnly) {
            result = -Errno.EROFS;
        } else {
            inode.changeMode(mode, kernel.clock().wallNs());
            if (file instanceof InodeFile inodeFile && inodeFile.directoryOfName != null) {
                inodeFile.directoryOfName.tellOfFile(Watches.ATTRIBUTES, inode);
            }
        }
        return kernel.leave(process, Call.CHANGE_MODE, label, result);
    }

    @Override
    public int changeOwner(int fd, int uid, int gid) {
        String label = label(fd);
        int result = kernel.enter(process, Call.CHANGE_MODE, label);
        if (result < 0) {
            return result;
        }
        OpenFile file = file(fd);
        Inode inode = file == null ? null : file.inode;
        if (inode == null) {
            result = -Errno.EBADF;
        } else if (process.uid != 0) {
            result = -Errno.EPERM;
        } else {
            inode.changeOwner(uid, gid, kernel.clock().wallNs());
        }
        return kernel.leave(process, Call.CHANGE_MODE, label, result);
    }

    @Override
    public int info(int fd, FileInfo info) {
        String label = label(fd);
        int result = kernel.enter(process, Call.INFO, label);
        if (result < 0) {
            return result;
        }
        OpenFile file = file(fd);
        if (file == null) {
            result = -Errno.EBADF;
        } else if (file.inode != null) {
            file.inode.describe(info);
        } else {
            info.mode = 0600;
            info.inode = 0;
            info.device = 0x0e;
        }
        return kernel.leave(process, Call.INFO, label, result);
    }

    @Override
    public int seek(int fd, long position) {
        String label = label(fd);
        int result = kernel.enter(process, Call.SEEK, label);
        if (result < 0) {
            return result;
        }
        if (file(fd) instanceof InodeFile file) {
            file.position = position;
            file.listing = null;
        } else {
            result = notSeekable(fd);
        }
        return kernel.leave(process, Call.SEEK, label, result);
    }

    @Override
    public int tryLock(int fd) {
        String label = label(fd);
        int result = kernel.enter(process, Call.LOCK, label);
        return result < 0 ? result : kernel.leave(process, Call.LOCK, label, locked(fd));
    }

    private int locked(int fd) {
        OpenFile file = file(fd);
        if (file == null || file.inode == null) {
            return -Errno.EBADF;
        }
        if (file.inode.lockHolder != null && file.inode.lockHolder != file) {
            return -Errno.EAGAIN;
        }
        file.inode.lockHolder = file;
        return 0;
    }

    @Override
    public int claim(int fd) {
        String label = label(fd);
        int result = kernel.enter(process, Call.CLAIM, label);
        return result < 0 ? result : kernel.leave(process, Call.CLAIM, label, claimed(fd));
    }

    private int claimed(int fd) {
        OpenFile file = file(fd);
        if (!(file instanceof InodeFile inodeFile) || file.inode == null || (inodeFile.flags & 3) == OpenFlag.READ) {
            return -Errno.EBADF;
        }
        if (isHeldByAnother(fd) != 0) {
            return -Errno.EAGAIN;
        }
        file.inode.claimHolder = file;
        return 0;
    }

    @Override
    public int isClaimed(int fd) {
        String label = label(fd);
        int result = kernel.enter(process, Call.CLAIM, label);
        return result < 0 ? result : kernel.leave(process, Call.CLAIM, label, isHeldByAnother(fd));
    }

    private int isHeldByAnother(int fd) {
        OpenFile file = file(fd);
        if (file == null || file.inode == null) {
            return -Errno.EBADF;
        }
        return file.inode.claimHolder != null && file.inode.claimHolder != file ? 1 : 0;
    }

    @Override
    public int lockBlocking(int fd) {
        String label = label(fd);
        int result = kernel.enter(process, Call.LOCK, label);
        if (result < 0) {
            return result;
        }
        result = locked(fd);
        OpenFile file = file(fd);
        while (result == -Errno.EAGAIN && file != null && file.inode != null) {
            Inode inode = file.inode;
            result = kernel.block(process, () -> inode.lockHolder == null, Long.MAX_VALUE);
            result = result < 0 ? result : locked(fd);
        }
        return kernel.leave(process, Call.LOCK, label, result);
    }

    @Override
    public int readableBytes(int fd) {
        String label = label(fd);
        int result = kernel.enter(process, Call.READABLE_BYTES, label);
        if (result < 0) {
            return result;
        }
        result = file(fd) instanceof PipeFile file
                ? file.pipe.readableBytes()
                : file(fd) == null ? -Errno.EBADF : -Errno.ENOTTY;
        return kernel.leave(process, Call.READABLE_BYTES, label, result);
    }

    @Override
    public int peek(int fd, byte[] to, int offset, int length) {
        String label = label(fd);
        int result = kernel.enter(process, Call.PEEK, label);
        if (result < 0) {
            return result;
        }
        if (file(fd) instanceof PipeFile file) {
            result = file.pipe.peek(to, offset, length);
            result = result == 0 ? -Errno.EAGAIN : result;
        } else {
            result = file(fd) == null ? -Errno.EBADF : -Errno.EINVAL;
        }
        return kernel.leave(process, Call.PEEK, label, result);
    }

    @Override
    public int setNonBlocking(int fd, boolean on) {
        String label = label(fd);
        int result = kernel.enter(process, Call.SET_FLAG, label);
        if (result < 0) {
            return result;
        }
        OpenFile file = file(fd);
        if (file == null) {
            result = -Errno.EBADF;
        } else {
            file.nonBlocking = on;
        }
        return kernel.leave(process, Call.SET_FLAG, label, result);
    }

    @Override
    public int setCloseOnExec(int fd, boolean on) {
        String label = label(fd);
        int result = kernel.enter(process, Call.SET_FLAG, label);
        if (result < 0) {
            return result;
        }
        if (file(fd) == null) {
            result = -Errno.EBADF;
        } else {
            process.descriptors.setCloseOnExec(fd, on);
        }
        return kernel.leave(process, Call.SET_FLAG, label, result);
    }

    @Override
    public int duplicate(int fd) {
        return duplicate(fd, process.descriptors.lowestFree(0, process.limits[Resource.OPEN_FILES][0]));
    }

    @Override
    public int duplicateTo(int fd, int target) {
        return duplicate(fd, target < process.limits[Resource.OPEN_FILES][0] ? target : -Errno.EBADF);
    }

    private int duplicate(int fd, int target) {
        String label = fd + " to " + target;
        int result = kernel.enter(process, Call.SET_FLAG, label);
        OpenFile file = file(fd);
        if (result == 0) {
            result = file == null ? -Errno.EBADF : target;
        }
        if (file != null && result >= 0) {
            file.addReference();
            process.descriptors.put(target, file, false);
            file.dropReference();
        }
        return kernel.leave(process, Call.SET_FLAG, label, result);
    }

    @Override
    public int pipe(int[] ends) {
        int result = kernel.enter(process, Call.PIPE, "");
        if (result < 0) {
            return result;
        }
        long limit = process.limits[Resource.OPEN_FILES][0];
        int readEnd = process.descriptors.lowestFree(3, limit);
        int writeEnd = readEnd < 0 ? readEnd : process.descriptors.lowestFree(readEnd + 1, limit);
        if (writeEnd < 0) {
            return kernel.leave(process, Call.PIPE, "", writeEnd);
        }
        Fifo fifo = new Fifo(kernel.pipes(), 0600);
        process.descriptors.put(readEnd, new PipeFile(kernel, fifo, OpenFlag.READ, false), true);
        process.descriptors.put(writeEnd, new PipeFile(kernel, fifo, OpenFlag.WRITE, false), true);
        ends[0] = readEnd;
        ends[1] = writeEnd;
        return kernel.leave(process, Call.PIPE, "", 0);
    }
}
