package org.yagura.sim.kernel;

import org.yagura.os.Errno;
import org.yagura.os.Limits;

/** Limits of a process. */
final class LimitCalls implements Limits {
    private final Kernel kernel;
    private final SimProcess process;

    LimitCalls(Kernel kernel, SimProcess process) {
        this.kernel = kernel;
        this.process = process;
    }

    @Override
    public int get(int resource, long[] softAndHard) {
        if (resource < 0 || resource >= SimProcess.RESOURCES) {
            return -Errno.EINVAL;
        }
        softAndHard[0] = process.limits[resource][0];
        softAndHard[1] = process.limits[resource][1];
        return 0;
    }

    @Override
    public int set(int resource, long soft, long hard) {
        kernel.enter(process, Call.LIMIT, Integer.toString(resource));
        int result = 0;
        if (resource < 0 || resource >= SimProcess.RESOURCES || soft > hard) {
            result = -Errno.EINVAL;
        } else if (hard > process.limits[resource][1] && process.uid != 0) {
            result = -Errno.EPERM;
        } else {
            process.limits[resource] = new long[] {soft, hard};
        }
        return kernel.leave(process, Call.LIMIT, Integer.toString(resource), result);
    }
}
