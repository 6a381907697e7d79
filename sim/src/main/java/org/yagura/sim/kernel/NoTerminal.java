package org.yagura.sim.kernel;

import org.yagura.os.Errno;
import org.yagura.os.Terminal;

/** Nobody looks on: no descriptor is a terminal. */
final class NoTerminal implements Terminal {
    @Override
    public int size(int fd, int[] columnsAndRows) {
        return -Errno.ENOTTY;
    }

    @Override
    public int takeKeys(int fd) {
        return -Errno.ENOTTY;
    }

    @Override
    public int restore(int fd) {
        return -Errno.ENOTTY;
    }

    @Override
    public int leadGroup(int fd) {
        return 0;
    }

    @Override
    public int takeBack(int fd, int group) {
        return -Errno.ENOTTY;
    }
}
