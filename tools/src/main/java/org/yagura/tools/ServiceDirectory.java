package org.yagura.tools;

import org.yagura.core.text.Ascii;
import org.yagura.os.Errno;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;

/** Service directories that a command is told to look into; held by descriptor, so that the current directory never changes. */
public final class ServiceDirectory {
    private ServiceDirectory() {}

    /**
     * Opens a handle on a directory. Fails as {@code chdir} would: the dot at the end makes the system check for the right to search it.
     *
     * @return a descriptor, or a negated errno
     */
    public static int open(Files files, byte[] name) {
        if (name.length == 0) {
            return -Errno.ENOENT;
        }
        byte[] inside = Ascii.concat(name, Ascii.bytes("/."));
        return files.open(Files.CWD, inside, OpenFlag.PATH | OpenFlag.DIRECTORY, 0);
    }
}
