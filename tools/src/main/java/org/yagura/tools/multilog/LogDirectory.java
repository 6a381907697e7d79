package org.yagura.tools.multilog;

import org.jspecify.annotations.Nullable;
import org.yagura.core.log.Branch;
import org.yagura.core.log.DirectorySpec;
import org.yagura.core.log.FullFile;
import org.yagura.core.log.FullPolicy;
import org.yagura.core.log.Gap;
import org.yagura.core.log.JournalNote;
import org.yagura.core.log.Rotation;
import org.yagura.core.log.RotationStep;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Errno;
import org.yagura.os.OpenFlag;
import org.yagura.os.Signal;
import org.yagura.tools.Daemon;
import org.yagura.tools.Outcome;

/** A log directory at work: bytes that wait to be written, the current file, and its replacement. */
final class LogDirectory {
    private static final int DIRECTORY_MODE = 0700;
    private static final int LOCK_MODE = 0600;
    /** What a running processor is given, after TERM, until it gets one itself; and then until it is left alone. */
    private static final long PROCESSOR_GRACE_NS = 5_000_000_000L;

    private static final long PROCESSOR_TERM_NS = 1_000_000_000L;

    private final Parts parts;
    private final int index;
    private final DirectorySpec spec;
    private final Trouble trouble;
    private final Rotation rotation;
    private final Branch branch;
    private @Nullable LogFiles files;
    private @Nullable Outcome fatal;

    private long bytes;
    /** The bytes that wait: a stretch of the branch's data. */
    private byte[] data = {};

    private int from;
    private int to;
    private boolean midLine;
    private boolean rotationWanted;
    private boolean completing;
    /** Bytes of what the batch gives that were dealt with, and that an earlier logger has written already. */
    private long produced;

    private long skip;
    private long expected;
    /** Whether the current file is an earlier logger's, to be set aside as soon as its last line has ended. */
    private boolean inherited;

    private final Gap gap = new Gap();
    /** Whether it has begun: before, nothing is given up because the disk is full. */
    private boolean begun;

    /** Whether the current file ends with a part of that line, which could not be taken back yet. */
    private boolean partOfMarker;

    /** Whether it is too late to tell of the gap in the log. */
    private boolean gapGivenUp;

    private final Unsynced unsynced;

    private final Lost lost = new Lost();
    private long processorUntilNs = Daemon.NEVER;
    private boolean processorWarned;

    LogDirectory(Parts parts, DirectorySpec spec, int index) {
        this.parts = parts;
        this.index = index;
        this.spec = spec;
        branch = spec.branch();
        trouble = new Trouble(parts.messages());
        unsynced = new Unsynced(spec);
        rotation = new Rotation(spec.processor() != null);
    }

    /** Opens and locks the directory and looks at what is there. @return how the tool ends if it cannot, or null */
    @Nullable
    Outcome open() {
        byte[] path = spec.path();
        parts.files().makeDirectory(org.yagura.os.Files.CWD, path, DIRECTORY_MODE);
        trouble.about("unable to open directory ", path, "");
        int dirFd = parts.files().open(org.yagura.os.Files.CWD, path, OpenFlag.READ | OpenFlag.DIRECTORY, 0);
        if (dirFd < 0) {
            return fatal(dirFd);
        }
        trouble.about("unable to lock directory ", path, "");
        int flags = OpenFlag.WRITE | OpenFlag.APPEND | OpenFlag.CREATE | OpenFlag.NONBLOCK | OpenFlag.NOFOLLOW;
        int lock = parts.files().open(dirFd, Ascii.bytes("lock"), flags, LOCK_MODE);
        int error = lock < 0 ? lock : parts.descriptors().tryLock(lock);
        if (error < 0) {
            return fatal(error);
        }
        error = index == 0 ? parts.journal().open(dirFd, path) : 0;
        if (error < 0) {
            trouble.about(JournalFile.UNABLE_TO_SET_ASIDE, path, "");
            return fatal(error);
        }
        LogFiles opened = new LogFiles(parts, trouble, spec, dirFd, rotation, index);
        files = opened;
        long length = opened.openCurrent(parts.journal().found(index));
        if (length < 0) {
            return fatal((int) length);
        }
        bytes = length;
        skip = opened.written();
        inherited = opened.inherited();
        if (inherited) {
            unsynced.inherit(length);
        }
        midLine = opened.endsInLine();
        JournalNote note = parts.journal().note(index);
        gap.resume(note.gapLines, note.gapBytes, note.dropsLine);
        return null;
    }

    // --- what an earlier logger left in the journal ---

    void expect() {
        expected += branch.to() - branch.from();
    }

    boolean fits() {
        return skip <= expected;
    }

    void startAfresh() {
        skip = 0;
        midLine = false;
    }

    /** What the current file has of the batch may have been damaged by a power cut: all of it is written again. */
    void takeBackBatch() {
        JournalNote note = parts.journal().note(index);
        if (files == null || !inherited || bytes == note.size) {
            return;
        }
        bytes = note.size;
        skip = note.produced;
        int error = takeBack(files);
        fatal = error < 0 ? fatal(error) : null;
    }

    /** Brings the journal's note up to date, between batches. */
    void note() {
        produced = 0;
        noteHere();
    }

    private void noteHere() {
        JournalNote note = parts.journal().note(index);
        note.size = bytes;
        note.produced = produced + skip;
        note.midLine = midLine;
        note.gapLines = gap.lines();
        note.gapBytes = gap.bytes();
        note.dropsLine = gap.inLine();
    }

    private void skipWritten() {
        int n = (int) Math.min(skip, to - from);
        from += n;
        skip -= n;
        produced += n;
        if (n > 0 && skip == 0 && bytes > 0 && !gap.isOpen()) {
            byte last = data[from - 1];
            midLine = last != '\n';
            if (FullFile.mayEnd(bytes, spec.size(), last)) {
                rotation.begin();
            }
        }
    }

    /** How the tool ends because what an earlier logger left could not be cleared up, or null. */
    @Nullable
    Outcome fatal() {
        return fatal;
    }

    /** Takes the lines that the branch holds now. */
    void take() {
        data = branch.data();
        from = branch.from();
        to = branch.to();
        if (skip > 0) {
            skipWritten();
        }
        if (gap.inLine() && skip == 0 && from < to) {
            drop(gap.endOfLine(data, from, to));
        }
        if (trouble.over()) {
            countLost();
        }
    }

    /** Counts bytes up to {@code end} as dropped. */
    private void drop(int end) {
        gap.drop(data, from, end);
        produced += end - from;
        from = end;
        noteHere();
        parts.journal().store(index);
    }

    /** Asks for a fresh current file, if there is anything in this one. */
    void wantRotation() {
        rotationWanted = true;
    }

    /** Between lines, begins the rotation that was asked for. @param inLine whether a line is in progress that may yet come here */
    boolean rotateIfWanted(boolean inLine) {
        if (midLine || !rotation.idle() || trouble.over()) {
            return false;
        }
        if (inherited) {
            inherited = false;
            rotationWanted = false;
            setAside();
            return true;
        }
        if (!rotationWanted) {
            return false;
        }
        boolean begins = bytes > 0;
        if (begins) {
            rotation.begin();
        }
        // An empty file with its first line under way: the wish is kept until that line has come.
        rotationWanted = !begins && inLine;
        return begins;
    }

    /** The current file that was found at start becomes an old one, as one that may lack its end. */
    private void setAside() {
        LogFiles open = files;
        if (open != null) {
            open.closeCurrent();
            rotation.beginSettingAside();
        }
    }

    /** The process is to end: no more pauses. */
    void endSoon(long nowNs) {
        trouble.endSoon();
        processorUntilNs = nowNs + PROCESSOR_GRACE_NS;
    }

    /** Asks for the current file to be completed once nothing is under way. */
    void complete() {
        completing = true;
    }

    /** Does what can be done now. @return whether nothing is left to do; if not, an event or {@link #deadlineNs} is to be waited for */
    boolean settle(long nowNs) {
        LogFiles open = files;
        while (open != null && fatal == null && !trouble.over()) {
            if (trouble.paused(nowNs)) {
                syncInPause(open, nowNs);
                return false;
            }
            int result;
            if (partOfMarker) {
                result = takeBack(open);
            } else if (!rotation.idle()) {
                result = rotate(open, nowNs);
            } else if (gap.isOpen() && !gap.inLine() && (from < to || completing && !gapGivenUp)) {
                result = tellGap(open, nowNs);
            } else if (from < to) {
                result = write(open, nowNs);
            } else if (unsynced.isDue(nowNs)) {
                result = sync(open);
            } else if (completing) {
                result = open.complete(midLine);
                completing = result < 0;
            } else {
                begun = true;
                return true;
            }
            if (result == LogFiles.WAITING) {
                return false;
            }
            if (result < 0 && rotation.failureIsFatal()) {
                fatal = fatal(result);
            } else if (result < 0 && begun && isFull(result) && spec.full() != FullPolicy.BLOCK) {
                if (!makeRoom(open, -result, nowNs)) {
                    // It waits for room, or for a rotation that does.
                    unsynced.putOff(nowNs);
                    return true;
                }
            } else if (result < 0) {
                trouble.failed(-result, nowNs);
            }
        }
        if (fatal != null) {
            return false;
        }
        countLost();
        return true;
    }

    private static boolean isFull(int result) {
        return result == -Errno.ENOSPC || result == -Errno.EDQUOT;
    }

    /** The disk is full, and nobody is to wait for it. @return whether it is worth while to try again at once */
    private boolean makeRoom(LogFiles open, int errno, long nowNs) {
        if (spec.full() == FullPolicy.OLDEST && open.removeOldest() > 0) {
            trouble.avoided(", removing the oldest file", errno, nowNs);
            return true;
        }
        if (from < to) {
            drop(to);
            trouble.avoided(", dropping lines", errno, nowNs);
            if (rotation.idle()) {
                return true;
            }
        }
        if (completing && rotation.idle() && !gapGivenUp) {
            gapGivenUp = true;
            return true;
        }
        completing = false;
        return false;
    }

    /** Writes the line that tells of what was dropped: all of it or nothing. @return 0 or a negated errno */
    private int tellGap(LogFiles open, long nowNs) {
        ByteBuilder marker = gap.marker(branch.label(), midLine);
        if (bytes + marker.length() > spec.size()) {
            rotation.begin();
            return 0;
        }
        trouble.about("unable to write to ", spec.path(), LogFiles.CURRENT, "");
        int written = parts.descriptors().write(open.currentFd(), marker.array(), 0, marker.length());
        if (written < marker.length()) {
            partOfMarker = written > 0;
            int error = partOfMarker ? takeBack(open) : written;
            return error < 0 ? error : -Errno.ENOSPC;
        }
        gap.close();
        bytes += written;
        unsynced.wrote(written, nowNs);
        midLine = false;
        noteHere();
        parts.journal().store(index);
        if (FullFile.mayEnd(bytes, spec.size(), (byte) '\n')) {
            rotation.begin();
        }
        return 0;
    }

    private int takeBack(LogFiles open) {
        trouble.about("unable to truncate ", spec.path(), LogFiles.CURRENT, "");
        int error = parts.descriptors().truncate(open.currentFd(), bytes);
        partOfMarker = error < 0;
        return error;
    }

    private int sync(LogFiles open) {
        int error = open.syncCurrent();
        if (error == 0) {
            unsynced.synced();
        }
        return error;
    }

    /** What was written before does not wait for what cannot be written now. */
    private void syncInPause(LogFiles open, long nowNs) {
        if (unsynced.isLate(nowNs) && open.currentFd() >= 0) {
            sync(open);
            unsynced.putOff(nowNs);
        }
    }

    /** When what was written is due on disk. */
    long syncAtNs() {
        return files == null || files.currentFd() < 0 ? Daemon.NEVER : unsynced.dueNs();
    }

    /** When {@link #settle} has something to do although nothing has happened. */
    long deadlineNs() {
        if (rotation.step() == RotationStep.AWAIT_PROCESSOR) {
            return processorUntilNs;
        }
        return trouble.untilNs();
    }

    /** Whether there is something that could not be written and is tried no more. */
    boolean lost() {
        return lost.isAny();
    }

    /** The rest of the batch is to stay in the journal, which goes by the length of the current file. @return 0 or a negated errno */
    int syncForJournal() {
        return files == null ? 0 : files.syncForJournal();
    }

    /** Says what could not be written. @param kept whether the journal has it */
    void reportLost(boolean kept) {
        lost.report(parts.messages(), spec.path(), kept);
    }

    /** Says what was dropped and is not told in the log. */
    void reportGap() {
        if (gap.isOpen()) {
            Lost.report(parts.messages(), "dropped for ", spec.path(), gap.lines(), gap.bytes());
        }
    }

    /** @return 0, {@link LogFiles#WAITING} or a negated errno */
    private int rotate(LogFiles open, long nowNs) {
        RotationStep step = rotation.step();
        int result = open.perform();
        if (result == LogFiles.FAILED) {
            trouble.failed(0, nowNs);
            return 0;
        }
        if (result == LogFiles.WAITING) {
            return step == RotationStep.AWAIT_PROCESSOR ? hurryProcessor(open, nowNs) : 0;
        }
        if (result == 0) {
            if (step == RotationStep.SYNC_CURRENT) {
                unsynced.synced();
            }
            if (step == RotationStep.CREATE_CURRENT || step == RotationStep.CREATE_FIRST && !inherited) {
                bytes = 0;
                midLine = false;
                inherited = false;
                unsynced.synced();
                noteHere();
                trouble.about("unable to write ", parts.journal().path(), JournalFile.NAME, " to disk");
                result = parts.journal().storeForGood(index);
            }
            if (result == 0) {
                rotation.done();
            }
        }
        return result;
    }

    /** A processor may take its time, but not once the process has been told to end. */
    private int hurryProcessor(LogFiles open, long nowNs) {
        Processor processor = open.processor();
        if (processor == null || nowNs < processorUntilNs) {
            return LogFiles.WAITING;
        }
        if (processorWarned) {
            processor.signal(Signal.KILL);
            trouble.about("processor does not end in ", spec.path(), "");
            trouble.failed(0, nowNs);
            return 0;
        }
        processorWarned = true;
        processor.signal(Signal.TERM);
        processorUntilNs = nowNs + PROCESSOR_TERM_NS;
        return LogFiles.WAITING;
    }

    /** Writes as much as goes to the current file in one piece. @return 0 or a negated errno */
    private int write(LogFiles open, long nowNs) {
        if (FullFile.mustEnd(bytes, spec.size())) {
            rotation.begin();
            return 0;
        }
        trouble.about("unable to write to ", spec.path(), LogFiles.CURRENT, "");
        int length = FullFile.portion(data, from, to, bytes, spec.size());
        int written = parts.descriptors().write(open.currentFd(), data, from, length);
        if (written == -Errno.EINTR) {
            return 0;
        }
        if (written <= 0) {
            return written == 0 ? -Errno.ENOSPC : written;
        }
        from += written;
        bytes += written;
        produced += written;
        unsynced.wrote(written, nowNs);
        byte last = data[from - 1];
        midLine = last != '\n';
        if (FullFile.mayEnd(bytes, spec.size(), last)) {
            rotation.begin();
        }
        return 0;
    }

    private void countLost() {
        lost.count(data, from, to);
        from = to;
    }

    private Outcome fatal(int error) {
        trouble.fatal(error);
        return Outcome.exit(Outcome.TROUBLE);
    }
}
