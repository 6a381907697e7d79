package org.yagura.nativeos;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;
import org.yagura.os.ChildExit;
import org.yagura.os.ForkedEntry;
import org.yagura.os.Port;
import org.yagura.os.Processes;
import org.yagura.os.SpawnRequest;

/** Other processes. What a child does between its making and exec is C alone: it shares our memory until then. */
@Include(value = "spawn.h", isSystem = false)
final class NativeProcesses implements Processes {
    private static final int RESULTS = 2;

    /** Failed step and its errno, or a wait status. */
    private final int[] results = new int[RESULTS];

    private final Port port;
    private final NativePoller poller;

    NativeProcesses(Port port, NativePoller poller) {
        this.port = port;
        this.poller = poller;
    }

    @Override
    public int spawn(SpawnRequest request) {
        request.failedStep = SpawnRequest.STEP_NONE;
        request.failedErrno = 0;
        int result = Vectors.store(request.arguments, request.environment);
        if (result < 0) {
            return result;
        }
        prepare(
                request.newSession ? 1 : 0,
                request.directoryFd,
                request.openFilesSoft,
                request.recordFd,
                request.defaultSignals);
        if (request.environment != null) {
            setPidVariable(request.pidVariable);
        }
        for (int i = 0; i < request.moves(); i++) {
            move(request.moveFrom(i), request.moveTo(i));
        }
        byte[] record = request.record;
        if (record != null && record.length == SpawnRequest.RECORD_LENGTH) {
            setRecord(Address.ofData(record));
        }
        if (request.announcementLength > 0) {
            Check.range(request.announcement, 0, request.announcementLength);
            announce(Address.ofData(request.announcement), request.announcementLength);
        }
        byte[] told = request.told;
        if (told != null && request.environment == null && told.length <= SpawnRequest.TOLD_MAX) {
            tell(Address.ofData(told), told.length);
        }
        int pid = spawn(Address.ofData(request.program), request.program.length, Address.ofData(results));
        if (pid >= 0) {
            request.failedStep = results[0];
            request.failedErrno = results[1];
        }
        return pid;
    }

    @Override
    public int forkInto(ForkedEntry entry) {
        int pid = fork();
        if (pid == 0) {
            poller.leave();
            exitNow(entry.run(port));
        }
        return pid;
    }

    @Override
    public int reap(ChildExit exit) {
        return take(waitFor(-1, Address.ofData(results)), exit);
    }

    @Override
    public int reap(int pid, ChildExit exit) {
        return take(waitFor(pid, Address.ofData(results)), exit);
    }

    @Override
    public int peek(ChildExit exit) {
        return take(peek(Address.ofData(results)), exit);
    }

    @Override
    public int kill(int pid, int signal) {
        return sendSignal(pid, signal);
    }

    @Override
    public int openProcess(int pid) {
        return openPidfd(pid);
    }

    @Override
    public int signalProcess(int processFd, int signal) {
        return sendSignalPidfd(processFd, signal);
    }

    @Override
    public long processInode(int processFd) {
        return pidfdInode(processFd);
    }

    @Override
    public int processExit(int processFd, ChildExit exit) {
        return take(pidfdExit(processFd, Address.ofData(results)), exit);
    }

    @Override
    public int fetchDescriptor(int processFd, int fd) {
        return fetch(processFd, fd);
    }

    @Override
    public byte[] told() {
        return Start.told();
    }

    @Override
    public int pid() {
        return ownPid();
    }

    @Override
    public int parentPid() {
        return ownParentPid();
    }

    @Override
    public int becomeSubreaper() {
        return subreaper();
    }

    @Override
    public int newSession() {
        return session();
    }

    private int take(int pid, ChildExit exit) {
        if (pid > 0) {
            exit.waitStatus = results[0];
        }
        return pid;
    }

    @Import(name = "yg_spawn_prepare")
    @Unmanaged
    private static native void prepare(
            int newSession, int directoryFd, long openFilesSoft, int recordFd, long defaultSignals);

    @Import(name = "yg_spawn_move")
    @Unmanaged
    private static native void move(int from, int to);

    @Import(name = "yg_spawn_pid_variable")
    @Unmanaged
    private static native void setPidVariable(int index);

    @Import(name = "yg_spawn_record")
    @Unmanaged
    private static native void setRecord(Address record);

    @Import(name = "yg_spawn_announce")
    @Unmanaged
    private static native void announce(Address text, int length);

    @Import(name = "yg_spawn_tell")
    @Unmanaged
    private static native void tell(Address told, int length);

    @Import(name = "yg_spawn")
    @Unmanaged
    private static native int spawn(Address program, int length, Address failure);

    @Import(name = "yg_fork")
    @Unmanaged
    private static native int fork();

    @Import(name = "yg_exit")
    @Unmanaged
    private static native void exitNow(int code);

    @Import(name = "yg_wait")
    @Unmanaged
    private static native int waitFor(int pid, Address status);

    @Import(name = "yg_peek")
    @Unmanaged
    private static native int peek(Address status);

    @Import(name = "yg_kill")
    @Unmanaged
    private static native int sendSignal(int pid, int signal);

    @Import(name = "yg_pidfd_open")
    @Unmanaged
    private static native int openPidfd(int pid);

    @Import(name = "yg_pidfd_signal")
    @Unmanaged
    private static native int sendSignalPidfd(int pidfd, int signal);

    @Import(name = "yg_pidfd_inode")
    @Unmanaged
    private static native long pidfdInode(int pidfd);

    @Import(name = "yg_pidfd_exit")
    @Unmanaged
    private static native int pidfdExit(int pidfd, Address status);

    @Import(name = "yg_pidfd_fetch")
    @Unmanaged
    private static native int fetch(int pidfd, int fd);

    @Import(name = "yg_pid")
    @Unmanaged
    private static native int ownPid();

    @Import(name = "yg_parent_pid")
    @Unmanaged
    private static native int ownParentPid();

    @Import(name = "yg_subreaper")
    @Unmanaged
    private static native int subreaper();

    @Import(name = "yg_new_session")
    @Unmanaged
    private static native int session();
}
