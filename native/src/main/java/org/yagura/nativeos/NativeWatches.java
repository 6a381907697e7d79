package org.yagura.nativeos;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;
import org.yagura.os.WatchEvents;
import org.yagura.os.Watches;

/** inotify. */
@Include(value = "events.h", isSystem = false)
final class NativeWatches implements Watches {
    @Override
    public int open() {
        return openWatches();
    }

    @Override
    public int watch(int watchFd, byte[] name, int events) {
        return add(watchFd, Address.ofData(name), name.length, events);
    }

    @Override
    public int unwatch(int watchFd, int watch) {
        return remove(watchFd, watch);
    }

    @Override
    public int next(int watchFd, WatchEvents events) {
        int length = next(watchFd, Address.ofData(events.buffer), events.buffer.length);
        if (length >= 0) {
            events.reset(length);
        }
        return length;
    }

    @Import(name = "yg_watches_open")
    @Unmanaged
    private static native int openWatches();

    @Import(name = "yg_watches_add")
    @Unmanaged
    private static native int add(int watchFd, Address name, int length, int events);

    @Import(name = "yg_watches_remove")
    @Unmanaged
    private static native int remove(int watchFd, int watch);

    @Import(name = "yg_read")
    @Unmanaged
    private static native int next(int watchFd, Address to, int length);
}
