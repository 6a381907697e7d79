package org.yagura.nativeos;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;
import org.yagura.os.Succession;

/** execve in place, and memfd_create. */
@Include(value = "succession.h", isSystem = false)
final class NativeSuccession implements Succession {
    @Override
    public int memoryFile() {
        return makeMemoryFile();
    }

    @Override
    public int inherited() {
        int fd = Start.inherited();
        if (fd >= 0) {
            setCloseOnExec(fd, 1);
        }
        return fd;
    }

    @Override
    public int become(byte[] program, int leftFd) {
        return become(Address.ofData(program), program.length, leftFd);
    }

    @Import(name = "yg_memory_file")
    @Unmanaged
    private static native int makeMemoryFile();

    @Import(name = "yg_become")
    @Unmanaged
    private static native int become(Address program, int length, int leftFd);

    @Include(value = "descriptors.h", isSystem = false)
    @Import(name = "yg_set_close_on_exec")
    @Unmanaged
    private static native int setCloseOnExec(int fd, int on);
}
