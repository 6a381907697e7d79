package org.yagura.nativeos;

import org.jspecify.annotations.Nullable;
import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/** Argument vector and environment as C wants them: copied into memory of its own, which is kept for the next time. */
@Include(value = "spawn.h", isSystem = false)
final class Vectors {
    private Vectors() {}

    /** Stores both; a null environment is this process's own. @return 0 or a negated errno */
    static int store(byte[][] arguments, byte @Nullable [][] environment) {
        long bytes = bytes(arguments);
        int environmentCount = -1;
        if (environment != null) {
            bytes += bytes(environment);
            environmentCount = environment.length;
        }
        int result = begin(arguments.length, environmentCount, bytes);
        if (result < 0) {
            return result;
        }
        add(arguments);
        if (environment != null) {
            add(environment);
        }
        return 0;
    }

    private static long bytes(byte[][] strings) {
        long bytes = 0;
        for (byte[] string : strings) {
            bytes += string.length + 1;
        }
        return bytes;
    }

    private static void add(byte[][] strings) {
        for (byte[] string : strings) {
            add(Address.ofData(string), string.length);
        }
    }

    @Import(name = "yg_vectors_begin")
    @Unmanaged
    private static native int begin(int arguments, int environment, long bytes);

    @Import(name = "yg_vectors_add")
    @Unmanaged
    private static native void add(Address string, int length);
}
