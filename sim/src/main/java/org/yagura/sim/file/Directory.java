package org.yagura.sim.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yagura.os.FileInfo;
import org.yagura.os.Watches;

/** Names and what they stand for. Names are Latin-1 text, one character a byte. Says what happens in it to those who watch. */
public non-sealed class Directory extends Inode {
    private final Map<String, Inode> entries = new LinkedHashMap<>();
    private final Map<String, Inode> durable = new LinkedHashMap<>();
    private @Nullable Directory parent;

    public Directory(Disk disk, int permissions, @Nullable Directory parent) {
        super(disk, FileInfo.TYPE_DIRECTORY | permissions);
        this.parent = parent;
    }

    /** The directory above; the root is its own. */
    public Directory parent() {
        return parent == null ? this : parent;
    }

    public @Nullable Inode get(String name) {
        return entries.get(name);
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** All names, in the order in which they were made. */
    public List<String> names() {
        return new ArrayList<>(entries.keySet());
    }

    /** Gives a new inode its first name, or another one a further name. */
    public void add(String name, Inode inode, long nowNs) {
        put(name, inode, nowNs);
        disk.unsynced.add(this, null, () -> durable.put(name, inode));
        tell(Watches.CREATED, 0, name, inode);
    }

    private void put(String name, Inode inode, long nowNs) {
        entries.put(name, inode);
        inode.links++;
        inode.changedNs = nowNs;
        touch(nowNs);
        if (inode instanceof Directory directory) {
            directory.parent = this;
        }
    }

    /** Takes a name away. */
    public void remove(String name, long nowNs) {
        Inode inode = entries.remove(name);
        if (inode == null) {
            return;
        }
        disk.unsynced.add(this, null, () -> durable.remove(name));
        touch(nowNs);
        inode.changedNs = nowNs;
        tell(Watches.DELETED, 0, name, inode);
        inode.unlinked();
    }

    /** Moves a name here from a directory, over what has the name. */
    public void moveIn(Directory from, String oldName, String newName, int cookie, long nowNs) {
        Inode inode = from.entries.remove(oldName);
        if (inode == null) {
            return;
        }
        Inode replaced = entries.remove(newName);
        disk.unsynced.add(this, from == this ? null : from, () -> {
            from.durable.remove(oldName);
            durable.put(newName, inode);
        });
        from.touch(nowNs);
        put(newName, inode, nowNs);
        inode.links--;
        from.tell(Watches.MOVED_FROM, cookie, oldName, inode);
        tell(Watches.MOVED_TO, cookie, newName, inode);
        for (Watch watch : inode.watches) {
            watch.add(Watches.SELF_MOVED, 0, "");
        }
        if (replaced != null) {
            replaced.unlinked();
        }
    }

    /** Mounts another file system's root under a name: no event, no link counted twice. */
    public void mount(String name, Directory root) {
        entries.put(name, root);
        durable.put(name, root);
        root.parent = this;
    }

    private void touch(long nowNs) {
        modifiedNs = nowNs;
        changedNs = nowNs;
    }

    /** Tells those who watch this directory. */
    public void tell(int event, int cookie, String name, Inode about) {
        int bits = about.isType(FileInfo.TYPE_DIRECTORY) ? event | Watches.IS_DIRECTORY : event;
        for (Watch watch : watches) {
            watch.add(bits, cookie, name);
        }
    }

    /** Tells those who watch this directory of something that happened to a file in it, wherever it has names here. */
    public void tellOfFile(int event, Inode file) {
        if (watches.isEmpty()) {
            return;
        }
        for (Map.Entry<String, Inode> entry : entries.entrySet()) {
            if (entry.getValue() == file) {
                tell(event, 0, entry.getKey(), file);
            }
        }
    }

    /** The power was cut: what is on disk is all there is. */
    void fallBack(@Nullable Directory above) {
        parent = above;
        entries.clear();
        entries.putAll(durable);
    }

    /** The names that a power cut would leave. */
    public Map<String, Inode> durableEntries() {
        return durable;
    }
}
