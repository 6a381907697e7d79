package org.yagura.tools.multilog;

import org.yagura.core.log.LineLoops;
import org.yagura.os.Bytes;

/** The line feeder's loops as the port does them. */
final class PortLoops implements LineLoops {
    private final Bytes bytes;

    PortLoops(Bytes bytes) {
        this.bytes = bytes;
    }

    @Override
    public int lineEnds(byte[] in, int from, int to, int[] ends) {
        return bytes.lineEnds(in, from, to, ends);
    }

    @Override
    public long labelLines(byte[] in, int from, int to, byte[] label, byte[] out, int at) {
        return bytes.labelLines(in, from, to, label, out, at);
    }
}
