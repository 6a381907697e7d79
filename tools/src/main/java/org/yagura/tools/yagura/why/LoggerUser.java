package org.yagura.tools.yagura.why;

import org.yagura.core.account.PasswdScanner;
import org.yagura.core.log.LoggerWords;
import org.yagura.core.text.Ascii;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Port;
import org.yagura.tools.FileContent;

/** Whom a logger becomes: the word after {@code setuidgid} in its {@code run}. */
final class LoggerUser {
    private static final int SCRIPT_MAX = 65_536;
    private static final int PIECE = 4096;
    private static final byte[] NOBODY = {};
    private static final byte[] RUN = Ascii.bytes("/run");
    private static final byte[] PASSWD = Ascii.bytes("/etc/passwd");

    private final Port port;

    LoggerUser(Port port) {
        this.port = port;
    }

    /** The account's name; empty where none is told. */
    byte[] of(byte[] log) {
        int fd = port.files().open(Files.CWD, Ascii.concat(log, RUN), OpenFlag.READ | OpenFlag.NONBLOCK, 0);
        byte[] script = fd < 0 ? null : new FileContent(port.descriptors()).read(fd, SCRIPT_MAX);
        return script == null ? NOBODY : LoggerWords.wordAfter(script, "setuidgid");
    }

    /** Its number in /etc/passwd, or -1. */
    int uid(byte[] name) {
        int fd = port.files().open(Files.CWD, PASSWD, OpenFlag.READ, 0);
        if (fd < 0) {
            return -1;
        }
        PasswdScanner scanner = new PasswdScanner(name);
        byte[] piece = new byte[PIECE];
        int length = port.descriptors().read(fd, piece, 0, piece.length);
        while (length > 0 && !scanner.feed(piece, length)) {
            length = port.descriptors().read(fd, piece, 0, piece.length);
        }
        port.descriptors().close(fd);
        return scanner.end() ? scanner.uid() : -1;
    }
}
