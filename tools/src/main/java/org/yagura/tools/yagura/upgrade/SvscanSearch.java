package org.yagura.tools.yagura.upgrade;

import java.util.Arrays;
import org.yagura.core.net.Numbers;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Port;
import org.yagura.tools.Applet;
import org.yagura.tools.NameList;

/** The svscan of a scan directory: its current directory is that one. And the program that a process runs. */
final class SvscanSearch {
    private static final byte[] PROC = Ascii.bytes("/proc");
    private static final byte[] DELETED = Ascii.bytes(" (deleted)");
    private static final int PID_MAX = 1 << 30;
    private static final int TEXT_MAX = 4096;

    private final Port port;
    private final FileInfo info = new FileInfo();
    private final byte[] text = new byte[TEXT_MAX];

    SvscanSearch(Port port) {
        this.port = port;
    }

    /** @return its pid; 0 where there is none; or a negated errno, EACCES where there is one that we may not look at */
    int find(byte[] scanDirectory) {
        int result = port.files().stat(Files.CWD, scanDirectory, info);
        if (result < 0) {
            return result;
        }
        long device = info.device;
        long inode = info.inode;
        NameList names = new NameList(port.files(), port.descriptors());
        int count = names.read(PROC);
        int none = Math.min(count, 0);
        for (int i = 0; i < count; i++) {
            byte[] name = names.get(i);
            int pid = Numbers.parse(name, 0, name.length, PID_MAX);
            int error = pid <= 0 ? -Errno.ESRCH : port.files().stat(Files.CWD, path(pid, "cwd"), info);
            boolean there = error >= 0 && info.sameFile(device, inode);
            if (there && isSvscan(pid)) {
                return pid;
            }
            none = error == -Errno.EACCES && isSvscan(pid) ? error : none;
        }
        return none;
    }

    /** The inode of the program that a process runs, or a negated errno. */
    long runs(int pid) {
        int result = port.files().stat(Files.CWD, path(pid, "exe"), info);
        return result < 0 ? result : info.inode;
    }

    /** The inode of what is installed where the program of a process came from, or a negated errno. */
    long installed(int pid) {
        int length = port.files().readLink(Files.CWD, path(pid, "exe"), text, 0, text.length);
        if (length <= 0 || length == text.length) {
            return length < 0 ? length : -Errno.ENAMETOOLONG;
        }
        int end = length - DELETED.length;
        boolean gone = end > 0 && Arrays.equals(text, end, length, DELETED, 0, DELETED.length);
        int result = port.files().stat(Files.CWD, Arrays.copyOf(text, gone ? end : length), info);
        return result < 0 ? result : info.inode;
    }

    private boolean isSvscan(int pid) {
        int fd = port.files().open(Files.CWD, path(pid, "cmdline"), OpenFlag.READ, 0);
        int length = fd < 0 ? fd : port.descriptors().read(fd, text, 0, text.length);
        if (fd >= 0) {
            port.descriptors().close(fd);
        }
        int at = 0;
        for (int word = 0; word < 2 && at < length; word++) {
            int end = at;
            while (end < length && text[end] != 0) {
                end++;
            }
            Applet applet = Applet.named(Arrays.copyOfRange(text, at, end));
            if (applet != null) {
                return applet == Applet.SVSCAN;
            }
            at = end + 1;
        }
        return false;
    }

    private static byte[] path(int pid, String name) {
        return new ByteBuilder(32)
                .append("/proc/")
                .appendDecimal(pid)
                .append("/")
                .append(name)
                .toBytes();
    }
}
