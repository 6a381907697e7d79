package org.yagura.tools.multilog;

import org.jspecify.annotations.Nullable;
import org.yagura.core.log.Branch;
import org.yagura.core.log.DirectorySpec;
import org.yagura.core.log.Gap;
import org.yagura.core.log.JournalNote;
import org.yagura.core.log.OldFiles;
import org.yagura.core.log.Rotation;
import org.yagura.core.text.Ascii;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.OpenFlag;

/** The files of one log directory, and the steps of {@link Rotation} carried out on them. */
final class LogFiles {
    static final byte[] PREVIOUS = Ascii.bytes("previous");
    static final byte[] PROCESSED = Ascii.bytes("processed");
    static final byte[] STATE = Ascii.bytes("state");
    static final byte[] NEWSTATE = Ascii.bytes("newstate");
    static final byte[] CURRENT = Ascii.bytes("current");
    private static final byte[] ABOVE = Ascii.bytes("..");

    /** Result of a step that is not over, besides 0 for one that is and a negated errno. */
    static final int WAITING = 1;
    /** Result of a step that failed for a reason which has been said. */
    static final int FAILED = 2;

    private static final int MODE_NEW = 0600;
    private static final int MODE_IN_USE = 0644;
    private static final int MODE_COMPLETE = 0744;
    /** Whoever may write to the directory could plant a link, and have a logger with more rights write where it leads. */
    private static final int APPEND =
            OpenFlag.WRITE | OpenFlag.APPEND | OpenFlag.CREATE | OpenFlag.NONBLOCK | OpenFlag.NOFOLLOW;

    private final Parts parts;
    private final Trouble trouble;
    private final byte[] path;
    private final Branch branch;
    private final int count;
    private final int dirFd;
    private final Rotation rotation;
    private final @Nullable Processor processor;
    private final Stock stock;
    private final OldFiles old;
    private final FileInfo info = new FileInfo();
    private final DiskSync currentSync;
    private final DiskSync outputSync;
    private byte[] name = {};
    private int currentFd = -1;
    private int previousFd = -1;
    private final int index;
    private long written;
    private boolean inherited;
    private boolean endsInLine;

    LogFiles(Parts parts, Trouble trouble, DirectorySpec spec, int dirFd, Rotation rotation, int index) {
        this.parts = parts;
        this.index = index;
        this.trouble = trouble;
        this.path = spec.path();
        this.branch = spec.branch();
        this.count = spec.count();
        this.dirFd = dirFd;
        this.rotation = rotation;
        byte[] command = spec.processor();
        processor = command == null ? null : new Processor(parts, command);
        stock = new Stock(parts, dirFd);
        old = stock.old;
        currentSync = new DiskSync(parts, dirFd, stock.buffer);
        outputSync = new DiskSync(parts, dirFd, stock.buffer);
    }

    int currentFd() {
        return currentFd;
    }

    @Nullable
    Processor processor() {
        return processor;
    }

    /** Bytes of the batch in the journal that an earlier logger has written. */
    long written() {
        return written;
    }

    /** Whether the current file of an earlier logger that did not end well is gone on with for now. */
    boolean inherited() {
        return inherited;
    }

    /** Whether the current file ended inside a line before that batch. */
    boolean endsInLine() {
        return endsInLine;
    }

    void closeCurrent() {
        parts.descriptors().close(currentFd);
        currentFd = -1;
    }

    /**
     * Looks at what is there at start. A complete current file is opened to be appended to; anything else is left to the rotation to be
     * cleared up.
     *
     * @param note what the journal has for this directory, or null
     * @return the length of the current file, or a negated errno, with the trouble described
     */
    long openCurrent(@Nullable JournalNote note) {
        trouble.about("unable to stat ", path, CURRENT, "");
        int error = parts.files().stat(dirFd, CURRENT, info);
        if (error < 0 && error != -Errno.ENOENT) {
            return error;
        }
        boolean there = error == 0;
        boolean complete = there && (info.mode & 0100) != 0;
        long length = there ? info.size : 0;
        long inode = there ? info.inode : 0;
        if (note != null) {
            length = withoutPartOfMarker(note, inode, length);
            error = length < 0 ? (int) length : compare(note, inode, length);
            if (error < 0) {
                return error;
            }
        }
        parts.journal().note(index).inode = inode;
        if (complete) {
            inherited = false;
            return openComplete(length);
        }
        stock.takeFirst();
        stock.remove(STATE);
        stock.remove(NEWSTATE);
        trouble.about("unable to stat ", path, PROCESSED, "");
        error = stock.lacks(PROCESSED) ? -Errno.ENOENT : parts.files().stat(dirFd, PROCESSED, info);
        if (error < 0 && error != -Errno.ENOENT) {
            return error;
        }
        boolean processedIsComplete = error == 0 && (info.mode & 0100) != 0;
        stock.remove(processedIsComplete ? PREVIOUS : PROCESSED);
        rotation.beginAtStart(processedIsComplete, inherited);
        return inherited ? length : 0;
    }

    /** Lines were dropped, and the line that tells of it was under way: makes sure that it is there whole or not at all. @return the length now, or a negated errno */
    private long withoutPartOfMarker(JournalNote note, long inode, long length) {
        if (note.gapBytes == 0 || inode != note.inode || length <= note.size) {
            return length;
        }
        Gap gap = new Gap();
        gap.resume(note.gapLines, note.gapBytes, note.dropsLine);
        int marker = gap.marker(branch.label(), note.midLine).length();
        if (length - note.size == marker && !parts.journal().isOfOtherBoot()) {
            note.size = length;
            note.gapLines = 0;
            note.gapBytes = 0;
            note.midLine = false;
            parts.journal().store(index);
            return length;
        }
        trouble.about("unable to append to ", path, CURRENT, "");
        int fd = parts.files().open(dirFd, CURRENT, APPEND, MODE_NEW);
        if (fd < 0) {
            return fd;
        }
        int error = parts.descriptors().truncate(fd, note.size);
        parts.descriptors().close(fd);
        return error < 0 ? error : note.size;
    }

    /** Finds out from the files how far the batch in the journal has come. @return 0 or a negated errno */
    private int compare(JournalNote note, long inode, long length) {
        if (inode == note.inode && inode != 0) {
            written = note.produced(length);
            inherited = written >= 0;
            endsInLine = inherited && note.midLine;
        } else if (note.inode == 0 && length == 0) {
            written = note.produced;
        } else {
            // It was killed when it had renamed the file and had not begun another one.
            trouble.about("unable to stat ", path, PREVIOUS, "");
            int error = parts.files().stat(dirFd, PREVIOUS, info);
            if (error < 0 && error != -Errno.ENOENT) {
                return error;
            }
            boolean renamed = error == 0 && info.inode == note.inode && length == 0;
            // The note of a fresh file may have come to the disk, but not the file, nor the new name of the one before.
            boolean lacksFile = note.size == 0 && parts.journal().isOfOtherBoot();
            written = renamed ? note.produced(info.size) : lacksFile ? note.produced : -1;
        }
        if (written < 0) {
            written = 0;
            parts.journal().misfit();
        } else if (!inherited) {
            note.inode = 0;
            note.size = 0;
            note.produced = written;
            trouble.about("unable to write ", parts.journal().path(), JournalFile.NAME, " to disk");
            return parts.journal().storeForGood(index);
        }
        return 0;
    }

    private long openComplete(long size) {
        trouble.about("unable to append to ", path, CURRENT, "");
        int fd = parts.files().open(dirFd, CURRENT, APPEND, MODE_NEW);
        if (fd < 0) {
            return fd;
        }
        currentFd = fd;
        trouble.about("unable to set mode of ", path, CURRENT, "");
        int error = parts.descriptors().changeMode(fd, MODE_IN_USE);
        return error < 0 ? error : size;
    }

    /**
     * Makes sure of the current file: on disk, and marked as complete, unless it ends in a piece of a line: that the next logger must not
     * go on with.
     *
     * @return 0 or a negated errno, with the trouble described
     */
    int complete(boolean midLine) {
        int error = syncCurrent();
        if (error < 0 || midLine) {
            return error;
        }
        trouble.about("unable to set mode of ", path, CURRENT, "");
        error = parts.descriptors().changeMode(currentFd, MODE_COMPLETE);
        return error < 0 ? error : syncDirectory();
    }

    /** Carries out the rotation's step. @return 0, {@link #WAITING}, {@link #FAILED}, or a negated errno, with the trouble described */
    int perform() {
        return switch (rotation.step()) {
            case NONE -> 0;
            case SYNC_CURRENT -> syncCurrent();
            case RENAME_CURRENT -> renameCurrent();
            case CREATE_CURRENT -> makeCurrent("unable to create ");
            case CREATE_FIRST -> makeCurrent("unable to write to ");
            case MODE_CURRENT, MODE_FIRST -> {
                trouble.about("unable to set mode of ", path, CURRENT, "");
                yield parts.descriptors().changeMode(currentFd, MODE_IN_USE);
            }
            case MODE_PREVIOUS -> modePrevious();
            case RUN_PROCESSOR -> runProcessor();
            case AWAIT_PROCESSOR -> awaitProcessor();
            case SYNC_PROCESSED -> syncOutput(PROCESSED, true);
            case SYNC_NEWSTATE -> syncOutput(NEWSTATE, false);
            case REMOVE_PREVIOUS -> remove(PREVIOUS);
            case RENAME_NEWSTATE -> {
                trouble.about("unable to rename newstate to state in directory ", path, "");
                yield parts.files().rename(dirFd, NEWSTATE, dirFd, STATE);
            }
            case FIND_FINISHED -> findFinished();
            case SYNC_FINISHED -> syncOutput(finished(), false);
            case NAME_FINISHED -> nameFinished();
            case RENAME_FINISHED -> renameFinished();
            case REMOVE_FINISHED -> remove(finished());
            case SYNC_DIRECTORY -> syncDirectory();
            case SYNC_NAMES -> syncNames();
            case REMOVE_OLD -> removeOld();
            case CREATE_STATE -> makeState();
        };
    }

    int syncCurrent() {
        trouble.about("unable to write ", path, CURRENT, " to disk");
        return currentSync.sync(currentFd, CURRENT);
    }

    private int renameCurrent() {
        stock.grows();
        trouble.about("unable to rename current to previous in directory ", path, "");
        int error = parts.files().rename(dirFd, CURRENT, dirFd, PREVIOUS);
        if (error < 0 && error != -Errno.ENOENT) {
            return error;
        }
        // A current that somebody has removed is gone; waiting for it would stop the log for ever.
        previousFd = currentFd;
        currentFd = -1;
        return 0;
    }

    private int makeCurrent(String words) {
        stock.grows();
        trouble.about(words, path, CURRENT, "");
        if (currentFd < 0) {
            currentFd = parts.files().open(dirFd, CURRENT, APPEND, MODE_NEW);
        }
        if (currentFd < 0 || !parts.journal().activeOrToMake()) {
            return Math.min(currentFd, 0);
        }
        int error = parts.descriptors().info(currentFd, info);
        if (error == 0) {
            parts.journal().note(index).inode = info.inode;
        }
        return error;
    }

    private int makeState() {
        trouble.about("unable to write to ", path, STATE, "");
        int flags = OpenFlag.WRITE | OpenFlag.CREATE | OpenFlag.TRUNCATE | OpenFlag.NONBLOCK | OpenFlag.NOFOLLOW;
        int fd = parts.files().open(dirFd, STATE, flags, MODE_IN_USE);
        return fd < 0 ? fd : Math.min(parts.descriptors().close(fd), 0);
    }

    private int modePrevious() {
        trouble.about("unable to set mode of ", path, PREVIOUS, "");
        int error = parts.descriptors().changeMode(previousFd, MODE_COMPLETE);
        if (error == 0) {
            parts.descriptors().close(previousFd);
            previousFd = -1;
        }
        return error;
    }

    private int runProcessor() {
        if (processor == null) {
            return 0;
        }
        stock.grows();
        trouble.about("unable to fork for processor in ", path, "");
        int result = processor.start(dirFd);
        return result == Processor.ENDED ? processorFailed("processor failed in ") : result;
    }

    private int awaitProcessor() {
        if (processor == null) {
            return 0;
        }
        int result = processor.look();
        if (result == Processor.RUNNING) {
            return WAITING;
        }
        if (result < 0) {
            rotation.processorFailed();
            trouble.about("wait failed for processor in ", path, "");
            return result;
        }
        if (processor.exit().crashed()) {
            return processorFailed("processor crashed in ");
        }
        return processor.exit().code() == 0 ? 0 : processorFailed("processor failed in ");
    }

    private int processorFailed(String words) {
        rotation.processorFailed();
        trouble.about(words, path, "");
        return FAILED;
    }

    private int syncOutput(byte[] file, boolean isComplete) {
        trouble.about("unable to create ", path, file, "");
        int fd = parts.files().open(dirFd, file, APPEND, MODE_NEW);
        if (fd < 0) {
            return fd;
        }
        trouble.about("unable to write ", path, file, " to disk");
        int error = (file == CURRENT ? currentSync : outputSync).sync(fd, file);
        if (error == 0 && isComplete) {
            trouble.about("unable to set mode of ", path, file, "");
            error = parts.descriptors().changeMode(fd, MODE_COMPLETE);
        }
        parts.descriptors().close(fd);
        return error;
    }

    private int remove(byte[] file) {
        trouble.about("unable to remove ", path, file, "");
        int error = parts.files().unlink(dirFd, file);
        return error == -Errno.ENOENT ? 0 : error;
    }

    private byte[] finished() {
        return switch (rotation.finished()) {
            case CURRENT -> CURRENT;
            case PREVIOUS -> PREVIOUS;
            case PROCESSED -> PROCESSED;
        };
    }

    private int findFinished() {
        trouble.about("unable to stat ", path, finished(), "");
        int error = stock.lacks(finished()) ? -Errno.ENOENT : parts.files().stat(dirFd, finished(), info);
        if (error == -Errno.ENOENT) {
            rotation.absent();
            return WAITING;
        }
        if (error == 0 && info.links > 1) {
            rotation.linkedBefore();
            old.forget();
            return WAITING;
        }
        return error;
    }

    private int nameFinished() {
        trouble.about("unable to read ", path, "");
        old.clearForName();
        int error = stock.take();
        if (error == 0) {
            name = old.nextName(parts.clock().wallNs(), rotation.code());
        }
        return error;
    }

    private int renameFinished() {
        // The name is free: it is greater than all that the listing showed, and we hold the lock.
        trouble.about("unable to link to ", path, name, "");
        int error = parts.files().rename(dirFd, finished(), dirFd, name);
        if (error == 0) {
            old.added();
        }
        return error;
    }

    private int syncDirectory() {
        trouble.about("unable to write ", path, " to disk");
        return syncDirectory(parts.descriptors(), dirFd);
    }

    /** @return 0 or a negated errno */
    static int syncDirectory(Descriptors descriptors, int dirFd) {
        int error = descriptors.sync(dirFd);
        // Some file systems have nothing to sync there.
        return error == -Errno.EINVAL ? 0 : error;
    }

    private int syncNames() {
        int error = syncDirectory();
        int above = error < 0 ? -1 : parts.files().open(dirFd, ABOVE, OpenFlag.READ | OpenFlag.DIRECTORY, 0);
        if (above >= 0) {
            // Where we may not look at it, it is not ours, and our directory has been in it all along.
            parts.descriptors().sync(above);
            parts.descriptors().close(above);
        }
        return error;
    }

    /** Brings everything to the disk, before the journal says that the rest is in it. @return 0 or a negated errno */
    int syncForJournal() {
        int error = currentFd < 0 ? 0 : syncCurrent();
        return error < 0 ? error : syncDirectory(parts.descriptors(), dirFd);
    }

    private int removeOld() {
        trouble.about("unable to read ", path, "");
        while (true) {
            if (!old.known()) {
                old.clear();
                int error = stock.take();
                if (error < 0) {
                    old.forget();
                    return error;
                }
            }
            byte[] oldest = old.oldest();
            if (old.count() < count || oldest.length == 0) {
                return 0;
            }
            int error = parts.files().unlink(dirFd, oldest);
            if (error < 0 && error != -Errno.ENOENT) {
                return error;
            }
            if (old.count() == count) {
                return 0;
            }
            old.forget();
        }
    }

    /** Makes room. @return 1 where a file was removed, 0 where there was none, or a negated errno */
    int removeOldest() {
        old.clear();
        int error = stock.take();
        byte[] oldest = old.oldest();
        old.forget();
        if (error < 0 || oldest.length == 0) {
            return Math.min(error, 0);
        }
        error = parts.files().unlink(dirFd, oldest);
        return error < 0 ? error : 1;
    }
}
