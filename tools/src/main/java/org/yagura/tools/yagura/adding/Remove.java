package org.yagura.tools.yagura.adding;

import org.yagura.core.text.Ascii;
import org.yagura.core.text.TimeSpan;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Ready;
import org.yagura.tools.Outcome;
import org.yagura.tools.yagura.Call;
import org.yagura.tools.yagura.Option;

/**
 * Takes services out of the scan directory for good: the name becomes one with a dot, the service goes down and its supervise exits, what is
 * in its pipe is read, its logger goes, then the name. Each step can be done again, so that a removal that did not come to its end can.
 */
public final class Remove {
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final long TIMEOUT_NS = 10 * NS_PER_SECOND;
    private static final long LOOK_NS = 10_000_000L;
    private static final int PATH_MAX = 4096;
    private static final byte[] SLASH = {'/'};
    private static final byte[] DOT = {'.'};
    private static final byte[] LOG = Ascii.bytes("/log");
    private static final byte[] OK = Ascii.bytes("/supervise/ok");
    private static final byte[] CONTROL = Ascii.bytes("/supervise/control");
    private static final byte[] DOWN_AND_EXIT = Ascii.bytes("dx");
    private static final byte[] KILL = Ascii.bytes("k");
    private static final byte[] PIPE = Ascii.bytes("/log/supervise/pipe");

    private final Call call;
    private final Files files;
    private final FileInfo info = new FileInfo();
    private final Ready nothing = new Ready(1);
    private long deadlineNs;
    private long killNs = Long.MAX_VALUE;

    public Remove(Call call) {
        this.call = call;
        files = call.port.files();
    }

    public Outcome run() {
        if (call.arguments.operands().isEmpty()) {
            return call.usage();
        }
        byte[] timeout = call.arguments.value(Option.TIMEOUT);
        byte[] killAfter = call.arguments.value(Option.KILL_AFTER);
        long timeoutNs = timeout == null ? TIMEOUT_NS : TimeSpan.parse(timeout);
        long killAfterNs = killAfter == null ? Long.MAX_VALUE : TimeSpan.parse(killAfter);
        if (timeout != null && timeoutNs == TimeSpan.BAD) {
            return call.usage("no length of time: ", timeout);
        }
        if (killAfter != null && killAfterNs == TimeSpan.BAD) {
            return call.usage("no length of time: ", killAfter);
        }
        int code = Outcome.DONE;
        for (byte[] word : call.arguments.operands()) {
            long nowNs = call.port.clock().monotonicNs();
            killNs = killAfter == null ? Long.MAX_VALUE : nowNs + killAfterNs;
            deadlineNs = nowNs + timeoutNs + (killAfter == null ? 0 : killAfterNs);
            code = Math.max(code, remove(word));
        }
        return call.out.end(code);
    }

    private int remove(byte[] word) {
        if (!isName(word)) {
            call.messages
                    .fatal()
                    .add("no name in the scan directory: ")
                    .add(word)
                    .end();
            return Outcome.USAGE;
        }
        byte[] scan = call.scanDirectory();
        byte[] name = Ascii.concat(scan, SLASH, word);
        byte[] hidden = Ascii.concat(scan, SLASH, DOT, word);
        boolean there = files.lstat(Files.CWD, name, info) >= 0;
        if (!there && files.lstat(Files.CWD, hidden, info) < 0) {
            call.messages.warning().add("no such service: ").add(word).end();
            return Call.NOT_SO;
        }
        int error = there ? hide(name, hidden) : 0;
        if (error < 0) {
            return trouble("rename", name, error);
        }
        if (!end(hidden)) {
            return stays(word, "it goes on running");
        }
        byte[] log = Ascii.concat(hidden, LOG);
        if (!drained(hidden) || !end(log)) {
            return stays(word, "its logger goes on running");
        }
        return forget(word, hidden);
    }

    private static boolean isName(byte[] word) {
        boolean good = word.length > 0 && word[0] != '.';
        for (byte b : word) {
            good &= b != '/';
        }
        return good;
    }

    private int hide(byte[] name, byte[] hidden) {
        return files.lstat(Files.CWD, hidden, info) >= 0
                ? -Errno.EEXIST
                : files.rename(Files.CWD, name, Files.CWD, hidden);
    }

    private int stays(byte[] word, String why) {
        call.messages
                .warning()
                .add(word)
                .add(": ")
                .add(why)
                .add("; its name is .")
                .add(word);
        call.messages.add(" now, and the removal can be tried again").end();
        return Call.NOT_SO;
    }

    private int trouble(String what, byte[] path, int error) {
        call.messages.fatal().add("unable to ").add(what).add(" ").add(path).because(-error);
        return Outcome.TROUBLE;
    }

    /** Tells a supervise to end its service and itself, and waits until it has. @return whether there is none any more */
    private boolean end(byte[] directory) {
        boolean told = false;
        boolean killed = false;
        while (isRead(Ascii.concat(directory, OK))) {
            long nowNs = call.port.clock().monotonicNs();
            if (nowNs > deadlineNs) {
                return false;
            }
            if (!told) {
                told = tell(Ascii.concat(directory, CONTROL), DOWN_AND_EXIT);
            } else if (!killed && nowNs > killNs) {
                killed = tell(Ascii.concat(directory, CONTROL), KILL);
            }
            call.port.poller().await(LOOK_NS, nothing);
        }
        return true;
    }

    /** Whether somebody reads from a FIFO. */
    private boolean isRead(byte[] fifo) {
        int fd = files.open(Files.CWD, fifo, OpenFlag.WRITE | OpenFlag.NONBLOCK, 0);
        if (fd >= 0) {
            call.port.descriptors().close(fd);
        }
        return fd >= 0;
    }

    private boolean tell(byte[] control, byte[] bytes) {
        int fd = files.open(Files.CWD, control, OpenFlag.WRITE | OpenFlag.NONBLOCK, 0);
        if (fd < 0) {
            return false;
        }
        int written = call.port.descriptors().write(fd, bytes, 0, bytes.length);
        call.port.descriptors().close(fd);
        return written == bytes.length;
    }

    /** Waits until the logger has read what the service has written. @return whether nothing is left, or nobody is there to read it */
    private boolean drained(byte[] hidden) {
        int pipe = files.open(Files.CWD, Ascii.concat(hidden, PIPE), OpenFlag.READ | OpenFlag.NONBLOCK, 0);
        if (pipe < 0) {
            return true;
        }
        boolean empty = false;
        while (!empty
                && isRead(Ascii.concat(hidden, LOG, OK))
                && call.port.clock().monotonicNs() <= deadlineNs) {
            empty = call.port.descriptors().readableBytes(pipe) <= 0;
            if (!empty) {
                call.port.poller().await(LOOK_NS, nothing);
            }
        }
        call.port.descriptors().close(pipe);
        return empty || !isRead(Ascii.concat(hidden, LOG, OK));
    }

    /** Takes the name away, and with {@code --purge} the directory behind it. */
    private int forget(byte[] word, byte[] hidden) {
        byte[] directory = hidden;
        if (files.lstat(Files.CWD, hidden, info) >= 0 && info.isSymlink()) {
            byte[] target = new byte[PATH_MAX];
            int length = files.readLink(Files.CWD, hidden, target, 0, target.length);
            if (length <= 0) {
                return trouble("read", hidden, length);
            }
            byte[] to = java.util.Arrays.copyOf(target, length);
            directory = to[0] == '/' ? to : Ascii.concat(call.scanDirectory(), SLASH, to);
            int error = files.unlink(Files.CWD, hidden);
            if (error < 0) {
                return trouble("remove", hidden, error);
            }
        }
        if (call.arguments.has(Option.PURGE)) {
            int error = new TreeRemoval(call.port).remove(directory);
            if (error < 0) {
                return trouble("remove", directory, error);
            }
            call.out.text.append(word).append(": removed, with its directory and what was in it\n");
            return Outcome.DONE;
        }
        call.out.text.append(word).append(": removed; ").append(directory).append(" is left\n");
        return Outcome.DONE;
    }
}
