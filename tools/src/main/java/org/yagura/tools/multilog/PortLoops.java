package org.yagura.tools.multilog;

import org.yagura.core.log.LineLoops;
import org.yagura.os.Bytes;
import org.yagura.os.Memory;

/** The line feeder's loops as the port does them. */
final class PortLoops implements LineLoops {
    private final Bytes bytes;
    private final Memory memory;

    PortLoops(Bytes bytes, Memory memory) {
        this.bytes = bytes;
        this.memory = memory;
    }

    @Override
    public void forget(byte[] unused, int from, int to) {
        memory.forget(unused, from, to);
    }

    @Override
    public int advance(byte[] pattern, int state, byte[] in, int from, int to) {
        return bytes.advance(pattern, state, in, from, to);
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
