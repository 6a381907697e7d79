package org.yagura.tools.yagura.init;

import org.jspecify.annotations.Nullable;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Descriptors;
import org.yagura.os.DirectoryEntries;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Port;
import org.yagura.tools.Messages;
import org.yagura.tools.NameList;

/**
 * Where there is room to write: FIFOs for the output of services, and, where service directories cannot be written to, a copy of each made
 * of links, in which only what supervise keeps is real.
 */
final class StateDirectory {
    private static final int MODE = 0755;
    private static final int PATH_BYTES = 4096;
    private static final int LIST_BYTES = 8192;
    private static final byte[] RUN = Ascii.bytes("/run/yagura");
    private static final byte[] SHARED = Ascii.bytes("/dev/shm/yagura-");
    private static final byte[] CURRENT = Ascii.bytes("/proc/self/cwd");
    private static final byte[] SLASH = {'/'};
    private static final byte[] HIDDEN = {'/', '.'};
    private static final byte[] LOG = Ascii.bytes("log");
    private static final byte[] SUPERVISE = Ascii.bytes("supervise");

    private final Files files;
    private final Descriptors descriptors;
    private final Messages messages;
    private final int uid;
    private final FileInfo info = new FileInfo();
    private byte[] path = {};

    StateDirectory(Port port, Messages messages) {
        files = port.files();
        descriptors = port.descriptors();
        uid = port.identity().effectiveUid();
        this.messages = messages;
    }

    /** Makes it, or says why it cannot. @param wanted its name; null for the first of the usual ones that can be had */
    boolean make(byte @Nullable [] wanted) {
        int error;
        if (wanted != null) {
            path = absolute(wanted);
            error = take(path);
        } else {
            path = RUN;
            error = take(path);
            if (error == -Errno.EROFS || error == -Errno.EACCES || error == -Errno.ENOENT || error == -Errno.EPERM) {
                path = new ByteBuilder(32).append(SHARED).appendDecimal(uid).toBytes();
                error = take(path);
            }
        }
        if (error >= 0) {
            error = directory(outputs());
        }
        if (error >= 0) {
            return true;
        }
        messages.fatal().add("unable to use ").add(path);
        messages.add(" for state (--state names another directory)").because(-error);
        return false;
    }

    /** Makes a directory, or finds it and that it is ours, and locks it. The lock is held for as long as the process lives. */
    private int take(byte[] name) {
        int error = directory(name);
        if (error < 0) {
            return error;
        }
        // One of the shared places may have been taken by somebody else, who could lead us astray with a link.
        if (files.lstat(Files.CWD, name, info) < 0 || !info.isDirectory() || info.uid != uid) {
            return -Errno.EACCES;
        }
        byte[] lock = Ascii.concat(name, Ascii.bytes("/lock"));
        int fd = files.open(Files.CWD, lock, OpenFlag.WRITE | OpenFlag.CREATE | OpenFlag.APPEND, 0600);
        return fd < 0 ? fd : descriptors.tryLock(fd);
    }

    private int directory(byte[] name) {
        int error = files.makeDirectory(Files.CWD, name, MODE);
        return error == -Errno.EEXIST ? 0 : error;
    }

    /** Where svscan makes a FIFO for each service. */
    byte[] outputs() {
        return Ascii.concat(path, Ascii.bytes("/out"));
    }

    /** The scan directory of the copies. */
    byte[] copies() {
        return Ascii.concat(path, Ascii.bytes("/scan"));
    }

    /** A name from the root on. */
    byte[] absolute(byte[] name) {
        if (name.length > 0 && name[0] == '/') {
            return name;
        }
        byte[] current = new byte[PATH_BYTES];
        int length = files.readLink(Files.CWD, CURRENT, current, 0, current.length);
        return length <= 0 ? name : Ascii.concat(java.util.Arrays.copyOf(current, length), SLASH, name);
    }

    /** Whether supervise could not keep its files in one of the services of a directory. */
    boolean isNeeded(byte[] directory) {
        NameList names = new NameList(files, descriptors);
        int count = names.read(directory);
        for (int i = 0; i < count; i++) {
            byte[] service = Ascii.concat(directory, SLASH, names.get(i));
            byte[] supervise = Ascii.concat(service, SLASH, SUPERVISE);
            if (files.stat(Files.CWD, service, info) < 0 || !info.isDirectory()) {
                continue;
            }
            int error = directory(supervise);
            byte[] probe = Ascii.concat(supervise, Ascii.bytes("/.probe"));
            if (error >= 0) {
                error = files.makeDirectory(Files.CWD, probe, MODE);
                files.removeDirectory(Files.CWD, probe);
            }
            if (error < 0 && error != -Errno.EEXIST) {
                return true;
            }
        }
        return false;
    }

    /** Copies those services of a directory that have no copy yet. @return 0, or a negated errno, which was said */
    int copyServices(byte[] directory) {
        int error = directory(copies());
        NameList names = new NameList(files, descriptors);
        int count = error < 0 ? error : names.read(directory);
        for (int i = 0; i < count; i++) {
            byte[] name = names.get(i);
            byte[] from = Ascii.concat(directory, SLASH, name);
            byte[] to = Ascii.concat(copies(), SLASH, name);
            byte[] unfinished = Ascii.concat(copies(), HIDDEN, name);
            boolean service = files.stat(Files.CWD, from, info) >= 0 && info.isDirectory();
            if (!service || files.lstat(Files.CWD, to, info) >= 0) {
                continue;
            }
            error = copy(from, unfinished, true);
            if (error >= 0) {
                error = files.rename(Files.CWD, unfinished, Files.CWD, to);
            }
            if (error < 0) {
                messages.warning().add("unable to copy ").add(from).because(-error);
            }
        }
        if (count < 0) {
            messages.fatal().add("unable to read ").add(directory).because(-count);
        }
        return Math.min(count, 0);
    }

    /** Makes a directory of links to what is in another; {@code log} too is one, and {@code supervise} is left out. */
    private int copy(byte[] from, byte[] to, boolean logToo) {
        int error = directory(to);
        int fd = error < 0 ? error : files.open(Files.CWD, from, OpenFlag.READ | OpenFlag.DIRECTORY, 0);
        if (fd < 0) {
            return fd;
        }
        byte[] buffer = new byte[LIST_BYTES];
        DirectoryEntries entries = new DirectoryEntries(buffer);
        error = 0;
        for (int length = files.listDirectory(fd, buffer, 0, LIST_BYTES);
                length > 0 && error >= 0;
                length = files.listDirectory(fd, buffer, 0, LIST_BYTES)) {
            entries.reset(length);
            while (error >= 0 && entries.advance()) {
                error = copyEntry(from, to, entries.name(), logToo);
            }
        }
        descriptors.close(fd);
        return error;
    }

    private int copyEntry(byte[] from, byte[] to, byte[] name, boolean logToo) {
        if (Ascii.equal(name, ".") || Ascii.equal(name, "..") || Ascii.compare(name, SUPERVISE) == 0) {
            return 0;
        }
        byte[] original = Ascii.concat(from, SLASH, name);
        byte[] link = Ascii.concat(to, SLASH, name);
        boolean log = logToo
                && Ascii.compare(name, LOG) == 0
                && files.stat(Files.CWD, original, info) >= 0
                && info.isDirectory();
        if (log) {
            return copy(original, link, false);
        }
        int error = files.symlink(original, Files.CWD, link);
        return error == -Errno.EEXIST ? 0 : error;
    }
}
