package org.yagura.tools;

import java.util.Arrays;
import org.yagura.os.Descriptors;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;

/** The directory that a name is in. */
public final class DirectoryOf {
    private static final byte[] HERE = {'.'};

    private DirectoryOf() {}

    /**
     * Brings a directory to the disk after a file got its name there. Trouble with it is not told: the file is complete whichever of
     * its names a power cut leaves.
     */
    public static void sync(Files files, Descriptors descriptors, byte[] name) {
        int end = name.length;
        while (end > 0 && name[end - 1] != '/') {
            end--;
        }
        byte[] directory = end == 0 ? HERE : Arrays.copyOf(name, end);
        int fd = files.open(Files.CWD, directory, OpenFlag.READ | OpenFlag.DIRECTORY, 0);
        if (fd >= 0) {
            descriptors.sync(fd);
            descriptors.close(fd);
        }
    }
}
