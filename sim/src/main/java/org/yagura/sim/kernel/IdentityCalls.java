package org.yagura.sim.kernel;

import org.yagura.os.Errno;
import org.yagura.os.Identity;

/** Who a process is. */
final class IdentityCalls implements Identity {
    private final Kernel kernel;
    private final SimProcess process;

    IdentityCalls(Kernel kernel, SimProcess process) {
        this.kernel = kernel;
        this.process = process;
    }

    @Override
    public int effectiveUid() {
        return process.uid;
    }

    private int allowed(String what) {
        int fault = kernel.enter(process, Call.IDENTITY, what);
        if (fault < 0) {
            return fault;
        }
        return kernel.leave(process, Call.IDENTITY, what, process.uid == 0 ? 0 : -Errno.EPERM);
    }

    @Override
    public int setGroups(int gid) {
        return allowed("groups");
    }

    @Override
    public int setGid(int gid) {
        int result = allowed("gid");
        if (result == 0) {
            process.gid = gid;
        }
        return result;
    }

    @Override
    public int setUid(int uid) {
        int result = allowed("uid");
        if (result == 0) {
            process.uid = uid;
        }
        return result;
    }
}
