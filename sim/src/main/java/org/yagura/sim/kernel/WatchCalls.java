package org.yagura.sim.kernel;

import org.yagura.os.Errno;
import org.yagura.os.Resource;
import org.yagura.os.WatchEvents;
import org.yagura.os.Watches;
import org.yagura.sim.file.Directory;
import org.yagura.sim.file.Inode;

/** Changes of directories as events, for one process. */
final class WatchCalls implements Watches {
    private static final int EVENTS = 0xfff;

    private final Kernel kernel;
    private final SimProcess process;

    WatchCalls(Kernel kernel, SimProcess process) {
        this.kernel = kernel;
        this.process = process;
    }

    @Override
    public int open() {
        int result = kernel.enter(process, Call.WATCH_OPEN, "");
        if (result < 0) {
            return result;
        }
        int fd = process.descriptors.lowestFree(3, process.limits[Resource.OPEN_FILES][0]);
        if (fd >= 0) {
            process.descriptors.put(fd, new WatchFile(), true);
        }
        return kernel.leave(process, Call.WATCH_OPEN, "", fd);
    }

    @Override
    public int watch(int watchFd, byte[] name, int events) {
        String path = ProcessPort.text(name);
        int result = kernel.enter(process, Call.WATCH, path);
        return result < 0 ? result : kernel.leave(process, Call.WATCH, path, watched(watchFd, path, events));
    }

    private int watched(int watchFd, String path, int events) {
        if (!(process.descriptors.get(watchFd) instanceof WatchFile file)) {
            return -Errno.EBADF;
        }
        PathWalk walk = new PathWalk(kernel);
        int result = walk.walk(process, process.directory, path, (events & NO_FOLLOW) == 0);
        Inode inode = walk.found;
        if (result < 0 || inode == null) {
            return result < 0 ? result : -Errno.ENOENT;
        }
        if ((events & ONLY_DIRECTORY) != 0 && !(inode instanceof Directory)) {
            return -Errno.ENOTDIR;
        }
        return file.queue.watch(inode, events & EVENTS, (events & ADD) != 0);
    }

    @Override
    public int unwatch(int watchFd, int watch) {
        kernel.enter(process, Call.PROCESS, "unwatch");
        int result =
                process.descriptors.get(watchFd) instanceof WatchFile file ? file.queue.unwatch(watch) : -Errno.EBADF;
        return kernel.leave(process, Call.PROCESS, "unwatch", result);
    }

    @Override
    public int next(int watchFd, WatchEvents events) {
        kernel.enter(process, Call.WATCH_NEXT, "");
        int result = -Errno.EBADF;
        if (process.descriptors.get(watchFd) instanceof WatchFile file) {
            result = file.queue.read(events.buffer);
            events.reset(Math.max(0, result));
        }
        return kernel.leave(process, Call.WATCH_NEXT, "", result);
    }
}
