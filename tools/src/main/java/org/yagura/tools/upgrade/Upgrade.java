package org.yagura.tools.upgrade;

import org.jspecify.annotations.Nullable;
import org.yagura.core.handover.Handover;
import org.yagura.core.handover.HandoverReader;
import org.yagura.core.handover.HandoverWriter;
import org.yagura.core.text.Ascii;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.Signal;
import org.yagura.os.SpawnRequest;
import org.yagura.tools.Daemon;
import org.yagura.tools.Messages;

/**
 * The upgrade of a daemon in place: the program that its file holds now is first asked, in a child, whether it can go on from the daemon's
 * state; if it says so, the daemon becomes it. Whatever fails on the way leaves the daemon as it was, and is said.
 *
 * <p>The daemon goes on meanwhile. So what is handed over in the end is its state then, not the one that was checked; only the form of it
 * is the same.
 */
public final class Upgrade {
    /** How long the other program may think. */
    static final long CHECK_NS = 10_000_000_000L;

    private final UpgradePort port;
    private final Messages messages;
    private final int whose;
    private final byte[] tool;
    private final byte @Nullable [] executable;
    private final FileInfo info = new FileInfo();

    /** The child that is asked, or 0. */
    private int checker;

    private int stateFd = -1;
    private long deadlineNs = Daemon.NEVER;
    private boolean late;
    private boolean ready;
    /** What the checker was given ends with this: its answer. */
    private byte[] answer = {};

    private int stateLength;
    /** The file that was asked. */
    private long device;

    private long inode;
    private long changedNs;

    /**
     * @param whose a number of {@link Handover}
     * @param tool the daemon's name
     * @param executable the file of this program, as it was noted at the start; null where it is not known
     */
    public Upgrade(UpgradePort port, Messages messages, int whose, String tool, byte @Nullable [] executable) {
        this.port = port;
        this.messages = messages;
        this.whose = whose;
        this.tool = Ascii.bytes(tool);
        this.executable = executable;
    }

    /** Begins a state; the daemon puts its own part, and gives it to {@link #check} or {@link #become}. */
    public HandoverWriter newState() {
        return Handover.begin(
                whose, port.signals().blockedAtStart(), port.signals().ignoredAtStart());
    }

    /** Whether a program is being asked, or has said yes. */
    public boolean begun() {
        return checker != 0 || ready;
    }

    /** Whether the program has said yes, so that the daemon is to {@link #become} it. */
    public boolean isReady() {
        return ready;
    }

    /** When {@link #onDeadline} is to be called, or NEVER. */
    public long deadlineNs() {
        return deadlineNs;
    }

    /** Asks the program that is installed now. @return whether that has begun; if not, it was said why */
    public boolean check(HandoverWriter state, long nowNs) {
        ready = false;
        byte[] program = executable;
        if (program == null) {
            notUpgraded().add("unable to find out which file this program is").end();
            return false;
        }
        int result = port.files().stat(Files.CWD, program, info);
        if (result < 0) {
            return unable("stat ", program, result);
        }
        device = info.device;
        inode = info.inode;
        changedNs = info.changedNs;
        byte[] bytes = Handover.seal(state);
        answer = Handover.answer(bytes, bytes.length);
        stateLength = bytes.length;
        stateFd = port.succession().memoryFile();
        result = stateFd < 0 ? stateFd : StateCheck.write(port.descriptors(), stateFd, bytes);
        if (result < 0) {
            close();
            return unable("write down the state for ", program, result);
        }
        return spawn(program, nowNs);
    }

    private boolean spawn(byte[] program, long nowNs) {
        SpawnRequest request = new SpawnRequest(program, new byte[][] {tool, StateCheck.ARGUMENT}, null);
        request.move(stateFd, 0);
        int pid = port.processes().spawn(request);
        if (pid < 0 || request.failedStep != SpawnRequest.STEP_NONE) {
            // A child that could not become it is reaped as any that nobody knows.
            close();
            return unable("run ", program, pid < 0 ? pid : -request.failedErrno);
        }
        checker = pid;
        late = false;
        deadlineNs = nowNs + CHECK_NS;
        return true;
    }

    /** A child was reaped. @return whether it was the one that was asked; if it did not say yes, it was said why */
    public boolean reaped(int pid, int waitStatus) {
        if (checker == 0 || pid != checker) {
            return false;
        }
        checker = 0;
        deadlineNs = Daemon.NEVER;
        byte[] given = new byte[Handover.ANSWER_LENGTH];
        int n = port.descriptors().readAt(stateFd, given, 0, given.length, stateLength);
        close();
        ready = waitStatus == 0 && n == given.length && java.util.Arrays.equals(given, answer);
        if (!ready && executable != null) {
            notUpgraded().add(executable);
            messages.add(late ? " gave no answer in time" : " does not go on from here")
                    .end();
        }
        return true;
    }

    /** The program that is asked has had its time. */
    public void onDeadline(long nowNs) {
        if (nowNs >= deadlineNs) {
            late = true;
            deadlineNs = Daemon.NEVER;
            port.processes().kill(checker, Signal.KILL);
        }
    }

    /** The daemon ends: nobody waits for an answer any more. */
    public void cancel() {
        if (checker != 0) {
            port.processes().kill(checker, Signal.KILL);
        }
    }

    /** Whether another file is installed by now than the one that was asked. */
    public boolean isOutdated() {
        return executable != null
                && port.files().stat(Files.CWD, executable, info) >= 0
                && !(info.sameFile(device, inode) && info.changedNs == changedNs);
    }

    /**
     * Becomes the program that has said yes. Returns only where that failed; it was said why, and everything is as it was.
     *
     * @param kept descriptors that the program goes on with
     */
    public void become(HandoverWriter state, int[] kept) {
        ready = false;
        byte[] program = executable;
        if (program == null) {
            return;
        }
        stateFd = port.succession().memoryFile();
        int result = stateFd < 0 ? stateFd : StateCheck.write(port.descriptors(), stateFd, Handover.seal(state));
        if (result >= 0) {
            result = keep(kept);
            result = result < 0 ? result : port.descriptors().setCloseOnExec(stateFd, false);
            result = result < 0 ? result : port.succession().become(program, stateFd);
            closeOnExec(kept);
        }
        close();
        unable("become ", program, result);
    }

    private int keep(int[] kept) {
        for (int fd : kept) {
            int result = port.descriptors().setCloseOnExec(fd, false);
            if (result < 0) {
                return result;
            }
        }
        return 0;
    }

    /** What was kept goes to nobody else. */
    public void closeOnExec(int[] kept) {
        for (int fd : kept) {
            port.descriptors().setCloseOnExec(fd, true);
        }
    }

    /**
     * The state that the program before us in this process has left.
     *
     * @return its own part; null where it is of no use
     */
    public @Nullable HandoverReader inherited(int fd) {
        byte[] bytes = StateCheck.read(port.descriptors(), fd);
        port.descriptors().close(fd);
        Handover handover = new Handover();
        HandoverReader reader = bytes == null ? null : handover.open(bytes, bytes.length, whose);
        if (reader != null) {
            port.signals().startedWith(handover.blockedAtStart(), handover.ignoredAtStart());
        }
        return reader;
    }

    private Messages notUpgraded() {
        return messages.warning().add("not upgraded: ");
    }

    private boolean unable(String to, byte[] program, int result) {
        notUpgraded().add("unable to ").add(to).add(program).because(result < 0 ? -result : Errno.EINVAL);
        return false;
    }

    private void close() {
        if (stateFd >= 0) {
            port.descriptors().close(stateFd);
            stateFd = -1;
        }
    }
}
