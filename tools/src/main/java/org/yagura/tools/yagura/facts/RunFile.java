package org.yagura.tools.yagura.facts;

import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.core.text.Shebang;
import org.yagura.core.text.Shown;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Port;

/** Whether a {@code run} can be run at all. */
public final class RunFile {
    private static final int EXECUTABLE = 0111;
    private static final int MODE_BITS = 07777;
    private static final int START_BYTES = 512;
    private static final byte[] NOTHING = {};
    private static final byte[] RUN = Ascii.bytes("/run");

    private final Port port;
    private final FileInfo info = new FileInfo();
    private final byte[] start = new byte[START_BYTES];

    public RunFile(Port port) {
        this.port = port;
    }

    /** What keeps the {@code run} of a service directory from being run, as an end of a sentence; empty where nothing does. */
    public byte[] fault(byte[] directory) {
        byte[] path = Ascii.concat(directory, RUN);
        int found = port.files().stat(Files.CWD, path, info);
        if (found == -Errno.ENOENT) {
            return Ascii.bytes("does not exist");
        }
        if (found < 0) {
            return Ascii.concat(Ascii.bytes("cannot be looked at: "), Errno.phrase(-found));
        }
        if (!info.isRegular()) {
            return Ascii.bytes("is no file");
        }
        if ((info.mode & EXECUTABLE) == 0) {
            ByteBuilder text = new ByteBuilder(48).append("is not executable (mode ");
            int mode = info.mode & MODE_BITS;
            for (int shift = 9; shift >= 0; shift -= 3) {
                text.append((byte) ('0' + (mode >> shift & 7)));
            }
            return text.append("): chmod 755 mends that").toBytes();
        }
        return contentFault(path);
    }

    private byte[] contentFault(byte[] path) {
        int fd = port.files().open(Files.CWD, path, OpenFlag.READ | OpenFlag.NONBLOCK, 0);
        if (fd < 0) {
            // Who may not read it may run it all the same.
            return NOTHING;
        }
        int length = Math.max(0, port.descriptors().read(fd, start, 0, start.length));
        port.descriptors().close(fd);
        return switch (Shebang.kind(start, length)) {
            case BINARY -> NOTHING;
            case EMPTY -> Ascii.bytes("is empty");
            case OTHER -> Ascii.bytes("does not begin with #! and the path of its interpreter");
            case SCRIPT -> interpreterFault(Shebang.interpreter(start, length));
        };
    }

    private byte[] interpreterFault(byte @org.jspecify.annotations.Nullable [] interpreter) {
        if (interpreter == null || port.files().stat(Files.CWD, interpreter, info) >= 0) {
            return NOTHING;
        }
        boolean returned = interpreter[interpreter.length - 1] == '\r';
        return new ByteBuilder(96)
                .append("names an interpreter that does not exist: ")
                .append(Shown.of(interpreter))
                .append(returned ? " (the line ends as on another system, with a carriage return)" : "")
                .toBytes();
    }
}
