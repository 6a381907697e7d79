package org.yagura.nativeos;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;
import org.yagura.os.ProcessTitle;

/** The memory of the arguments that the kernel set up. */
@Include(value = "process.h", isSystem = false)
final class NativeProcessTitle implements ProcessTitle {
    @Override
    public int room() {
        return titleRoom();
    }

    @Override
    public void show(byte[] from, int offset, int length) {
        Check.range(from, offset, length);
        show(Address.ofData(from).add(offset), length);
    }

    @Import(name = "yg_title_room")
    @Unmanaged
    private static native int titleRoom();

    @Import(name = "yg_title_show")
    @Unmanaged
    private static native void show(Address from, int length);
}
