package org.yagura.tools.yagura.log;

import java.util.ArrayList;
import java.util.List;
import org.yagura.core.log.FinishedName;
import org.yagura.core.text.Ascii;
import org.yagura.core.time.PointInTime;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.OpenFlag;
import org.yagura.tools.NameList;

/**
 * The files of a log directory in the order of their lines: finished ones by their labels, {@code previous} while it waits for its label, then
 * {@code current}. {@link #renew} finds what rotations have brought since; a file that was read under one name is not read again under another.
 */
final class FileSequence {
    /** In place of a descriptor: there is no further file now. */
    static final int NONE = 0;

    static final byte[] CURRENT = Ascii.bytes("current");
    private static final byte[] PREVIOUS = Ascii.bytes("previous");
    private static final byte[] NO_NAME = {};
    /** Where rotations come as fast as we look, what was found then is good enough. */
    private static final int TRIES_MAX = 100;

    private final LogPort port;
    private final byte[] path;
    private final NameList list;
    private final FileInfo info = new FileInfo();
    /** What is still to be read. */
    private final List<byte[]> ahead = new ArrayList<>();
    /** Inodes of files that were read before they got a label, oldest first. */
    private final List<Long> unlabelled = new ArrayList<>();

    private int directory = -1;
    private byte[] newest = NO_NAME;
    private byte[] opened = NO_NAME;
    private long openedInode;
    /** Which files had these names when they were listed; 0 where none had. */
    private long previousInode;

    private long currentInode;

    FileSequence(LogPort port, byte[] path) {
        this.port = port;
        this.path = path;
        list = new NameList(port.files(), port.descriptors());
    }

    byte[] path() {
        return path;
    }

    /** Lists the files. @return 0 or a negated errno */
    int open() {
        directory = port.files().open(org.yagura.os.Files.CWD, path, OpenFlag.READ | OpenFlag.DIRECTORY, 0);
        return directory < 0 ? directory : renew();
    }

    /** Drops the files at the start whose lines are all before a time. */
    void skipBefore(long timeNs) {
        while (!ahead.isEmpty() && FinishedName.is(ahead.get(0)) && FinishedName.timeNs(ahead.get(0)) < timeNs) {
            opened = ahead.remove(0);
        }
    }

    /** Drops the files at the end whose lines are all after a time: those that were begun after it. */
    void skipAfter(long timeNs) {
        for (int i = 0; i < ahead.size(); i++) {
            if (FinishedName.is(ahead.get(i)) && FinishedName.timeNs(ahead.get(i)) > timeNs) {
                while (ahead.size() > i + 1) {
                    ahead.remove(ahead.size() - 1);
                }
                return;
            }
        }
    }

    int size() {
        return ahead.size();
    }

    byte[] name(int index) {
        return ahead.get(index);
    }

    /** Drops so many files at the start. */
    void drop(int count) {
        for (int i = 0; i < count; i++) {
            opened = ahead.remove(0);
        }
    }

    /** When the file before the next one was finished: no line to come is earlier, if the clock has not been set. Or {@link PointInTime#BAD}. */
    long finishedBeforeNs() {
        return FinishedName.is(opened) ? FinishedName.timeNs(opened) : PointInTime.BAD;
    }

    /** The name of the file that was opened last. */
    byte[] opened() {
        return opened;
    }

    /** Opens the next file. @return a descriptor above 0, {@link #NONE}, or a negated errno */
    int next() {
        for (int tries = 0; !ahead.isEmpty() && tries < TRIES_MAX; ) {
            byte[] name = ahead.remove(0);
            int fd = open(name);
            long inode = fd < 0 || port.descriptors().info(fd, info) < 0 ? 0 : info.inode;
            if (!FinishedName.is(name) && inode != (name == CURRENT ? currentInode : previousInode)) {
                // It has got another name since it was listed, and what has this name now comes after it.
                if (fd >= 0) {
                    port.descriptors().close(fd);
                }
                ahead.clear();
                renew();
                tries++;
            } else if (fd != -Errno.ENOENT) {
                if (fd >= 0) {
                    opened = name;
                    openedInode = inode;
                    noteUnlabelled(name);
                }
                return fd;
            }
            // Otherwise it was removed: the oldest are, while we read.
        }
        return NONE;
    }

    private void noteUnlabelled(byte[] name) {
        if (!FinishedName.is(name)) {
            unlabelled.add(openedInode);
        }
    }

    /** Opens a file of the directory to look at. */
    int open(byte[] name) {
        return port.files().open(directory, name, OpenFlag.READ | OpenFlag.NONBLOCK, 0);
    }

    /** Whether {@code current} is another file than the one that was read as such. */
    boolean isRotated() {
        return ahead.isEmpty()
                && port.files().lstat(directory, CURRENT, info) >= 0
                && (!Ascii.equal(opened, "current") || info.inode != openedInode);
    }

    /**
     * Finds what has come since; to be called when everything was read, with the last file still open, so that its inode is no other file's.
     *
     * @return 0 or a negated errno
     */
    int renew() {
        int count = snapshot();
        for (int i = 0; i < count; i++) {
            byte[] name = list.get(i);
            if (FinishedName.is(name) && Ascii.compare(name, newest) > 0) {
                newest = name;
                if (!wasRead(name)) {
                    ahead.add(name);
                }
            }
        }
        boolean previousRead = unlabelled(previousInode) >= 0;
        boolean currentRead = unlabelled(currentInode) >= 0;
        if (previousInode != 0 && !previousRead) {
            ahead.add(PREVIOUS);
        }
        if (currentInode != 0 && !currentRead) {
            ahead.add(CURRENT);
        }
        unlabelled.clear();
        if (previousRead) {
            unlabelled.add(previousInode);
        }
        if (currentRead) {
            unlabelled.add(currentInode);
        }
        return Math.min(count, 0);
    }

    /** Lists the directory at a moment at which no file changes its name. @return the number of names, or a negated errno */
    private int snapshot() {
        int count = 0;
        boolean stable = false;
        for (int tries = 0; !stable && tries < TRIES_MAX; tries++) {
            previousInode = inode(PREVIOUS);
            currentInode = inode(CURRENT);
            count = list.read(path);
            stable = previousInode == inode(PREVIOUS) && currentInode == inode(CURRENT);
        }
        return count;
    }

    private long inode(byte[] name) {
        return port.files().lstat(directory, name, info) < 0 ? 0 : info.inode;
    }

    /** Which of those that were read before they got a label; -1 where it is none. */
    private int unlabelled(long inode) {
        int at = unlabelled.size() - 1;
        while (at >= 0 && unlabelled.get(at) != inode) {
            at--;
        }
        return at;
    }

    /** A file that was read as {@code current} gets its label by being renamed, or what a processor has made of it does. */
    private boolean wasRead(byte[] name) {
        if (unlabelled.isEmpty()) {
            return false;
        }
        int at = unlabelled(inode(name));
        if (at >= 0) {
            unlabelled.remove(at);
            return true;
        }
        boolean waits = unlabelled.get(0) == previousInode || unlabelled.get(0) == currentInode;
        if (!waits) {
            unlabelled.remove(0);
        }
        return !waits;
    }

    void close() {
        if (directory >= 0) {
            port.descriptors().close(directory);
            directory = -1;
        }
    }
}
