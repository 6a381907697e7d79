package org.yagura.tools.yagura.init;

import org.yagura.core.control.ControlCommand;
import org.yagura.core.status.Status;
import org.yagura.core.text.Ascii;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Port;
import org.yagura.os.Signal;
import org.yagura.os.Watches;
import org.yagura.tools.Messages;

/** The service whose end is the end of all: it runs once. */
final class MainService {
    private static final byte[] SUPERVISE = Ascii.bytes("/supervise");
    private static final byte[] CONTROL = Ascii.bytes("/control");
    private static final byte[] STATUS = Ascii.bytes("/status");
    private static final int SUPERVISE_MODE = 0755;
    private static final int CONTROL_MODE = 0600;

    private final Files files;
    private final Descriptors descriptors;
    private final Messages messages;
    private final byte[] name;
    private final byte[] supervise;
    private final Status status = new Status();
    private final byte[] record = new byte[Status.LENGTH_MAX];
    private final byte[] letter = new byte[1];
    private int control = -1;
    private boolean known;
    private long knownSinceNs;

    MainService(Port port, Messages messages, byte[] scanDirectory, byte[] name) {
        files = port.files();
        descriptors = port.descriptors();
        this.messages = messages;
        this.name = name;
        supervise = Ascii.concat(scanDirectory, new byte[] {'/'}, name, SUPERVISE);
    }

    /**
     * Before there is a supervise: leaves the command in its FIFO that it will find there when it comes to life. It then runs the service
     * once, and the moment between a start and a command does not exist.
     *
     * @return whether it went well; else the reason was said
     */
    boolean prepare() {
        files.makeDirectory(Files.CWD, supervise, SUPERVISE_MODE);
        byte[] path = Ascii.concat(supervise, CONTROL);
        int error = files.makeFifo(Files.CWD, path, CONTROL_MODE);
        if (error >= 0 || error == -Errno.EEXIST) {
            control = files.open(Files.CWD, path, OpenFlag.READ_WRITE | OpenFlag.NONBLOCK, 0);
            error = Math.min(control, 0);
        }
        if (error >= 0) {
            // What the service did in an earlier life is none of our business.
            if (readStatus()) {
                known = status.waitStatusKnown;
                knownSinceNs = status.waitStatusWallNs;
            }
            error = tell(ControlCommand.ONCE);
        }
        if (error < 0) {
            messages.fatal().add("unable to control ").add(name).because(-error);
        }
        return error >= 0;
    }

    /** Has the changes of its status told. @return the watch or a negated errno */
    int watch(Watches watches, int watchFd) {
        return watches.watch(watchFd, supervise, Watches.MOVED_TO | Watches.ONLY_DIRECTORY);
    }

    /** Gives it a signal. */
    void signal(int number) {
        if (number == Signal.TERM) {
            tell(ControlCommand.DOWN);
            return;
        }
        for (ControlCommand command : ControlCommand.values()) {
            if (command.signal == number) {
                tell(command);
                return;
            }
        }
        messages.warning().add("unable to send signal ").add(number).add(" to ");
        messages.add(name).add(": there is no command for it").end();
    }

    private int tell(ControlCommand command) {
        letter[0] = command.letter;
        return descriptors.write(control, letter, 0, 1);
    }

    /** Whether it has run and ended. */
    boolean hasEnded() {
        return readStatus()
                && status.pid == 0
                && status.waitStatusKnown
                && !(known && status.waitStatusWallNs == knownSinceNs);
    }

    /** How, as of {@code waitpid}. */
    int waitStatus() {
        return status.waitStatus;
    }

    private boolean readStatus() {
        int fd = files.open(Files.CWD, Ascii.concat(supervise, STATUS), OpenFlag.READ | OpenFlag.NONBLOCK, 0);
        if (fd < 0) {
            return false;
        }
        int length = descriptors.read(fd, record, 0, record.length);
        descriptors.close(fd);
        return length > 0 && status.decode(record, length) == Status.Form.OURS;
    }
}
