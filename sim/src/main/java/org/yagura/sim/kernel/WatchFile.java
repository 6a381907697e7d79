package org.yagura.sim.kernel;

import org.yagura.os.Ready;
import org.yagura.sim.file.WatchQueue;

/** An inotify instance. */
final class WatchFile extends OpenFile {
    final WatchQueue queue = new WatchQueue();

    WatchFile() {
        super(null);
    }

    @Override
    int readiness() {
        return queue.isEmpty() ? 0 : Ready.READABLE;
    }

    @Override
    void closed() {
        queue.close();
    }
}
