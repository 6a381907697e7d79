package org.yagura.tools.svscan;

import org.jspecify.annotations.Nullable;
import org.yagura.core.adopt.Surroundings;
import org.yagura.core.status.BootId;
import org.yagura.core.status.Status;
import org.yagura.core.text.Ascii;
import org.yagura.os.Descriptors;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;

/** What each supervise is told, so that it need not ask {@code /proc}: found out once. */
final class Telling {
    /** Not our own: it is another where somebody has put our children into a new one. */
    private static final byte[] PID_NAMESPACE = Ascii.bytes("/proc/self/ns/pid_for_children");

    private final Files files;
    private final Descriptors descriptors;
    private boolean asked;
    private byte @Nullable [] told;

    Telling(Files files, Descriptors descriptors) {
        this.files = files;
        this.descriptors = descriptors;
    }

    /** Null where not all of it can be found out; then each supervise has to see for itself. */
    byte @Nullable [] told() {
        if (!asked) {
            asked = true;
            told = ask();
        }
        return told;
    }

    private byte @Nullable [] ask() {
        byte[] text = new byte[BootId.TEXT_LENGTH];
        int fd = files.open(Files.CWD, Ascii.bytes(BootId.PATH), OpenFlag.READ, 0);
        if (fd < 0) {
            return null;
        }
        int length = descriptors.read(fd, text, 0, text.length);
        descriptors.close(fd);
        FileInfo info = new FileInfo();
        if (!BootId.parse(text, length, new byte[Status.BOOT_ID_LENGTH])
                || files.stat(Files.CWD, PID_NAMESPACE, info) < 0
                || info.inode <= 0) {
            return null;
        }
        return Surroundings.tell(text, info.inode);
    }
}
