package org.yagura.nativeos;

import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;
import org.yagura.os.Clock;

/** The clocks of the kernel, read without a system call where the machine allows it. */
@Include(value = "process.h", isSystem = false)
final class NativeClock implements Clock {
    @Override
    public long monotonicNs() {
        return monotonic();
    }

    @Override
    public long wallNs() {
        return wall();
    }

    @Override
    public long bootNs() {
        return boot();
    }

    @Import(name = "yg_monotonic_ns")
    @Unmanaged
    private static native long monotonic();

    @Import(name = "yg_wall_ns")
    @Unmanaged
    private static native long wall();

    @Import(name = "yg_boot_ns")
    @Unmanaged
    private static native long boot();
}
