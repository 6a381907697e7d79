package org.yagura.tools.multilog;

import org.jspecify.annotations.Nullable;
import org.yagura.core.log.DirectorySpec;
import org.yagura.core.log.ErrorLines;
import org.yagura.core.log.LineFeeder;
import org.yagura.core.log.Script;
import org.yagura.core.log.StatusSpec;
import org.yagura.os.Errno;
import org.yagura.tools.Daemon;
import org.yagura.tools.Outcome;

/** All that lines go to. One output in trouble does not keep the others from taking their lines, but no more are read until it has its own. */
final class Outputs {
    private static final int STDERR = 2;

    private final Parts parts;
    private final LogDirectory[] directories;
    private final StatusOutput[] statusFiles;
    private int opened;
    private @Nullable Outcome fatal;
    private long deadlineNs = Daemon.NEVER;

    Outputs(Parts parts, Script script) {
        this.parts = parts;
        directories = new LogDirectory[script.directories().size()];
        int d = 0;
        for (DirectorySpec spec : script.directories()) {
            directories[d++] = new LogDirectory(parts, spec);
        }
        statusFiles = new StatusOutput[script.statusFiles().size()];
        int s = 0;
        for (StatusSpec spec : script.statusFiles()) {
            statusFiles[s++] = new StatusOutput(parts, spec);
        }
    }

    /** How the tool ends because an output could not be opened, or null. */
    @Nullable
    Outcome fatal() {
        return fatal;
    }

    /** When {@link #settle} has something to do although nothing has happened. */
    long deadlineNs() {
        return deadlineNs;
    }

    /** Opens the status files. Directories are opened one after another by {@link #settle}. */
    void openStatusFiles() {
        for (StatusOutput file : statusFiles) {
            if (fatal == null) {
                fatal = file.open();
            }
        }
    }

    /** Does what can be done now. @return whether nothing is left to do */
    boolean settle(long nowNs) {
        deadlineNs = Daemon.NEVER;
        boolean settled = fatal == null;
        for (int i = 0; i < opened; i++) {
            settled &= settle(directories[i], nowNs);
        }
        while (settled && opened < directories.length) {
            LogDirectory directory = directories[opened++];
            fatal = directory.open();
            settled = fatal == null && settle(directory, nowNs);
        }
        for (StatusOutput file : statusFiles) {
            if (!file.settle(nowNs)) {
                deadlineNs = Math.min(deadlineNs, file.deadlineNs());
                settled = false;
            }
        }
        return settled;
    }

    private boolean settle(LogDirectory directory, long nowNs) {
        if (directory.settle(nowNs)) {
            return true;
        }
        if (fatal == null) {
            fatal = directory.fatal();
        }
        deadlineNs = Math.min(deadlineNs, directory.deadlineNs());
        return false;
    }

    /** Takes the lines that the feeder has put together. */
    void take(LineFeeder feeder) {
        for (LogDirectory directory : directories) {
            directory.take();
        }
        for (StatusOutput file : statusFiles) {
            file.take();
        }
        ErrorLines errors = feeder.errors();
        int sent = 0;
        while (sent < errors.length()) {
            int n = parts.descriptors().write(STDERR, errors.bytes(), sent, errors.length() - sent);
            if (n <= 0 && n != -Errno.EINTR) {
                return;
            }
            sent += Math.max(n, 0);
        }
    }

    void wantRotation() {
        for (LogDirectory directory : directories) {
            directory.wantRotation();
        }
    }

    /** Begins the rotations that are wanted and possible now. @return whether there was one */
    boolean rotateIfWanted(boolean inLine) {
        boolean began = false;
        for (LogDirectory directory : directories) {
            began |= directory.rotateIfWanted(inLine);
        }
        return began;
    }

    void endSoon(long nowNs) {
        for (LogDirectory directory : directories) {
            directory.endSoon(nowNs);
        }
        for (StatusOutput file : statusFiles) {
            file.endSoon();
        }
    }

    void complete() {
        for (LogDirectory directory : directories) {
            directory.complete();
        }
    }

    /** Says what is lost. @return whether anything is */
    boolean reportLost() {
        boolean lost = false;
        for (LogDirectory directory : directories) {
            lost |= directory.reportLost();
        }
        return lost;
    }
}
