package org.yagura.core.supervise;

import org.yagura.core.handover.Handover;
import org.yagura.core.handover.HandoverReader;
import org.yagura.core.handover.HandoverWriter;
import org.yagura.core.handover.Kept;

/**
 * What a supervise hands over to the program that takes its place. A mutable holder; behind the envelope of {@link Handover} stand:
 *
 * <pre>
 *   0  8  flag: the logger is looked after too
 *   8  8  flag: the service's slot is to come to life
 *  16  8  flag: the logger's slot is
 *  24  8  flag: told to stop
 *  32  8  when to try for a lock again, or never
 *  40  8  the wait before that
 *  48  8  habits of directories that say nothing
 *  56  8  descriptor: the FIFO supervise/scan
 *  64  8  flag: the log is an executable file of the service
 *  72  8  device of the logger's directory
 *  80  8  inode of it
 *  88  8  descriptor: the pipe's directory
 *  96  8  descriptor: the pipe, for reading and writing
 * 104  8  descriptor: the pipe, to observe its end
 * 112  8  flag: that has come
 * 120  8  device of the pipe
 * 128  8  inode of it
 * 136  8  drain, flag: the pipe is to be let go of
 * 144  8  drain, flag: it was, and is watched
 * 152  8  drain, flag: the logger is told to end
 * 160  8  drain: when to look, or never
 * 168  8  drain: bytes that were in the pipe
 * 176  8  drain: since when
 * 184  8  drain: the logger's starts then
 * 192  8  upgrades that were asked for and are over, this one among them
 * 200  8  upgrades that were done, likewise
 * 208     the service's slot: {@link SlotState}
 *   n     the logger's slot
 * </pre>
 */
public final class SuperviseState {
    public boolean twoSlots;
    public boolean serviceComing;
    public boolean logComing;
    public boolean stopping;
    public long lockRetryNs;
    public long lockWaitNs;
    /** Whose child it was when it began to wait, or 0. */
    public int lockParentPid;

    public int habits;
    public int scanFd;

    public boolean logIsFile;
    public long logDevice;
    public long logInode;

    public int pipeDirectoryFd;
    public int pipeFd;
    public int observerFd;
    public boolean writersGone;
    public long pipeDevice;
    public long pipeInode;

    public boolean lettingGo;
    public boolean watching;
    public boolean cutShort;
    public long drainNs;
    public int drainBytes;
    public long drainTakenNs;
    public long drainStarts;

    public int upgradesAsked;
    public int upgradesDone;

    public final SlotState service = new SlotState();
    public final SlotState log = new SlotState();

    /** All that is to stay open for the program that takes over. */
    public int[] descriptors() {
        Kept kept = new Kept();
        kept.add(scanFd).add(pipeDirectoryFd).add(pipeFd).add(observerFd);
        service.addDescriptors(kept);
        log.addDescriptors(kept);
        return kept.descriptors();
    }

    public void encode(HandoverWriter to) {
        to.put(twoSlots).put(serviceComing).put(logComing).put(stopping);
        to.put(lockRetryNs).put(lockWaitNs).put(lockParentPid).put(habits).put(scanFd);
        to.put(logIsFile).put(logDevice).put(logInode);
        to.put(pipeDirectoryFd).put(pipeFd).put(observerFd).put(writersGone);
        to.put(pipeDevice).put(pipeInode).put(lettingGo).put(watching).put(cutShort);
        to.put(drainNs).put(drainBytes).put(drainTakenNs).put(drainStarts);
        to.put(upgradesAsked).put(upgradesDone);
        service.encode(to);
        log.encode(to);
    }

    /** Reads one. @return whether it is one, whole and of sense; if not, nothing here is to be used */
    public boolean decode(HandoverReader from) {
        twoSlots = from.flag();
        serviceComing = from.flag();
        logComing = from.flag();
        stopping = from.flag();
        lockRetryNs = from.number();
        lockWaitNs = from.number();
        lockParentPid = from.pid();
        habits = from.number(0, Compat.ENCORE | Compat.RUNIT);
        scanFd = from.descriptor();
        logIsFile = from.flag();
        logDevice = from.number();
        logInode = from.number();
        pipeDirectoryFd = from.descriptor();
        pipeFd = from.descriptor();
        observerFd = from.descriptor();
        writersGone = from.flag();
        pipeDevice = from.number();
        pipeInode = from.number();
        lettingGo = from.flag();
        watching = from.flag();
        cutShort = from.flag();
        drainNs = from.number();
        drainBytes = from.number(0, Integer.MAX_VALUE);
        drainTakenNs = from.number();
        drainStarts = from.number();
        upgradesAsked = from.number(0, Integer.MAX_VALUE);
        upgradesDone = from.number(0, Integer.MAX_VALUE);
        service.decode(from);
        log.decode(from);
        return from.isComplete();
    }
}
