package org.yagura.tools.multilog;

import org.yagura.core.text.Ascii;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.OpenFlag;
import org.yagura.tools.FileStart;
import org.yagura.tools.Messages;
import org.yagura.tools.ThisBoot;

/** The file of the journal in the first log directory, its mapping, and what it is about: this boot, this pipe. */
final class JournalFile {
    static final String UNABLE_TO_SET_ASIDE = "unable to rename journal to journal.old in directory ";
    static final byte[] NAME = Ascii.bytes("journal");
    private static final byte[] OLD = Ascii.bytes("journal.old");
    private static final int MODE = 0600;
    private static final int FLAGS = OpenFlag.READ_WRITE | OpenFlag.NOFOLLOW | OpenFlag.NONBLOCK;
    private static final int STDIN = 0;

    /** What {@link #find} has found: a file that is mapped now. */
    static final int USABLE = 1;

    static final int ABSENT = 0;
    static final int UNUSABLE = -1;

    private final MultilogPort port;
    private final Messages messages;
    private final FileInfo info = new FileInfo();
    final ThisBoot boot;
    long device;
    long inode;
    private int dirFd = -1;
    private byte[] path = {};
    /** What was said last of why there is none, a negated errno. */
    private int complained;
    /** 0, or why one that is not to be taken by anybody still has its name, a negated errno. */
    private int stays;

    JournalFile(MultilogPort port, Messages messages) {
        this.port = port;
        this.messages = messages;
        boot = new ThisBoot(new FileStart(port.files(), port.descriptors()));
    }

    byte[] path() {
        return path;
    }

    /**
     * Whether one that is out of date as soon as anything is written could not be set aside: then the next logger would take it for good,
     * and write what is in it behind what came later. @return 0 or a negated errno
     */
    int stays() {
        return stays;
    }

    /** Whether descriptor 0 is a pipe or FIFO: nothing else keeps what was not read when its reader dies. Says so where it cannot be told. */
    boolean readsPipe(int directoryFd, byte[] directoryPath) {
        int error = port.descriptors().info(STDIN, info);
        if (error < 0 && error != -Errno.EBADF) {
            dirFd = directoryFd;
            path = directoryPath;
            warn().add(", a kill can lose lines").because(-error);
            leave();
        }
        if (error < 0 || !info.isFifo()) {
            return false;
        }
        device = info.device;
        inode = info.inode;
        return true;
    }

    /**
     * Opens the file that an earlier logger has left, with its blocks, and maps it.
     *
     * @return {@link #USABLE}, {@link #ABSENT}, or {@link #UNUSABLE}, which was said
     */
    int find(int directoryFd, byte[] directoryPath, int length) {
        dirFd = directoryFd;
        path = directoryPath;
        int fd = port.files().open(dirFd, NAME, FLAGS, 0);
        if (fd == -Errno.ENOENT) {
            return ABSENT;
        }
        int error = boot.read();
        error = error < 0 ? error : fd;
        if (error >= 0) {
            error = use(fd, length);
        }
        if (fd >= 0) {
            port.descriptors().close(fd);
        }
        if (error < 0) {
            // Said first: who is killed in between has lost nothing.
            complain(error);
            if (error != -Errno.EPERM) {
                leave();
            }
        }
        return error < 0 ? UNUSABLE : USABLE;
    }

    /** Makes the file, with its blocks, and maps it. @return 0, or a negated errno, which was said unless it was before */
    int make(int length) {
        int error = boot.read();
        if (error < 0) {
            complain(error);
            return error;
        }
        int fd = port.files().open(dirFd, NAME, FLAGS | OpenFlag.CREATE | OpenFlag.EXCLUSIVE, MODE);
        if (fd < 0) {
            complain(fd);
            if (fd == -Errno.EEXIST) {
                // Somebody else's, from after our start: the next logger is not to take it for ours.
                leave();
            }
            return fd;
        }
        error = use(fd, length);
        port.descriptors().close(fd);
        if (error < 0) {
            complain(error);
            port.files().unlink(dirFd, NAME);
        }
        return error;
    }

    /** @return 0, or a negated errno where an open file cannot be the journal */
    private int use(int fd, int length) {
        int error = port.descriptors().info(fd, info);
        if (error == 0 && (!info.isRegular() || info.uid != port.identity().effectiveUid())) {
            error = -Errno.EPERM;
        }
        if (error == 0) {
            error = port.descriptors().allocate(fd, length);
        }
        return error == 0 ? port.mapping().map(fd, length) : error;
    }

    private void complain(int error) {
        if (complained != error) {
            complained = error;
            warn().add(", a kill can lose lines").because(-error);
        }
    }

    /** What is in a file that cannot be used now is out of date when it can be used again, and is not to be taken for anything else. */
    private void leave() {
        int error = port.files().rename(dirFd, NAME, dirFd, OLD);
        stays = error == -Errno.ENOENT ? 0 : error;
    }

    /** The file can't be continued: another one in its place, the old one beside it. @return as {@link #make} */
    int replace(int length) {
        port.mapping().unmap();
        messages.warning()
                .add("journal of ")
                .add(path)
                .add(" does not fit the files there, set aside as ")
                .add(path)
                .add("/journal.old")
                .end();
        leave();
        return stays < 0 ? stays : make(length);
    }

    /** Makes sure that it survives a reboot. @return 0 or a negated errno */
    int sync() {
        int open = port.files().open(dirFd, NAME, OpenFlag.READ_WRITE | OpenFlag.NOFOLLOW | OpenFlag.NONBLOCK, 0);
        if (open < 0) {
            return open;
        }
        int error = port.descriptors().sync(open);
        port.descriptors().close(open);
        return error < 0 ? error : LogFiles.syncDirectory(port.descriptors(), dirFd);
    }

    /** Nothing is left in it. */
    void remove() {
        port.mapping().unmap();
        port.files().unlink(dirFd, NAME);
    }

    private Messages warn() {
        return messages.warning().add("unable to use ").add(path).add("/").add(NAME);
    }
}
