package org.yagura.tools.svscan;

import org.jspecify.annotations.Nullable;
import org.yagura.core.scan.Arrival;
import org.yagura.core.scan.Entry;
import org.yagura.core.scan.ScanPlan;
import org.yagura.core.scan.Service;
import org.yagura.core.scan.Sight;
import org.yagura.core.scan.SvscanState;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.tools.Messages;

/** Looks at names in the scan directory, all of them or one, and tells the plan where they lead. */
final class Scanner {
    private final Files files;
    private final Messages messages;
    private final ScanDirectory directory;
    private final ScanPlan plan;
    private final Holds holds;
    private final Watching watching;
    private final LinkWalk walk;
    private final RemoteFiles remote;
    private final FileInfo info = new FileInfo();

    private @Nullable Watch watch;
    private boolean wanted = true;
    private boolean traceAgain;
    private boolean pathTraced;
    private boolean missing;
    private int untraced;
    private int saidRefused;
    private boolean first = true;
    private boolean unread;

    Scanner(Parts parts, Files files, ScanDirectory directory) {
        this.files = files;
        this.directory = directory;
        messages = parts.messages();
        plan = parts.plan();
        holds = parts.holds();
        watching = parts.watching();
        walk = new LinkWalk(files, watching);
        remote = new RemoteFiles(files);
    }

    /** Asks for a full scan. @param afresh whether what is watched is to be found out anew */
    void want(boolean afresh) {
        wanted = true;
        traceAgain |= afresh;
    }

    void handOver(SvscanState to) {
        to.scanned = !first;
        to.saidRefused = saidRefused;
    }

    /** Goes on from a state; a full scan, which watches everything anew, is wanted. */
    void takeOver(SvscanState from) {
        first = !from.scanned;
        saidRefused = from.saidRefused;
        want(true);
    }

    boolean isWanted() {
        return wanted;
    }

    /** Whether something would change without an event, or did not work, so that it has to be looked at from time to time. */
    boolean needsNet() {
        return missing
                || unread
                || !pathTraced
                || watch == null
                || untraced > 0
                || watching.refused() != 0
                || plan.hasTrouble()
                || remote.isAny();
    }

    /** Whether the last scan could not look at everything, for a reason that may pass. */
    boolean missedSome() {
        boolean missed = unread;
        for (int i = 0; i < plan.entryCount(); i++) {
            int errno = plan.entryAt(i).trouble();
            missed |= errno != 0 && errno != Errno.ENOENT && errno != Errno.ENOTDIR && errno != Errno.ELOOP;
        }
        return missed;
    }

    /** The scan directory's own watch has ended. */
    void watchGone() {
        watch = null;
    }

    /** The path to the scan directory may lead elsewhere now. */
    void pathChanged() {
        pathTraced = false;
        wanted = true;
    }

    /** Looks at all names. */
    void scan(long nowNs) {
        wanted = false;
        watching.forgive();
        if (!pathTraced || traceAgain || missing) {
            byte[] path = directory.path();
            watching.untrace(null);
            pathTraced = path == null || walk.trace(path, null);
            follow();
        }
        if (watch == null) {
            watch = watching.watchScanDirectory();
        }
        remote.look(ScanDirectory.HERE);
        watching.setBlind(remote.isAny());
        plan.scanBegins();
        int result = directory.openList();
        if (result >= 0) {
            walk.remember(true);
            result = lookAtAll(nowNs);
            walk.remember(false);
            directory.closeList();
        }
        unread = result < 0 && !(missing && result == -Errno.ENOENT);
        if (unread) {
            messages.warning().add("unable to read directory").because(-result);
            return;
        }
        plan.scanEnds();
        for (Entry gone = plan.takeUnseen(nowNs); gone != null; gone = plan.takeUnseen(nowNs)) {
            untrace(gone);
        }
        first = false;
        traceAgain = false;
        sayRefused();
    }

    /**
     * Looks at one name.
     *
     * @param afresh whether it may have become another link, though to the same place
     */
    void look(byte[] name, Arrival arrival, boolean afresh, long nowNs) {
        byte[] target = walk.read(name);
        if (target == null && walk.error() == Errno.ENOENT) {
            forget(name, nowNs);
            return;
        }
        Arrival kind = target != null && arrival == Arrival.MADE ? Arrival.LINKED : arrival;
        boolean news = judge(name, kind, nowNs);
        Entry entry = plan.entry(name);
        if (entry == null) {
            return;
        }
        if (target == null) {
            untrace(entry);
        } else if (news || afresh || entry.untraced) {
            untrace(entry);
            entry.untraced = !walk.trace(target, entry);
            untraced += entry.untraced ? 1 : 0;
            // It may have changed before it was watched.
            judge(name, kind, nowNs);
        }
    }

    /** Tells the plan where a name leads. @return whether that is news */
    private boolean judge(byte[] name, Arrival arrival, long nowNs) {
        int result = files.stat(Files.CWD, name, info);
        if (result == -Errno.ENOENT && walk.read(name) == null && walk.error() == Errno.ENOENT) {
            // Removed since it was read: where it led does not matter.
            forget(name, nowNs);
            return false;
        }
        if (result < 0) {
            boolean news = plan.troubled(name, -result, nowNs);
            if (news) {
                messages.warning().add("unable to stat ").add(name).because(-result);
            }
            return news;
        }
        if (!info.isDirectory()) {
            forget(name, nowNs);
            return false;
        }
        Sight sight = plan.sighted(name, info.device, info.inode, arrival, nowNs);
        if (sight == Sight.REFUSED) {
            messages.warning()
                    .add("unable to start ")
                    .add(name)
                    .add(": running too many services")
                    .end();
        }
        if (sight != Sight.CHANGED) {
            return false;
        }
        remote.lookOnce(info.device, name);
        watching.setBlind(remote.isAny());
        sayLeft(name);
        watchSettling(name);
        return true;
    }

    private void sayLeft(byte[] name) {
        Service left = plan.left();
        if (left != null && left.names() == 0 && left.isLiving()) {
            messages.warning()
                    .add(name)
                    .add(" leads to another directory now, the service in the old one keeps running")
                    .end();
        }
    }

    private void watchSettling(byte[] name) {
        Service service = plan.find(info.device, info.inode);
        if (service == null || !service.isSettling()) {
            return;
        }
        Hold hold = holds.of(service);
        if (hold.watch == null) {
            hold.watch = watching.watchService(service, name);
        }
    }

    /** Goes where the path leads now. */
    private void follow() {
        int result = directory.follow();
        if (result < 0 && !missing) {
            messages.warning().add("unable to chdir to ").add(pathOrHere()).because(-result);
        }
        missing = result < 0;
        if (result > 0) {
            messages.warning()
                    .add(pathOrHere())
                    .add(" is another directory now")
                    .end();
            watching.unwatchScanDirectory(watch);
            watch = null;
            traceAgain = true;
        }
    }

    private int lookAtAll(long nowNs) {
        // What an event did not announce may be in the making all the same.
        Arrival arrival = first ? Arrival.FOUND : Arrival.MADE;
        int result = directory.nextName();
        while (result > 0) {
            look(directory.name(), arrival, traceAgain, nowNs);
            result = directory.nextName();
        }
        return result;
    }

    private void forget(byte[] name, long nowNs) {
        Entry entry = plan.gone(name, nowNs);
        if (entry != null) {
            untrace(entry);
        }
    }

    private void untrace(Entry entry) {
        watching.untrace(entry);
        untraced -= entry.untraced ? 1 : 0;
        entry.untraced = false;
    }

    private byte[] pathOrHere() {
        byte[] path = directory.path();
        return path == null ? ScanDirectory.HERE : path;
    }

    private void sayRefused() {
        int errno = watching.refused();
        if (errno != 0 && errno != saidRefused) {
            messages.warning()
                    .add("unable to watch all directories, looking every 5 seconds")
                    .because(errno);
        }
        saidRefused = errno;
    }
}
