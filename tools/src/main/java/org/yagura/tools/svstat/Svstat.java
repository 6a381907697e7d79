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
import org.yagura.tools.Outcome;
import org.yagura.tools.ServiceDirectory;
import org.yagura.tools.Tool;

/** Prints one line for each service. Trouble is part of the line; the exit code is 0 always. */
public final class Svstat implements Tool {
    private static final int STDOUT = 1;
    private static final int FLUSH_AT = 4096;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private static final byte[] DOWN = Ascii.bytes("down");
    private static final byte[] OK = Ascii.bytes("supervise/ok");
    private static final byte[] STATUS = Ascii.bytes("supervise/status");

    private final Invocation invocation;
    private final Files files;
    private final Descriptors descriptors;
    private final Clock clock;
    private final SuperviseCheck check;

    private final ByteBuilder out = new ByteBuilder(256);
    private final byte[] record = new byte[Status.LENGTH_MAX];
    private final Status status = new Status();
    private final FileInfo info = new FileInfo();

    public Svstat(Invocation invocation, Files files, Descriptors descriptors, Processes processes, Clock clock) {
        this.invocation = invocation;
        this.files = files;
        this.descriptors = descriptors;
        this.clock = clock;
        check = new SuperviseCheck(files, descriptors, processes);
    }

    @Override
    public Outcome run() {
        for (byte[] service : invocation.arguments()) {
            describe(service);
            out.append((byte) '\n');
            if (out.length() >= FLUSH_AT) {
                flush();
            }
        }
        flush();
        return Outcome.exit(Outcome.DONE);
    }

    private void describe(byte[] service) {
        out.append(service).append(": ");
        int directory = ServiceDirectory.open(files, service);
        if (directory < 0) {
            unableTo("chdir", directory);
            return;
        }
        describeIn(directory);
        descriptors.close(directory);
    }

    private void describeIn(int directory) {
        int down = files.stat(directory, DOWN, info);
        if (down < 0 && down != -Errno.ENOENT) {
            unableTo("stat down", down);
            return;
        }
        int ok = files.open(directory, OK, OpenFlag.WRITE | OpenFlag.NONBLOCK, 0);
        if (ok >= 0) {
            descriptors.close(ok);
        } else if (ok == -Errno.ENXIO) {
            out.append("supervise not running");
            return;
        } else if (ok != -Errno.EACCES) {
            unableTo("open supervise/ok", ok);
            return;
        }
        int file = files.open(directory, STATUS, OpenFlag.READ | OpenFlag.NONBLOCK, 0);
        int length = file < 0 ? file : descriptors.read(file, record, 0, record.length);
        if (file >= 0) {
            descriptors.close(file);
        }
        Status.Form form = status.decode(record, length);
        if (ok < 0) {
            describeWithoutRight(form, down == 0);
        } else if (file < 0) {
            unableTo("open supervise/status", file);
        } else if (length < 0) {
            unableTo("read supervise/status", length);
        } else if (form == Status.Form.SHORT) {
            out.append("unable to read supervise/status: bad format");
        } else {
            describeService(form, down == 0);
        }
    }

    /** For one who may not open {@code ok}: the record of a supervise of ours tells which process to look for. */
    private void describeWithoutRight(Status.Form form, boolean normallyDown) {
        SuperviseCheck.Answer answer = form == Status.Form.OURS ? check.lives(status) : SuperviseCheck.Answer.UNKNOWN;
        switch (answer) {
            case LIVES -> describeService(form, normallyDown);
            case GONE -> out.append("supervise not running");
            case UNKNOWN -> unableTo("open supervise/ok", -Errno.EACCES);
        }
    }

    private void describeService(Status.Form form, boolean normallyDown) {
        boolean up = status.pid != 0;
        if (up) {
            out.append("up (pid ").appendDecimal(status.pid & 0xffff_ffffL).append(") ");
        } else {
            out.append("down ");
        }
        out.appendDecimal(seconds(form)).append(" seconds");
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
    }

    /**
     * Seconds since the last change, as the difference of two clock readings cut to whole seconds. A record of ours says when it was on
     * the clock that nobody sets, so that a wall clock that was set since does not matter; it is of this boot, as its supervise runs.
     */
    private long seconds(Status.Form form) {
        long nowNs = clock.wallNs();
        long nowSeconds = Math.floorDiv(nowNs, NS_PER_SECOND);
        if (form == Status.Form.OURS) {
            long elapsedNs = clock.bootNs() - status.changedBootNs;
            if (elapsedNs >= 0) {
                return nowSeconds - Math.floorDiv(nowNs - elapsedNs, NS_PER_SECOND);
            }
        }
        // Seconds of TAI64 have no sign; only where the file is garbage does that matter, and that 0.76 reckons with
        // doubles.
        boolean future =
                Long.compareUnsigned(status.changedWallSeconds + TaiTime.UNIX_EPOCH, nowSeconds + TaiTime.UNIX_EPOCH)
                        > 0;
        return future ? 0 : (long) (double) (nowSeconds - status.changedWallSeconds);
    }

    private void unableTo(String step, int error) {
        out.append("unable to ").append(step).append(": ").append(Errno.phrase(-error));
    }

    private void flush() {
        int sent = 0;
        while (sent < out.length()) {
            int n = descriptors.write(STDOUT, out.array(), sent, out.length() - sent);
            if (n <= 0 && n != -Errno.EINTR) {
                break;
            }
            sent += Math.max(n, 0);
        }
        out.clear();
    }
}
