package org.yagura.core.supervise;

import org.yagura.core.adopt.ExitNote;
import org.yagura.core.status.Status;

/**
 * What is known of the supervise that looked after a slot before: its status, the start that it made last, and the child of that start, if
 * it runs still. A mutable holder.
 */
public final class Predecessor {
    /** Its last status; to be used only where it {@link #resumes}. */
    public final Status status = new Status();
    /** The process that still runs, or 0. */
    public int pid;
    /** How the child of the last start ended, or {@link ExitNote#UNKNOWN}. */
    public int waitStatus = ExitNote.UNKNOWN;

    private int program;
    private boolean unclean;
    private boolean startKnown;
    private long startedBootNs;

    /** Nothing is known. */
    public void clear() {
        pid = 0;
        waitStatus = ExitNote.UNKNOWN;
        unclean = false;
        startKnown = false;
        startedBootNs = 0;
    }

    /** Reads its status. @param bootId of now; zeros where unknown */
    public void readStatus(byte[] bytes, int length, byte[] bootId) {
        unclean = status.decode(bytes, length) == Status.Form.OURS && status.ofBoot(bootId) && !status.endedCleanly;
    }

    /** A record of this boot says when its last start was, and of what. */
    public void started(int programNumber, long bootNs) {
        program = programNumber;
        startKnown = true;
        startedBootNs = bootNs;
    }

    /**
     * Whether things go on as its status says: it was not told to end, nor did the machine. One that was to end with its service, which
     * has ended meanwhile, has ended as it should.
     */
    public boolean resumes() {
        return unclean && (pid != 0 || !status.exiting);
    }

    /** What its last child is, or was. */
    public Program program() {
        return Program.of(startKnown ? program : resumes() ? status.script : 0);
    }

    /** Whether its last start in this boot is known. */
    public boolean startKnown() {
        return startKnown;
    }

    /** CLOCK_BOOTTIME of that start. */
    public long startedBootNs() {
        return startedBootNs;
    }

    /** Whether the status tells of the last start. If not, it was killed between start and status, or the disk was full. */
    public boolean statusIsOfLastStart() {
        return resumes() && !(startKnown && status.changedBootNs < startedBootNs);
    }
}
