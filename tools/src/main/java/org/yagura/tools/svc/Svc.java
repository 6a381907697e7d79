package org.yagura.tools.svc;

import org.yagura.core.control.ControlCommand;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Clock;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Poller;
import org.yagura.os.Ready;
import org.yagura.tools.DescriptorWait;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Options;
import org.yagura.tools.Outcome;
import org.yagura.tools.ServiceDirectory;
import org.yagura.tools.Tool;

/** Writes commands to the supervises of services. Trouble with one service is a warning; the exit code is 0 all the same. */
public final class Svc implements Tool {
    /** How long full FIFOs are waited for, all together. A supervise that runs empties its own within microseconds. */
    private static final long PATIENCE_NS = 5_000_000_000L;

    private static final byte[] CONTROL = Ascii.bytes("supervise/control");
    private static final byte[] LOG_CONTROL = Ascii.bytes("log/supervise/control");
    /** Of a log that is an executable file. */
    private static final byte[] LOG_FILE_CONTROL = Ascii.bytes("supervise/log/control");
    /** Options of daemontools-encore that are no commands: whom the following ones are for. */
    private static final byte[] WHOM = Ascii.bytes("+=Ll");

    private final Invocation invocation;
    private final Files files;
    private final Descriptors descriptors;
    private final DescriptorWait wait;
    private final Messages messages;
    private final ByteBuilder commands = new ByteBuilder(16);
    private final ByteBuilder logCommands = new ByteBuilder(0);
    private boolean toGroup;
    private boolean toLog;

    private long deadlineNs = Long.MAX_VALUE;

    public Svc(Invocation invocation, Files files, Descriptors descriptors, Poller poller, Clock clock) {
        this.invocation = invocation;
        this.files = files;
        this.descriptors = descriptors;
        wait = new DescriptorWait(poller, clock);
        messages = new Messages(descriptors, "svc");
    }

    @Override
    public Outcome run() {
        byte[][] arguments = invocation.arguments();
        Options options = new Options(arguments, Ascii.concat(ControlCommand.letters(), WHOM));
        for (int letter = options.next(); letter != Options.END; letter = options.next()) {
            if (letter == Options.BAD) {
                options.complain(messages);
                explain();
                return Outcome.exit(Outcome.USAGE);
            }
            switch (letter) {
                case '+' -> toGroup = true;
                case '=' -> toGroup = false;
                case 'L' -> toLog = true;
                case 'l' -> toLog = false;
                default -> addOnce((byte) letter, toLog ? logCommands : commands);
            }
        }
        for (int i = options.operandsAt(); i < arguments.length; i++) {
            control(arguments[i]);
        }
        return Outcome.exit(Outcome.DONE);
    }

    private void explain() {
        new Messages(descriptors, "svc options")
                .info()
                .add("u up, d down, o once, x exit, p pause, c continue, h hup, a alarm, i interrupt, t term, k kill")
                .end();
    }

    /** What is for the group has its mark before it: a command with the mark is another one than without. */
    private void addOnce(byte letter, ByteBuilder to) {
        ControlCommand command = ControlCommand.of(letter);
        boolean marked = toGroup && command != null && command.signal != ControlCommand.NO_SIGNAL;
        boolean markSeen = false;
        for (int i = 0; i < to.length(); i++) {
            if (to.array()[i] == letter && markSeen == marked) {
                return;
            }
            markSeen = to.array()[i] == ControlCommand.TO_GROUP;
        }
        if (marked) {
            to.append(ControlCommand.TO_GROUP);
        }
        to.append(letter);
    }

    private void control(byte[] service) {
        int directory = ServiceDirectory.open(files, service);
        if (directory < 0) {
            messages.warning().add("unable to chdir to ").add(service).because(-directory);
            return;
        }
        if (commands.length() > 0 || logCommands.length() == 0) {
            control(service, "", open(directory, CONTROL), commands);
        }
        if (logCommands.length() > 0) {
            int fifo = open(directory, LOG_CONTROL);
            boolean isFile = fifo == -Errno.ENOTDIR;
            control(service, "/log", isFile ? open(directory, LOG_FILE_CONTROL) : fifo, logCommands);
        }
        descriptors.close(directory);
    }

    /** No link is followed: who owns {@code supervise/} could have root's commands written into any file. */
    private int open(int directory, byte[] control) {
        return files.open(directory, control, OpenFlag.WRITE | OpenFlag.NONBLOCK | OpenFlag.NOFOLLOW, 0);
    }

    private void control(byte[] service, String slot, int fifo, ByteBuilder what) {
        if (fifo == -Errno.ENXIO) {
            messages.warning()
                    .add("unable to control ")
                    .add(service)
                    .add(slot)
                    .add(": supervise not running")
                    .end();
            return;
        }
        if (fifo < 0) {
            messages.warning().add("unable to control ").add(service).add(slot).because(-fifo);
            return;
        }
        int error = send(fifo, what);
        descriptors.close(fifo);
        if (error < 0) {
            messages.warning()
                    .add("error writing commands to ")
                    .add(service)
                    .add(slot)
                    .because(-error);
        }
    }

    /**
     * Writes all commands at once, as the system does with so few bytes. The FIFO stays non-blocking: one whose supervise is stopped or
     * stuck fills up, and a blocking write would hang.
     *
     * @return 0, {@code -ETIMEDOUT} where the FIFO stayed full, or another negated errno
     */
    private int send(int fifo, ByteBuilder what) {
        if (what.length() == 0) {
            return 0;
        }
        while (true) {
            int n = descriptors.write(fifo, what.array(), 0, what.length());
            if (n == -Errno.EAGAIN) {
                n = wait.until(fifo, Ready.WRITABLE, deadline());
            }
            if (n != 0 && n != -Errno.EINTR) {
                return Math.min(n, 0);
            }
        }
    }

    /** All FIFOs together are waited for so long; it counts from the first that is full. */
    private long deadline() {
        if (deadlineNs == Long.MAX_VALUE) {
            deadlineNs = wait.after(PATIENCE_NS);
        }
        return deadlineNs;
    }
}
