package org.yagura.tools.supervise;

import org.yagura.core.status.Want;
import org.yagura.core.supervise.Moment;
import org.yagura.core.supervise.SuperviseState;

/**
 * The last part of a stop: the service has ended, and its logger gets what is still in the pipe, up to the end, and then exits by itself.
 * One that exits earlier is started again. Two things cut this short: somebody else still holds the pipe open though nothing comes any
 * more, or no logger that is started takes anything out of it.
 */
final class Drain {
    /** How long either is waited for. */
    private static final long PATIENCE_NS = 5_000_000_000L;
    /** From one look to the next. */
    private static final long LOOK_NS = 1_000_000_000L;

    private final Parts parts;
    private final Slot log;
    private final LogPipe pipe;

    private boolean lettingGo;
    private boolean watching;
    private boolean cutShort;
    private long deadlineNs = Long.MAX_VALUE;
    private int bytesSeen;
    private long takenNs;
    private long startsThen;

    Drain(Parts parts, Slot log, LogPipe pipe) {
        this.parts = parts;
        this.log = log;
        this.pipe = pipe;
    }

    boolean begun() {
        return lettingGo || watching;
    }

    long deadlineNs() {
        return deadlineNs;
    }

    void handOver(SuperviseState to) {
        to.lettingGo = lettingGo;
        to.watching = watching;
        to.cutShort = cutShort;
        to.drainNs = deadlineNs;
        to.drainBytes = bytesSeen;
        to.drainTakenNs = takenNs;
        to.drainStarts = startsThen;
    }

    void takeOver(SuperviseState from) {
        lettingGo = from.lettingGo;
        watching = from.watching;
        cutShort = from.cutShort;
        deadlineNs = from.drainNs;
        bytesSeen = from.drainBytes;
        takenNs = from.drainTakenNs;
        startsThen = from.drainStarts;
    }

    void begin(Moment now) {
        lettingGo = true;
        letGo(now);
    }

    /** The logger is about to be dealt with as ended: whether that was its last time. */
    void onLoggerExit(Moment now) {
        if (watching && pipe.waitingBytes() == 0 && pipe.writersGone()) {
            log.exitWhenDown(now);
        }
    }

    /** Looks how far it is; to be called in each step. */
    void step(Moment now) {
        if (lettingGo && now.monotonicNs >= deadlineNs) {
            letGo(now);
        }
        if (!watching || cutShort || !log.alive()) {
            deadlineNs = lettingGo ? deadlineNs : Long.MAX_VALUE;
            return;
        }
        int bytes = pipe.waitingBytes();
        if (log.pid() == 0 && ((bytes == 0 && pipe.writersGone()) || log.supervision.status.want != Want.UP)) {
            sayLost(bytes);
            log.exitWhenDown(now);
            return;
        }
        if (now.monotonicNs >= deadlineNs) {
            look(bytes, now);
        }
    }

    /** Ends the logger now, whatever is left. */
    void cutShort(Moment now) {
        cutShort = true;
        deadlineNs = Long.MAX_VALUE;
        sayLost(pipe.waitingBytes());
        log.terminate(now);
    }

    private void letGo(Moment now) {
        int error = pipe.letGo();
        if (error < 0) {
            parts.messages()
                    .warning()
                    .add("unable to open ")
                    .add(log.name)
                    .add("/supervise/pipe")
                    .because(-error);
            deadlineNs = now.monotonicNs + LOOK_NS;
            return;
        }
        lettingGo = false;
        watching = true;
        bytesSeen = pipe.waitingBytes();
        takenNs = now.monotonicNs;
        startsThen = log.supervision.status.starts;
        deadlineNs = now.monotonicNs + PATIENCE_NS;
    }

    private void look(int bytes, Moment now) {
        if (bytes != bytesSeen) {
            bytesSeen = bytes;
            takenNs = now.monotonicNs;
            startsThen = log.supervision.status.starts;
        }
        deadlineNs = now.monotonicNs + LOOK_NS;
        if (bytes == 0 && pipe.writersGone()) {
            // The logger has the end of its input and takes its time: it may have a disk to wait for. But a svscan that
            // has begun meanwhile may hold the pipe again, before the logger has seen that.
            pipe.askAgain();
            deadlineNs = now.monotonicNs + PATIENCE_NS;
        } else if (bytes == 0) {
            parts.messages()
                    .warning()
                    .add("something still holds ")
                    .add(log.name)
                    .add("/supervise/pipe open: stopping ")
                    .add(log.name)
                    .add(" without waiting for its end")
                    .end();
            cutShort(now);
        } else if (log.supervision.status.starts > startsThen && now.monotonicNs - takenNs >= PATIENCE_NS) {
            cutShort(now);
        }
    }

    private void sayLost(int bytes) {
        if (bytes > 0) {
            parts.messages()
                    .warning()
                    .add(bytes)
                    .add(" bytes for ")
                    .add(log.name)
                    .add(" are not logged")
                    .end();
        }
    }
}
