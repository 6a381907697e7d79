package org.yagura.sim.check;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yagura.sim.file.Inode;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.ProcessListener;
import org.yagura.sim.kernel.SimProcess;
import org.yagura.sim.stage.LogReader;
import org.yagura.sim.stage.Stage;

/**
 * A power cut takes no more of a log directory than doc/durability.md says for its level. Reckoned from what was written to the
 * directory's files, seen from outside; from when its multilog was at rest, that is, waited for input; and from when it could have
 * done what was due: while it works, is stopped or held up, or a sync fails,
 * it cannot.
 */
public final class PowerCutPromise implements ProcessListener {
    private static final long NS_PER_SECOND = 1_000_000_000L;
    /** Between a deadline and the call that it leads to. */
    private static final long SLACK_NS = 100_000_000L;
    /** Shorter ones are a part of that. */
    private static final long HELD_UP_NS = 20_000_000L;
    /** So many times has it waited when it has done what became due while it was held up: with the time from before, and then after. */
    private static final int WAITS_AFTER_HELD_UP = 2;
    /** A sync that has failed is tried again by then. */
    private static final long RETRIED_NS = 5_000_000_000L + SLACK_NS;

    /**
     * A level.
     *
     * @param action multilog's action, empty for none
     * @param bytes how many bytes may be gone; where nothing is said, a whole file
     * @param ns how long ago they may have been written
     */
    public record Level(String action, long bytes, long ns) {
        /** The level of an action, for files of a size. */
        public static Level of(String action, int size) {
            if (action.isEmpty()) {
                return new Level(action, size, Long.MAX_VALUE);
            }
            if (action.endsWith("s")) {
                long seconds = Long.parseLong(action.substring(1, action.length() - 1));
                return new Level(action, size, seconds * NS_PER_SECOND + SLACK_NS);
            }
            return new Level(action, Math.min(size, Long.parseLong(action.substring(1))), Long.MAX_VALUE);
        }
    }

    private record Write(long atNs, int bytes) {}

    private final Stage stage;
    private final String directory;
    private final String elsewhere;
    private final Level level;
    /** Bytes written since the logger last rested, and before, those that can still count. */
    private long sinceRest;

    /** Bytes written since the last sync. */
    private long sinceSync;

    private final ArrayDeque<Write> before = new ArrayDeque<>();
    /** Whether it waits, for input or for the end of a pause, and can do what becomes due. */
    private boolean waits;

    /** The logger that has cleared up what it found, and so has begun. */
    private @Nullable SimProcess begun;

    private long waitedNs;
    /** When it was held up, and how many waits later that no longer counts. */
    private long heldUpNs;

    private int heldUpWaits;
    /** When the first and the last of some syncs failed, between which none can have gone well. */
    private long syncFailedFirstNs = Long.MIN_VALUE / 2;

    private long syncFailedNs = Long.MIN_VALUE / 2;
    /** Who has to write again what it could not bring to the disk. */
    private @Nullable SimProcess inDoubt;

    /** Whether that will never be done, because it has ended before. */
    private boolean unknown;

    private List<String> promised = List.of();

    /** @param elsewhere another name that the directory may have at times */
    public PowerCutPromise(Stage stage, String directory, String elsewhere, Level level) {
        this.stage = stage;
        this.directory = directory;
        this.elsewhere = elsewhere;
        this.level = level;
        stage.kernel.listen(this);
    }

    private boolean isLogger(SimProcess process) {
        return process.isTool()
                && process.name.equals("multilog")
                && (isIn(directory, process) || isIn(elsewhere, process));
    }

    private boolean isIn(String name, SimProcess process) {
        return name.startsWith(stage.path(process.directory()) + "/");
    }

    private boolean isCurrent(Inode file) {
        return stage.find(directory + "/current") == file || stage.find(elsewhere + "/current") == file;
    }

    @Override
    public void wrote(SimProcess process, Inode file, int bytes) {
        if (isCurrent(file)) {
            sinceRest += bytes;
            sinceSync += bytes;
            before.add(new Write(stage.nowNs(), bytes));
        }
    }

    @Override
    public void waits(SimProcess process) {
        if (isLogger(process)) {
            begun = process.waitsFor(0) ? process : begun;
            waits = process == begun;
            heldUpWaits = Math.max(0, heldUpWaits - 1);
            if (process.waitsFor(0)) {
                sinceRest = 0;
                while (before.size() > 10_000) {
                    before.poll();
                }
            }
        }
    }

    @Override
    public void goesOn(SimProcess process) {
        if (waits && isLogger(process)) {
            waits = false;
            waitedNs = stage.nowNs();
        }
    }

    @Override
    public void heldUp(SimProcess process, long ns) {
        if (ns > HELD_UP_NS && isLogger(process)) {
            heldUpNs = heldUpWaits > 0 ? heldUpNs : waits ? stage.nowNs() : waitedNs;
            heldUpWaits = WAITS_AFTER_HELD_UP;
        }
    }

    @Override
    public void failed(SimProcess process, Call call, String path) {
        boolean again = process == inDoubt && (call == Call.OPEN || call == Call.READ_AT || call == Call.WRITE_AT);
        if ((call == Call.SYNC || again) && path.endsWith("current") && isLogger(process)) {
            if (!syncFails(stage.nowNs())) {
                syncFailedFirstNs = stage.nowNs();
            }
            syncFailedNs = stage.nowNs();
            inDoubt = process;
        }
    }

    @Override
    public void synced(SimProcess process, Inode file) {
        if (isCurrent(file)) {
            sinceSync = 0;
            inDoubt = process == inDoubt ? null : inDoubt;
        }
    }

    /** Whether it could not do so again since, at this time. */
    private boolean syncFails(long atNs) {
        return atNs - syncFailedNs < RETRIED_NS;
    }

    @Override
    public void ended(SimProcess process) {
        goesOn(process);
        if (process == inDoubt) {
            unknown = true;
            inDoubt = null;
        }
    }

    /** It can do nothing that becomes due, until it goes on, or another one has cleared up. */
    @Override
    public void stopped(SimProcess process) {
        goesOn(process);
    }

    /** How many bytes may be gone of those that were written. */
    private long allowance() {
        long ableNs = waits ? stage.nowNs() : waitedNs;
        ableNs = heldUpWaits > 0 ? Math.min(ableNs, heldUpNs) : ableNs;
        // One that was stopped before it tried again has not done so, however long ago that is.
        boolean fails = syncFails(ableNs);
        if (fails) {
            ableNs = Math.min(ableNs, syncFailedFirstNs);
        }
        long fromNs = level.ns == Long.MAX_VALUE ? Long.MIN_VALUE : ableNs - level.ns;
        long young = 0;
        for (Write write : before) {
            young += write.atNs >= fromNs ? write.bytes : 0;
        }
        long allowed = Math.min(level.bytes + sinceRest, Math.max(young, sinceRest));
        // Where nobody waits for room, lines are read on though they cannot be synced.
        return fails ? Math.max(allowed, sinceSync) : allowed;
    }

    @Override
    public void powerFails() {
        String text = unknown ? "" : text();
        long allowed = allowance();
        String due = text.substring(0, (int) Math.max(0, text.length() - allowed));
        promised = LogReader.lines(due.substring(0, due.lastIndexOf('\n') + 1));
    }

    @Override
    public void powerIsBack() {
        waits = false;
        heldUpWaits = 0;
        unknown = false;
        sinceRest = 0;
        sinceSync = 0;
        before.clear();
        waitedNs = stage.nowNs();
        // a piece of a line is a line where the file is an old one, and may be the last of the current one again
        Set<String> left = new HashSet<>(LogReader.lines(text() + "\n"));
        for (String line : promised) {
            if (!left.contains(line)) {
                String what = "a power cut took a line of " + directory + " that was due on disk (level "
                        + (level.action.isEmpty() ? "none" : level.action) + "): " + line;
                stage.kernel.fail(new AssertionError(what));
                return;
            }
        }
    }

    private String text() {
        boolean moved = !stage.exists(directory) && stage.exists(elsewhere);
        return LogReader.text(stage, moved ? elsewhere : directory, true);
    }
}
