package org.yagura.sim.kernel;

import org.yagura.os.Errno;
import org.yagura.os.OpenFlag;
import org.yagura.os.Resource;
import org.yagura.os.Succession;
import org.yagura.sim.file.RegularFile;

/** Another program in the same process, for one process. */
final class SuccessionCalls implements Succession {
    private static final int MODE = 0600;

    private final Kernel kernel;
    private final SimProcess process;
    private final ExecCalls exec;

    SuccessionCalls(Kernel kernel, SimProcess process, ExecCalls exec) {
        this.kernel = kernel;
        this.process = process;
        this.exec = exec;
    }

    @Override
    public int memoryFile() {
        int result = kernel.enter(process, Call.MEMORY_FILE, "");
        if (result < 0) {
            return result;
        }
        int fd = process.descriptors.lowestFree(3, process.limits[Resource.OPEN_FILES][0]);
        if (fd >= 0) {
            RegularFile file = new RegularFile(kernel.memory(), MODE);
            process.descriptors.put(fd, new InodeFile(file, OpenFlag.READ_WRITE, null, "memory"), true);
        }
        return kernel.leave(process, Call.MEMORY_FILE, "", fd);
    }

    @Override
    public int inherited() {
        int fd = process.inherited;
        if (fd >= 0) {
            process.descriptors.setCloseOnExec(fd, true);
        }
        return fd;
    }

    @Override
    public int become(byte[] program, int leftFd) {
        if (process.descriptors.get(leftFd) == null || process.descriptors.isCloseOnExec(leftFd)) {
            return -Errno.EBADF;
        }
        process.leaves = leftFd;
        byte[] told = process.told;
        process.told = new byte[0];
        int result = exec.replace(program, process.arguments, process.environment);
        process.leaves = -1;
        process.told = told;
        return result;
    }
}
