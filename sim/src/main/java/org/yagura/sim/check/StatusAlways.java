package org.yagura.sim.check;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.yagura.core.status.Status;
import org.yagura.sim.file.Inode;
import org.yagura.sim.kernel.Call;
import org.yagura.sim.kernel.ProcessListener;
import org.yagura.sim.kernel.SimProcess;
import org.yagura.sim.stage.Stage;

/**
 * A status is never torn, and within one step of its supervise it is true: when that begins to wait, it says what is so. Where calls
 * fail, or the disk is full, it may be an older one, until some seconds after.
 */
public final class StatusAlways implements ProcessListener {
    /** supervise tries again after five seconds to write one. */
    private static final long RETRIED_NS = 7 * Stage.SECOND;

    /** How long it waits to hear from svscan how one has ended that it had adopted. */
    private static final long EXIT_TOLD_NS = 2 * Stage.SECOND;

    private final Stage stage;
    private final String directory;
    private final Map<Integer, Long> adoptedEndedNs = new HashMap<>();
    /** By the pids of a supervise and of a dead process that it has found. */
    private final Map<String, Long> foundDeadNs = new HashMap<>();

    private long troubledNs = Long.MIN_VALUE / 2;

    public StatusAlways(Stage stage, String directory) {
        this.stage = stage;
        this.directory = directory;
        stage.kernel.listen(this);
    }

    private void fail(String what) {
        stage.kernel.fail(new AssertionError("status of " + directory + " " + what));
    }

    @Override
    public void wrote(SimProcess process, Inode file, int bytes) {
        if (stage.find(directory + "/supervise/status") == file) {
            fail("was written over by " + process + " where readers could see it");
        }
    }

    private boolean isTroubled() {
        boolean full = stage.kernel.disk().capacityBytes != Long.MAX_VALUE;
        if (full || !stage.kernel.faults.isCalm() || !stage.kernel.hasHandles) {
            troubledNs = stage.nowNs();
        }
        return stage.nowNs() - troubledNs < RETRIED_NS;
    }

    /** The end of a process that is no child is to be told by others. */
    @Override
    public void ended(SimProcess process) {
        if (process.service() != null && !process.parent().name.equals("supervise")) {
            adoptedEndedNs.put(process.pid, stage.nowNs());
        }
    }

    private boolean isWaitedFor(SimProcess supervise, int pid) {
        SimProcess ended = stage.kernel.process(pid);
        if (ended != null && ended.isDying() && ended.isAlive()) {
            // It was killed before it was a copy, and still has its pid.
            return true;
        }
        long sinceNs = adoptedEndedNs.getOrDefault(pid, Long.MIN_VALUE / 2);
        if (ended != null && ended.isZombie() && ended.parent() != supervise) {
            // The child of a supervise that has ended since, and this one may have come to it just now.
            sinceNs = foundDeadNs.computeIfAbsent(supervise.pid + " " + pid, key -> stage.nowNs());
        }
        return stage.nowNs() - sinceNs < EXIT_TOLD_NS;
    }

    /** Trouble may have come and gone since anybody waited last. */
    @Override
    public void failed(SimProcess process, Call call, String path) {
        if (process.name.equals("supervise")) {
            troubledNs = stage.nowNs();
        }
    }

    @Override
    public void powerIsBack() {
        troubledNs = stage.nowNs();
        // Numbers of processes begin again.
        adoptedEndedNs.clear();
        foundDeadNs.clear();
    }

    @Override
    public void waits(SimProcess process) {
        if (isTroubled() || !process.isTool() || !process.name.equals("supervise")) {
            return;
        }
        Inode lock = stage.find(directory + "/supervise/lock");
        if (lock == null || !process.holdsLock(lock)) {
            // It may take it again, and adopts anew then.
            foundDeadNs.keySet().removeIf(key -> key.startsWith(process.pid + " "));
            return;
        }
        byte[] bytes = stage.read(directory + "/supervise/status").getBytes(StandardCharsets.ISO_8859_1);
        Status status = new Status();
        Status.Form form = status.decode(bytes, bytes.length);
        SimProcess copy = stage.copy(directory);
        int pid = copy == null ? 0 : copy.pid;
        if (form != Status.Form.OURS) {
            fail("is " + form);
        } else if (status.pid != pid && !isWaitedFor(process, status.pid)) {
            fail("says pid " + status.pid + ", not " + pid + ", and supervise goes to sleep");
        }
    }
}
