package org.yagura.tools.svscan;

import org.yagura.core.adopt.Surroundings;
import org.yagura.core.text.Ascii;
import org.yagura.os.Clock;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.Processes;
import org.yagura.tools.ThisBoot;

/** What each supervise is told, so that it need not ask {@code /proc}, and knows who has started it. What is the same for all is found out once. */
final class Telling {
    /** Not our own: it is another where somebody has put our children into a new one. */
    private static final byte[] PID_NAMESPACE = Ascii.bytes("/proc/self/ns/pid_for_children");

    private final ThisBoot boot;
    private final Files files;
    private final Processes processes;
    private final Clock clock;
    /** 0 while it or the boot is unknown. */
    private long pidNamespace;

    Telling(ThisBoot boot, Files files, Processes processes, Clock clock) {
        this.boot = boot;
        this.files = files;
        this.processes = processes;
        this.clock = clock;
    }

    /**
     * For one that is started now. What cannot be found out the supervise has to see for itself, and the next one is told perhaps.
     *
     * @param programInode of the file that it is started from, or 0
     */
    byte[] told(long programInode) {
        if (pidNamespace == 0) {
            FileInfo info = new FileInfo();
            boolean known = boot.read() == 0 && files.stat(Files.CWD, PID_NAMESPACE, info) == 0 && info.inode > 0;
            pidNamespace = known ? info.inode : 0;
        }
        return Surroundings.tell(boot.id, pidNamespace, processes.pid(), programInode, clock.bootNs());
    }
}
