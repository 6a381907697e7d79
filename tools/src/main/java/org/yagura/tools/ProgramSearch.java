package org.yagura.tools;

import org.jspecify.annotations.Nullable;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Errno;
import org.yagura.os.Exec;

/** Becoming a program, sought along a PATH where its name has no slash. */
public final class ProgramSearch {
    private static final byte[] PATH_DEFAULT = Ascii.bytes("/bin:/usr/bin");

    private ProgramSearch() {}

    /**
     * Becomes a program. Tries each directory of the path: a file that is there but may not be run does not end the search, but its
     * error is reported if nothing better comes; any other error than "no such file" ends it.
     *
     * @param path the value of PATH, or null for the usual one
     * @return a negated errno; it returns only where it failed
     */
    public static int exec(
            Exec system, byte[] program, byte[][] arguments, byte[][] environment, byte @Nullable [] path) {
        int reported = -Errno.ENOENT;
        for (byte[] candidate : candidates(program, path)) {
            int error = system.exec(candidate, arguments, environment);
            if (error != -Errno.ENOENT) {
                reported = error;
            }
            if (error != -Errno.ENOENT && error != -Errno.EACCES && error != -Errno.EPERM && error != -Errno.EISDIR) {
                return error;
            }
        }
        return reported;
    }

    /** The names under which a program is tried, in turn. */
    public static byte[][] candidates(byte[] program, byte @Nullable [] path) {
        if (indexOf(program, '/', 0) < program.length) {
            return new byte[][] {program};
        }
        byte[] directories = path == null ? PATH_DEFAULT : path;
        int count = 1;
        for (byte b : directories) {
            count += b == ':' ? 1 : 0;
        }
        byte[][] names = new byte[count][];
        ByteBuilder name = new ByteBuilder(64);
        int start = 0;
        for (int i = 0; i < count; i++) {
            int end = indexOf(directories, ':', start);
            name.clear();
            if (end == start) {
                name.append((byte) '.');
            }
            names[i] = name.append(directories, start, end - start)
                    .append((byte) '/')
                    .append(program)
                    .toBytes();
            start = end + 1;
        }
        return names;
    }

    /** Where a byte next is, or the length where it is not. */
    private static int indexOf(byte[] in, char wanted, int from) {
        int at = from;
        while (at < in.length && in[at] != wanted) {
            at++;
        }
        return at;
    }
}
