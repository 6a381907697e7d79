package org.yagura.tools.multilog;

import org.yagura.core.text.Ascii;
import org.yagura.os.ChildExit;
import org.yagura.os.Errno;
import org.yagura.os.OpenFlag;
import org.yagura.os.Signal;
import org.yagura.os.SpawnRequest;

/** The program that turns a finished file into what is kept: {@code previous} and {@code state} go in, {@code processed} and {@code newstate} come out. */
final class Processor {
    /** Results of {@link #look}, besides a negated errno. */
    static final int RUNNING = 0;

    static final int ENDED = 1;

    private static final int PREVIOUS_TO = 0;
    private static final int PROCESSED_TO = 1;
    private static final int STATE_TO = 4;
    private static final int NEWSTATE_TO = 5;
    private static final int OUTPUT_MODE = 0644;

    private final Parts parts;
    private final byte[] command;
    private final SpawnRequest request;
    private final ChildExit exit = new ChildExit();
    private final int[] from = new int[4];
    private int pid;

    Processor(Parts parts, byte[] command) {
        this.parts = parts;
        this.command = command;
        request = new SpawnRequest(
                Ascii.bytes("/bin/sh"), new byte[][] {Ascii.bytes("sh"), Ascii.bytes("-c"), command}, null);
        request.defaultSignals = Signal.bit(Signal.TERM) | Signal.bit(Signal.ALRM) | Signal.bit(Signal.CHLD);
    }

    /** Starts it in a log directory. @return 0; a negated errno where there is no process for it; or {@link #ENDED} where it could not run, which has been said */
    int start(int dirFd) {
        int error = openFiles(dirFd);
        int child = error < 0 ? 0 : spawn(dirFd);
        closeFiles();
        if (error == 0 && child < 0) {
            return child;
        }
        if (error == 0 && request.failedStep != SpawnRequest.STEP_NONE) {
            error = -request.failedErrno;
        }
        pid = child;
        if (error < 0) {
            parts.messages().fatal().add("unable to run ").add(command).because(-error);
        }
        return pid > 0 ? 0 : ENDED;
    }

    /** Whether it has ended. @return {@link #RUNNING}, {@link #ENDED} or a negated errno */
    int look() {
        int result = parts.processes().reap(pid, exit);
        if (result == 0) {
            return RUNNING;
        }
        pid = 0;
        return result < 0 ? result : ENDED;
    }

    /** How it ended. */
    ChildExit exit() {
        return exit;
    }

    void signal(int signal) {
        if (pid > 0) {
            parts.processes().kill(pid, signal);
        }
    }

    private int openFiles(int dirFd) {
        for (int i = 0; i < from.length; i++) {
            from[i] = -1;
        }
        int out = OpenFlag.WRITE | OpenFlag.CREATE | OpenFlag.TRUNCATE | OpenFlag.NOFOLLOW;
        from[0] = parts.files().open(dirFd, LogFiles.PREVIOUS, OpenFlag.READ | OpenFlag.NOFOLLOW, 0);
        from[1] = from[0] < 0 ? from[0] : parts.files().open(dirFd, LogFiles.PROCESSED, out, OUTPUT_MODE);
        from[2] =
                from[1] < 0 ? from[1] : parts.files().open(dirFd, LogFiles.STATE, OpenFlag.READ | OpenFlag.NOFOLLOW, 0);
        from[3] = from[2] < 0 ? from[2] : parts.files().open(dirFd, LogFiles.NEWSTATE, out, OUTPUT_MODE);
        return Math.min(from[3], 0);
    }

    private int spawn(int dirFd) {
        request.clearMoves();
        request.move(from[0], PREVIOUS_TO);
        request.move(from[1], PROCESSED_TO);
        request.move(from[2], STATE_TO);
        request.move(from[3], NEWSTATE_TO);
        request.directoryFd = dirFd;
        int child = parts.processes().spawn(request);
        return child == 0 ? -Errno.EAGAIN : child;
    }

    private void closeFiles() {
        for (int fd : from) {
            if (fd >= 0) {
                parts.descriptors().close(fd);
            }
        }
    }
}
