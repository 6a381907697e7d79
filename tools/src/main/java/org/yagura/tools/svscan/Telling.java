package org.yagura.tools.svscan;

import org.jspecify.annotations.Nullable;
import org.yagura.core.adopt.Surroundings;
import org.yagura.core.text.Ascii;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.Processes;
import org.yagura.tools.ThisBoot;

/** What each supervise is told, so that it need not ask {@code /proc}, and knows who has started it: found out once. */
final class Telling {
    /** Not our own: it is another where somebody has put our children into a new one. */
    private static final byte[] PID_NAMESPACE = Ascii.bytes("/proc/self/ns/pid_for_children");

    private final ThisBoot boot;
    private final Files files;
    private final Processes processes;
    private byte @Nullable [] all;

    Telling(ThisBoot boot, Files files, Processes processes) {
        this.boot = boot;
        this.files = files;
        this.processes = processes;
    }

    /** Where not all of it can be found out, the supervise has to see for itself, and the next one is told perhaps. */
    byte[] told() {
        byte[] told = all;
        if (told != null) {
            return told;
        }
        FileInfo info = new FileInfo();
        boolean known = boot.read() == 0 && files.stat(Files.CWD, PID_NAMESPACE, info) == 0 && info.inode > 0;
        told = Surroundings.tell(boot.id, known ? info.inode : 0, processes.pid());
        all = known ? told : null;
        return told;
    }
}
