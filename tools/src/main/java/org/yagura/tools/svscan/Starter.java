package org.yagura.tools.svscan;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yagura.core.scan.SvscanState;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Processes;
import org.yagura.os.SpawnRequest;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.OwnProgram;

/**
 * Starts supervises: this very program, or, where its file is not known or has gone, what PATH has under the name. The second argument asks
 * it to look after the log too.
 */
final class Starter {
    private static final byte[] SUPERVISE = Ascii.bytes("supervise");
    private static final byte[] LOG = Ascii.bytes("log");
    private static final byte[] STOP = Ascii.bytes("stop");
    private static final byte[] SLASH = {'/'};
    private static final int OUTPUT_MODE = 0600;
    private static final byte[] PATH_DEFAULT = Ascii.bytes("/bin:/usr/bin");

    private final Invocation invocation;
    private final Files files;
    private final Descriptors descriptors;
    private final Processes processes;
    private final Messages messages;
    private final Telling telling;
    private final FileInfo info = new FileInfo();
    private byte[][] habits = new byte[0][];
    private long openFilesSoft = -1;
    private byte @Nullable [] outputs;
    private byte[] task = LOG;
    /** Where our own supervise is, once it was looked for in this step. */
    private byte @Nullable [] found;
    /** Of its file, or 0. */
    private long programInode;

    Starter(
            Invocation invocation,
            Telling telling,
            Files files,
            Descriptors descriptors,
            Processes processes,
            Messages messages) {
        this.invocation = invocation;
        this.files = files;
        this.descriptors = descriptors;
        this.processes = processes;
        this.messages = messages;
        this.telling = telling;
    }

    /** Sets the soft limit of open files that children get. */
    void openFiles(long soft) {
        openFilesSoft = soft;
    }

    void handOver(SvscanState to) {
        to.openFilesSoft = openFilesSoft;
    }

    void takeOver(SvscanState from) {
        openFilesSoft = from.openFilesSoft;
    }

    /** Each supervise follows the habits and has the output that the settings name. */
    void follow(Settings settings) {
        byte[] word = settings.habits();
        habits = word == null ? new byte[0][] : new byte[][] {word};
        outputs = settings.outputs();
    }

    /** Our own program is to be looked for again: it may have been replaced since the last step. */
    void stepBegins() {
        found = null;
    }

    /** From now on those that are started are to find what runs, and to stop it. */
    void stops() {
        task = STOP;
    }

    /** Starts one in the current directory, and says why where it fails. @return its pid, or a negated errno where there is no child */
    int start(byte[] name) {
        byte[] own = invocation.executable();
        byte[] program = own == null ? find() : ours();
        int output = openOutput(name);
        SpawnRequest request = request(program, name, output);
        if (own != null) {
            // Another's supervise would not keep it from the service.
            request.told = telling.told(programInode);
        }
        int pid = processes.spawn(request);
        if (own != null && pid > 0 && isMissing(request)) {
            // The child that found nothing is an orphan like any other, and is reaped as one.
            program = find();
            request = request(program, name, output);
            pid = processes.spawn(request);
        }
        if (output >= 0) {
            descriptors.close(output);
        }
        if (pid < 0) {
            messages.warning().add("unable to fork for ").add(name).because(-pid);
        } else if (request.failedStep != SpawnRequest.STEP_NONE) {
            messages.warning().add("unable to start supervise ").add(name).because(request.failedErrno);
        }
        return pid;
    }

    private byte[] ours() {
        byte[] path = found;
        if (path == null) {
            path = OwnProgram.path(invocation, files, SUPERVISE);
            found = path;
            programInode = files.stat(Files.CWD, path, info) == 0 ? info.inode : 0;
        }
        return path;
    }

    /** Opened for reading too, so that nobody who writes is ever told that nobody reads. @return a descriptor, or -1 for our own output */
    private int openOutput(byte[] name) {
        byte[] directory = outputs;
        if (directory == null) {
            return -1;
        }
        byte[] path = Ascii.concat(directory, SLASH, name);
        files.makeFifo(Files.CWD, path, OUTPUT_MODE);
        int fd = files.open(Files.CWD, path, OpenFlag.READ_WRITE, 0);
        if (fd < 0) {
            messages.warning().add("unable to open ").add(path).because(-fd);
        }
        return Math.max(fd, -1);
    }

    private SpawnRequest request(byte[] program, byte[] name, int output) {
        byte[][] arguments = habits.length == 0
                ? new byte[][] {SUPERVISE, name, task}
                : new byte[][] {SUPERVISE, name, task, habits[0]};
        SpawnRequest request = new SpawnRequest(program, arguments, null);
        request.openFilesSoft = openFilesSoft;
        if (output >= 0) {
            request.move(output, 1);
            request.move(output, 2);
        }
        return request;
    }

    private static boolean isMissing(SpawnRequest request) {
        return request.failedStep == SpawnRequest.STEP_EXEC && request.failedErrno == Errno.ENOENT;
    }

    /** The first program of the name on PATH; where there is none, the last candidate, for its error to be reported. */
    private byte[] find() {
        byte @Nullable [] variable = invocation.variable("PATH");
        byte[] path = variable == null ? PATH_DEFAULT : variable;
        ByteBuilder candidate = new ByteBuilder(64);
        int start = 0;
        while (true) {
            int end = start;
            while (end < path.length && path[end] != ':') {
                end++;
            }
            candidate.clear().append(Arrays.copyOfRange(path, start, end));
            if (end == start) {
                candidate.append((byte) '.');
            }
            byte[] program = candidate.append((byte) '/').append(SUPERVISE).toBytes();
            if (end >= path.length || isProgram(program)) {
                return program;
            }
            start = end + 1;
        }
    }

    private boolean isProgram(byte[] name) {
        return files.stat(Files.CWD, name, info) >= 0 && info.isRegular() && (info.mode & 0111) != 0;
    }
}
