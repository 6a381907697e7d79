package org.yagura.sim.file;

import org.yagura.os.Watches;

/** One watch of one inode by one {@link WatchQueue}. */
public final class Watch {
    public final int id;
    public final Inode target;
    private final WatchQueue queue;
    int interest;

    Watch(WatchQueue queue, int id, Inode target, int interest) {
        this.queue = queue;
        this.id = id;
        this.target = target;
        this.interest = interest;
    }

    void add(int event, int cookie, String name) {
        if ((event & ~Watches.IS_DIRECTORY & interest) != 0) {
            queue.add(id, event, cookie, name);
        }
    }

    void targetDeleted() {
        add(Watches.SELF_DELETED, 0, "");
        queue.remove(this);
    }
}
