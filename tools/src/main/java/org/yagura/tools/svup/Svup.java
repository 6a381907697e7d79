package org.yagura.tools.svup;

import org.yagura.core.status.Status;
import org.yagura.core.supervise.Compat;
import org.yagura.core.text.Ascii;
import org.yagura.os.ChildExit;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Poller;
import org.yagura.os.Processes;
import org.yagura.os.Ready;
import org.yagura.os.Signal;
import org.yagura.os.SpawnRequest;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Options;
import org.yagura.tools.Outcome;
import org.yagura.tools.ServiceDirectory;
import org.yagura.tools.Tool;
import org.yagura.tools.svstat.SlotState;

/**
 * Asks whether a service is up: exit code 0 if so, 100 if not. Where runit's habits are followed its script {@code check}, if there is one,
 * has to agree.
 */
public final class Svup implements Tool {
    private static final int NOT_UP = 100;
    private static final byte[] LETTERS = Ascii.bytes("Ll");
    private static final byte[] LOG = Ascii.bytes("log");
    private static final byte[] LOG_HERE = Ascii.bytes("log/.");
    private static final byte[] CHECK = Ascii.bytes("./check");

    private final Invocation invocation;
    private final Files files;
    private final Descriptors descriptors;
    private final Processes processes;
    private final Poller poller;
    private final Messages messages;
    private final FileInfo info = new FileInfo();

    public Svup(Invocation invocation, Files files, Descriptors descriptors, Processes processes, Poller poller) {
        this.invocation = invocation;
        this.files = files;
        this.descriptors = descriptors;
        this.processes = processes;
        this.poller = poller;
        messages = new Messages(descriptors, "svup");
    }

    @Override
    public Outcome run() {
        byte[][] arguments = invocation.arguments();
        Options options = new Options(arguments, LETTERS);
        boolean log = false;
        for (int letter = options.next(); letter != Options.END; letter = options.next()) {
            if (letter == Options.BAD) {
                options.complain(messages);
                return usage();
            }
            log = letter == 'L';
        }
        if (options.operandsAt() != arguments.length - 1) {
            return usage();
        }
        byte[] service = arguments[options.operandsAt()];
        int directory = ServiceDirectory.open(files, service);
        if (directory < 0) {
            return unableTo("chdir to ", service, "", directory);
        }
        boolean logFile = log && files.stat(directory, LOG, info) >= 0 && info.isRegular();
        if (log && !logFile) {
            directory = files.open(directory, LOG_HERE, OpenFlag.PATH | OpenFlag.DIRECTORY, 0);
            if (directory < 0) {
                return unableTo("chdir to ", service, "/log", directory);
            }
        }
        return ask(service, directory, logFile);
    }

    private Outcome usage() {
        messages.usage().add("svup [ -L ] dir").end();
        return Outcome.exit(Outcome.USAGE);
    }

    private Outcome ask(byte[] service, int directory, boolean logFile) {
        SlotState state = new SlotState(files, descriptors, processes);
        SlotState.Finding finding = state.look(directory, logFile);
        Status status = state.status;
        if (finding == SlotState.Finding.UNKNOWN && state.error() != -Errno.ENOENT) {
            messages.fatal().add("unable to ").add(state.step()).add(" of ").add(service);
            if (state.error() == SlotState.BAD_FORMAT) {
                messages.add(": bad format").end();
            } else {
                messages.because(-state.error());
            }
            return Outcome.exit(Outcome.TROUBLE);
        }
        if (finding != SlotState.Finding.KNOWN || status.pid == 0 || status.script != 0) {
            return Outcome.exit(NOT_UP);
        }
        boolean asks = !logFile
                && (status.compat & Compat.RUNIT) != 0
                && files.stat(directory, CHECK, info) >= 0
                && info.isRegular();
        return asks ? check(service, directory) : Outcome.exit(Outcome.DONE);
    }

    private Outcome check(byte[] service, int directory) {
        SpawnRequest request = new SpawnRequest(CHECK, new byte[][] {CHECK}, null);
        request.directoryFd = directory;
        // Its word is the exit code; what it prints is not to be taken for an answer of ours.
        request.move(2, 1);
        request.defaultSignals = Signal.bit(Signal.CHLD);
        int pid = processes.spawn(request);
        if (pid < 0 || request.failedStep != SpawnRequest.STEP_NONE) {
            return unableTo("run ", service, "/check", pid < 0 ? pid : -request.failedErrno);
        }
        int handle = processes.openProcess(pid);
        int error = handle < 0 ? handle : poller.add(handle, 0, Ready.READABLE);
        ChildExit exit = new ChildExit();
        int reaped = processes.reap(pid, exit);
        while (error >= 0 && reaped == 0) {
            error = poller.await(Long.MAX_VALUE, new Ready(1));
            error = error == -Errno.EINTR ? 0 : error;
            reaped = processes.reap(pid, exit);
        }
        if (reaped <= 0) {
            return unableTo("wait for ", service, "/check", reaped < 0 ? reaped : error);
        }
        return Outcome.exit(exit.waitStatus == 0 ? Outcome.DONE : NOT_UP);
    }

    private Outcome unableTo(String what, byte[] service, String file, int error) {
        messages.fatal().add("unable to ").add(what).add(service).add(file).because(-error);
        return Outcome.exit(Outcome.TROUBLE);
    }
}
