package org.yagura.nativeos;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;
import org.yagura.os.Poller;
import org.yagura.os.Ready;

/** epoll; its descriptor is made with the first one that is watched. */
@Include(value = "events.h", isSystem = false)
final class NativePoller implements Poller {
    private static final int EVENTS_MAX = 64;

    /** Pairs of a token and event bits. */
    private int[] found = new int[0];

    private int epollFd = -1;

    @Override
    public int add(int fd, int token, int interest) {
        int result = open();
        return result < 0 ? result : control(epollFd, 0, fd, token, interest);
    }

    @Override
    public int change(int fd, int token, int interest) {
        return control(epollFd, 1, fd, token, interest);
    }

    @Override
    public int remove(int fd) {
        return control(epollFd, 2, fd, 0, 0);
    }

    @Override
    public int await(long timeoutNs, Ready ready) {
        ready.clear();
        int result = open();
        if (result < 0) {
            return result;
        }
        int max = Math.min(EVENTS_MAX, ready.capacity());
        int count = await(epollFd, Address.ofData(found), max, timeoutNs);
        for (int i = 0; i < count; i++) {
            ready.add(found[2 * i], found[2 * i + 1]);
        }
        return count;
    }

    /** In a forked child: its epoll is still its parent's, which must not hear of what the child watches. */
    void leave() {
        if (epollFd >= 0) {
            closeFd(epollFd);
            epollFd = -1;
        }
    }

    private int open() {
        if (epollFd >= 0) {
            return 0;
        }
        found = new int[2 * EVENTS_MAX];
        int fd = openEpoll();
        if (fd < 0) {
            return fd;
        }
        epollFd = fd;
        return 0;
    }

    @Import(name = "yg_epoll_open")
    @Unmanaged
    private static native int openEpoll();

    @Import(name = "yg_close")
    @Unmanaged
    private static native int closeFd(int fd);

    @Import(name = "yg_epoll_control")
    @Unmanaged
    private static native int control(int epollFd, int operation, int fd, int token, int interest);

    @Import(name = "yg_epoll_await")
    @Unmanaged
    private static native int await(int epollFd, Address found, int max, long timeoutNs);
}
