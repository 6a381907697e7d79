package org.yagura.nativeos;

import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;
import org.yagura.os.Signals;

/** signalfd. */
@Include(value = "events.h", isSystem = false)
final class NativeSignals implements Signals {
    @Override
    public int open(long set) {
        return openSignals(set);
    }

    @Override
    public int next(int signalFd) {
        return nextSignal(signalFd);
    }

    @Override
    public void makeDefault(long set) {
        resetSignals(set);
    }

    @Override
    public long ignoredAtStart() {
        return ignored();
    }

    @Override
    public long blockedAtStart() {
        return blocked();
    }

    @Override
    public void startedWith(long blocked, long ignored) {
        resume(blocked, ignored);
    }

    @Import(name = "yg_signals_blocked_at_start")
    @Unmanaged
    private static native long blocked();

    @Import(name = "yg_signals_started_with")
    @Unmanaged
    private static native void resume(long blocked, long ignored);

    @Import(name = "yg_signals_open")
    @Unmanaged
    private static native int openSignals(long set);

    @Import(name = "yg_signals_make_default")
    @Unmanaged
    private static native void resetSignals(long set);

    @Import(name = "yg_signals_next")
    @Unmanaged
    private static native int nextSignal(int signalFd);

    @Import(name = "yg_signals_ignored_at_start")
    @Unmanaged
    private static native long ignored();
}
