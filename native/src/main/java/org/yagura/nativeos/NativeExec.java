package org.yagura.nativeos;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;
import org.yagura.os.Exec;

/** The end of this process. */
@Include(value = "spawn.h", isSystem = false)
final class NativeExec implements Exec {
    @Override
    public int exec(byte[] program, byte[][] arguments, byte[][] environment) {
        int result = Vectors.store(arguments, environment);
        return result < 0 ? result : exec(Address.ofData(program), program.length);
    }

    @Override
    public void exit(int code) {
        exitNow(code);
    }

    @Import(name = "yg_exec")
    @Unmanaged
    private static native int exec(Address program, int length);

    @Import(name = "yg_exit")
    @Unmanaged
    private static native void exitNow(int code);
}
