package org.yagura.tools.svstat;

import org.yagura.core.status.Status;
import org.yagura.core.status.Want;
import org.yagura.core.tai.TaiTime;
import org.yagura.core.text.Ascii;
import org.yagura.core.text.ByteBuilder;
import org.yagura.os.Clock;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.os.Processes;
import org.yagura.tools.Invocation;
import org.yagura.tools.Messages;
import org.yagura.tools.Outcome;
import org.yagura.tools.ServiceDirectory;
import org.yagura.tools.Tool;
import org.yagura.tools.WholeWrite;

/**
 * Prints one line for each service; with {@code -l} as its first argument another one for its log, with {@code -L} that one alone.
 * Trouble is part of the line, and the exit code is 0, unless the lines themselves cannot be written.
 */
public final class Svstat implements Tool {
    private static final int STDOUT = 1;
    private static final int FLUSH_AT = 4096;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    // what is part of every line, as bytes: a look at many services is no more than its system calls and these
    private static final byte[] COLON = Ascii.bytes(": ");
    private static final byte[] UP = Ascii.bytes("up (pid ");
    private static final byte[] PID_END = Ascii.bytes(") ");
    private static final byte[] IS_DOWN = Ascii.bytes("down ");
    private static final byte[] SECONDS = Ascii.bytes(" seconds");

    private static final byte[] LOG = Ascii.bytes("log");
    private static final byte[] LOG_HERE = Ascii.bytes("log/.");
    private static final String[] SCRIPTS = {"", "start", "stop", "finish"};

    private final Invocation invocation;
    private final Files files;
    private final Descriptors descriptors;
    private final Clock clock;
    private final SlotState state;

    private final ByteBuilder out = new ByteBuilder(2 * FLUSH_AT);
    private final Status status;
    private final FileInfo info = new FileInfo();
    private int writeError;
    /** When the services are looked at, on both clocks: read once, and again for one that has changed since. */
    private long nowWallNs;

    private long nowBootNs;

    public Svstat(Invocation invocation, Files files, Descriptors descriptors, Processes processes, Clock clock) {
        this.invocation = invocation;
        this.files = files;
        this.descriptors = descriptors;
        this.clock = clock;
        state = new SlotState(files, descriptors, processes);
        status = state.status;
    }

    @Override
    public Outcome run() {
        byte[][] arguments = invocation.arguments();
        boolean logs = arguments.length > 0 && Ascii.equal(arguments[0], "-l");
        boolean onlyLogs = arguments.length > 0 && Ascii.equal(arguments[0], "-L");
        for (int i = logs || onlyLogs ? 1 : 0; i < arguments.length; i++) {
            describe(arguments[i], !onlyLogs, logs || onlyLogs);
            if (out.length() >= FLUSH_AT) {
                flush();
            }
        }
        flush();
        if (writeError < 0) {
            new Messages(descriptors, "svstat")
                    .fatal()
                    .add("unable to write output")
                    .because(-writeError);
        }
        return Outcome.exit(writeError < 0 ? Outcome.TROUBLE : Outcome.DONE);
    }

    private void describe(byte[] service, boolean itself, boolean log) {
        if (!log && state.glance(service)) {
            out.append(service).append(COLON);
            describeService(state.form(), state.normallyDown());
            out.append((byte) '\n');
            return;
        }
        int directory = ServiceDirectory.open(files, service);
        if (itself || directory < 0) {
            out.append(service).append(COLON);
            if (directory < 0) {
                unableTo("chdir", directory);
            } else {
                describeIn(directory, false);
            }
            out.append((byte) '\n');
        }
        if (log && directory >= 0) {
            describeLog(directory, service);
        }
        if (directory >= 0) {
            descriptors.close(directory);
        }
    }

    /** A service without a log has no line for it. */
    private void describeLog(int directory, byte[] service) {
        int found = files.stat(directory, LOG, info);
        if (found == -Errno.ENOENT) {
            return;
        }
        boolean isFile = found >= 0 && info.isRegular();
        int log = isFile ? directory : files.open(directory, LOG_HERE, OpenFlag.PATH | OpenFlag.DIRECTORY, 0);
        out.append(service).append(" log: ");
        if (log < 0) {
            unableTo("chdir", log);
        } else {
            describeIn(log, isFile);
        }
        out.append((byte) '\n');
        if (log >= 0 && !isFile) {
            descriptors.close(log);
        }
    }

    private void describeIn(int directory, boolean logFile) {
        switch (state.look(directory, logFile)) {
            case KNOWN -> describeService(state.form(), state.normallyDown());
            case NOT_RUNNING -> out.append("supervise not running");
            case UNKNOWN -> unableTo(state.step(), state.error());
        }
    }

    private void describeService(Status.Form form, boolean normallyDown) {
        boolean inScript = form == Status.Form.OURS && status.script > 0 && status.script < SCRIPTS.length;
        boolean up = status.pid != 0 && !inScript;
        if (up) {
            out.append(UP).appendDecimal(status.pid & 0xffff_ffffL).append(PID_END);
        } else {
            out.append(IS_DOWN);
        }
        out.appendDecimal(seconds(form)).append(SECONDS);
        if (up && normallyDown) {
            out.append(", normally down");
        }
        if (!up && !normallyDown) {
            out.append(", normally up");
        }
        if (up && status.paused) {
            out.append(", paused");
        }
        if (!up && status.want == Want.UP) {
            out.append(", want up");
        }
        if (up && status.want == Want.DOWN) {
            out.append(", want down");
        }
        if (inScript) {
            out.append(", running ")
                    .append(SCRIPTS[status.script])
                    .append(" (pid ")
                    .appendDecimal(status.scriptPid)
                    .append(")");
        }
        if (status.failed) {
            out.append(", failed");
        }
    }

    /**
     * Seconds since the last change, as the difference of two clock readings cut to whole seconds. A record of ours says when it was on
     * the clock that nobody sets, so that a wall clock that was set since does not matter; it is of this boot, as its supervise runs.
     */
    private long seconds(Status.Form form) {
        if (nowWallNs == 0 || form == Status.Form.OURS && nowBootNs < status.changedBootNs) {
            nowWallNs = clock.wallNs();
            nowBootNs = clock.bootNs();
        }
        long nowSeconds = Math.floorDiv(nowWallNs, NS_PER_SECOND);
        long elapsedNs = nowBootNs - status.changedBootNs;
        if (form == Status.Form.OURS && elapsedNs >= 0) {
            return nowSeconds - Math.floorDiv(nowWallNs - elapsedNs, NS_PER_SECOND);
        }
        // Seconds of TAI64 have no sign; only where the file is garbage does that matter, and that 0.76 reckons with
        // doubles.
        boolean future =
                Long.compareUnsigned(status.changedWallSeconds + TaiTime.UNIX_EPOCH, nowSeconds + TaiTime.UNIX_EPOCH)
                        > 0;
        return future ? 0 : (long) (double) (nowSeconds - status.changedWallSeconds);
    }

    private void unableTo(String step, int error) {
        out.append("unable to ").append(step).append(": ");
        if (error == SlotState.BAD_FORMAT) {
            out.append("bad format");
        } else {
            out.append(Errno.phrase(-error));
        }
    }

    private void flush() {
        int error = WholeWrite.write(descriptors, STDOUT, out.array(), out.length());
        writeError = error < 0 ? error : writeError;
        out.clear();
    }
}
