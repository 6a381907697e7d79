package org.yagura.tools.multilog;

import org.yagura.core.log.LineFeeder;
import org.yagura.os.Clock;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.Poller;
import org.yagura.os.Ready;
import org.yagura.tools.Daemon;
import org.yagura.tools.Messages;

/** Descriptor 0 as multilog reads it. Its blocking mode is left alone, for others may have it open too; so it is read only when it is ready. */
final class Input {
    /** How long the end of a line is waited for after TERM. */
    static final long LINE_GRACE_NS = 5_000_000_000L;

    private static final long WATCH_RETRY_NS = 100_000_000L;
    /** Signals are not looked at for so many reads at most: a millisecond of work. */
    private static final int UNWAITED_MAX = 16;

    private static final int STDIN = 0;
    private static final int TOKEN = 0;
    private static final int PAGE = 4096;

    private final Descriptors descriptors;
    private final Poller poller;
    private final Clock clock;
    private final Messages messages;
    private final LineFeeder feeder;
    private final Journal journal;

    private boolean ready;
    /** Whether there was a read that took more than a page since memory was given back. */
    private boolean wide = true;
    /** Whether the last read was a small one. */
    private boolean narrow;

    /** Whether the last read brought so much that there is more already, most likely. */
    private boolean full;
    /** Whether there is nothing to read, and nobody to write. A read would wait if somebody had begun to hold the other end meanwhile. */
    private boolean atEnd;
    /** How many reads there were since something else was waited for. */
    private int unwaited;

    private boolean watched;
    /** Whether it is something that is not waited for, such as a regular file. */
    private boolean alwaysReady;

    private boolean terminating;
    private long lineUntilNs;
    private boolean ended;
    private boolean failed;

    Input(Descriptors descriptors, Poller poller, Clock clock, Messages messages, LineFeeder feeder, Journal journal) {
        this.descriptors = descriptors;
        this.poller = poller;
        this.clock = clock;
        this.messages = messages;
        this.feeder = feeder;
        this.journal = journal;
    }

    /** Takes what the poller found. */
    void note(Ready found) {
        int events = found.of(TOKEN);
        ready = alwaysReady || events != 0;
        atEnd = events == Ready.HANGUP;
    }

    /** Goes no further than the end of the line in progress, and waits for that only so long. */
    void endSoon(long nowNs) {
        if (!terminating) {
            terminating = true;
            lineUntilNs = nowNs + LINE_GRACE_NS;
        }
    }

    /** Whether no more is to be read. */
    boolean ended() {
        return ended;
    }

    /** Whether it has ended by an error. */
    boolean failed() {
        return failed;
    }

    /** When {@link #read} has something to do although nothing is ready. */
    long deadlineNs(long nowNs) {
        if (alwaysReady) {
            return nowNs;
        }
        if (!watched) {
            // There was no memory to wait for it; reading without would be deaf to signals.
            return nowNs + WATCH_RETRY_NS;
        }
        return terminating ? lineUntilNs : Daemon.NEVER;
    }

    /** Stops waiting for it, as long as the outputs cannot take what it would bring. */
    void rest() {
        if (watched) {
            poller.remove(STDIN);
            watched = false;
        }
    }

    /** Whether {@link #spareMemory} has something to do. */
    boolean hasSpareMemory() {
        return wide;
    }

    /** Lets go of the memory that a burst has taken; to be called when all that was read is dealt with. */
    void spareMemory() {
        wide = false;
        feeder.compact();
        feeder.forget();
        journal.spareMemory();
    }

    /** Reads once, if there is something, and hands it to the feeder. @return whether anything has come of it, be it the end */
    boolean read(long nowNs) {
        if (terminating && (!feeder.inLine() || nowNs >= lineUntilNs)) {
            ended = true;
            return true;
        }
        if (!ready) {
            if (readsOn()) {
                return readOn();
            }
            watch();
            return false;
        }
        ready = false;
        unwaited = 0;
        feeder.compact();
        if (wide && narrow) {
            spareMemory();
        }
        if (atEnd) {
            return took(0);
        }
        return took(journal.isReady(nowNs) ? journal.read(terminating) : readPlainly());
    }

    /** Whether it pays to look for more before waiting: at full rate the wait is one call in four, and never has to wait. */
    private boolean readsOn() {
        return full && unwaited < UNWAITED_MAX && !terminating && (journal.active() || alwaysReady);
    }

    private boolean readOn() {
        unwaited++;
        feeder.compact();
        int n = journal.active() ? journal.readMuch() : readPlainly();
        if (n == -Errno.EAGAIN) {
            full = false;
            watch();
            return false;
        }
        return took(n);
    }

    /** @return whether anything has come of a read that came to {@code n} */
    private boolean took(int n) {
        full = n >= Journal.MUCH;
        if (n > 0) {
            wide |= n > PAGE;
            narrow = n < PAGE / 4;
            return true;
        }
        if (n == -Errno.EAGAIN || n == -Errno.EINTR) {
            return false;
        }
        ended = true;
        if (n < 0) {
            failed = true;
            messages.warning().add("unable to read standard input").because(-n);
        }
        return true;
    }

    private int readPlainly() {
        int n = terminating
                ? readToLineEnd()
                : descriptors.read(STDIN, feeder.input(), feeder.readOffset(), LineFeeder.READ_MAX);
        if (n > 0) {
            feeder.begin(n, clock.wallNs());
        }
        return n;
    }

    /** Reads byte by byte, so that what follows the newline is left for the next logger. @return bytes, 0 at the end, or a negated errno */
    private int readToLineEnd() {
        byte[] input = feeder.input();
        int offset = feeder.readOffset();
        int available = Math.min(descriptors.readableBytes(STDIN), LineFeeder.READ_MAX);
        int count = 0;
        do {
            int n = descriptors.read(STDIN, input, offset + count, 1);
            if (n <= 0) {
                return count > 0 ? count : n;
            }
            count++;
        } while (count < available && input[offset + count - 1] != '\n');
        return count;
    }

    private void watch() {
        if (!watched && !alwaysReady) {
            int error = poller.add(STDIN, TOKEN, Ready.READABLE);
            watched = error == 0;
            // What can be waited for some other time is waited for later; anything else the read has to say.
            alwaysReady = error < 0 && error != -Errno.ENOMEM && error != -Errno.ENOSPC;
        }
    }
}
