package org.yagura.tools.net;

import org.jspecify.annotations.Nullable;
import org.yagura.core.rules.CdbBytes;
import org.yagura.core.rules.CdbReader;
import org.yagura.core.rules.Decision;
import org.yagura.core.rules.RuleLookup;
import org.yagura.os.Clock;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.os.FileInfo;
import org.yagura.os.Files;
import org.yagura.os.OpenFlag;

/**
 * A file of compiled rules. It is opened anew for each client, so that another one in its place counts at once. A file of ordinary size
 * is read whole and gone through before it is relied on; in a larger one the search checks each step.
 */
public final class RuleFile implements CdbBytes {
    private static final int WHOLE_BYTES_MAX = 65_536;

    /** A file that has changed less long ago may change again without its times telling. */
    private static final long SETTLED_NS = 1_000_000_000L;

    private final Files files;
    private final Descriptors descriptors;
    private final @Nullable Clock clock;
    private final FileInfo file = new FileInfo();
    private byte @Nullable [] whole;
    private int fd;

    /** Which file {@link #kept} is the content of. */
    private final FileInfo keptFile = new FileInfo();

    private byte @Nullable [] kept;

    public RuleFile(Files files, Descriptors descriptors) {
        this(files, descriptors, null);
    }

    /** With a clock, for who asks often: what was read and gone through is kept for as long as the file is the same. */
    public RuleFile(Files files, Descriptors descriptors, @Nullable Clock clock) {
        this.files = files;
        this.descriptors = descriptors;
        this.clock = clock;
    }

    /**
     * Looks for a client's rule; the parameters are those of {@link RuleLookup#find}.
     *
     * @return {@link CdbReader#FOUND}, {@link CdbReader#ABSENT}, or a negated errno, after which nobody is to be let in
     */
    public int find(
            byte[] name, byte @Nullable [] ip, byte @Nullable [] host, byte @Nullable [] info, Decision decision) {
        fd = files.open(Files.CWD, name, OpenFlag.READ | OpenFlag.NONBLOCK, 0);
        if (fd < 0) {
            return fd;
        }
        int answer = search(ip, host, info, decision);
        descriptors.close(fd);
        return answer;
    }

    private int search(byte @Nullable [] ip, byte @Nullable [] host, byte @Nullable [] info, Decision decision) {
        int error = descriptors.info(fd, file);
        if (error < 0) {
            return error;
        }
        if (!file.isRegular()) {
            return file.isDirectory() ? -Errno.EISDIR : CdbReader.DAMAGED;
        }
        CdbReader rules = new CdbReader(this, file.size);
        whole = isKept() ? kept : null;
        if (whole == null && file.size <= WHOLE_BYTES_MAX) {
            byte[] content = new byte[(int) file.size];
            int length = readAt(content, 0, content.length, 0);
            if (length != content.length) {
                return length < 0 ? length : CdbReader.DAMAGED;
            }
            whole = content;
            error = rules.check();
            if (error < 0) {
                return error;
            }
            keep();
        }
        return new RuleLookup(rules).find(ip, host, info, decision);
    }

    private boolean isKept() {
        return kept != null
                && file.sameFile(keptFile.device, keptFile.inode)
                && file.size == keptFile.size
                && file.modifiedNs == keptFile.modifiedNs
                && file.changedNs == keptFile.changedNs;
    }

    private void keep() {
        kept = null;
        Clock now = clock;
        if (now != null && now.wallNs() - Math.max(file.modifiedNs, file.changedNs) > SETTLED_NS) {
            kept = whole;
            keptFile.device = file.device;
            keptFile.inode = file.inode;
            keptFile.size = file.size;
            keptFile.modifiedNs = file.modifiedNs;
            keptFile.changedNs = file.changedNs;
        }
    }

    @Override
    public int readAt(byte[] to, int offset, int length, long position) {
        if (whole != null) {
            int n = (int) Math.min(length, Math.max(0, whole.length - position));
            System.arraycopy(whole, n == 0 ? 0 : (int) position, to, offset, n);
            return n;
        }
        int n = -Errno.EINTR;
        while (n == -Errno.EINTR) {
            n = descriptors.readAt(fd, to, offset, length, position);
        }
        return n;
    }
}
