package org.yagura.tools.supervise;

import org.jspecify.annotations.Nullable;
import org.yagura.core.events.EventKind;
import org.yagura.core.status.Want;
import org.yagura.core.supervise.Compat;
import org.yagura.core.supervise.Effects;
import org.yagura.core.supervise.Moment;
import org.yagura.core.supervise.Program;
import org.yagura.core.supervise.SlotState;
import org.yagura.core.supervise.Supervision;
import org.yagura.core.text.Ascii;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;

/**
 * One service directory under supervision: carries events from the system to its {@link Supervision} and does what that decides. A
 * logged service has two, its own and that of {@code log/}.
 */
final class Slot {
    private static final byte[] DOWN = Ascii.bytes("down");
    /** From the loss of files to their repair: {@code rm -r} of the whole directory is to find nothing that was made behind its back. */
    private static final long REPAIR_DELAY_NS = 1_000_000_000L;
    /** From a repair that failed to the next. */
    private static final long REPAIR_RETRY_NS = 5_000_000_000L;
    /** As many commands as are obeyed before other events have their turn. */
    private static final int COMMANDS_AT_ONCE = 1024;

    /** The directory as messages name it. */
    final byte[] name;

    final SlotFiles files;
    final Habits habits;
    final Supervision supervision = new Supervision();
    final Adoption adoption;

    private final Parts parts;
    private final SelfIdentity self;
    private final Starting starting;
    private final StatusFile statusFile;
    private final EventFile events;
    private final Effects effects = new Effects();
    private final FileInfo info = new FileInfo();
    private final byte[] commands = new byte[COMMANDS_AT_ONCE];

    private int dirFd = -1;
    /** Whether this is the log of the directory that it is in, an executable file. */
    private boolean logFile;
    /** Whether the file {@code down} was there when the files were taken. */
    private boolean down;
    /** Whether the directory, or its {@code supervise/}, is no longer this slot's; it ends with its child. */
    private boolean orphaned;
    /** When files that were lost are to be made anew, or NEVER. */
    private long repairNs = Supervision.NEVER;

    Slot(Parts parts, SelfIdentity self, byte[] name, int controlToken, int processToken, int pipeEnd) {
        this.parts = parts;
        this.self = self;
        this.name = name;
        files = new SlotFiles(parts, name, controlToken);
        habits = new Habits(parts, name);
        starting = new Starting(parts, name, files, habits, pipeEnd);
        adoption = new Adoption(parts, self, files, name, processToken);
        statusFile = new StatusFile(parts, name, supervision.status);
        events = new EventFile(parts);
    }

    boolean alive() {
        return supervision.alive();
    }

    int pid() {
        return supervision.pid();
    }

    int dirFd() {
        return dirFd;
    }

    /** Whether the slot lives and its directory and files are its own. */
    boolean isSettled() {
        return alive() && !orphaned && repairNs == Supervision.NEVER;
    }

    /** Gives the slot its directory; the descriptor is the slot's from now on. */
    void attach(int directoryFd) {
        parts.close(dirFd);
        dirFd = directoryFd;
        orphaned = false;
    }

    /** Says whether the slot is the log of its directory, which is an executable file; before {@link #take}. */
    void isLogFile(boolean file) {
        if (file != logFile) {
            logFile = file;
            starting.isLogFile(file);
            files.use(file ? SlotFiles.SUPERVISE_LOG : SlotFiles.SUPERVISE);
        }
    }

    /** From its next start on, the child's descriptor is an end of this pipe; with null it is ours. */
    void connect(@Nullable LogPipe newPipe) {
        starting.connect(newPipe);
    }

    /** Takes what has to be held before anything is said to live. What failed was said, except for a lock that is busy. */
    SlotFiles.Hold take() {
        habits.read(dirFd);
        int found = logFile ? -Errno.ENOENT : parts.files().stat(dirFd, DOWN, info);
        if (found < 0 && found != -Errno.ENOENT) {
            files.fatal("unable to stat ", "/down", -found);
            return SlotFiles.Hold.FAILED;
        }
        down = found == 0;
        SlotFiles.Hold hold = files.take(dirFd);
        return hold != SlotFiles.Hold.HELD || adoption.look() ? hold : SlotFiles.Hold.LATER;
    }

    /** Says that another process has the lock. */
    void sayBusy() {
        parts.messages()
                .fatal()
                .add("unable to acquire ")
                .add(name)
                .add("/supervise/lock")
                .because(Errno.EAGAIN);
    }

    /** Before {@link #begin}, where it is true: whatever was wanted, from now on down is. */
    void isToStop(boolean stops) {
        if (stops) {
            down = true;
            adoption.before.status.want = Want.DOWN;
        }
    }

    /** Comes to life; the files are taken. Starts its child, unless it is down, with the next {@link #onDeadline}. @return whether it lives */
    boolean begin(Moment now) {
        self.putInto(supervision.status);
        starting.prepare(self.bootId);
        // The scripts of a directory are its service's.
        supervision.follow(logFile ? Compat.NONE : habits.compat());
        supervision.begin(down, adoption.before, now, effects);
        events.add(EventKind.BEGUN, parts.processes().pid(), now);
        if (adoption.holds()) {
            events.add(EventKind.ADOPTED, pid(), now);
        }
        if (supervision.status.pid != 0) {
            starting.fetchSockets(dirFd, adoption.processFd());
        }
        perform(now);
        flush(now);
        if (!files.announce()) {
            release();
            return false;
        }
        return true;
    }

    /** Puts all of it into a state that is handed over. */
    void handOver(SlotState to) {
        supervision.handOver(to);
        to.down = down;
        to.orphaned = orphaned;
        to.logFile = logFile;
        to.compat = habits.compat();
        to.newSession = habits.newSession();
        to.repairNs = repairNs;
        to.directoryFd = dirFd;
        statusFile.handOver(to);
        files.handOver(to);
        adoption.handOver(to);
        starting.handOver(to);
    }

    /** Goes on from a state that was handed over. @return 0, or a negated errno where what it holds cannot be watched */
    int takeOver(SlotState from) {
        isLogFile(from.logFile);
        down = from.down;
        orphaned = from.orphaned;
        repairNs = from.repairNs;
        dirFd = from.directoryFd;
        habits.takeOver(from.compat, from.newSession);
        supervision.takeOver(from);
        self.putInto(supervision.status);
        starting.prepare(self.bootId);
        starting.takeOver(from);
        statusFile.takeOver(from);
        int result = files.takeOver(from);
        return result < 0 ? result : adoption.takeOver(from);
    }

    /** Notes how many upgrades there were; the status then tells of it. */
    void upgraded(int asked, int done) {
        if (done > supervision.status.upgradesDone) {
            events.upgraded(parts.clock().wallNs());
        }
        supervision.status.upgradesAsked = asked;
        supervision.status.upgradesDone = done;
        if (alive()) {
            statusFile.due();
        }
    }

    /**
     * Whether what runs, though it is no child of ours, has ended; {@link Adoption#waitStatus} then says how.
     *
     * @param events of the process's token
     */
    boolean adoptedEnded(int events, Moment now) {
        if (!alive() && events != 0) {
            adoption.drop();
        }
        return alive() && adoption.hasEnded(events, now.monotonicNs);
    }

    /** Obeys what was written to {@code control}. */
    void onControl(Moment now) {
        if (!alive()) {
            return;
        }
        int count = parts.descriptors().read(files.controlFd(), commands, 0, commands.length);
        for (int i = 0; i < count && alive(); i++) {
            events.command(commands[i], now);
            supervision.onCommand(commands[i], now, effects);
            perform(now);
        }
    }

    void onChildExited(int waitStatus, Moment now) {
        events.exited(pid(), waitStatus, now);
        adoption.drop();
        supervision.onChildExited(waitStatus, now, effects);
        perform(now);
    }

    void onDeadline(Moment now) {
        supervision.onDeadline(now, effects);
        perform(now);
    }

    /** The service is to be stopped and the slot to end. */
    void terminate(Moment now) {
        events.add(EventKind.STOPPING, now);
        supervision.onTerminate(now, effects);
        perform(now);
    }

    /** The slot is to end as soon as there is no child. */
    void exitWhenDown(Moment now) {
        supervision.onExitWanted(now, effects);
        perform(now);
    }

    /** Forgets child and files, because the directory is no longer the slot's. */
    void release() {
        supervision.abandon();
        starting.closeSockets();
        statusFile.forget();
        letGo();
    }

    /** Lets go of what was taken. */
    void letGo() {
        adoption.drop();
        files.release();
    }

    /** Writes down what has happened. To be called when what a step has brought is done. */
    void writeEvents() {
        events.flush(orphaned ? -1 : files.superviseFd());
    }

    /** Brings the status file up to date. To be called when all events of a step have been dealt with. */
    void flush(Moment now) {
        // What an orphaned slot would overwrite is another's, or gone.
        if (files.superviseFd() >= 0 && !orphaned) {
            statusFile.flush(files.superviseFd(), now.monotonicNs);
        }
    }

    /** To be called when all that is urgent has been done. */
    void settle() {
        statusFile.letGoOfReplaced();
    }

    long deadlineNs() {
        long ofChildNs = Math.min(supervision.deadlineNs(), adoption.deadlineNs());
        if (orphaned) {
            return ofChildNs;
        }
        return Math.min(repairNs, Math.min(ofChildNs, statusFile.deadlineNs()));
    }

    /** Whether the slot's directory was removed. */
    boolean directoryRemoved() {
        return dirFd >= 0 && parts.descriptors().info(dirFd, info) == 0 && info.links == 0;
    }

    /**
     * Looks whether what the slot holds is still what its names lead to. A {@code supervise/} that was removed is made anew a little
     * later, so that svc reaches the running service again; where another supervise was quicker, or the whole directory is gone, the slot
     * ends with its child.
     */
    void lookAround(Moment now) {
        long dueNs = repairNs;
        repairNs = Supervision.NEVER;
        if (!isSettled()) {
            return;
        }
        if (directoryRemoved()) {
            orphaned = true;
            parts.messages()
                    .warning()
                    .add(name)
                    .add(" was removed: not starting it again")
                    .end();
            exitWhenDown(now);
        } else if (files.replaced(dirFd)) {
            if (now.monotonicNs >= dueNs) {
                repair(now);
            } else {
                repairNs = Math.min(dueNs, now.monotonicNs + REPAIR_DELAY_NS);
            }
        }
    }

    private void repair(Moment now) {
        SlotFiles.Hold hold = files.take(dirFd);
        if (hold == SlotFiles.Hold.BUSY) {
            orphaned = true;
            parts.messages()
                    .warning()
                    .add(name)
                    .add("/supervise was replaced and is another supervise's: stopping")
                    .end();
            terminate(now);
        } else if (hold == SlotFiles.Hold.HELD) {
            statusFile.due();
            flush(now);
            files.announce();
        } else {
            repairNs = now.monotonicNs + REPAIR_RETRY_NS;
        }
    }

    /** Does what was decided; what answers to a start is decided on the way is done too. */
    private void perform(Moment now) {
        for (int i = 0; i < effects.count(); i++) {
            switch (effects.kind(i)) {
                case SIGNAL -> signal(effects.signal(i), effects.toGroup(i), now);
                case START -> start(effects.program(i), now);
                case NOTIFY -> habits.tell(dirFd, effects.program(i), effects.pid(i), effects.waitStatus(i));
                case PUBLISH -> statusFile.due();
                case END -> {
                    flush(now);
                    events.add(EventKind.ENDED, now);
                    writeEvents();
                    statusFile.forget();
                    files.release();
                }
            }
        }
        effects.clear();
        if (supervision.isResting()) {
            starting.closeSockets();
        }
    }

    private void signal(int signal, boolean toGroup, Moment now) {
        int sent = adoption.holds()
                ? adoption.signal(signal, toGroup)
                : parts.processes().kill(toGroup ? -pid() : pid(), signal);
        if (toGroup && !adoption.holds() && sent == -Errno.ESRCH) {
            // It is in a group of somebody else's.
            sent = parts.processes().kill(pid(), signal);
        }
        if (sent < 0) {
            supervision.onUnsent(signal, now);
            parts.messages()
                    .warning()
                    .add("unable to send signal ")
                    .add(signal)
                    .add(" to ")
                    .add(name)
                    .because(-sent);
        }
    }

    private void start(Program program, Moment now) {
        if (program != Program.RUN && !habits.isThere(dirFd, program)) {
            supervision.onMissing(now, effects);
            return;
        }
        // A death is to be seen before the next start, which may take its time.
        flush(now);
        int pid = starting.start(program, dirFd, supervision.status);
        now.set(
                parts.clock().monotonicNs(),
                parts.clock().wallNs(),
                parts.clock().bootNs());
        if (pid < 0) {
            supervision.onStartFailed(now);
        } else if (starting.execFailed()) {
            events.add(EventKind.UNSTARTED, starting.failure(), now);
            supervision.onExecFailed(pid, now);
        } else {
            events.started(program, pid, now);
            supervision.onStarted(pid, now, effects);
        }
    }
}
