package org.yagura.nativeos;

import org.jspecify.annotations.Nullable;
import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/** How this process was called, as raw bytes: what {@code main} gets as text is cut and lacks the program's name. */
@Include(value = "process.h", isSystem = false)
final class Start {
    private static final int ARGUMENTS = 0;
    private static final int ENVIRONMENT = 1;

    private Start() {}

    /** The argument vector, the program's name first. */
    static byte[][] arguments() {
        return vector(ARGUMENTS);
    }

    static byte[][] environment() {
        return vector(ENVIRONMENT);
    }

    /** The absolute path of this program's file, or null where it cannot be found out. */
    static byte @Nullable [] executable() {
        byte[] path = new byte[0];
        int length = executable(Address.ofData(path), 0);
        if (length <= 0) {
            return null;
        }
        path = new byte[length];
        return executable(Address.ofData(path), length) == length ? path : null;
    }

    /** The descriptor that the program before us in this process has left, or -1. */
    static int inherited() {
        return leftFd();
    }

    /** What the parent has told, or empty. */
    static byte[] told() {
        byte[] told = new byte[toldLength()];
        copyTold(Address.ofData(told));
        return told;
    }

    /** To be called before anything of the command for people is touched: until then its literals are not there (compile.sh). */
    static void command() {
        literalsBegin();
    }

    private static byte[][] vector(int which) {
        byte[][] strings = new byte[count(which)][];
        for (int i = 0; i < strings.length; i++) {
            byte[] string = new byte[length(which, i)];
            copy(which, i, Address.ofData(string));
            strings[i] = string;
        }
        return strings;
    }

    @Import(name = "yg_literals_begin")
    @Unmanaged
    private static native void literalsBegin();

    @Import(name = "yg_start_inherited")
    @Unmanaged
    private static native int leftFd();

    @Import(name = "yg_start_told_length")
    @Unmanaged
    private static native int toldLength();

    @Import(name = "yg_start_told")
    @Unmanaged
    private static native void copyTold(Address to);

    @Import(name = "yg_start_count")
    @Unmanaged
    private static native int count(int vector);

    @Import(name = "yg_start_length")
    @Unmanaged
    private static native int length(int vector, int index);

    @Import(name = "yg_start_copy")
    @Unmanaged
    private static native void copy(int vector, int index, Address to);

    @Import(name = "yg_start_executable")
    @Unmanaged
    private static native int executable(Address to, int length);
}
