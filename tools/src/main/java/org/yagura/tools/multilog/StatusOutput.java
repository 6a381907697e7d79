package org.yagura.tools.multilog;

import org.jspecify.annotations.Nullable;
import org.yagura.core.log.Branch;
import org.yagura.core.log.StatusSpec;
import org.yagura.os.Errno;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;
import org.yagura.tools.Outcome;

/** A file that holds the last selected line: its first {@link Branch#RECORD_LENGTH} bytes are written over again and again. */
final class StatusOutput {
    private static final int MODE = 0600;

    private final Parts parts;
    private final StatusSpec spec;
    private final Trouble trouble;
    private int fd = -1;
    /** Bytes of the record that are written; all of them where nothing waits. */
    private int written = Branch.RECORD_LENGTH;

    StatusOutput(Parts parts, StatusSpec spec) {
        this.parts = parts;
        this.spec = spec;
        trouble = new Trouble(parts.messages());
    }

    /** Opens the file. @return how the tool ends if it cannot, or null */
    @Nullable
    Outcome open() {
        trouble.about("unable to create ", spec.path(), "");
        fd = parts.files().open(Files.CWD, spec.path(), OpenFlag.WRITE | OpenFlag.CREATE | OpenFlag.NONBLOCK, MODE);
        if (fd >= 0) {
            return null;
        }
        trouble.fatal(fd);
        return Outcome.exit(Outcome.TROUBLE);
    }

    /** Takes the branch's record, if it is a new one. */
    void take() {
        if (spec.branch().recordIsNew()) {
            written = 0;
        }
    }

    /** No more pauses. */
    void endSoon() {
        trouble.endSoon();
    }

    /** Does what can be done now. @return whether nothing is left to do */
    boolean settle(long nowNs) {
        byte[] record = spec.branch().record();
        while (written < record.length && !trouble.over()) {
            if (trouble.paused(nowNs)) {
                return false;
            }
            int n = parts.descriptors().writeAt(fd, record, written, record.length - written, written);
            if (n == -Errno.ESPIPE) {
                n = parts.descriptors().write(fd, record, written, record.length - written);
            }
            if (n > 0) {
                written += n;
            } else if (n != -Errno.EINTR) {
                trouble.about("unable to write ", spec.path(), "");
                trouble.failed(n == 0 ? Errno.ENOSPC : -n, nowNs);
            }
        }
        return true;
    }

    long deadlineNs() {
        return trouble.untilNs();
    }
}
