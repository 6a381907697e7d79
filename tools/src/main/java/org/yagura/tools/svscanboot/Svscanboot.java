package org.yagura.tools.svscanboot;

import java.util.Arrays;
import org.yagura.core.scan.StopPlan;
import org.yagura.core.status.Status;
import org.yagura.core.supervise.Compat;
import org.yagura.core.text.Ascii;
import org.yagura.os.Descriptors;
import org.yagura.os.Files;
import org.yagura.os.ForkedEntry;
import org.yagura.os.OpenFlag;
import org.yagura.os.Port;
import org.yagura.os.Processes;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.NameList;
import org.yagura.tools.Outcome;
import org.yagura.tools.OwnProgram;
import org.yagura.tools.ProgramSearch;
import org.yagura.tools.ScanDefault;
import org.yagura.tools.ServiceDirectory;
import org.yagura.tools.Tool;

/**
 * Starts a machine's services: ends what an earlier suite has left, and becomes svscan, in an environment that is always the same, with
 * its messages shown by a readproctitle. The process that was started stays the one to signal.
 */
public final class Svscanboot implements Tool {
    private static final byte[] PATH =
            Ascii.bytes("PATH=/command:/usr/local/bin:/usr/local/sbin:/bin:/sbin:/usr/bin:/usr/sbin:/usr/X11R6/bin");
    private static final int PATH_VALUE_AT = 5;
    private static final byte[][] ENVIRONMENT = {PATH};
    private static final byte[] NULL_DEVICE = Ascii.bytes("/dev/null");
    private static final byte[] SVSCAN = Ascii.bytes("svscan");
    /** Options that are svscan's, and are handed on. */
    private static final String[] OPTIONS = {"--grace=", "--compat="};

    private static final byte[] READPROCTITLE = Ascii.bytes("readproctitle");
    private static final int DOTS = 400;

    private static final byte[] SLASH = {'/'};
    private static final byte[] LOG = Ascii.bytes("/log");
    private static final byte[] STATUS_FILE = Ascii.bytes("supervise/status");
    private static final byte[] CONTROL = Ascii.bytes("supervise/control");
    private static final byte[] DOWN_AND_EXIT = {'d', 'x'};

    private final Invocation invocation;
    private final Files files;
    private final Descriptors descriptors;
    private final Processes processes;
    private final Messages messages;
    private final Status status = new Status();
    private final byte[] record = new byte[Status.LENGTH_MAX];

    public Svscanboot(Invocation invocation, Files files, Descriptors descriptors, Processes processes) {
        this.invocation = invocation;
        this.files = files;
        this.descriptors = descriptors;
        this.processes = processes;
        messages = new Messages(descriptors, "svscanboot");
    }

    @Override
    public Outcome run() {
        byte[][] arguments = invocation.arguments();
        int options = options(arguments);
        if (options < 0) {
            messages.usage()
                    .add("svscanboot [ --grace=seconds ] [ --compat=encore|runit ] [ dir ]")
                    .end();
            return Outcome.exit(Outcome.USAGE);
        }
        byte[] directory = options < arguments.length ? arguments[options] : ScanDefault.find(files);
        int handle = ServiceDirectory.open(files, directory);
        if (handle < 0) {
            return trouble(messages.fatal().add("unable to chdir to ").add(directory), handle);
        }
        descriptors.close(handle);
        endLeftovers(directory);
        int[] ends = new int[2];
        int error = descriptors.pipe(ends);
        if (error < 0) {
            return trouble(messages.fatal().add("unable to create pipe"), error);
        }
        int nothing = files.open(Files.CWD, NULL_DEVICE, OpenFlag.READ_WRITE, 0);
        byte[] reader = OwnProgram.path(invocation, files, READPROCTITLE);
        error = processes.forkInto(new Reader(reader, ends[0], nothing));
        if (error < 0) {
            return trouble(messages.fatal().add("unable to fork"), error);
        }
        descriptors.duplicateTo(nothing, 0);
        descriptors.duplicateTo(ends[1], 1);
        descriptors.duplicateTo(ends[1], 2);
        byte[][] words = new byte[options + 2][];
        words[0] = SVSCAN;
        System.arraycopy(arguments, 0, words, 1, options);
        words[options + 1] = directory;
        return new Outcome.Exec("svscanboot", OwnProgram.path(invocation, files, SVSCAN), words, ENVIRONMENT);
    }

    /**
     * How many arguments are options. What is wrong with one is found out here, as svscan's messages go where only ps shows them.
     *
     * @return the count, or -1 where one is unknown or its value is none
     */
    private static int options(byte[][] arguments) {
        int count = 0;
        while (count < arguments.length && Ascii.startsWith(arguments[count], "--")) {
            if (!isOption(arguments[count])) {
                return -1;
            }
            count++;
        }
        return count;
    }

    private static boolean isOption(byte[] argument) {
        for (int i = 0; i < OPTIONS.length; i++) {
            if (Ascii.startsWith(argument, OPTIONS[i])) {
                byte[] value = Arrays.copyOfRange(argument, OPTIONS[i].length(), argument.length);
                return i == 0 ? StopPlan.grace(value) >= 0 : Compat.of(value) != Compat.UNKNOWN;
            }
        }
        return false;
    }

    /** Tells the supervises of another suite to end with their services. Ours go on: svscan takes them over. */
    private void endLeftovers(byte[] directory) {
        NameList names = new NameList(files, descriptors);
        int count = names.read(directory);
        for (int i = 0; i < count; i++) {
            byte[] service = Ascii.concat(directory, SLASH, names.get(i));
            end(service);
            end(Ascii.concat(service, LOG));
        }
    }

    private void end(byte[] service) {
        int directory = ServiceDirectory.open(files, service);
        if (directory < 0) {
            return;
        }
        if (!isOurs(directory)) {
            int control = files.open(directory, CONTROL, OpenFlag.WRITE | OpenFlag.NONBLOCK | OpenFlag.NOFOLLOW, 0);
            if (control >= 0) {
                descriptors.write(control, DOWN_AND_EXIT, 0, DOWN_AND_EXIT.length);
                descriptors.close(control);
            }
        }
        descriptors.close(directory);
    }

    private boolean isOurs(int directory) {
        int file = files.open(directory, STATUS_FILE, OpenFlag.READ | OpenFlag.NONBLOCK | OpenFlag.NOFOLLOW, 0);
        if (file < 0) {
            return false;
        }
        int length = descriptors.read(file, record, 0, record.length);
        descriptors.close(file);
        Status.Form form = status.decode(record, length);
        return form == Status.Form.OURS || form == Status.Form.DAMAGED;
    }

    private static Outcome trouble(Messages line, int error) {
        line.because(-error);
        return Outcome.exit(Outcome.TROUBLE);
    }

    /** Becomes the readproctitle. */
    private record Reader(byte[] program, int input, int nothing) implements ForkedEntry {
        @Override
        public int run(Port port) {
            Descriptors own = port.descriptors();
            own.duplicateTo(nothing, 1);
            own.duplicateTo(nothing, 2);
            own.duplicateTo(input, 0);
            byte[] dots = new byte[DOTS];
            Arrays.fill(dots, (byte) '.');
            byte[][] words = {READPROCTITLE, Ascii.bytes("service"), Ascii.bytes("errors:"), dots};
            byte[] path = Arrays.copyOfRange(PATH, PATH_VALUE_AT, PATH.length);
            ProgramSearch.exec(port.exec(), program, words, ENVIRONMENT, path);
            return Outcome.TROUBLE;
        }
    }
}
