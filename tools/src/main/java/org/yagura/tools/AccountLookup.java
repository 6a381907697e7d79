package org.yagura.tools;

import org.yagura.core.account.PasswdScanner;
import org.yagura.core.text.Ascii;
import org.yagura.os.ChildExit;
import org.yagura.os.Clock;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Poller;
import org.yagura.os.Processes;
import org.yagura.os.Ready;
import org.yagura.os.Signal;
import org.yagura.os.SpawnRequest;

/**
 * Finds an account's numbers: in {@code /etc/passwd}, which this static program reads by itself, else by asking {@code getent}, which
 * knows LDAP, SSSD and whatever else the machine's libc is set up to ask.
 */
public final class AccountLookup {
    /** What a lookup came to, where it is no negated errno. */
    public static final int FOUND = 1;

    public static final int UNKNOWN = 0;

    /** A directory server may be slow, but no server answers later than this. */
    private static final long GETENT_NS_MAX = 60_000_000_000L;
    /** One passwd line is shorter; more than this from getent is no answer. */
    private static final int GETENT_BYTES_MAX = 65_536;

    private static final byte[] PASSWD = Ascii.bytes("/etc/passwd");
    private static final int READ_LENGTH = 8192;

    private final Files files;
    private final Descriptors descriptors;
    private final Processes processes;
    private final DescriptorWait wait;
    private final ChildWait children;
    private final byte[] buffer = new byte[READ_LENGTH];

    private int uid;
    private int gid;

    public AccountLookup(Files files, Descriptors descriptors, Processes processes, Poller poller, Clock clock) {
        this.files = files;
        this.descriptors = descriptors;
        this.processes = processes;
        wait = new DescriptorWait(poller, clock);
        children = new ChildWait(processes, descriptors, wait);
    }

    /** Looks an account up and says why where it is not to be had. @return whether it was {@link #FOUND} */
    public boolean require(byte[] name, Messages messages) {
        int answer = find(name);
        if (answer < 0) {
            messages.fatal().add("unable to look up account ").add(name).because(-answer);
        } else if (answer == UNKNOWN) {
            messages.fatal().add("unknown account ").add(name).end();
        }
        return answer == FOUND;
    }

    /** The user of the account that was {@link #FOUND}. */
    public int uid() {
        return uid;
    }

    /** Its group. */
    public int gid() {
        return gid;
    }

    /**
     * Looks an account up. Blocks while getent works.
     *
     * @return {@link #FOUND}, {@link #UNKNOWN}, or a negated errno where getent could not answer
     */
    public int find(byte[] name) {
        if (!PasswdScanner.isName(name)) {
            return UNKNOWN;
        }
        if (inPasswd(new PasswdScanner(name))) {
            return FOUND;
        }
        int answer = askGetent("/usr/bin/getent", name);
        if (answer == -Errno.ENOENT) {
            answer = askGetent("/bin/getent", name);
        }
        // A machine without getent has no accounts but those in the file.
        return answer == -Errno.ENOENT ? UNKNOWN : answer;
    }

    private boolean inPasswd(PasswdScanner scanner) {
        int file = files.open(Files.CWD, PASSWD, OpenFlag.READ, 0);
        if (file < 0) {
            return false;
        }
        boolean found = false;
        int length = 1;
        while (!found && length > 0) {
            length = descriptors.read(file, buffer, 0, buffer.length);
            found = length > 0 ? scanner.feed(buffer, length) : length == 0 && scanner.end();
            if (length == -Errno.EINTR) {
                length = 1;
            }
        }
        descriptors.close(file);
        return found && take(scanner);
    }

    private boolean take(PasswdScanner scanner) {
        uid = scanner.uid();
        gid = scanner.gid();
        return true;
    }

    private int askGetent(String getent, byte[] name) {
        int[] ends = new int[2];
        int error = descriptors.pipe(ends);
        if (error < 0) {
            return error;
        }
        byte[] program = Ascii.bytes(getent);
        SpawnRequest request = new SpawnRequest(program, new byte[][] {program, Ascii.bytes("passwd"), name}, null);
        request.move(ends[1], 1);
        request.defaultSignals = Signal.bit(Signal.CHLD);
        int pid = processes.spawn(request);
        descriptors.close(ends[1]);
        if (pid < 0) {
            descriptors.close(ends[0]);
            return pid;
        }
        long deadlineNs = wait.after(GETENT_NS_MAX);
        PasswdScanner scanner = new PasswdScanner(name);
        int answer = readAnswer(ends[0], scanner, deadlineNs);
        descriptors.close(ends[0]);
        int ended = end(pid, answer < 0, deadlineNs);
        if (request.failedStep != SpawnRequest.STEP_NONE) {
            return -request.failedErrno;
        }
        if (answer < 0) {
            return answer;
        }
        if (ended < 0) {
            return ended;
        }
        return answer == FOUND && take(scanner) ? FOUND : UNKNOWN;
    }

    /** @return {@link #FOUND}, {@link #UNKNOWN} or a negated errno */
    private int readAnswer(int pipe, PasswdScanner scanner, long deadlineNs) {
        descriptors.setNonBlocking(pipe, true);
        int total = 0;
        while (total < GETENT_BYTES_MAX) {
            int length = descriptors.read(pipe, buffer, 0, buffer.length);
            if (length == 0) {
                return scanner.end() ? FOUND : UNKNOWN;
            }
            if (length > 0) {
                total += length;
                scanner.feed(buffer, length);
                continue;
            }
            int error = length == -Errno.EAGAIN ? wait.until(pipe, Ready.READABLE, deadlineNs) : length;
            if (error < 0 && error != -Errno.EINTR) {
                return error;
            }
        }
        return -Errno.EPROTO;
    }

    /** Waits for a child's end and reaps it. @return 0, or {@code -EIO} where it was killed or reports trouble, or another negated errno */
    private int end(int pid, boolean kill, long deadlineNs) {
        if (kill) {
            processes.kill(pid, Signal.KILL);
        }
        ChildExit exit = new ChildExit();
        int reaped = children.until(pid, exit, deadlineNs);
        if (reaped < 0 && reaped != -Errno.ECHILD) {
            processes.kill(pid, Signal.KILL);
        }
        if (reaped < 0) {
            // Whoever started us ignores SIGCHLD: the system reaps, and only the answer itself counts.
            return reaped == -Errno.ECHILD ? 0 : reaped;
        }
        // 2: no such account.
        return !exit.crashed() && (exit.code() == 0 || exit.code() == 2) ? 0 : -Errno.EIO;
    }
}
