package org.yagura.sim.kernel;

import org.yagura.core.log.LineLoops;
import org.yagura.os.Bytes;

/** Loops over bytes, the plain way. */
final class ByteCalls implements Bytes {
    @Override
    public int lineEnds(byte[] in, int from, int to, int[] ends) {
        return LineLoops.PLAIN.lineEnds(in, from, to, ends);
    }

    @Override
    public int advance(byte[] pattern, int state, byte[] in, int from, int to) {
        return LineLoops.PLAIN.advance(pattern, state, in, from, to);
    }

    @Override
    public long labelLines(byte[] in, int from, int to, byte[] label, byte[] out, int at) {
        return LineLoops.PLAIN.labelLines(in, from, to, label, out, at);
    }
}
