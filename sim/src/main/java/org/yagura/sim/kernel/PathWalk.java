package org.yagura.sim.kernel;

import org.jspecify.annotations.Nullable;
import org.yagura.os.Errno;
import org.yagura.sim.file.Directory;
import org.yagura.sim.file.Inode;
import org.yagura.sim.file.SymbolicLink;

/** Finds what a name stands for. A slot that each walk fills. */
final class PathWalk {
    private static final int LINKS_MAX = 40;
    private static final int NAME_MAX = 255;
    private static final int PATH_MAX = 4095;
    private static final int SEARCH = 1;

    private final Kernel kernel;

    /** The directory that holds, or would hold, the last part of the name. */
    Directory parent;

    /** The last part; {@code .} where the whole name stands for {@link #parent} itself. */
    String last = ".";

    /** What it stands for, or null where there is nothing of that name. */
    @Nullable
    Inode found;

    private int links;

    PathWalk(Kernel kernel) {
        this.kernel = kernel;
        parent = kernel.root();
    }

    /** Walks. @return 0, with {@link #found} null where only the last part is missing, or a negated errno */
    int walk(SimProcess process, Directory start, String path, boolean followLast) {
        links = 0;
        if (path.isEmpty() || path.indexOf('\0') >= 0) {
            return -Errno.ENOENT;
        }
        if (path.length() > PATH_MAX) {
            return -Errno.ENAMETOOLONG;
        }
        return from(process, start, path, followLast);
    }

    private int from(SimProcess process, Directory start, String path, boolean followLast) {
        parent = path.startsWith("/") ? kernel.root() : start;
        last = ".";
        found = parent;
        int at = 0;
        while (at < path.length()) {
            int end = path.indexOf('/', at);
            end = end < 0 ? path.length() : end;
            String name = path.substring(at, end);
            int next = end;
            while (next < path.length() && path.charAt(next) == '/') {
                next++;
            }
            if (!name.isEmpty()) {
                boolean isLast = next == path.length();
                boolean slashAfter = end < path.length();
                int result = into(process, name, isLast, followLast || slashAfter);
                if (result < 0) {
                    return result;
                }
                if (isLast && slashAfter && found != null && !(found instanceof Directory)) {
                    return -Errno.ENOTDIR;
                }
            }
            at = Math.max(next, at + 1);
        }
        return 0;
    }

    private int into(SimProcess process, String name, boolean isLast, boolean follow) {
        if (!(found instanceof Directory directory)) {
            return found == null ? -Errno.ENOENT : -Errno.ENOTDIR;
        }
        if (name.length() > NAME_MAX) {
            return -Errno.ENAMETOOLONG;
        }
        if (!kernel.permits(process, directory, SEARCH)) {
            return -Errno.EACCES;
        }
        parent = directory;
        last = name;
        found = switch (name) {
            case "." -> directory;
            case ".." -> directory.parent();
            default -> directory.get(name);
        };
        if (found instanceof SymbolicLink link && (!isLast || follow)) {
            links++;
            if (links > LINKS_MAX) {
                return -Errno.ELOOP;
            }
            return followed(process, directory, link, isLast);
        }
        return found == null && !isLast ? -Errno.ENOENT : 0;
    }

    private int followed(SimProcess process, Directory directory, SymbolicLink link, boolean isLast) {
        int result = from(process, directory, link.target, true);
        return result == 0 && found == null && !isLast ? -Errno.ENOENT : result;
    }
}
