package org.yagura.nativeos;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;
import org.yagura.os.Memory;

/** The heap's pages. */
@Include(value = "heap.h", isSystem = false)
final class NativeMemory implements Memory {
    @Override
    public void forget(byte[] bytes, int from, int to) {
        Check.range(bytes, from, to - from);
        forget(Address.ofData(bytes).add(from), to - from);
    }

    @Override
    public void collect() {
        System.gc();
    }

    @Override
    public void giveBack() {
        spare();
    }

    @Import(name = "yg_forget")
    @Unmanaged
    private static native void forget(Address from, int length);

    @Import(name = "yg_spare")
    @Unmanaged
    private static native void spare();
}
