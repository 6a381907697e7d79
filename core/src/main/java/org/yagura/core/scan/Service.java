package org.yagura.core.scan;

/**
 * One service: a directory, whatever its names, and what svscan knows of the supervise that looks after it.
 *
 * <p>A supervise looks after two slots, the service and its log, and each of them is alive while {@code supervise/ok} has a reader. Only the
 * shell can see that; it sets the facts before it asks for the next step.
 */
public final class Service extends Buckets.Node<Service> {
    /** A supervise that was just told something, or not found yet, is looked at after this; then after twice as long each time. */
    static final long LOOK_FIRST_NS = 250_000_000L;
    /** The longest between two looks, and between two starts that fail: 0.76 scans every five seconds. */
    static final long RETRY_NS = 5_000_000_000L;
    /**
     * Between two starts at least, so that who was just started is not looked at before; and how long a slot that was told to exit stays
     * away, so that its entry can be removed meanwhile.
     */
    static final long RETURN_NS = 1_000_000_000L;
    /** Who holds a lock and does not answer is on his way, or on his way out: he is looked at after this, then after twice as long. */
    static final long LOCK_FIRST_NS = 1_000_000L;
    /** A supervise that was just started finds its log by itself; from this look on it is told. */
    static final int LOOKS_BEFORE_TELLING = 3;

    private static final int LOOKS_MAX = 30;
    private static final int LOCK_LOOKS_MAX = 11;

    /** Its place in the table. */
    public final int index;

    public final long device;
    public final long inode;

    /** The name under which it is started next: one of its entries', or the last that it had. */
    public byte[] name;
    /** How many entries lead to it; with none it is not started again, but what runs goes on. */
    int names;

    /** The pid of the supervise that we started, or 0. */
    int pid;
    /** Fact: somebody reads {@code supervise/ok}. */
    public boolean serviceAlive;
    /** Fact: somebody reads {@code log/supervise/ok}. */
    public boolean logAlive;
    /** Fact: there is a {@code log}. */
    public boolean hasLog;
    /** Fact: something is alive, or may come, that no event would tell of. */
    public boolean unwatched;

    /** Fact, in a stop: no supervise is there, and what one has left may run; another one is to find it and stop it. */
    public boolean abandoned;

    private boolean seenAlive;
    private boolean logAsked;
    private boolean foreignLog;
    private boolean everStarted;
    private long startedNs;
    private int looks;
    /** When one that was killed was last replaced within a second of its start. */
    private long replacedSoonNs = Long.MIN_VALUE / 2;
    /** In a stop: no start before this. */
    private long notBeforeNs;
    /** The supervise was started in a stop, for it. */
    private boolean startedToStop;

    boolean settling;
    long madeNs;

    /** Whether it is among the living that the plan counts. */
    boolean counted;

    long dueNs = Deadlines.NEVER;
    int dueAt = -1;

    Service(int index, byte[] name, long device, long inode) {
        this.index = index;
        this.name = name;
        this.device = device;
        this.inode = inode;
    }

    /** The pid of the supervise that we started, or 0. */
    public int pid() {
        return pid;
    }

    /** How many entries lead to it. */
    public int names() {
        return names;
    }

    /** Puts it into a state that is handed over. */
    void handOver(ServiceState to) {
        to.name = name;
        to.device = device;
        to.inode = inode;
        to.pid = pid;
        to.serviceAlive = serviceAlive;
        to.logAlive = logAlive;
        to.hasLog = hasLog;
        to.unwatched = unwatched;
        to.seenAlive = seenAlive;
        to.logAsked = logAsked;
        to.foreignLog = foreignLog;
        to.everStarted = everStarted;
        to.startedNs = startedNs;
        to.looks = looks;
        to.settling = settling;
        to.madeNs = madeNs;
        to.dueNs = dueNs;
    }

    /** Goes on from a state that was handed over; when it is due is the plan's affair. */
    void takeOver(ServiceState from) {
        pid = from.pid;
        serviceAlive = from.serviceAlive;
        logAlive = from.logAlive;
        hasLog = from.hasLog;
        unwatched = from.unwatched;
        seenAlive = from.seenAlive;
        logAsked = from.logAsked;
        foreignLog = from.foreignLog;
        everStarted = from.everStarted;
        startedNs = from.startedNs;
        looks = from.looks;
        settling = from.settling;
        madeNs = from.madeNs;
    }

    /** Whether it waits for the files of a directory made in place. */
    public boolean isSettling() {
        return settling;
    }

    /** Whether a supervise of it lives, as far as we know; in a stop, also whether one is needed. */
    public boolean isLiving() {
        return hasSupervise() || abandoned;
    }

    /** Whether a supervise of it lives, as far as we know. */
    public boolean hasSupervise() {
        return pid != 0 || serviceAlive || logAlive;
    }

    /** Whether its log is not looked after by the supervise of the service, which is not one of ours. */
    public boolean isLogForeign() {
        return foreignLog;
    }

    /** What to do now. */
    Step next(boolean stopping) {
        if (names == 0) {
            abandoned = false;
            return isLiving() || stopping ? rest() : Step.FREE;
        }
        if (stopping) {
            abandoned &= !hasSupervise();
            seenAlive |= serviceAlive || logAlive;
            return abandoned ? Step.START : rest();
        }
        if (!serviceAlive) {
            return nextOfDead();
        }
        seenAlive = true;
        if (!hasLog || logAlive) {
            return rest();
        }
        // A foreign one is asked again all the same: one of ours that has trouble at its start may look like one.
        boolean finds = pid != 0 && !logAsked && looks < LOOKS_BEFORE_TELLING;
        return finds ? Step.LATER : Step.TELL_LOG;
    }

    private Step nextOfDead() {
        if (pid != 0) {
            // Where its log lives, a service slot that was never seen has come and gone between two looks.
            return seenAlive || logAlive ? Step.TELL_SERVICE : Step.LATER;
        }
        // The log's supervise may be one of ours that an earlier svscan started; then it is the service's too.
        return logAlive ? Step.TELL_SERVICE : Step.START;
    }

    private Step rest() {
        return unwatched ? Step.LATER : Step.REST;
    }

    /** The time of the next look, further away each time. */
    long later(long nowNs) {
        return nextLook(nowNs, LOOK_FIRST_NS, looks > 4 || unwatched);
    }

    /** The same where somebody is on his way. */
    long soon(long nowNs) {
        return nextLook(nowNs, LOCK_FIRST_NS, wasLookedAtOften());
    }

    private long nextLook(long nowNs, long firstNs, boolean seldom) {
        long delay = seldom ? RETRY_NS : firstNs << looks;
        if (looks < LOOKS_MAX) {
            looks++;
        }
        return nowNs + Math.min(delay, RETRY_NS);
    }

    /** Whether somebody on his way was waited for long enough for anything but a fault that stays. */
    public boolean wasLookedAtOften() {
        return looks > LOCK_LOOKS_MAX;
    }

    /** A stop has begun: what waits to be started is not to wait. @return whether it is to be looked at */
    boolean stopBegins(long nowNs) {
        notBeforeNs = nowNs;
        abandoned = names > 0 && !hasSupervise();
        looks = 0;
        return names > 0 && (!serviceAlive || (hasLog && !logAlive));
    }

    /** Whether its supervise, which is a child of ours, has not been seen alive yet. */
    public boolean isUnseen() {
        return pid != 0 && !seenAlive;
    }

    /** In a stop: when a supervise may be started. */
    long notBeforeNs() {
        return notBeforeNs;
    }

    /** No more looks are due: the next ones start over. */
    void rested() {
        looks = 0;
        logAsked = false;
    }

    long started(int newPid, long nowNs, boolean stopping) {
        pid = newPid;
        startedToStop = stopping;
        abandoned = false;
        startedNs = nowNs;
        everStarted = true;
        seenAlive = false;
        logAsked = false;
        foreignLog = false;
        // At a boot everything that is not needed yet is in the way of what is: the first look is this one.
        looks = 1;
        return nowNs + RETURN_NS;
    }

    /** @return when to start again: at once after a crash, as a slot comes back after an exit, or as 0.76 would after a failure */
    long exited(int waitStatus, long nowNs) {
        pid = 0;
        looks = 0;
        boolean crashed = (waitStatus & 0x7f) != 0;
        boolean failed = !crashed && waitStatus != 0;
        if (names == 0) {
            return nowNs;
        }
        long gap = everStarted ? startedNs + (failed ? RETRY_NS : RETURN_NS) : nowNs;
        if (crashed && nowNs < gap && nowNs - replacedSoonNs >= RETURN_NS) {
            // What it looked after runs on, and somebody is to look after it; it may have been killed by hand. But not
            // again and again.
            replacedSoonNs = nowNs;
            return nowNs;
        }
        return Math.max(gap, crashed ? nowNs : nowNs + RETURN_NS);
    }

    /** The same in a stop. One that was started for it, and has ended well, has left nothing. @return when to look */
    long exitedInStop(int waitStatus, long nowNs) {
        notBeforeNs = exited(waitStatus, nowNs);
        abandoned = names > 0 && !(startedToStop && waitStatus == 0);
        return nowNs;
    }

    /** In a stop a slot has lost its reader. @return when to see to it */
    long slotEndedInStop(boolean log, long nowNs) {
        slotEnded(log, nowNs);
        // The end of a child of ours is told.
        abandoned |= names > 0 && !hasSupervise();
        return pid == 0 ? nowNs : dueNs;
    }

    /** A slot has lost its reader. @return when to see to it */
    long slotEnded(boolean log, long nowNs) {
        if (log) {
            logAlive = false;
            logAsked = true;
        } else {
            serviceAlive = false;
            foreignLog = false;
        }
        long soon = names == 0 ? nowNs : nowNs + RETURN_NS;
        return Math.min(dueNs, soon);
    }

    /** A {@code log} has come into being. @return when to see to it */
    long logCame(boolean complete, long nowNs) {
        if (!serviceAlive) {
            return dueNs;
        }
        logAsked = true;
        looks = 0;
        return Math.min(dueNs, complete ? nowNs : nowNs + Settling.QUIET_NS);
    }

    /** Somebody was told. @return when to look what came of it */
    long told(long nowNs) {
        foreignLog = false;
        return later(nowNs);
    }

    /** Nobody was there to be told. @return what is to be done instead */
    Step nobodyTold(boolean log) {
        foreignLog |= log && pid == 0 && looks >= LOOKS_BEFORE_TELLING;
        return log || pid != 0 ? Step.LATER : Step.START;
    }
}
