package org.yagura.tools.tai64n;

import org.yagura.core.tai.TaiTime;
import org.yagura.os.Clock;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.tools.Outcome;
import org.yagura.tools.Tool;

/** Puts a label before each line: the time at which the line's first byte was read. */
public final class Tai64n implements Tool {
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int READ_MAX = 65_536;
    private static final int STAMP_LENGTH = TaiTime.LABEL_LENGTH + 1;

    private final Descriptors descriptors;
    private final Clock clock;
    private final byte[] input = new byte[READ_MAX];
    private final byte[] output = new byte[2 * READ_MAX];
    private final byte[] stamp = new byte[STAMP_LENGTH];
    private int filled;
    private boolean inLine;

    public Tai64n(Descriptors descriptors, Clock clock) {
        this.descriptors = descriptors;
        this.clock = clock;
    }

    @Override
    public Outcome run() {
        while (true) {
            int n = descriptors.read(STDIN, input, 0, READ_MAX);
            if (n == 0) {
                return Outcome.exit(Outcome.DONE);
            }
            if (n == -Errno.EINTR) {
                continue;
            }
            if (n < 0 || !stampAll(n)) {
                return Outcome.exit(Outcome.TROUBLE);
            }
        }
    }

    private boolean stampAll(int length) {
        TaiTime.formatLabel(stamp, 0, clock.wallNs());
        stamp[STAMP_LENGTH - 1] = ' ';
        int at = 0;
        while (at < length) {
            int end = at;
            while (end < length && input[end] != '\n') {
                end++;
            }
            boolean ended = end < length;
            int to = ended ? end + 1 : end;
            if (output.length - filled < STAMP_LENGTH + to - at && !flush()) {
                return false;
            }
            if (!inLine) {
                put(stamp, 0, STAMP_LENGTH);
            }
            put(input, at, to - at);
            inLine = !ended;
            at = to;
        }
        return flush();
    }

    private void put(byte[] from, int offset, int length) {
        System.arraycopy(from, offset, output, filled, length);
        filled += length;
    }

    private boolean flush() {
        int sent = 0;
        while (sent < filled) {
            int n = descriptors.write(STDOUT, output, sent, filled - sent);
            if (n <= 0 && n != -Errno.EINTR) {
                return false;
            }
            sent += Math.max(n, 0);
        }
        filled = 0;
        return true;
    }
}
