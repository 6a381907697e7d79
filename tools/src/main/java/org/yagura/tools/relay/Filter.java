package org.yagura.tools.relay;

import org.yagura.core.text.LineEnds;
import org.yagura.os.Descriptors;
import org.yagura.os.Errno;
import org.yagura.tools.Outcome;
import org.yagura.tools.WholeWrite;

/** Copies a descriptor to another and changes the ends of lines; what has come is written before more is waited for. */
public final class Filter {
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int READ_BYTES = 8192;

    private final Descriptors descriptors;
    private final LineEnds ends;
    private final byte[] in = new byte[READ_BYTES];
    private final byte[] out = new byte[LineEnds.lengthMax(READ_BYTES)];

    private Filter(Descriptors descriptors, LineEnds.Change change) {
        this.descriptors = descriptors;
        ends = new LineEnds(change);
    }

    /** Copies descriptor 0 to 1: {@code addcr}, {@code delcr}. Trouble has never been told by these. */
    public static Outcome run(Descriptors descriptors, LineEnds.Change change) {
        return Outcome.exit(new Filter(descriptors, change).run() < 0 ? Outcome.TROUBLE : Outcome.DONE);
    }

    /** @return 0 or a negated errno */
    private int run() {
        while (true) {
            int n = descriptors.read(STDIN, in, 0, READ_BYTES);
            if (n == -Errno.EINTR) {
                continue;
            }
            int filled = n > 0 ? ends.take(in, 0, n, out) : ends.end(out);
            int error = n < 0 ? n : WholeWrite.write(descriptors, STDOUT, out, filled);
            if (n == 0 || error < 0) {
                return error;
            }
        }
    }
}
