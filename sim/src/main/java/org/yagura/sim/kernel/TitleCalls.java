package org.yagura.sim.kernel;

import org.yagura.os.ProcessTitle;

/** The last argument of one process. */
final class TitleCalls implements ProcessTitle {
    private final SimProcess process;

    TitleCalls(SimProcess process) {
        this.process = process;
    }

    private byte[] last() {
        int count = process.arguments.length;
        return count > 1 ? process.arguments[count - 1] : new byte[0];
    }

    @Override
    public int room() {
        return last().length;
    }

    @Override
    public void show(byte[] from, int offset, int length) {
        System.arraycopy(from, offset, last(), 0, Math.min(length, room()));
    }
}
