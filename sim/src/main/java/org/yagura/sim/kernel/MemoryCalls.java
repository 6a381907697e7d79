package org.yagura.sim.kernel;

import java.util.Arrays;
import org.yagura.os.Memory;

/** Memory that is given back: what is forgotten reads as something that nobody expects. */
final class MemoryCalls implements Memory {
    private static final byte JUNK = 0x5a;

    @Override
    public void forget(byte[] bytes, int from, int to) {
        Arrays.fill(bytes, from, to, JUNK);
    }

    @Override
    public void collect() {}

    @Override
    public void giveBack() {}
}
