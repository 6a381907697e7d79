package org.yagura.tools.multilog;

import org.yagura.tools.Messages;

/**
 * What an output does about errors. Most pass: it says so, waits five seconds, and tries again for ever. Once the process has been told
 * to end, it tries for most of a second, and then an error ends the output.
 */
final class Trouble {
    private static final long PAUSE_NS = 5_000_000_000L;
    private static final long LAST_PAUSE_NS = 100_000_000L;
    private static final long LAST_TRIES_NS = 800_000_000L;
    private static final long NOT_PAUSED = Long.MIN_VALUE;

    private final Messages messages;
    private String words = "";
    private byte[] path = {};
    private String slash = "";
    private final byte[] nothing = {};
    private byte[] file = nothing;
    private String rest = "";
    private long untilNs = NOT_PAUSED;
    private long lastTryNs = Long.MAX_VALUE;
    private long quietUntilNs = NOT_PAUSED;
    private boolean last;
    private boolean over;

    Trouble(Messages messages) {
        this.messages = messages;
    }

    /** Says what is going to be done, for the message if it fails: words, a path, more words. */
    void about(String newWords, byte[] newPath, String newRest) {
        words = newWords;
        path = newPath;
        slash = "";
        file = nothing;
        rest = newRest;
    }

    /** The same for a file in a directory. */
    void about(String newWords, byte[] directory, byte[] newFile, String newRest) {
        about(newWords, directory, newRest);
        slash = "/";
        file = newFile;
    }

    /** Whether it is still too early to try again. */
    boolean paused(long nowNs) {
        return nowNs < untilNs;
    }

    /** Until when, or the past. */
    long untilNs() {
        return untilNs;
    }

    /** The process is to end: the pause is over, and the next error the beginning of the last tries. */
    void endSoon() {
        last = true;
        untilNs = NOT_PAUSED;
    }

    /** Whether an error has ended the output. */
    boolean over() {
        return over;
    }

    /** It failed. @param errno above 0, or 0 where there is no more to say */
    void failed(int errno, long nowNs) {
        if (last) {
            lastTryNs = Math.min(lastTryNs, nowNs + LAST_TRIES_NS);
            over = nowNs >= lastTryNs;
            untilNs = nowNs + LAST_PAUSE_NS;
        } else {
            untilNs = nowNs + PAUSE_NS;
        }
        if (last && !over) {
            return;
        }
        Messages warning =
                messages.warning().add(words).add(path).add(slash).add(file).add(rest);
        warning.add(over ? ", giving up" : ", pausing");
        if (errno == 0) {
            warning.end();
        } else {
            warning.because(errno);
        }
    }

    /** It failed, and something else is done instead of waiting, which is said, but not all the time. */
    void avoided(String what, int errno, long nowNs) {
        if (nowNs >= quietUntilNs) {
            quietUntilNs = nowNs + PAUSE_NS;
            messages.warning()
                    .add(words)
                    .add(path)
                    .add(slash)
                    .add(file)
                    .add(rest)
                    .add(what)
                    .because(errno);
        }
    }

    /** It is a reason not to begin. @param error a negated errno */
    void fatal(int error) {
        messages.fatal().add(words).add(path).add(slash).add(file).add(rest).because(-error);
    }
}
