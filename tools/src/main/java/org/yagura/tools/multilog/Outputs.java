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
            directories[d] = new LogDirectory(parts, spec, d);
            d++;
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

    /** When something that was written is due on disk, though nothing happens. */
    long syncAtNs() {
        long atNs = Daemon.NEVER;
        for (LogDirectory directory : directories) {
            atNs = Math.min(atNs, directory.syncAtNs());
        }
        return atNs;
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
        if (!settled) {
            deadlineNs = Math.min(deadlineNs, syncAtNs());
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

    /** Counts what the lines that the feeder has put together would come to. */
    void expect() {
        for (LogDirectory directory : directories) {
            directory.expect();
        }
    }

    /** Whether what an earlier logger has written can be a part of what was counted. */
    boolean fits() {
        boolean fits = true;
        for (LogDirectory directory : directories) {
            fits &= directory.fits();
        }
        return fits;
    }

    /** Nothing that an earlier logger has written is left out. */
    void startAfresh() {
        for (LogDirectory directory : directories) {
            directory.startAfresh();
        }
    }

    /** Brings the journal's notes up to date, between batches. */
    void note() {
        for (LogDirectory directory : directories) {
            directory.note();
        }
    }

    /** Whether there is something that could not be written and is tried no more. */
    boolean lost() {
        boolean lost = false;
        for (LogDirectory directory : directories) {
            lost |= directory.lost();
        }
        return lost;
    }

    /** What an earlier logger has written of the batch is written again. */
    void takeBackBatch() {
        for (LogDirectory directory : directories) {
            directory.takeBackBatch();
        }
    }

    /** What is not written is to stay in the journal. @return 0, or a negated errno where not everything is on disk */
    int syncForJournal() {
        int error = 0;
        for (LogDirectory directory : directories) {
            error = Math.min(error, directory.syncForJournal());
        }
        return error;
    }

    /** Says what was dropped and is not told in the log. */
    void reportGaps() {
        for (LogDirectory directory : directories) {
            directory.reportGap();
        }
    }

    /** Says what could not be written. @param kept whether the journal has it */
    void reportLost(boolean kept) {
        for (LogDirectory directory : directories) {
            directory.reportLost(kept);
        }
    }
}
