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
        if (indexOf(program, '/', 0) < program.length) {
            return system.exec(program, arguments, environment);
        }
        byte[] directories = path == null ? PATH_DEFAULT : path;
        ByteBuilder candidate = new ByteBuilder(64);
        int reported = -Errno.ENOENT;
        for (int start = 0; start <= directories.length; ) {
            int end = indexOf(directories, ':', start);
            candidate.clear();
            if (end == start) {
                candidate.append((byte) '.');
            }
            candidate.append(directories, start, end - start).append((byte) '/').append(program);
            int error = system.exec(candidate.toBytes(), arguments, environment);
            if (error != -Errno.ENOENT) {
                reported = error;
            }
            if (error != -Errno.ENOENT && error != -Errno.EACCES && error != -Errno.EPERM && error != -Errno.EISDIR) {
                return error;
            }
            start = end + 1;
        }
        return reported;
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
