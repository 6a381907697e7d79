package org.yagura.tools.yagura.importing;

import java.util.ArrayList;
import java.util.List;
import org.yagura.core.importing.ServicePlan;
import org.yagura.core.text.Ascii;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Port;
import org.yagura.tools.AccountLookup;
import org.yagura.tools.Messages;
import org.yagura.tools.WholeWrite;

/** Makes a service directory under a name that svscan does not look at, and renames it when it is complete. */
public final class ServiceMaker {
    /** Where service directories are made where nothing else is said. */
    public static final byte[] INTO = Ascii.bytes("/etc/sv");

    private static final byte[] LOG_USER = Ascii.bytes("multilog");
    private static final int MODE_DIRECTORY = 0755;
    private static final int UMASK = 022;
    private static final byte[] SLASH = {'/'};

    private final Files files;
    private final Descriptors descriptors;
    private final AccountLookup accounts;
    private final Messages messages;
    private final FileInfo info = new FileInfo();
    /** What was made, to be removed where the rest cannot be. */
    private final List<byte[]> made = new ArrayList<>();

    private byte[] failedAt = {};

    public ServiceMaker(Port port, AccountLookup accounts, Messages messages) {
        files = port.files();
        descriptors = port.descriptors();
        this.accounts = accounts;
        this.messages = messages;
    }

    /**
     * Who loggers run as where nothing else is said: the account multilog, if there is one and we are root. Else whoever runs svscan does.
     *
     * @return its name, or an empty one
     */
    public static byte[] logUser(Port port, AccountLookup accounts) {
        boolean known = port.identity().effectiveUid() == 0 && accounts.find(LOG_USER) == AccountLookup.FOUND;
        return known ? LOG_USER : new byte[0];
    }

    /** Makes a service directory. @return whether it is there, and complete; else nothing of it is */
    public boolean make(byte[] into, ServicePlan plan) {
        int umask = files.umask(UMASK);
        made.clear();
        byte[] temporary = Ascii.concat(into, Ascii.bytes("/."), plan.name(), Ascii.bytes(".new"));
        byte[] path = Ascii.concat(into, SLASH, plan.name());
        int error = fill(temporary, plan);
        if (error == 0) {
            failedAt = path;
            // A name that came meanwhile is not replaced, not even an empty directory.
            error = files.lstat(Files.CWD, path, info) >= 0
                    ? -Errno.EEXIST
                    : files.rename(Files.CWD, temporary, Files.CWD, path);
        }
        if (error < 0) {
            messages.fatal().add("unable to create ").add(failedAt).because(-error);
            for (int i = made.size() - 1; i >= 0; i--) {
                if (files.unlink(Files.CWD, made.get(i)) < 0) {
                    files.removeDirectory(Files.CWD, made.get(i));
                }
            }
        }
        files.umask(umask);
        return error == 0;
    }

    private int fill(byte[] directory, ServicePlan plan) {
        int error = directory(directory);
        for (int i = 0; error == 0 && i < plan.entries().size(); i++) {
            error = file(directory, plan.entries().get(i));
        }
        byte[] log = plan.logDirectory();
        return error == 0 && log != null ? logDirectory(directory, log, plan.logUser()) : error;
    }

    private int directory(byte[] path) {
        failedAt = path;
        int error = files.makeDirectory(Files.CWD, path, MODE_DIRECTORY);
        if (error == 0) {
            made.add(path);
        }
        return error;
    }

    private int file(byte[] directory, ServicePlan.Entry entry) {
        String path = entry.path();
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            int error = directory(Ascii.concat(directory, SLASH, Ascii.bytes(path.substring(0, slash))));
            if (error < 0 && error != -Errno.EEXIST) {
                return error;
            }
        }
        byte[] name = Ascii.concat(directory, SLASH, Ascii.bytes(path));
        failedAt = name;
        int flags = OpenFlag.WRITE | OpenFlag.CREATE | OpenFlag.EXCLUSIVE;
        int fd = files.open(Files.CWD, name, flags, entry.mode());
        if (fd < 0) {
            return fd;
        }
        made.add(name);
        int error = WholeWrite.write(descriptors, fd, entry.content(), entry.content().length);
        error = error == 0 ? descriptors.sync(fd) : error;
        int closed = descriptors.close(fd);
        return error == 0 ? closed : error;
    }

    /** Makes the directory that multilog writes, where there is none, and gives it to who writes it. */
    private int logDirectory(byte[] directory, byte[] log, byte[] user) {
        boolean absolute = log.length > 0 && log[0] == '/';
        byte[] path = absolute ? log : Ascii.concat(directory, Ascii.bytes("/log/"), log);
        if (files.stat(Files.CWD, path, info) >= 0) {
            return 0;
        }
        int error = parents(path, absolute ? 1 : directory.length + 5);
        error = error == 0 ? directory(path) : error;
        if (error < 0 || accounts.find(user) != AccountLookup.FOUND) {
            return error;
        }
        int fd = files.open(Files.CWD, path, OpenFlag.READ | OpenFlag.DIRECTORY, 0);
        if (fd < 0) {
            return fd;
        }
        error = descriptors.changeOwner(fd, accounts.uid(), accounts.gid());
        descriptors.close(fd);
        return error;
    }

    private int parents(byte[] path, int from) {
        for (int i = from; i < path.length; i++) {
            if (path[i] == '/') {
                int error = directory(java.util.Arrays.copyOf(path, i));
                if (error < 0 && error != -Errno.EEXIST) {
                    return error;
                }
            }
        }
        return 0;
    }
}
