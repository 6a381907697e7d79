package org.yagura.core.scan;

import org.yagura.core.handover.HandoverReader;
import org.yagura.core.handover.HandoverWriter;

/**
 * What a svscan hands over of one service. A mutable holder. Fields of {@link org.yagura.core.handover.Handover}:
 *
 * <pre>
 *    0  8  length of the name, 1 to 255
 *    8  n  the name under which it is started next
 * with n left out:
 *    8  8  device of its directory
 *   16  8  inode of it
 *   24  8  pid of the supervise that svscan has started, or 0
 *   32  8  flag: supervise/ok has a reader
 *   40  8  flag: log/supervise/ok has one
 *   48  8  flag: there is a log
 *   56  8  flag: no event tells of all that concerns it
 *   64  8  flag: it was seen alive since it was started
 *   72  8  flag: its log was asked for
 *   80  8  flag: its log is a foreign supervise's
 *   88  8  flag: svscan has started it before
 *   96  8  when it was started last
 *  104  8  looks since then
 *  112  8  flag: the files of its directory are waited for
 *  120  8  when its directory was made
 *  128  8  when it is due, or never
 *  136  8  descriptor: a write end of supervise/ok
 *  144  8  descriptor: one of log/supervise/ok
 *  152  8  descriptor: both ends of log/supervise/pipe
 *  160  8  descriptor: a handle on a supervise that is no child
 *  168  8  stop, flag: the supervise got TERM
 *  176  8  stop: the pid of one that got it and is no child, or 0
 *  184  8  stop, flag: a foreign one was told to exit
 *  192  8  stop, flag: that of its log was
 * </pre>
 */
public final class ServiceState {
    private static final int NAME_MAX = 255;
    private static final int LOOKS_MAX = 1000;

    byte[] name = {};
    long device;
    long inode;
    int pid;
    boolean serviceAlive;
    boolean logAlive;
    boolean hasLog;
    boolean unwatched;
    boolean seenAlive;
    boolean logAsked;
    boolean foreignLog;
    boolean everStarted;
    long startedNs;
    int looks;
    boolean settling;
    long madeNs;
    long dueNs;

    public int serviceOk = -1;
    public int logOk = -1;
    public int logPipe = -1;
    public int process = -1;
    public boolean terminated;
    public int terminatedPid;
    public boolean serviceTold;
    public boolean logTold;

    void encode(HandoverWriter to) {
        to.put(name).put(device).put(inode).put(pid);
        to.put(serviceAlive).put(logAlive).put(hasLog).put(unwatched);
        to.put(seenAlive).put(logAsked).put(foreignLog).put(everStarted);
        to.put(startedNs).put(looks).put(settling).put(madeNs).put(dueNs);
        to.put(serviceOk).put(logOk).put(logPipe).put(process);
        to.put(terminated).put(terminatedPid).put(serviceTold).put(logTold);
    }

    void decode(HandoverReader from) {
        name = from.bytes(NAME_MAX);
        device = from.number();
        inode = from.number();
        pid = from.pid();
        serviceAlive = from.flag();
        logAlive = from.flag();
        hasLog = from.flag();
        unwatched = from.flag();
        seenAlive = from.flag();
        logAsked = from.flag();
        foreignLog = from.flag();
        everStarted = from.flag();
        startedNs = from.number();
        looks = from.number(0, LOOKS_MAX);
        settling = from.flag();
        madeNs = from.number();
        dueNs = from.number();
        serviceOk = from.descriptor();
        logOk = from.descriptor();
        logPipe = from.descriptor();
        process = from.descriptor();
        terminated = from.flag();
        terminatedPid = from.pid();
        serviceTold = from.flag();
        logTold = from.flag();
        if (name.length == 0) {
            from.refuse();
        }
    }
}
