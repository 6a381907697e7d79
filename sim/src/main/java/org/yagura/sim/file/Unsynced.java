package org.yagura.sim.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yagura.sim.chance.Prng;

/**
 * Changes of names and of inodes that are not known to be on disk, in the order in which they were made. What a power cut leaves of
 * them depends on the kind of the file system:
 *
 * <ul>
 *   <li><b>ordered</b>, as ext4 and xfs, which have one log: a sync of anything brings all changes before it to the disk, and what is
 *       there is how things were at one moment.
 *   <li>not ordered, as POSIX allows and btrfs comes near to: each directory and each inode is by itself. A sync of a file does not
 *       bring its name.
 * </ul>
 */
final class Unsynced {
    private final List<Change> changes = new ArrayList<>();
    private long made;
    private long applied;
    /** Where not ordered: the first change of each inode that the last power cut took. */
    private final Map<Inode, Long> taken = new HashMap<>();

    /** @param subject the directory or inode that is changed */
    private record Change(
            long number, Inode subject, @Nullable Inode other, Runnable apply) {
        boolean concerns(Inode inode) {
            return subject == inode || other == inode;
        }
    }

    /** How many changes there have been, as a moment in time. */
    long made() {
        return made;
    }

    /** Whether the power cut left all changes up to a moment, or where not ordered all of an inode. */
    boolean reached(boolean ordered, Inode inode, long moment) {
        return ordered ? moment <= applied : taken.getOrDefault(inode, Long.MAX_VALUE) > moment;
    }

    void add(Inode subject, @Nullable Inode other, Runnable apply) {
        changes.add(new Change(++made, subject, other, apply));
    }

    /** Everything is on disk. */
    void commitAll() {
        changes.forEach(change -> change.apply.run());
        changes.clear();
        applied = made;
    }

    /** What concerns an inode is on disk; and where a name has moved between two directories, all before it. */
    void commit(Inode inode) {
        int joint = -1;
        for (int i = 0; i < changes.size(); i++) {
            if (changes.get(i).other != null && changes.get(i).concerns(inode)) {
                joint = i;
            }
        }
        List<Change> rest = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            if (i <= joint || change.concerns(inode)) {
                change.apply.run();
            } else {
                rest.add(change);
            }
        }
        changes.clear();
        changes.addAll(rest);
    }

    /** The power fails: some of the changes have come to the disk by themselves. */
    void cut(boolean ordered, Prng prng) {
        if (ordered) {
            int kept = prng.chance(1, 4) ? 0 : prng.chance(1, 3) ? changes.size() : prng.below(changes.size() + 1);
            for (Change change : changes.subList(0, kept)) {
                change.apply.run();
                applied = change.number;
            }
        } else {
            taken.clear();
            Set<Inode> stopped = new HashSet<>();
            for (Change change : changes) {
                boolean stops = prng.chance(1, 4) || stopped.contains(change.subject);
                stops |= change.other != null && stopped.contains(change.other);
                if (stops) {
                    taken.putIfAbsent(change.subject, change.number);
                    stopped.add(change.subject);
                    if (change.other != null) {
                        stopped.add(change.other);
                    }
                } else {
                    change.apply.run();
                }
            }
        }
        changes.clear();
    }

    /** Nothing is open any more. */
    void settle() {
        applied = made;
    }
}
