package org.yagura.tools.supervise;

import org.yagura.core.adopt.ExitNote;
import org.yagura.core.supervise.Compat;
import org.yagura.core.supervise.Effects;
import org.yagura.core.supervise.Program;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.OpenFlag;
import org.yagura.os.Signal;
import org.yagura.os.SpawnRequest;
import org.yagura.tools.FileContent;

/** Which habits beyond those of 0.76 a slot's directory asks for, and the scripts that they call for. */
final class Habits {
    private static final byte[] COMPAT = Ascii.bytes("compat");
    private static final byte[] NO_SETSID = Ascii.bytes("no-setsid");
    private static final byte[] NOTIFY = Ascii.bytes("./notify");
    private static final byte[] LOG = Ascii.bytes("log");
    private static final int COMPAT_BYTES_MAX = 4096;
    private static final int EXECUTABLE = 0111;
    private static final int WAIT_SIGNAL_BITS = 0x7f;
    private static final int WAIT_LOW_BITS = 0xff;

    private final Parts parts;
    private final byte[] slot;
    private final FileInfo info = new FileInfo();
    private int byDefault = Compat.NONE;
    private int compat = Compat.NONE;
    private boolean newSession;

    /** @param slot the slot's directory as messages name it */
    Habits(Parts parts, byte[] slot) {
        this.parts = parts;
        this.slot = slot;
    }

    /** Sets what counts where the directory itself says nothing. */
    void byDefault(int habits) {
        byDefault = habits;
    }

    /** What the directory asks for, see {@link Compat}. */
    int compat() {
        return compat;
    }

    /** Goes on with what was read before. */
    void takeOver(int habits, boolean session) {
        compat = habits;
        newSession = session;
    }

    /** Whether each child gets a session of its own. */
    boolean newSession() {
        return newSession;
    }

    /** Looks what the directory asks for. */
    void read(int dirFd) {
        compat = byDefault;
        int fd = parts.files().open(dirFd, COMPAT, OpenFlag.READ | OpenFlag.NONBLOCK, 0);
        if (fd >= 0) {
            take(fd);
        } else if (fd != -Errno.ENOENT) {
            unable("read ", "/compat", -fd);
        }
        newSession = (compat & Compat.ENCORE) != 0 && parts.files().stat(dirFd, NO_SETSID, info) < 0;
    }

    private void take(int fd) {
        FileContent file = new FileContent(parts.descriptors());
        byte[] content = file.read(fd, COMPAT_BYTES_MAX);
        if (content == null) {
            unable("read ", "/compat", file.error());
            return;
        }
        compat = Compat.NONE;
        Compat words = new Compat(content);
        for (byte[] word = words.next(); word != null; word = words.next()) {
            int asked = Compat.of(word);
            if (asked == Compat.UNKNOWN) {
                parts.messages()
                        .warning()
                        .add(slot)
                        .add("/compat: unknown word ")
                        .add(word)
                        .end();
            } else {
                compat |= asked;
            }
        }
    }

    /** Whether the directory's log is an executable file that is to be run as its logger. */
    boolean logIsFile(int dirFd) {
        return (compat & Compat.ENCORE) != 0 && isExecutable(dirFd, LOG);
    }

    /** Whether a script is to be started. A {@code finish} that cannot be executed is worth a complaint; the others are as encore has them. */
    boolean isThere(int dirFd, Program script) {
        byte[] name = Ascii.bytes(script.file);
        return script == Program.FINISH ? parts.files().stat(dirFd, name, info) >= 0 : isExecutable(dirFd, name);
    }

    /**
     * How to start a script.
     *
     * @param waitStatus how {@code run} has ended last, for {@code finish}
     */
    SpawnRequest request(Program script, int waitStatus) {
        byte[] program = Ascii.concat(Ascii.bytes("./"), Ascii.bytes(script.file));
        if (script != Program.FINISH) {
            return request(new byte[][] {program});
        }
        int signal = waitStatus == ExitNote.UNKNOWN ? 0 : waitStatus & WAIT_LOW_BITS;
        return request(new byte[][] {program, decimal(code(waitStatus)), decimal(signal)});
    }

    /** The exit code of one that has exited, -1 for others and where it is not known. */
    private static int code(int waitStatus) {
        boolean exited = waitStatus != ExitNote.UNKNOWN && (waitStatus & WAIT_SIGNAL_BITS) == 0;
        return exited ? waitStatus >> 8 & WAIT_LOW_BITS : -1;
    }

    private SpawnRequest request(byte[][] arguments) {
        SpawnRequest request = new SpawnRequest(arguments[0], arguments, null);
        request.newSession = newSession;
        request.defaultSignals = Signal.bit(Signal.CHLD);
        return request;
    }

    /**
     * Starts {@code notify}, if it is there, and leaves it to itself.
     *
     * @param waitStatus how the child has ended, or {@link Effects#STARTED}
     */
    void tell(int dirFd, Program program, int pid, int waitStatus) {
        if (!isExecutable(dirFd, NOTIFY)) {
            return;
        }
        byte[] of = Ascii.bytes(program.file);
        byte[] number = decimal(pid);
        boolean exited = waitStatus == ExitNote.UNKNOWN || (waitStatus & WAIT_SIGNAL_BITS) == 0;
        SpawnRequest request = waitStatus == Effects.STARTED
                ? request(new byte[][] {NOTIFY, of, Ascii.bytes("start"), number})
                : request(new byte[][] {
                    NOTIFY,
                    of,
                    Ascii.bytes(exited ? "exit" : "killed"),
                    number,
                    decimal(exited ? code(waitStatus) : waitStatus & WAIT_SIGNAL_BITS)
                });
        request.directoryFd = dirFd;
        int child = parts.processes().spawn(request);
        if (child < 0 || request.failedStep != SpawnRequest.STEP_NONE) {
            unable("start ", "/notify", child < 0 ? -child : request.failedErrno);
        }
    }

    private boolean isExecutable(int dirFd, byte[] name) {
        return parts.files().stat(dirFd, name, info) >= 0 && info.isRegular() && (info.mode & EXECUTABLE) != 0;
    }

    private void unable(String verb, String file, int errno) {
        parts.messages()
                .warning()
                .add("unable to ")
                .add(verb)
                .add(slot)
                .add(file)
                .because(errno);
    }

    private static byte[] decimal(int number) {
        return new ByteBuilder(12).appendDecimal(number).toBytes();
    }
}
