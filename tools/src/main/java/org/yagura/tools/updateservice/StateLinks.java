package org.yagura.tools.updateservice;

import org.yagura.core.text.Ascii;
import org.yagura.os.Descriptors;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.tools.Messages;
import org.yagura.tools.NameList;

/** Keeps what supervise writes out of {@code /etc}: there, {@code supervise} is a link into {@code /var/lib/supervise}. */
final class StateLinks {
    private static final int MODE = 0755;
    private static final byte[] STATE = Ascii.bytes("/var/lib/supervise");
    private static final byte[] SUPERVISE = Ascii.bytes("/supervise");
    private static final byte[] OK = Ascii.bytes("/ok");
    private static final byte[] SLASH = {'/'};

    private final Files files;
    private final Descriptors descriptors;
    private final Messages messages;
    private final FileInfo info = new FileInfo();

    StateLinks(Files files, Descriptors descriptors, Messages messages) {
        this.files = files;
        this.descriptors = descriptors;
        this.messages = messages;
    }

    /** Makes the link of a service directory. One whose supervise runs is left as it is: its files are in use. */
    void make(byte[] directory, byte[] name) {
        byte[] place = Ascii.concat(directory, SUPERVISE);
        int found = files.lstat(Files.CWD, place, info);
        if (found >= 0 && info.isSymlink()) {
            return;
        }
        int ok = files.open(
                Files.CWD, Ascii.concat(place, OK), OpenFlag.WRITE | OpenFlag.NONBLOCK | OpenFlag.NOFOLLOW, 0);
        if (ok >= 0) {
            descriptors.close(ok);
            return;
        }
        if (found >= 0) {
            remove(place);
        }
        files.makeDirectory(Files.CWD, STATE, MODE);
        int error = files.symlink(Ascii.concat(STATE, SLASH, name), Files.CWD, place);
        if (error < 0) {
            messages.warning().add("unable to link ").add(place).because(-error);
        }
    }

    /** Removes a directory and the files in it; one with directories in it stays. */
    private void remove(byte[] directory) {
        NameList names = new NameList(files, descriptors);
        int count = names.read(directory);
        for (int i = 0; i < count; i++) {
            files.unlink(Files.CWD, Ascii.concat(directory, SLASH, names.get(i)));
        }
        files.removeDirectory(Files.CWD, directory);
    }
}
