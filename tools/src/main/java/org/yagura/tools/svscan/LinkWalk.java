package org.yagura.tools.svscan;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yagura.core.scan.Entry;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Errno;
import org.yagura.os.Files;

/**
 * Follows a path link by link, and has each place watched where it could be bent: the name of every link on the way and the last name,
 * each in its directory. inotify tells nothing of what lies behind a link, so without this a target that is replaced, or a link in the
 * middle that is re-pointed (as releases are switched), would be seen by looking only.
 */
final class LinkWalk {
    private static final int LINKS_MAX = 40;
    private static final int PATH_MAX = 4095;

    private final Files files;
    private final Watching watching;
    private final byte[] target = new byte[PATH_MAX + 1];
    private final ByteBuilder path = new ByteBuilder(256);
    private final ByteBuilder joined = new ByteBuilder(256);
    private int error;
    private boolean remembers;
    /** The directory that the last path has led to without a link on the way. */
    private byte[] plain = {};

    LinkWalk(Files files, Watching watching) {
        this.files = files;
        this.watching = watching;
    }

    /** Reads what a name holds. @return its target, or null where it is no link; {@link #error} says more */
    byte @Nullable [] read(byte[] name) {
        int length = files.readLink(Files.CWD, name, target, 0, target.length);
        error = length < 0 ? -length : 0;
        return length < 0 || length > PATH_MAX ? null : Arrays.copyOf(target, length);
    }

    /** Why {@link #read} gave nothing: EINVAL where the name is no link. */
    int error() {
        return error;
    }

    /**
     * While many are traced one right after the other, a directory that the one before has led through is not looked at link by link again:
     * thousands of services have their directories beside each other.
     */
    void remember(boolean on) {
        remembers = on;
        plain = new byte[0];
    }

    /** How many bytes of a path lead to the remembered directory. */
    private int remembered(byte[] rest) {
        int length = plain.length;
        if (length == 0 || rest.length <= length + 1 || rest[length] != '/') {
            return 0;
        }
        for (int i = 0; i < length; i++) {
            if (plain[i] != rest[i]) {
                return 0;
            }
        }
        return length;
    }

    /**
     * Walks along a path, relative ones from the current directory, and traces it for an entry (null: the scan directory itself).
     *
     * @return whether all of it is watched, as far as it exists
     */
    boolean trace(byte[] start, @Nullable Entry entry) {
        byte[] rest = withoutSlashes(start);
        int at = remembered(rest);
        path.clear().append(rest, 0, at);
        int links = 0;
        boolean complete = true;
        while (true) {
            if (at == 0 && rest.length > 0 && rest[0] == '/') {
                path.clear().append((byte) '/');
            }
            while (at < rest.length && rest[at] == '/') {
                at++;
            }
            int end = at;
            while (end < rest.length && rest[end] != '/') {
                end++;
            }
            if (end == at || path.length() + end - at > PATH_MAX) {
                return complete && end == at;
            }
            byte[] name = Arrays.copyOfRange(rest, at, end);
            at = end;
            byte[] directory = directory();
            append(name);
            if (isDots(name)) {
                continue;
            }
            boolean last = at == rest.length;
            if (last && links == 0 && remembers) {
                plain = path.length() == name.length ? new byte[0] : directory;
            }
            byte[] linked = last ? null : read(path.toBytes());
            int why = error;
            if (last || linked != null || why != Errno.EINVAL) {
                complete &= watching.trace(directory, name, entry);
                // Only now, under the watch, does it count what the name holds.
                linked = read(path.toBytes());
                why = error;
            }
            if (linked != null) {
                if (++links > LINKS_MAX) {
                    return false;
                }
                rest = withoutSlashes(join(linked, rest, at));
                at = 0;
                back(directory);
            } else if (why != Errno.EINVAL) {
                return complete && (why == Errno.ENOENT || why == Errno.ENOTDIR);
            }
        }
    }

    private byte[] directory() {
        return path.length() == 0 ? new byte[] {'.'} : path.toBytes();
    }

    private void back(byte[] directory) {
        path.clear();
        if (!(directory.length == 1 && directory[0] == '.')) {
            path.append(directory);
        }
    }

    private void append(byte[] name) {
        if (path.length() > 0 && path.array()[path.length() - 1] != '/') {
            path.append((byte) '/');
        }
        path.append(name);
    }

    private byte[] join(byte[] first, byte[] rest, int from) {
        joined.clear().append(first);
        if (from < rest.length) {
            joined.append((byte) '/').append(rest, from, rest.length - from);
        }
        return joined.toBytes();
    }

    /** Slashes at the end say nothing, and would hide which name is the last. */
    private static byte[] withoutSlashes(byte[] name) {
        int end = name.length;
        while (end > 1 && name[end - 1] == '/') {
            end--;
        }
        return end == name.length ? name : Arrays.copyOf(name, end);
    }

    private static boolean isDots(byte[] name) {
        return name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
    }
}
