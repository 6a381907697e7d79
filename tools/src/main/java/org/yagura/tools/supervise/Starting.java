package org.yagura.tools.supervise;

import org.jspecify.annotations.Nullable;
import org.yagura.core.adopt.ChildRecord;
import org.yagura.core.adopt.ExitNote;
import org.yagura.core.status.Status;
import org.yagura.core.supervise.Program;
import org.yagura.core.supervise.SlotState;
import org.yagura.core.supervise.Supervision;
import org.yagura.core.text.Ascii;
import org.yagura.os.FileInfo;
import org.yagura.os.Signal;
import org.yagura.os.SpawnRequest;

/** How the child of a slot is started, and what it is given: its end of the pipe, its sockets, its record. */
final class Starting {
    /** Which of a child's descriptors is an end of the pipe; its number. */
    static final int LOGGER_END = 0;

    static final int SERVICE_END = 1;

    private static final byte[] RUN = Ascii.bytes("./run");
    private static final byte[] LOG_FILE = Ascii.bytes("./log");

    private final Parts parts;
    private final byte[] name;
    private final SlotFiles files;
    private final Habits habits;
    private final int pipeEnd;
    private final FileInfo info = new FileInfo();

    private SpawnRequest runRequest = runRequest(RUN);
    private @Nullable LogPipe pipe;
    private @Nullable Listening listening;
    private boolean logFile;
    private boolean execFailed;
    private int failure;

    Starting(Parts parts, byte[] name, SlotFiles files, Habits habits, int pipeEnd) {
        this.parts = parts;
        this.name = name;
        this.files = files;
        this.habits = habits;
        this.pipeEnd = pipeEnd;
    }

    private static SpawnRequest runRequest(byte[] program) {
        SpawnRequest request = new SpawnRequest(program, new byte[][] {program}, null);
        request.defaultSignals = Signal.bit(Signal.CHLD);
        return request;
    }

    /** Says whether the slot is the log of its directory, an executable file. */
    void isLogFile(boolean file) {
        logFile = file;
        runRequest = runRequest(file ? LOG_FILE : RUN);
    }

    /** From the next start on, the child's descriptor is an end of this pipe; with null it is ours. */
    void connect(@Nullable LogPipe newPipe) {
        pipe = newPipe;
    }

    /** What counts for all starts of a slot that comes to life. */
    void prepare(byte[] bootId) {
        runRequest.record = ChildRecord.parentPart(bootId);
        runRequest.newSession = habits.newSession();
    }

    /** Gets the sockets back from a service that has survived its supervise. @param processFd its handle, or -1 */
    void fetchSockets(int dirFd, int processFd) {
        if (processFd >= 0 && asksForSockets(dirFd)) {
            Listening sockets = new Listening(parts, name);
            sockets.fetch(dirFd, processFd);
            listening = sockets;
        }
    }

    void handOver(SlotState to) {
        to.piped = pipe != null;
        to.listens = listening != null;
        to.sockets = 0;
        if (listening != null) {
            listening.handOver(to);
        }
    }

    void takeOver(SlotState from) {
        if (from.listens) {
            Listening sockets = new Listening(parts, name);
            sockets.takeOver(from);
            listening = sockets;
        }
    }

    /** Who connects from now on is refused. */
    void closeSockets() {
        if (listening != null) {
            listening.close();
            listening = null;
        }
    }

    /**
     * Starts a program.
     *
     * @param status of the slot, for what {@code finish} is told
     * @return the pid of a child, which may have failed to become the program, as {@link #execFailed} tells; negative, having said why, where
     *     there is none
     */
    int start(Program program, int dirFd, Status status) {
        SpawnRequest request = requestFor(program, dirFd, status);
        int pid = request != null && prepare(request, program, dirFd) ? spawn(request) : -1;
        execFailed = pid >= 0 && request != null && request.failedStep != SpawnRequest.STEP_NONE;
        if (execFailed && request != null) {
            failure = request.failedErrno;
            sayFailedStep(request, program);
        }
        return pid;
    }

    /** Whether the child that was started last has failed before it was the program. */
    boolean execFailed() {
        return execFailed;
    }

    /** Why, an errno above 0. */
    int failure() {
        return failure;
    }

    /** @return how to start a program; null, having said why, where that cannot be done now */
    private @Nullable SpawnRequest requestFor(Program program, int dirFd, Status status) {
        if (program != Program.RUN) {
            boolean known = status.waitStatusKnown;
            SpawnRequest request = habits.request(program, known ? status.waitStatus : ExitNote.UNKNOWN);
            request.record = runRequest.record;
            return request;
        }
        Listening sockets = listening;
        if (sockets == null) {
            if (!asksForSockets(dirFd)) {
                return runRequest;
            }
            sockets = new Listening(parts, name);
            listening = sockets;
        }
        return sockets.open(dirFd) ? sockets.request(runRequest) : null;
    }

    private boolean asksForSockets(int dirFd) {
        return pipeEnd == SERVICE_END && Listening.isAskedFor(parts, dirFd, info);
    }

    /** Opens what the child gets. @return false, having said why, where it cannot be had now */
    private boolean prepare(SpawnRequest request, Program program, int dirFd) {
        request.directoryFd = dirFd;
        request.recordFd = files.recordFd();
        if (request.recordFd < 0) {
            unableToOpen("/supervise/record", -request.recordFd);
            return false;
        }
        request.clearMoves();
        if (pipe != null && !movePipe(request, pipe)) {
            return false;
        }
        if (listening != null && program == Program.RUN) {
            listening.move(request);
        }
        byte[] record = request.record;
        if (record != null) {
            // At the end: the next start, whoever makes it, is a second after this, however long the rest has taken.
            ChildRecord.setStart(record, program.code, parts.clock().bootNs());
        }
        return true;
    }

    private boolean movePipe(SpawnRequest request, LogPipe pipe) {
        int fd = pipeEnd == SERVICE_END ? pipe.openForService() : pipe.openForLogger();
        if (fd < 0) {
            unableToOpen(pipeEnd == SERVICE_END ? "/log/supervise/pipe" : "/supervise/pipe", -fd);
            return false;
        }
        request.move(fd, pipeEnd);
        return true;
    }

    private int spawn(SpawnRequest request) {
        int pid = parts.processes().spawn(request);
        if (pipe != null) {
            parts.close(request.moveFrom(0));
        }
        if (pid < 0) {
            parts.messages()
                    .warning()
                    .add("unable to fork for ")
                    .add(name)
                    .add(", sleeping ")
                    .add(Supervision.RETRY_NS / 1_000_000_000L)
                    .add(" seconds")
                    .because(-pid);
        }
        return pid;
    }

    private void sayFailedStep(SpawnRequest request, Program program) {
        if (request.failedStep == SpawnRequest.STEP_RECORD) {
            parts.messages().fatal().add("unable to write ").add(name).add("/supervise/record");
        } else {
            parts.messages().fatal().add("unable to start ").add(name);
            if (!logFile) {
                parts.messages().add("/").add(program.file);
            }
        }
        parts.messages().because(request.failedErrno);
    }

    private void unableToOpen(String path, int errno) {
        parts.messages().warning().add("unable to open ").add(name).add(path).because(errno);
    }
}
