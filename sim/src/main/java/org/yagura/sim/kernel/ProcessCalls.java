package org.yagura.sim.kernel;

import org.jspecify.annotations.Nullable;
import org.yagura.core.adopt.ChildRecord;
import org.yagura.os.ChildExit;
import org.yagura.os.Errno;
import org.yagura.os.ForkedEntry;
import org.yagura.os.Processes;
import org.yagura.os.Resource;
import org.yagura.os.Signal;
import org.yagura.os.SpawnRequest;
import org.yagura.sim.file.Directory;

/** Other processes, for one process. */
final class ProcessCalls implements Processes {
    private static final int CHILD_FAILED = 111;

    private final Kernel kernel;
    private final SimProcess process;
    private final ExecCalls exec;

    ProcessCalls(Kernel kernel, SimProcess process, ExecCalls exec) {
        this.kernel = kernel;
        this.process = process;
        this.exec = exec;
    }

    @Override
    public int spawn(SpawnRequest request) {
        String path = ProcessPort.text(request.program);
        request.failedStep = SpawnRequest.STEP_NONE;
        request.failedErrno = 0;
        int result = kernel.enter(process, Call.FORK, path);
        if (result < 0) {
            return result;
        }
        if (kernel.tableFull() || process.children.size() >= process.limits[Resource.PROCESSES][0]) {
            return kernel.leave(process, Call.FORK, path, -Errno.EAGAIN);
        }
        SimProcess child = kernel.newProcess(process, process.directory, process.name);
        inherit(child);
        kernel.begin(
                child,
                new Image(
                        (self, image) -> self.port.processCalls().liveAsChild(request),
                        process.arguments,
                        process.environment));
        while (child.isAlive() && !child.execed) {
            kernel.block(process, () -> !child.isAlive() || child.execed, Long.MAX_VALUE);
        }
        return kernel.leave(process, Call.FORK, path, child.pid);
    }

    @Override
    public int forkInto(ForkedEntry entry) {
        int result = kernel.enter(process, Call.FORK, "");
        if (result < 0) {
            return result;
        }
        if (kernel.tableFull() || process.children.size() >= process.limits[Resource.PROCESSES][0]) {
            return kernel.leave(process, Call.FORK, "", -Errno.EAGAIN);
        }
        SimProcess child = kernel.newProcess(process, process.directory, process.name);
        inherit(child);
        child.blockedSignals = child.blockedAtStart | Signal.bit(Signal.PIPE);
        kernel.begin(child, new Image((self, image) -> entry.run(self.port), process.arguments, process.environment));
        // The child works on its parent's objects, which a real one has copies of: so it goes first, until it has an
        // image of its own.
        while (child.isAlive() && !child.execed) {
            kernel.block(process, () -> !child.isAlive() || child.execed, Long.MAX_VALUE);
        }
        return kernel.leave(process, Call.FORK, "", child.pid);
    }

    private void inherit(SimProcess child) {
        child.descriptors = process.descriptors.copy();
        child.umask = process.umask;
        child.uid = process.uid;
        child.gid = process.gid;
        child.session = process.session;
        child.tool = process.tool;
        child.arguments = process.arguments;
        child.environment = process.environment;
        child.blockedSignals = -1L;
        child.blockedAtStart = process.blockedAtStart;
        child.ignoredAtStart = process.ignoredAtStart;
        child.ignoredSignals = process.ignoredAtStart;
        for (int i = 0; i < SimProcess.RESOURCES; i++) {
            child.limits[i] = process.limits[i].clone();
        }
    }

    /** What the child does between fork and exec; each step can be its last. */
    int liveAsChild(SpawnRequest request) {
        if (request.newSession) {
            newSession();
        }
        if (request.directoryFd >= 0 && !stepDirectory(request)) {
            return CHILD_FAILED;
        }
        if (request.recordFd >= 0) {
            int recorded = stepRecord(request, process.descriptors.get(request.recordFd));
            if (recorded < 0) {
                return failed(request, SpawnRequest.STEP_RECORD, recorded);
            }
        }
        if (!stepMoves(request)) {
            return CHILD_FAILED;
        }
        int result = kernel.enter(process, Call.CHILD_LIMIT, "");
        if (result < 0) {
            return failed(request, SpawnRequest.STEP_LIMIT, result);
        }
        if (request.openFilesSoft >= 0) {
            long[] limit = process.limits[Resource.OPEN_FILES];
            limit[0] = Math.min(request.openFilesSoft, limit[1]);
        }
        announce(request);
        process.ignoredSignals &= ~request.defaultSignals;
        kernel.signals().setBlocked(process, process.blockedAtStart & ~request.defaultSignals);
        byte[][] environment = environment(request);
        process.told = request.told == null || request.environment != null ? new byte[0] : request.told;
        return failed(request, SpawnRequest.STEP_EXEC, exec.replace(request.program, request.arguments, environment));
    }

    private void announce(SpawnRequest request) {
        java.io.ByteArrayOutputStream text = new java.io.ByteArrayOutputStream();
        for (int i = 0; i < request.announcementLength; i++) {
            if (request.announcement[i] == 0) {
                text.writeBytes(Integer.toString(process.pid).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
            } else {
                text.write(request.announcement[i]);
            }
        }
        if (text.size() > 0) {
            process.port.descriptors().write(2, text.toByteArray(), 0, text.size());
        }
    }

    private byte[][] environment(SpawnRequest request) {
        byte[][] given = request.environment;
        if (given == null || request.pidVariable < 0) {
            return given == null ? process.environment : given;
        }
        byte[][] environment = given.clone();
        String variable = ProcessPort.text(given[request.pidVariable]);
        String set = variable.substring(0, variable.indexOf('=') + 1) + process.pid;
        environment[request.pidVariable] = set.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        return environment;
    }

    private static int failed(SpawnRequest request, int step, int result) {
        request.failedStep = step;
        request.failedErrno = -result;
        return CHILD_FAILED;
    }

    private boolean stepDirectory(SpawnRequest request) {
        int result = kernel.enter(process, Call.CHILD_DIRECTORY, "");
        OpenFile file = process.descriptors.get(request.directoryFd);
        if (result == 0 && file != null && file.inode instanceof Directory directory) {
            process.changeDirectory(directory);
            return true;
        }
        failed(
                request,
                SpawnRequest.STEP_DIRECTORY,
                result < 0 ? result : file == null ? -Errno.EBADF : -Errno.ENOTDIR);
        return false;
    }

    private boolean stepMoves(SpawnRequest request) {
        OpenFile[] files = new OpenFile[request.moves()];
        for (int i = 0; i < files.length; i++) {
            int result = kernel.enter(process, Call.CHILD_MOVE, request.moveFrom(i) + " to " + request.moveTo(i));
            OpenFile file = process.descriptors.get(request.moveFrom(i));
            if (result < 0 || file == null) {
                failed(request, SpawnRequest.STEP_MOVE, result < 0 ? result : -Errno.EBADF);
                return false;
            }
            files[i] = file;
        }
        // Held only now: one that was killed on the way would hold them for ever.
        for (OpenFile file : files) {
            file.addReference();
        }
        for (int i = 0; i < files.length; i++) {
            process.descriptors.put(request.moveTo(i), files[i], false);
            files[i].dropReference();
        }
        return true;
    }

    private int stepRecord(SpawnRequest request, @Nullable OpenFile file) {
        int result = kernel.enter(process, Call.CHILD_RECORD, "");
        if (result < 0) {
            return result;
        }
        if (!(file instanceof InodeFile target) || request.record == null) {
            return -Errno.EBADF;
        }
        byte[] record = request.record.clone();
        boolean inode = kernel.hasHandles && kernel.handlesHaveInodes;
        ChildRecord.complete(
                record,
                process.pid,
                inode ? process.handleInode : 0,
                inode || !kernel.hasProc ? 0 : ProcDirectory.startTicks(process),
                inode || !kernel.hasProc ? 0 : kernel.pidNamespace.number);
        int n = target.writeAt(record, 0, record.length, 0, kernel.clock().wallNs());
        kernel.leave(process, Call.CHILD_RECORD, "", n);
        return n < 0 ? n : n < record.length ? -Errno.ENOSPC : 0;
    }

    @Override
    public byte[] told() {
        return process.told;
    }

    @Override
    public int reap(ChildExit exit) {
        kernel.enter(process, Call.REAP, "any");
        int result = process.children.isEmpty() ? -Errno.ECHILD : 0;
        for (SimProcess child : process.children) {
            if (child.isZombie()) {
                exit.waitStatus = child.waitStatus;
                kernel.reaped(child);
                result = child.pid;
                break;
            }
        }
        return kernel.leave(process, Call.REAP, "any", result);
    }

    @Override
    public int reap(int pid, ChildExit exit) {
        String label = Integer.toString(pid);
        kernel.enter(process, Call.REAP, label);
        SimProcess child = kernel.process(pid);
        int result = 0;
        if (child == null || child.parent != process) {
            result = -Errno.ECHILD;
        } else if (child.isZombie()) {
            exit.waitStatus = child.waitStatus;
            kernel.reaped(child);
            result = pid;
        }
        return kernel.leave(process, Call.REAP, label, result);
    }

    @Override
    public int peek(ChildExit exit) {
        kernel.enter(process, Call.REAP, "peek");
        int result = process.children.isEmpty() ? -Errno.ECHILD : 0;
        for (SimProcess child : process.children) {
            if (child.isZombie()) {
                exit.waitStatus = child.waitStatus;
                result = child.pid;
                break;
            }
        }
        return kernel.leave(process, Call.REAP, "peek", result);
    }

    @Override
    public int kill(int pid, int signal) {
        String label = signal + " to " + pid;
        int result = kernel.enter(process, Call.KILL, label);
        if (result < 0) {
            return result;
        }
        SimProcess target = kernel.process(pid);
        return kernel.leave(process, Call.KILL, label, target == null ? -Errno.ESRCH : sent(target, signal));
    }

    private int sent(SimProcess target, int signal) {
        if (process.uid != 0 && process.uid != target.uid) {
            return -Errno.EPERM;
        }
        if (target != kernel.init() && target != kernel.outsider()) {
            kernel.signals().send(target, signal);
        }
        return 0;
    }

    @Override
    public int openProcess(int pid) {
        String label = Integer.toString(pid);
        int result = kernel.enter(process, Call.OPEN_PROCESS, label);
        if (result < 0) {
            return result;
        }
        SimProcess target = kernel.process(pid);
        if (!kernel.hasHandles) {
            result = -Errno.ENOSYS;
        } else if (target == null) {
            result = -Errno.ESRCH;
        } else {
            result = process.descriptors.lowestFree(3, process.limits[Resource.OPEN_FILES][0]);
            if (result >= 0) {
                process.descriptors.put(result, new ProcessFile(target), true);
            }
        }
        return kernel.leave(process, Call.OPEN_PROCESS, label, result);
    }

    @Override
    public int signalProcess(int processFd, int signal) {
        String label = signal + " by " + processFd;
        int result = kernel.enter(process, Call.KILL, label);
        if (result < 0) {
            return result;
        }
        if (process.descriptors.get(processFd) instanceof ProcessFile file) {
            result = file.process.isReaped() ? -Errno.ESRCH : sent(file.process, signal);
        } else {
            result = -Errno.EBADF;
        }
        return kernel.leave(process, Call.KILL, label, result);
    }

    @Override
    public long processInode(int processFd) {
        OpenFile open = process.descriptors.get(processFd);
        return kernel.handlesHaveInodes && open instanceof ProcessFile file ? file.process.handleInode : 0;
    }

    @Override
    public int processExit(int processFd, ChildExit exit) {
        String label = "exit of " + processFd;
        kernel.enter(process, Call.PROCESS, label);
        int result = -Errno.EBADF;
        if (!kernel.handlesTellExit) {
            result = -Errno.ENOTTY;
        } else if (process.descriptors.get(processFd) instanceof ProcessFile file) {
            result = file.process.isReaped() ? 1 : 0;
            exit.waitStatus = file.process.waitStatus;
        }
        return kernel.leave(process, Call.PROCESS, label, result);
    }

    @Override
    public int fetchDescriptor(int processFd, int fd) {
        String label = fd + " by " + processFd;
        int result = kernel.enter(process, Call.OPEN_PROCESS, label);
        if (result < 0) {
            return result;
        }
        if (!(process.descriptors.get(processFd) instanceof ProcessFile handle)) {
            return kernel.leave(process, Call.OPEN_PROCESS, label, -Errno.EBADF);
        }
        OpenFile file = handle.process.isAlive() ? handle.process.descriptors.get(fd) : null;
        if (process.uid != 0 || file == null) {
            return kernel.leave(process, Call.OPEN_PROCESS, label, process.uid != 0 ? -Errno.EPERM : -Errno.EBADF);
        }
        result = process.descriptors.lowestFree(3, process.limits[Resource.OPEN_FILES][0]);
        if (result >= 0) {
            process.descriptors.put(result, file, true);
        }
        return kernel.leave(process, Call.OPEN_PROCESS, label, result);
    }

    @Override
    public int pid() {
        return process.pid;
    }

    @Override
    public int parentPid() {
        return process.parent.pid;
    }

    @Override
    public int becomeSubreaper() {
        kernel.enter(process, Call.PROCESS, "subreaper");
        process.subreaper = true;
        return kernel.leave(process, Call.PROCESS, "subreaper", 0);
    }

    @Override
    public int newSession() {
        int result = process.session == process.pid ? -Errno.EPERM : 0;
        process.session = process.pid;
        return result;
    }
}
